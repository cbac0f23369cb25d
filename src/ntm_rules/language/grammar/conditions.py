"""The keys of every condition and threshold: one table for the structuring, the diagnostics and the JSON Schema.

The keys of the files around them are in `files`.
"""

from collections.abc import Iterable

from attrs import frozen

from ...model.condition import Aggregate, Basis, Direction, Operator, Yearly
from ...model.ruleset import Commitment
from ...model.text import Text
from ...model.units.kind import KINDS as NAMED_KINDS


@frozen
class Key:
    """A key of a mapping: its name, the definition of its value, its titles, and whether it is required."""

    name: str
    holds: str
    title: Text
    required: bool = False


@frozen
class MappingForm:
    """Form of a mapping: its name in messages, and its keys in their usual order."""

    title: Text
    keys: tuple[Key, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Its keys, by name."""
        return tuple(key.name for key in self.keys)


def key(name: str, holds: str, vi: str, en: str, required: bool = False) -> Key:
    """A key with its title in both languages."""
    return Key(name, holds, Text(vi, en), required)


def form(vi: str, en: str, *keys: Key) -> MappingForm:
    """A form with its title in both languages."""
    return MappingForm(Text(vi, en), keys)


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
DAY_OPERATORS = {
    "not_before": Operator.AT_LEAST,
    "not_after": Operator.AT_MOST,
    "after": Operator.MORE_THAN,
    "before": Operator.LESS_THAN,
}
"""Keys by which dates are compared; on a certain day is `equals`."""
BOUNDS = {f"{basis.value}_{operator.value}": (basis, operator) for basis in Basis for operator in Operator}
CHANGES = {f"{way.value}_by_{operator.value}": (way, operator) for way in Direction for operator in Operator}
RELATIVE_CHANGES = {
    f"{way.value}_by_share_{operator.value}": (way, operator) for way in Direction for operator in Operator
}
AGGREGATES = {aggregate.value: aggregate for aggregate in Aggregate}


def operator_keys(holds: str = "threshold") -> Iterable[Key]:
    return (Key(operator.value, holds, title) for operator, title in _OPERATOR_TITLES.items())


def _paired(first: Text, second: Text) -> Text:
    return Text(f"{first.vi}, {second.vi}", f"{first.en}, {second.en}")


_BOUND_KEYS = tuple(
    Key(name, "threshold", _paired(_BASIS_TITLES[basis], _OPERATOR_TITLES[operator]))
    for name, (basis, operator) in BOUNDS.items()
)
_SHARE_KEYS = tuple(bound_key for bound_key in _BOUND_KEYS if bound_key.name.startswith(Basis.SHARE.value))
_CHANGE_KEYS = tuple(
    Key(name, "threshold", _paired(_DIRECTION_TITLES[way], _OPERATOR_TITLES[operator]))
    for name, (way, operator) in CHANGES.items()
)
_OF_THE_EARLIER = Text("% số liệu trước", "% of the earlier")
_RELATIVE_CHANGE_KEYS = tuple(
    Key(name, "threshold", _paired(_paired(_DIRECTION_TITLES[way], _OPERATOR_TITLES[operator]), _OF_THE_EARLIER))
    for name, (way, operator) in RELATIVE_CHANGES.items()
)
_DAY_KEYS = (
    key("not_before", "threshold", "Không trước ngày này", "On this day or after it"),
    key("not_after", "threshold", "Không sau ngày này", "On this day or before it"),
    key("after", "threshold", "Sau ngày này", "After this day"),
    key("before", "threshold", "Trước ngày này", "Before this day"),
)
_AGGREGATE_KEYS = tuple(Key(aggregate.value, "aggregated", title) for aggregate, title in _AGGREGATE_TITLES.items())

_OR_NAMED_BY = key(
    "or_named_by", "kind", "Hoặc giá trị khác do cấp này quy định", "Or another that the authority of this kind names"
)
_AT_LEVEL = key(
    "at_level", "value_id", "Ở mức này hoặc mức cao hơn của bộ đó", "At this level of that ruleset, or a better"
)

CONDITIONS: dict[str, MappingForm] = {
    "measure": form(
        "điều kiện về một chỉ số",
        "a condition on a measure",
        key("measure", "measure_id", "Chỉ số", "The measure", True),
        *operator_keys(),
        *_DAY_KEYS,
        key("one_of", "values", "Là một trong các giá trị", "One of these values"),
        _OR_NAMED_BY,
        key(
            "required", "boolean", "Kết luận phải đạt (yes) hoặc phải không đạt (no)", "The finding is met, or not (no)"
        ),
        key(
            "since",
            "earlier",
            "So với số liệu của ngày này; previous_year: số liệu của năm đánh giá so với năm trước đó",
            "Against the figure of this date; previous_year: that of the year assessed against the year before",
        ),
        *_CHANGE_KEYS,
        *_RELATIVE_CHANGE_KEYS,
        key(
            Yearly.EACH.value,
            "last_years",
            "Đúng với số liệu từng năm, của chừng này năm liên tiếp đến năm đánh giá",
            "Of the figure of each of so many years in a row, up to the one assessed",
        ),
        key(
            Yearly.MEAN.value,
            "last_years",
            "So số liệu trung bình của chừng này năm liên tiếp đến năm đánh giá",
            "Of the mean of the figures of so many years in a row, up to the one assessed",
        ),
    ),
    "attribute": form(
        "điều kiện về một thuộc tính",
        "a condition on an attribute",
        key("attribute", "attribute_id", "Thuộc tính của đơn vị", "The unit's attribute", True),
        key("one_of", "words", "Là một trong các giá trị", "One of these values"),
        _OR_NAMED_BY,
        key("equals", "word", "Là giá trị này", "This value"),
    ),
    "all_of": form(
        "all_of", "all_of", key("all_of", "conditions", "Mọi điều kiện đều đúng", "Every condition holds", True)
    ),
    "any_of": form(
        "any_of", "any_of", key("any_of", "conditions", "Ít nhất một điều kiện đúng", "At least one holds", True)
    ),
    "none_of": form(
        "none_of", "none_of", key("none_of", "conditions", "Không điều kiện nào đúng", "None of them holds", True)
    ),
    "at_least_n": form(
        "at_least_n", "at_least_n", key("at_least_n", "number_of", "Ít nhất n điều kiện đúng", "n or more hold", True)
    ),
    "at_most_n": form(
        "at_most_n", "at_most_n", key("at_most_n", "number_of", "Nhiều nhất n điều kiện đúng", "n at most hold", True)
    ),
    "criteria": form(
        "điều kiện về các tiêu chí của một bộ",
        "a condition on the criteria of a ruleset",
        key(
            "criteria", "criteria_state", "all, attained (đạt) hoặc not_attained (không đạt)", "Which are counted", True
        ),
        *_BOUND_KEYS,
        key("of", "codes", "Chỉ tính các tiêu chí này", "Only these criteria"),
        key(
            "of_group", "group_id", "Chỉ tính các tiêu chí của nhóm này (groups:)", "Only those of this group (groups:)"
        ),
        key("including_any_of", "codes", "Trong đó có ít nhất một tiêu chí này", "At least one of these among them"),
        key("ruleset", "ruleset_id", "Của bộ tiêu chí này; bỏ trống là chính bộ", "Of this ruleset; else of its own"),
        key("since", "date", "So với số tiêu chí đạt ngày này", "Against the number attained on this date"),
        *_CHANGE_KEYS,
    ),
    "score": form(
        "điều kiện về điểm",
        "a condition on points",
        key(
            "score",
            "scored",
            "all, each_criterion, hoặc mã các tiêu chí",
            "all, each_criterion, or codes of criteria",
            True,
        ),
        *operator_keys(),
        *_SHARE_KEYS,
        key("ruleset", "ruleset_id", "Của bộ tiêu chí này; bỏ trống là chính bộ", "Of this ruleset; else of its own"),
    ),
    "members": form(
        "điều kiện về các đơn vị trực thuộc",
        "a condition on member units",
        key("members", "kind", "Loại đơn vị trực thuộc", "The kind of member units", True),
        key("attained", "rule_key", "Quy tắc mà các đơn vị phải đạt", "The rule the members attain"),
        _AT_LEVEL,
        key("meeting", "condition", "Điều kiện mà từng đơn vị phải đáp ứng", "The condition that each of them meets"),
        key(
            "among",
            "condition",
            "Chỉ xét trong số các đơn vị mà điều kiện này đúng; không có đơn vị nào như vậy thì không áp dụng",
            "Only among those of which this condition holds; where it holds of none, the rule does not apply",
        ),
        *_BOUND_KEYS,
        key(
            "weighted_by",
            "measure_id",
            "Tỷ lệ tính theo chỉ số này của từng đơn vị, không theo số đơn vị",
            "Shares are of this figure of theirs (population, households), not of their number",
        ),
        *_AGGREGATE_KEYS,
        *operator_keys(),
        key(
            "only",
            "unit_codes",
            "Chỉ tính các đơn vị có mã này, hoặc trực thuộc chúng",
            "Only the units with these codes, or below them",
        ),
        key(
            "if_none",
            "no_members",
            "Nếu không biết đơn vị trực thuộc nào: attained (đạt) hoặc not_applicable; nếu không ghi, chưa xác định",
            "Where none is known: attained or not_applicable; without it, it is then undetermined",
        ),
    ),
    "attained": form(
        "điều kiện về một bộ tiêu chí khác",
        "a condition on another ruleset",
        key("attained", "rule_key", "Quy tắc mà chính đơn vị này phải đạt", "The rule this same unit attains", True),
        key(
            "of",
            "kind",
            "Loại đơn vị cấp trên, hoặc vùng mà đơn vị là thành viên, phải đạt thay cho chính đơn vị",
            "The kind of unit above, or zone that the unit is a member of, that attains it",
        ),
        _AT_LEVEL,
    ),
    "content": form(
        "nội dung chưa biết",
        "content that is not known",
        key("content", "unknown", "unknown: có quy tắc này, nội dung chưa biết", "unknown: the rule exists", True),
    ),
}
"""Forms of conditions, by the key that names the form."""

LAST_YEARS = form(
    "số năm",
    "a number of years",
    key("years", "whole", "Số năm, tính cả năm đánh giá", "How many, the year assessed among them", True),
)

CONDITION_KEYS = tuple(dict.fromkeys(name for form in CONDITIONS.values() for name in form.names))

NUMBER_OF = form(
    "n: …, of: […]",
    "n: …, of: […]",
    key("n", "whole", "Số điều kiện đúng", "The number of conditions that hold", True),
    key("of", "conditions", "Các điều kiện", "The conditions", True),
)

BY_BANDS = form(
    "các khung của một chỉ số",
    "bands of a measure",
    key("measure", "measure_id", "Chỉ số của chính đơn vị", "The measure of the unit itself", True),
    key(
        "bands", "limit_bands", "Các khung, khung đầu tiên phù hợp được tính", "Bands; the first that fits counts", True
    ),
)
LIMIT_BAND = form(
    "một khung",
    "a band",
    *operator_keys("figure"),
    key("require", "threshold", "Ngưỡng của khung này", "The threshold in this band", True),
)
CRITERIA_COUNT = form(
    "số tiêu chí đạt",
    "a number of criteria",
    key("criteria_attained", "ruleset_id", "Số tiêu chí đạt của bộ tiêu chí này", "How many of its criteria", True),
    key("since", "date", "Chỉ tính số tăng thêm từ ngày này", "By how many more than on this date"),
)

KINDS = {kind.id: kind.name for kind in NAMED_KINDS.values()}
"""Usual kinds of units, with their names; others are allowed."""
CONFIDENCES = {"high": Text("cao", "high"), "medium": Text("trung bình", "medium"), "low": Text("thấp", "low")}
"""The certainty of what was read or recalled."""
COMMITMENTS = {
    Commitment.MAINTAIN: Text("duy trì", "maintain"),
    Commitment.ATTAIN: Text("đạt", "attain"),
    Commitment.NEWLY_ATTAIN: Text("đạt mới", "newly attain"),
    Commitment.STRIVE: Text("phấn đấu", "strive"),
    Commitment.STRIVE_RECOGNISE: Text("phấn đấu công nhận", "strive for recognition"),
    Commitment.PROPOSE: Text("đề nghị công nhận", "propose for recognition"),
    Commitment.RECOGNISE: Text("công nhận", "recognise"),
    Commitment.COMPLETE: Text("hoàn thành", "complete"),
    Commitment.ALLOCATE: Text("bố trí", "allocate"),
}
"""Strengths of a plan's commitment, in the words of plans."""
RESERVED_VALUES = ("by", "otherwise")
"""Words that cannot be an attribute's value: they have a meaning of their own in `{by: …}`."""
YEAR = "year"
ASSESSED_YEAR = "assessed_year"
UNKNOWN = "unknown"
PREVIOUS_YEAR = "previous_year"
"""The year before the one assessed, since which a figure changes."""
ZERO = "zero"
"""The number that members are where none is known."""
ASSESSMENT = "assessment"
"""The day of the assessment, among thresholds of dates."""
NO_LIMIT = "no_limit"
