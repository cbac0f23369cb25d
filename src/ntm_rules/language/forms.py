"""The keys of every mapping a rule file can hold: one table for the structuring, the diagnostics and the JSON Schema."""

from collections.abc import Iterable

from attrs import frozen

from ..model.condition import Aggregate, Basis, Direction, Operator
from ..model.key import CONCLUSIONS
from ..model.text import Text


@frozen
class Key:
    """A key: its name, what it holds (a name of the schema's definitions), what it means, whether it must be there."""

    name: str
    holds: str
    title: Text
    required: bool = False


@frozen
class Form:
    """A mapping: what it is called in a message, and its keys in the order they are usually written."""

    title: Text
    keys: tuple[Key, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Its keys, by name."""
        return tuple(key.name for key in self.keys)


def _key(name: str, holds: str, vi: str, en: str, required: bool = False) -> Key:
    return Key(name, holds, Text(vi, en), required)


def _form(vi: str, en: str, *keys: Key) -> Form:
    return Form(Text(vi, en), keys)


_OPERATOR_TITLES = {
    Operator.AT_LEAST: Text("ít nhất", "at least"),
    Operator.AT_MOST: Text("nhiều nhất", "at most"),
    Operator.MORE_THAN: Text("lớn hơn", "more than"),
    Operator.LESS_THAN: Text("nhỏ hơn", "less than"),
    Operator.EQUALS: Text("bằng", "equal to"),
}
_BASIS_TITLES = {Basis.COUNT: Text("số lượng", "how many"), Basis.SHARE: Text("tỷ lệ %", "percentage")}
_DIRECTION_TITLES = {Direction.INCREASED: Text("tăng", "increase"), Direction.DECREASED: Text("giảm", "decrease")}
_AGGREGATE_TITLES = {
    Aggregate.MEAN: Text("trung bình", "mean"),
    Aggregate.SUM: Text("tổng", "sum"),
    Aggregate.MINIMUM: Text("nhỏ nhất", "least"),
    Aggregate.MAXIMUM: Text("lớn nhất", "greatest"),
}

OPERATORS = {operator.value: operator for operator in Operator}
BOUNDS = {f"{basis.value}_{operator.value}": (basis, operator) for basis in Basis for operator in Operator}
CHANGES = {f"{way.value}_by_{operator.value}": (way, operator) for way in Direction for operator in Operator}
AGGREGATES = {aggregate.value: aggregate for aggregate in Aggregate}

_CODE = _key("code", "code", "Mã như in trong văn bản, trong ngoặc kép", "The code as printed, in quotes", True)
_NAME = _key("name", "text", "Tên", "Name", True)
_PROVENANCE = _key(
    "provenance",
    "provenance",
    "Biết quy tắc này bằng cách nào: {status: …}",
    "How this rule is known: {status: …}",
    True,
)
_APPLIES_WHEN = _key(
    "applies_when", "condition", "Chỉ áp dụng khi điều kiện này đúng", "Applies only when this condition holds"
)


def _operator_keys(holds: str = "threshold") -> Iterable[Key]:
    return (Key(operator.value, holds, title) for operator, title in _OPERATOR_TITLES.items())


def _paired(first: Text, second: Text) -> Text:
    return Text(f"{first.vi}, {second.vi}", f"{first.en}, {second.en}")


_BOUND_KEYS = tuple(
    Key(name, "threshold", _paired(_BASIS_TITLES[basis], _OPERATOR_TITLES[operator]))
    for name, (basis, operator) in BOUNDS.items()
)
_CHANGE_KEYS = tuple(
    Key(name, "threshold", _paired(_DIRECTION_TITLES[way], _OPERATOR_TITLES[operator]))
    for name, (way, operator) in CHANGES.items()
)
_AGGREGATE_KEYS = tuple(Key(each.value, "aggregated", title) for each, title in _AGGREGATE_TITLES.items())

CONDITIONS: dict[str, Form] = {
    "measure": _form(
        "điều kiện về một chỉ số",
        "a condition on a measure",
        _key("measure", "measure_id", "Chỉ số", "The measure", True),
        *_operator_keys(),
        _key("one_of", "values", "Là một trong các giá trị", "One of these values"),
        _key(
            "required", "boolean", "Kết luận phải đạt (yes) hoặc phải không đạt (no)", "The finding is met, or not (no)"
        ),
        _key("since", "date", "So với số liệu của ngày này", "Against the figure of this date"),
        *_CHANGE_KEYS,
    ),
    "attribute": _form(
        "điều kiện về một thuộc tính",
        "a condition on an attribute",
        _key("attribute", "attribute_id", "Thuộc tính của đơn vị", "The unit's attribute", True),
        _key("one_of", "words", "Là một trong các giá trị", "One of these values"),
        _key("equals", "word", "Là giá trị này", "This value"),
    ),
    "all_of": _form(
        "all_of", "all_of", _key("all_of", "conditions", "Mọi điều kiện đều đúng", "Every condition holds", True)
    ),
    "any_of": _form(
        "any_of", "any_of", _key("any_of", "conditions", "Ít nhất một điều kiện đúng", "At least one holds", True)
    ),
    "none_of": _form(
        "none_of", "none_of", _key("none_of", "conditions", "Không điều kiện nào đúng", "None of them holds", True)
    ),
    "at_least_n": _form(
        "at_least_n", "at_least_n", _key("at_least_n", "at_least_n", "Ít nhất n điều kiện đúng", "n or more hold", True)
    ),
    "criteria": _form(
        "điều kiện về các tiêu chí của chính bộ này",
        "a condition on the ruleset's own criteria",
        _key(
            "criteria", "criteria_state", "all, attained (đạt) hoặc not_attained (không đạt)", "Which are counted", True
        ),
        *_BOUND_KEYS,
        _key("of", "codes", "Chỉ tính các tiêu chí này", "Only these criteria"),
        _key("including_any_of", "codes", "Trong đó có ít nhất một tiêu chí này", "At least one of these among them"),
    ),
    "members": _form(
        "điều kiện về các đơn vị cấp dưới",
        "a condition on member units",
        _key("members", "kind", "Loại đơn vị cấp dưới", "The kind of member units", True),
        _key("attained", "rule_key", "Quy tắc mà các đơn vị phải đạt", "The rule the members attain"),
        *_BOUND_KEYS,
        *_AGGREGATE_KEYS,
        *_operator_keys(),
    ),
    "attained": _form(
        "điều kiện về một bộ tiêu chí khác",
        "a condition on another ruleset",
        _key("attained", "rule_key", "Quy tắc mà chính đơn vị này phải đạt", "The rule this same unit attains", True),
    ),
    "content": _form(
        "nội dung chưa biết",
        "content that is not known",
        _key("content", "unknown", "unknown: có quy tắc này, nội dung chưa biết", "unknown: the rule exists", True),
    ),
}
"""Every form of condition, by the key that makes it one."""

CONDITION_KEYS = tuple(dict.fromkeys(name for form in CONDITIONS.values() for name in form.names))

AT_LEAST_N = _form(
    "at_least_n",
    "at_least_n",
    _key("n", "whole", "Số điều kiện phải đúng", "How many must hold", True),
    _key("of", "conditions", "Các điều kiện", "The conditions", True),
)

THRESHOLDS: dict[str, Form] = {
    "by": _form(
        "ngưỡng theo thuộc tính hoặc theo năm",
        "a threshold by attribute or year",
        _key("by", "attribute_or_year", "Thuộc tính, hoặc year (năm)", "An attribute, or year", True),
        _key("otherwise", "threshold", "Ngưỡng cho các giá trị còn lại", "The threshold for the other values"),
    ),
    "measure": _form(
        "ngưỡng là số liệu của một đơn vị khác",
        "a threshold that is another unit's figure",
        _key("measure", "measure_id", "Chỉ số", "The measure", True),
        _key(
            "of",
            "kind",
            "Loại đơn vị cấp trên; bỏ trống là chính đơn vị",
            "The kind of unit above; else the unit itself",
        ),
    ),
    "delegated": _form(
        "ngưỡng giao cho cấp khác quy định",
        "a threshold left to another authority",
        _key("delegated", "kind", "Cấp quy định ngưỡng", "Who sets it", True),
    ),
}
CRITERIA_COUNT = _form(
    "số tiêu chí đạt",
    "a number of criteria",
    _key("criteria_attained", "ruleset_id", "Số tiêu chí đạt của bộ tiêu chí này", "How many of its criteria", True),
)

TEXT = _form(
    "câu chữ",
    "a text",
    _key("vi", "line", "Tiếng Việt", "Vietnamese", True),
    _key("en", "line", "Tiếng Anh", "English"),
)
PROVENANCE = _form(
    "provenance",
    "provenance",
    _key("status", "provenance_status", "plan, read, recalled hoặc unknown", "plan, read, recalled or unknown", True),
    _key("cite", "line", "Điều khoản hoặc mục", "The clause or section"),
    _key("url", "line", "Địa chỉ đã đọc", "The address that was read"),
    _key("confidence", "confidence", "Mức chắc chắn: high, medium hoặc low", "How sure: high, medium or low"),
    _key("note", "text", "Ghi chú", "A note"),
)
INSTRUMENT = _form(
    "instrument",
    "instrument",
    _key("number", "line", "Số hiệu văn bản", "The instrument's number", True),
    _key("issuer", "line", "Cơ quan ban hành", "Who issued it"),
    _key("signed", "date", "Ngày ký", "The day it was signed"),
    _key("url", "line", "Địa chỉ", "Its address"),
)
INDICATOR = _form("chỉ tiêu", "an indicator", _CODE, _NAME, _PROVENANCE, _APPLIES_WHEN)
CRITERION = _form(
    "tiêu chí",
    "a criterion",
    _CODE,
    _NAME,
    _PROVENANCE,
    _APPLIES_WHEN,
    _key("indicators", "indicators", "Các chỉ tiêu: phải đạt tất cả", "Its indicators, all of which must be attained"),
)
CONCLUSION = _form(
    "kết luận (recognition, maintenance, revocation)",
    "a conclusion (recognition, maintenance, revocation)",
    Key("name", "text", _NAME.title),
    _PROVENANCE,
    _APPLIES_WHEN,
)
CONCLUSION_NAMES = dict(
    zip(
        CONCLUSIONS,
        (Text("Công nhận", "Recognition"), Text("Duy trì", "Maintenance"), Text("Thu hồi", "Revocation")),
        strict=True,
    )
)
RULESET = _form(
    "bộ tiêu chí",
    "a ruleset",
    _key(
        "ruleset",
        "ruleset_id",
        "Mã bộ tiêu chí, ví dụ vn/commune-ntm",
        "The ruleset's id, such as vn/commune-ntm",
        True,
    ),
    _key("version", "date", "Ngày bắt đầu có hiệu lực", "The day this version takes effect", True),
    _key("until", "date", "Ngày cuối cùng còn hiệu lực", "The last day it is in force"),
    _key("title", "text", "Tên bộ tiêu chí", "Its title", True),
    _key("applies_to", "kind", "Loại đơn vị được xét", "The kind of unit it judges", True),
    _key(
        "instrument", "instrument", "Văn bản ban hành: {number: …}", "The instrument it comes from: {number: …}", True
    ),
    _key(
        "basically_met", "boolean", "Cơ bản đạt có được tính là đạt không", "Whether 'basically met' counts as attained"
    ),
    *(Key(name, "conclusion", title) for name, title in CONCLUSION_NAMES.items()),
    _key("criteria", "criteria", "Các tiêu chí", "The criteria", True),
    _key("notes", "texts", "Ghi chú", "Notes"),
)
LEVEL = _form(
    "một mức hoặc một giá trị",
    "a level or a value",
    _key("id", "value_id", "Mã", "Its id", True),
    _key("name", "text", "Tên", "Its name"),
)
SHARE = _form("share", "share", _key("share", "part_and_whole", "[phần, toàn thể]", "[part, whole]", True))
SUM = _form("sum", "sum", _key("sum", "measure_ids", "Các chỉ số được cộng", "The measures that are added", True))
ROUND = _form(
    "round",
    "round",
    _key("to", "whole", "Làm tròn đến mấy chữ số thập phân", "To how many decimals", True),
    _key("mode", "rounding_mode", "Cách làm tròn", "In which mode", True),
    _key("source", "line", "Văn bản quy định việc làm tròn", "Who says so"),
)
MEASURE = _form(
    "chỉ số",
    "a measure",
    _NAME,
    _key("type", "measure_type", "number (số), finding (đạt/không đạt) hoặc level (mức)", "number, finding or level"),
    _key("unit", "line", "Đơn vị tính", "The unit of measurement"),
    _key("decimals", "whole", "Số chữ số thập phân nhiều nhất", "How many decimals a figure may have"),
    _key("minimum", "figure", "Giá trị nhỏ nhất", "The least value"),
    _key("maximum", "figure", "Giá trị lớn nhất", "The greatest value"),
    _key("levels", "levels", "Các mức, từ thấp lên cao", "The levels, lowest first"),
    _key("derive", "derive", "Cách tính từ chỉ số khác", "How it follows from other measures"),
    _key("round", "round", "Làm tròn trước khi so sánh", "How it is rounded before it is compared"),
    _key("always_applies", "boolean", "Không thể báo là không áp dụng", "Cannot be reported as not applicable"),
    _key("note", "text", "Ghi chú", "A note"),
)
ATTRIBUTE = _form(
    "thuộc tính",
    "an attribute",
    _NAME,
    _key("values", "levels", "Các giá trị; bỏ trống là chữ bất kỳ", "Its values; any text when left out"),
)
CATALOGUE = _form(
    "danh mục",
    "a catalogue",
    _key("measures", "measures", "Các chỉ số", "The measures"),
    _key("attributes", "attributes", "Các thuộc tính của đơn vị", "The attributes of units"),
)

KINDS = {
    "village": Text("thôn, bản", "village"),
    "commune": Text("xã", "commune"),
    "township": Text("thị trấn", "township"),
    "ward": Text("phường", "ward"),
    "district": Text("huyện", "district"),
    "town": Text("thị xã", "district-level town"),
    "city": Text("thành phố", "city"),
    "province": Text("tỉnh", "province"),
    "country": Text("cả nước", "country"),
}
"""The kinds of units that need no second look; others are allowed."""
CONFIDENCES = ("high", "medium", "low")
RESERVED_VALUES = ("by", "otherwise")
"""Words that cannot be an attribute's value: they have a meaning of their own in `{by: …}`."""
YEAR = "year"
UNKNOWN = "unknown"
