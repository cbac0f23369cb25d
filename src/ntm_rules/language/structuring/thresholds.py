"""Thresholds: a number, a level, one for each attribute value or year, another's, a multiple, or not known."""

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from operator import itemgetter

from ...model import threshold as thresholds
from ...model.key import RuleKey
from ...model.named import ReferenceKind
from ...model.place import PlacedText, place_of
from ...model.text import Text
from ...model.threshold import Threshold
from ...model.values.condition_words import Operator
from ...model.values.day import Day
from ..contents.known_names import KINDS as KIND_NOUN
from ..diagnostics.mistakes import KnownNames, Mistake, StructuringError, report
from ..grammar.conditions import ASSESSED_YEAR, ASSESSMENT, BY_BANDS, LIMIT_BAND, NO_LIMIT, OPERATORS, UNKNOWN, YEAR
from ..grammar.conditions import KINDS as USUAL_KINDS
from ..grammar.thresholds import THRESHOLDS
from ..yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from .converter import ABSENT, after_mistake, made_from, make, usual_hook
from .figures import decimal, figure, length, like_a_figure, whole_up_to, year
from .nodes import each, found, keys_of, known_keys, wide_key
from .scalars import day, identifier, like_a_day, scalar, word

THRESHOLD = Text("một ngưỡng", "a threshold")
KIND = Text("loại đơn vị", "a kind of unit")
NO_KEY = RuleKey("?/?")
BANDS = Text("các khung", "bands")
STAND_IN = thresholds.UnknownThreshold()
"""Stand-in for a threshold with a mistake."""

kind = identifier(KIND, KnownNames(KIND_NOUN, USUAL_KINDS))


def threshold(node: Node) -> Threshold:
    """Any threshold."""
    if isinstance(node, PlacedSequence):
        raise StructuringError(Mistake("NTM203", node.place, {"what": THRESHOLD, "found": found(node)}))
    if isinstance(node, Scalar):
        value = scalar(node, THRESHOLD)
        if value == NO_LIMIT:
            return thresholds.NoLimit(value.place)
        if value == ASSESSMENT:
            return thresholds.DayFrom(place=value.place)
        return (
            thresholds.UnknownThreshold(value.place)
            if value == UNKNOWN
            else thresholds.Fixed(_printed(value), value.place)
        )
    primary = next((name for name in THRESHOLDS if name in node), None)
    if primary is None:
        for key in node:
            if (wide := wide_key(key)) is not None:
                raise StructuringError(wide)
        raise StructuringError(Mistake("NTM225", node.place))
    return _MAKERS[primary](node)


def _printed(value: Scalar) -> Decimal | PlacedText:
    """A date where one is written, else as `figure_or_word`."""
    return Day.of(day(value)) if like_a_day(value) else figure_or_word(value)


def figure_or_word(value: Scalar) -> Decimal | PlacedText:
    """A number where one was meant; any other text is the name of a level."""
    return decimal(value) if like_a_figure(value) else word(value)


def _day_from(node: PlacedMapping) -> Threshold:
    way = "before" if "before" in node else "after"
    values, place = keys_of(node, THRESHOLDS[way]), node.key(way).place
    anchor = after_mistake(word, values.pop(way), ASSESSMENT)
    counted = [name for name in ("years", "months", "days") if name in values]
    if not counted or ("days" in counted and len(counted) > 1):
        report(Mistake("NTM453", place, {"way": way}))
    measured = {} if anchor == ASSESSMENT else {"measure": anchor}
    return make(thresholds.DayFrom, {**values, **measured, "is_before": way == "before", "place": place})


def _named(kind: type[Threshold], key: str, field: str) -> Callable[[PlacedMapping], Threshold]:
    """The maker of a threshold whose own key holds the field; its further keys are fields by their names."""

    def maker(node: PlacedMapping) -> Threshold:
        values = keys_of(node, THRESHOLDS[key])
        return make(kind, {field: values.pop(key), **values, "place": node.key(key).place})

    return maker


def _multiple(node: PlacedMapping) -> Threshold:
    values, place = keys_of(node, THRESHOLDS["times"]), node.key("times").place
    of = values.get("of")
    if "measure" in values:
        of_another: object = make(thresholds.Relative, {**values, "place": node.key("measure").place})
    elif of is None:
        raise StructuringError(Mistake("NTM170", place))
    else:
        of_another = _case(of)
    return make(thresholds.Multiple, {"factor": values["times"], "of": of_another, "place": place})


