"""The keys of the files themselves: rulesets and their rules, amendments. See `conditions`."""

from ...model.key import CONCLUSIONS
from ...model.outcome import Outcome
from ...model.text import Text
from .awards import POINTS
from .conditions import Key, MappingForm, form, key

REQUIRES_ASSURANCE = key(
    "requires_assurance",
    "assurance_level",
    "Số liệu và xác nhận phải ở mức kiểm chứng này trở lên; ở mức thấp hơn thì quy tắc là chưa xác định",
    "The level of assurance that figures and attestations must have at least; below it the rule is undetermined",
)
SETTINGS = (
    key(
        "basically_met", "boolean", "Cơ bản đạt có được tính là đạt không", "Whether 'basically met' counts as attained"
    ),
    REQUIRES_ASSURANCE,
)


_CODE = key("code", "code", "Mã như in trong văn bản, trong ngoặc kép", "The code as printed, in quotes", True)
NAME = key("name", "text", "Tên", "Name", True)
_SHORT = key("short", "text", "Tên ngắn, dùng trong bảng hẹp", "A shorter name, for narrow tables")
_NAMED, _RENAMED = (_CODE, NAME, _SHORT), (Key("name", "text", NAME.title), _SHORT)
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
CITED = Text("Số hiệu văn bản của quy tắc", "The number of the instrument that the rule stands in")
VALID_FOR = "valid_for"
_WORD_VALID_FOR = key(
    VALID_FOR,
    "duration",
    "Xác nhận của cơ quan được dùng trong bao lâu: {years: 1}",
    "How long an authority's word on it may be used: {years: 1}",
)
_ASIDE = (
    _PROVENANCE,
    _APPLIES_WHEN,
    _COMMITMENT,
    _RESPONSIBLE,
    _WORD_VALID_FOR,
    REQUIRES_ASSURANCE,
    Key("instrument", "line", CITED),
)
"""Keys that any rule may have."""
DURATION = form(
    "một khoảng thời gian",
    "a length of time",
    key("years", "whole", "Số năm", "Years"),
    key("months", "whole", "Số tháng", "Months"),
)
TEXT = form(
    "câu chữ", "a text", key("vi", "line", "Tiếng Việt", "Vietnamese", True), key("en", "line", "Tiếng Anh", "English")
)
PROVENANCE = form(
    "provenance",
    "provenance",
    key(
        "status",
        "provenance_status",
        "Biết bằng cách nào: text, plan, read, recalled hoặc unknown",
        "How it is known: text, plan, read, recalled or unknown",
        True,
    ),
    key("cite", "line", "Điều khoản hoặc mục", "The clause or section"),
    key("url", "line", "Địa chỉ đã đọc", "The address that was read"),
    key(
        "source", "source", "Đã đọc ở đâu: official, report hoặc summary", "What was read: official, report or summary"
    ),
    key("article", "line", "Điều, khoản của văn bản", "The article of the instrument"),
    key("page", "line", "Trang của văn bản", "The page of the instrument"),
    key("confidence", "confidence", "Mức chắc chắn: high, medium hoặc low", "How sure: high, medium or low"),
    key("note", "text", "Ghi chú", "A note"),
    Key("instrument", "line", CITED),
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
_CONTENTS = key("contents", "contents", "Các nội dung: phải đạt tất cả", "Its contents, all of which must be attained")
CONTENT = form("nội dung", "a content", *_NAMED, *_ASIDE)
INDICATOR = form("chỉ tiêu", "an indicator", *_NAMED, *_ASIDE, *POINTS, _CONTENTS)
CRITERION = form("tiêu chí", "a criterion", *_NAMED, *_ASIDE, *POINTS, _INDICATORS)
CONCLUSION = form(
    "kết luận (recognition, maintenance, revocation)",
    "a conclusion (recognition, maintenance, revocation)",
    Key("name", "text", NAME.title),
    *_ASIDE,
)
RULE_LEVEL = form(
    "một mức",
    "a level",
    key("level", "value_id", "Mã của mức, ví dụ four_stars", "The id of the level, such as four_stars", True),
    NAME,
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
_INSTRUMENT = (
    key("instrument", "instrument", "Văn bản ban hành: {number: …}", "The instrument it comes from: {number: …}"),
    key("instruments", "instruments", "Các văn bản, văn bản chính trước", "Its instruments, the main one first"),
)
"""One of the two keys must be there."""
GROUP = form(
    "nhóm tiêu chí",
    "a group of criteria",
    NAME,
    key("criteria", "codes", "Mã các tiêu chí của nhóm", "The codes of its criteria", True),
)
_GROUPS = key("groups", "groups", "Các nhóm tiêu chí, theo mã nhóm", "Named groups of criteria, by id")
_APPLIES_WHERE = key(
    "applies_where",
    "condition",
    "Chỉ áp dụng cho các đơn vị mà điều kiện này đúng, ví dụ một vùng của tỉnh",
    "Only for units of which this holds, such as those of a zone",
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
    key("applies_to", "kinds", "Loại đơn vị được xét, một hoặc nhiều", "The kind of unit it judges, or several", True),
    *_INSTRUMENT,
    *SETTINGS,
    key(
        "classifies",
        "boolean",
        "Các tiêu chí chỉ xếp đơn vị vào nhóm, không xét đạt hay chưa đạt",
        "Its criteria only sort units into groups: none is better than another",
    ),
    key(
        "statuses", "statuses", "Trạng thái chỉ do hội đồng công bố", "What only a council decides, beside the outcomes"
    ),
    *(Key(name, "conclusion", title) for name, title in CONCLUSION_NAMES.items()),
    key(
        "levels",
        "rule_levels",
        "Các mức xếp hạng, mức cao nhất trước: đơn vị thuộc mức đầu tiên có điều kiện được đáp ứng",
        "The levels that units are classed in, the best first: a unit has the first whose condition holds",
    ),
    key("criteria", "criteria", "Các tiêu chí", "The criteria", True),
    _APPLIES_WHERE,
    _GROUPS,
    _NOTES,
)

SETTLED_OUTCOMES = (Outcome.ATTAINED, Outcome.NOT_ATTAINED)
"""The outcomes that a status may count as."""
STATUS = form(
    "một trạng thái do hội đồng công bố",
    "a status that a council gives",
    key("id", "value_id", "Mã", "Its id", True),
    key("name", "text", "Tên", "Its name", True),
    key("counts_as", "settled_outcome", "Được tính là: attained, not_attained", "What it counts as, if anything"),
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
    *_INSTRUMENT,
    *SETTINGS,
    _CHANGES,
    _GROUPS,
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
    *_INSTRUMENT,
    *SETTINGS,
    _CHANGES,
    key(
        "adds", "codes", "Các tiêu chí mà bộ của cấp trên không có", "The criteria that the superior's ruleset has not"
    ),
    _APPLIES_WHERE,
    _GROUPS,
    _NOTES,
)
REPLACEMENT = form("quy tắc thay thế", "a replacement", *_RENAMED, *_ASIDE, *POINTS, _INDICATORS, _CONTENTS)
REVISION = form(
    "các khóa được sửa (to)",
    "the keys that change (to)",
    *(Key(key.name, key.holds, key.title) for key in REPLACEMENT.keys),
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
        key(
            "in",
            "code",
            "Thêm một chỉ tiêu vào tiêu chí này, một nội dung vào chỉ tiêu này",
            "Insert an indicator into this criterion, or a content into this indicator",
        ),
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
