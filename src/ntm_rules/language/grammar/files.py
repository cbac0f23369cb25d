"""The keys of the files themselves: rulesets and their rules, amendments, catalogues. See `conditions`."""

from ...model.key import CONCLUSIONS
from ...model.text import Text
from .conditions import Key, MappingForm, form, key, operator_keys

_CODE = key("code", "code", "Mã như in trong văn bản, trong ngoặc kép", "The code as printed, in quotes", True)
_NAME = key("name", "text", "Tên", "Name", True)
_PROVENANCE = key(
    "provenance",
    "provenance",
    "Biết quy tắc này bằng cách nào: {status: …}",
    "How this rule is known: {status: …}",
    True,
)
_APPLIES_WHEN = key(
    "applies_when", "condition", "Chỉ áp dụng khi điều kiện này đúng", "Applies only when this condition holds"
)
_COMMITMENT = key("commitment", "commitment", "Mức cam kết của kế hoạch", "How strongly the plan binds itself")
_RESPONSIBLE = key("responsible", "texts", "Cơ quan phụ trách", "The offices responsible")
_ASIDE = (_PROVENANCE, _APPLIES_WHEN, _COMMITMENT, _RESPONSIBLE)
"""Keys that any rule may have."""


TEXT = form(
    "câu chữ",
    "a text",
    key("vi", "line", "Tiếng Việt", "Vietnamese", True),
    key("en", "line", "Tiếng Anh", "English"),
)
PROVENANCE = form(
    "provenance",
    "provenance",
    key("status", "provenance_status", "plan, read, recalled hoặc unknown", "plan, read, recalled or unknown", True),
    key("cite", "line", "Điều khoản hoặc mục", "The clause or section"),
    key("url", "line", "Địa chỉ đã đọc", "The address that was read"),
    key("confidence", "confidence", "Mức chắc chắn: high, medium hoặc low", "How sure: high, medium or low"),
    key("note", "text", "Ghi chú", "A note"),
)
INSTRUMENT = form(
    "instrument",
    "instrument",
    key("number", "line", "Số hiệu văn bản", "The instrument's number", True),
    key("issuer", "line", "Cơ quan ban hành", "Who issued it"),
    key("signed", "date", "Ngày ký", "The day it was signed"),
    key("url", "line", "Địa chỉ", "Its address"),
)
_INDICATORS = key(
    "indicators", "indicators", "Các chỉ tiêu: phải đạt tất cả", "Its indicators, all of which must be attained"
)
_POINTS = (
    key("points", "points", "Điểm của quy tắc", "The points that the rule gives"),
    key("maximum", "figure", "Điểm tối đa", "The most points that there are to be had"),
)
BAND = form(
    "một khung điểm",
    "a band of points",
    *operator_keys("figure"),
    key("points", "figure", "Điểm của khung này", "The points of this band", True),
)
NODE = form(
    "một mốc điểm",
    "a node of a line of points",
    key("at", "figure", "Ở số liệu này", "At this figure", True),
    key("points", "figure", "Được số điểm này", "These points", True),
)
AWARD = form(
    "điểm theo số liệu",
    "points by a figure",
    key(
        "measure",
        "measure_id",
        "Chỉ số; không ghi gì thêm là điểm được báo cáo",
        "The measure; alone, the points reported",
        True,
    ),
    key("bands", "bands", "Các khung, khung đầu tiên phù hợp được tính", "Bands; the first that fits counts"),
    key("otherwise", "figure", "Điểm khi không thuộc khung nào (mặc định 0)", "Points in none of them (0 if not said)"),
    key("line", "nodes", "Nội suy giữa các mốc", "In proportion between these nodes"),
    key("below", "figure", "Điểm khi thấp hơn mốc đầu", "Points below the first node"),
)
INDICATOR = form("chỉ tiêu", "an indicator", _CODE, _NAME, *_ASIDE, *_POINTS)
CRITERION = form(
    "tiêu chí",
    "a criterion",
    _CODE,
    _NAME,
    *_ASIDE,
    *_POINTS,
    _INDICATORS,
)
CONCLUSION = form(
    "kết luận (recognition, maintenance, revocation)",
    "a conclusion (recognition, maintenance, revocation)",
    Key("name", "text", _NAME.title),
    *_ASIDE,
)
RULE_LEVEL = form(
    "một mức",
    "a level",
    key("level", "value_id", "Mã của mức, ví dụ four_stars", "The id of the level, such as four_stars", True),
    _NAME,
    *_ASIDE,
)
CONCLUSION_NAMES = dict(
    zip(
        CONCLUSIONS,
        (Text("Công nhận", "Recognition"), Text("Duy trì", "Maintenance"), Text("Thu hồi", "Revocation")),
        strict=True,
    )
)
_VERSION = key("version", "date", "Ngày bắt đầu có hiệu lực", "The day this version takes effect", True)
_UNTIL = key("until", "date", "Ngày cuối cùng còn hiệu lực", "The last day it is in force")
_TITLE = key("title", "text", "Tên bộ tiêu chí", "Its title", True)
_INSTRUMENT = key(
    "instrument", "instrument", "Văn bản ban hành: {number: …}", "The instrument it comes from: {number: …}", True
)
_BASICALLY_MET = key(
    "basically_met", "boolean", "Cơ bản đạt có được tính là đạt không", "Whether 'basically met' counts as attained"
)
_NOTES = key("notes", "texts", "Ghi chú", "Notes")
_RULESET_ID = key(
    "ruleset",
    "new_ruleset_id",
    "Mã bộ tiêu chí, ví dụ vn/commune-ntm",
    "The ruleset's id, such as vn/commune-ntm",
    True,
)
RULESET = form(
    "bộ tiêu chí",
    "a ruleset",
    _RULESET_ID,
    _VERSION,
    _UNTIL,
    _TITLE,
    key("applies_to", "kind", "Loại đơn vị được xét", "The kind of unit it judges", True),
    _INSTRUMENT,
    _BASICALLY_MET,
    key(
        "classifies",
        "boolean",
        "Các tiêu chí chỉ xếp đơn vị vào nhóm, không xét đạt hay chưa đạt",
        "Its criteria only sort units into groups: none is better than another",
    ),
    *(Key(name, "conclusion", title) for name, title in CONCLUSION_NAMES.items()),
    key(
        "levels",
        "rule_levels",
        "Các mức xếp hạng, mức cao nhất trước: đơn vị thuộc mức đầu tiên có điều kiện được đáp ứng",
        "The levels that units are classed in, the best first: a unit has the first whose condition holds",
    ),
    key("criteria", "criteria", "Các tiêu chí", "The criteria", True),
    _NOTES,
)