def above_nothing(node: Node) -> Decimal:
    """A number above 0. Raises StructuringError for any other."""
    number = figure(node)
    if number <= 0:
        raise StructuringError(Mistake("NTM171", node.place, {"value": number}))
    return number


def _members(node: PlacedMapping) -> Threshold:
    """Raises StructuringError: beside members that are counted it is no threshold, and elsewhere it is not understood."""
    raise StructuringError(Mistake("NTM493", node.key("members").place))


def _by(node: PlacedMapping) -> Threshold:
    form = THRESHOLDS["by"]
    banded = next((value for key, value in node.items() if key == "by" and isinstance(value, PlacedMapping)), None)
    if banded is not None:
        return _by_band(node, banded)
    values = known_keys(node, form)
    by = values.pop("by")
    attribute = after_mistake(word, by, None)
    place = place_of(by)
    cases = [(key, value) for key, value in node.items() if key not in form.names]
    if not cases:
        report(Mistake("NTM232", place))
    rest = {"otherwise": values.get("otherwise"), "place": place}
    if attribute in (YEAR, ASSESSED_YEAR):
        years = [(after_mistake(_year, key, None), _case(value)) for key, value in cases]
        in_order = tuple(sorted(((of, case) for of, case in years if of is not None), key=itemgetter(0)))
        return make(thresholds.ByYear, {"cases": in_order, "assessed": attribute == ASSESSED_YEAR, **rest})
    named = tuple((PlacedText.at(key, key.place), _case(value)) for key, value in cases)
    if attribute is None:
        return STAND_IN
    return make(thresholds.ByAttribute, {"attribute": attribute, "cases": named, **rest})


def _by_band(node: PlacedMapping, by: Node) -> Threshold:
    rest, place = keys_of(node, THRESHOLDS["by"]), node.key("by").place
    values = keys_of(by, BY_BANDS)
    bands = () if values["bands"] is ABSENT else each(values["bands"], _band, BANDS)
    for (lower, edge), (other, following) in pairwise(edge for edge, _ in bands):
        rises = lower in (Operator.LESS_THAN, Operator.AT_MOST)
        if lower is other and lower is not Operator.EQUALS and (edge >= following if rises else edge <= following):
            report(Mistake("NTM172", place, {"edge": following, "before": edge}))
    return make(thresholds.ByBand, {**rest, **values, "bands": bands, "place": place})


def _band(node: Node) -> tuple[tuple[Operator, Decimal], Threshold]:
    values = keys_of(node, LIMIT_BAND)
    operators = [name for name in values if name in OPERATORS]
    if len(operators) != 1:
        raise StructuringError(Mistake("NTM173", node.place, {"count": len(operators)}))
    edge = after_mistake(figure, values[operators[0]], Decimal(0))
    return (OPERATORS[operators[0]], edge), STAND_IN if values["require"] is ABSENT else _case(values["require"])


def _case(node: Node) -> Threshold:
    structured: Threshold = after_mistake(threshold, node, STAND_IN)
    return structured


def _year(key: Node) -> int:
    assert isinstance(key, Scalar)
    return year(key)


_MAKERS: dict[str, Callable[[PlacedMapping], Threshold]] = {
    "by": _by,
    "times": _multiple,
    "for_each": _named(thresholds.ForEach, "for_each", "measure"),
    "threshold": _named(thresholds.ThresholdOf, "threshold", "rule"),
    "measure": _named(thresholds.Relative, "measure", "measure"),
    "before": _day_from,
    "after": _day_from,
    "members": _members,
    "delegated": _named(thresholds.Delegated, "delegated", "to"),
}

usual_hook(Threshold, threshold, STAND_IN)
usual_hook(ReferenceKind.KIND, kind, "?")
usual_hook(ReferenceKind.AUTHORITY, kind, "?")
made_from(thresholds.DayFrom, years=(length, 0), months=(length, 0), days=(whole_up_to(thresholds.MOST_DAYS), 0))
made_from(thresholds.Relative, thresholds.ByBand, thresholds.ThresholdOf, thresholds.Delegated)
made_from(thresholds.Multiple, factor=(above_nothing, Decimal(1)))
made_from(thresholds.ForEach, plus=(above_nothing, Decimal(1)))
made_from(thresholds.ByAttribute, thresholds.ByYear)