_CHANGES = key(
    "changes",
    "changes",
    "Các thay đổi: replace, set, correct, insert, repeal",
    "What changes: replace, set, correct, insert, repeal",
    True,
)
AMENDMENT = form(
    "văn bản sửa đổi",
    "an amendment",
    key("amends", "ruleset_id", "Bộ tiêu chí được sửa", "The ruleset that is amended", True),
    _VERSION,
    _UNTIL,
    Key("title", "text", _TITLE.title),
    _INSTRUMENT,
    _BASICALLY_MET,
    _CHANGES,
    _NOTES,
)
SPECIALISATION = form(
    "bộ tiêu chí cụ thể hóa",
    "a specialising ruleset",
    key("specialises", "ruleset_id", "Bộ tiêu chí của cấp trên", "The superior's ruleset", True),
    _RULESET_ID,
    _VERSION,
    _UNTIL,
    _TITLE,
    _INSTRUMENT,
    _BASICALLY_MET,
    _CHANGES,
    _NOTES,
)
REPLACEMENT = form(
    "quy tắc thay thế", "a replacement", Key("name", "text", _NAME.title), *_ASIDE, *_POINTS, _INDICATORS
)
REVISION = form(
    "các khóa được sửa (to)",
    "the keys that change (to)",
    *(Key(each.name, each.holds, each.title) for each in REPLACEMENT.keys),
)
_TO = key("to", "revision", "Chỉ các khóa được sửa; khóa khác giữ nguyên", "Only the keys that change; the others stay")
VERBS: dict[str, MappingForm] = {
    "replace": form(
        "thay (replace)",
        "replace",
        key("replace", "rule_code", "Mã của quy tắc được thay", "The code of the rule that is replaced", True),
        key("with", "replacement", "Quy tắc mới, mã giữ nguyên", "The new rule; its code stays", True),
    ),
    "insert": form(
        "thêm (insert)",
        "insert",
        key("insert", "inserted", "Quy tắc được thêm", "The rule that is inserted", True),
        key("in", "code", "Thêm một chỉ tiêu vào tiêu chí này", "Insert an indicator into this criterion"),
        key("after", "code", "Đặt sau mã này; bỏ trống là ở cuối", "After this code; else at the end"),
    ),
    "repeal": form(
        "bãi bỏ (repeal)",
        "repeal",
        key("repeal", "rule_code", "Mã của quy tắc bị bãi bỏ", "The code of the rule that is repealed", True),
    ),
    "set": form(
        "sửa (set)",
        "set",
        key(
            "set", "rule_code", "Mã của quy tắc được sửa một phần", "The code of the rule that is changed in part", True
        ),
        _TO,
        key("drop", "words", "Các khóa bị bỏ", "The keys that go"),
    ),
    "correct": form(
        "đính chính (correct)",
        "correct",
        key(
            "correct",
            "rule_code",
            "Mã của quy tắc được đính chính câu chữ, nguồn",
            "The code of the rule corrected in wording or source",
            True,
        ),
        Key("to", "revision", _TO.title, True),
    ),
}
"""Changes that an amendment or a specialising ruleset can make to a rule."""
CHANGE_KEYS = tuple(dict.fromkeys(name for verb in VERBS.values() for name in verb.names))
LEVEL = form(
    "một mức hoặc một giá trị",
    "a level or a value",
    key("id", "value_id", "Mã", "Its id", True),
    key("name", "text", "Tên", "Its name"),
)
SHARE = form("share", "share", key("share", "part_and_whole", "[phần, toàn thể]", "[part, whole]", True))
SUM = form(
    "sum",
    "sum",
    key("sum", "measure_ids", "Các chỉ số được cộng", "The measures that are added", True),
    key(
        "not_applicable",
        "inapplicable_part",
        "Phần không áp dụng được tính là 0 (zero) hoặc không tính (left_out); nếu không ghi, tổng là chưa xác định",
        "What a part counts as that does not apply: zero or left_out; without it the sum is then not known",
    ),
)
ROUND = form(
    "round",
    "round",
    key("to", "whole", "Làm tròn đến mấy chữ số thập phân", "To how many decimals", True),
    key("mode", "rounding_mode", "Cách làm tròn", "In which mode", True),
    key("source", "line", "Văn bản quy định việc làm tròn", "Who says so"),
)
MEASURE = form(
    "chỉ số",
    "a measure",
    _NAME,
    key("type", "measure_type", "number (số), finding (đạt/không đạt) hoặc level (mức)", "number, finding or level"),
    key("unit", "line", "Đơn vị tính", "The unit of measurement"),
    key("decimals", "whole", "Số chữ số thập phân nhiều nhất", "How many decimals a figure may have"),
    key("minimum", "figure", "Giá trị nhỏ nhất", "The least value"),
    key("maximum", "figure", "Giá trị lớn nhất", "The greatest value"),
    key("levels", "levels", "Các mức, từ thấp lên cao", "The levels, lowest first"),
    key("derive", "derive", "Cách tính từ chỉ số khác", "How it follows from other measures"),
    key("round", "round", "Làm tròn trước khi so sánh", "How it is rounded before it is compared"),
    key(
        "may_not_apply",
        "text_or_boolean",
        "Được báo là không áp dụng: văn bản nào nói (hoặc yes); nếu không ghi, chỉ số luôn áp dụng",
        "May be reported as not applicable: who says so (or yes); without it the measure always applies",
    ),
    key("better", "better", "higher (càng cao càng tốt) hoặc lower (càng thấp càng tốt)", "higher or lower is better"),
    key("note", "text", "Ghi chú", "A note"),
)
RETIRED = {"always_applies": "NTM150"}
"""Keys that files no longer have, each with the diagnostic that says what is written instead."""
ATTRIBUTE = form(
    "thuộc tính",
    "an attribute",
    _NAME,
    key("values", "levels", "Các giá trị; bỏ trống là chữ bất kỳ", "Its values; any text when left out"),
)
CATALOGUE = form(
    "danh mục",
    "a catalogue",
    key("measures", "measures", "Các chỉ số", "The measures"),
    key("attributes", "attributes", "Các thuộc tính của đơn vị", "The attributes of units"),
)
