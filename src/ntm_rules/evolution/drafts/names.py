"""Names of drafted cases, in both languages."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ...model.key import is_conclusion
from ...model.library import Library
from ...model.measure import with_unit
from ...model.outcome import Outcome
from ...model.ruleset import Ruleset
from ...model.text import Text
from ..cases.case import Situation
from ..coverage.scale import Point

Sought = Outcome | Point
"""Goal of a drafted case."""

_OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.ATTAINED: Text("đạt", "attained"),
    Outcome.NOT_ATTAINED: Text("chưa đạt", "not attained"),
    Outcome.NOT_APPLICABLE: Text("không áp dụng", "not applicable"),
    Outcome.UNDETERMINED: Text("chưa xác định", "undetermined"),
}
_POINTS: Mapping[Point, Text] = {
    Point.BELOW: Text("ngay dưới ngưỡng", "just below the threshold"),
    Point.AT: Text("đúng ngưỡng", "exactly at the threshold"),
    Point.ABOVE: Text("ngay trên ngưỡng", "just above the threshold"),
}


def draft_name(
    codes: Sequence[str],
    sought: Sought,
    threshold: Text | None,
    situation: Situation,
    ruleset: Ruleset,
    library: Library,
    attributes: Sequence[str],
    *,
    with_year: bool,
) -> Text:
    """`15.1: đúng ngưỡng 90%, vùng Trung du miền núi phía Bắc`: rules, goal with threshold, and the values it
    depends on.

    `attributes` are those on which the thresholds depend.

    >>> from datetime import date
    >>> from ...model.ruleset import Instrument
    >>> from ...model.units.unit import Unit
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), ())
    >>> situation = Situation(date(2024, 6, 30), (Unit("U", "U", "commune"),))
    >>> draft_name(["15.1"], Point.AT, Text("90%", "90%"), situation, ruleset, Library(), [], with_year=False).vi
    '15.1: đúng ngưỡng 90%'
    """
    what = _OUTCOMES[sought] if isinstance(sought, Outcome) else _POINTS[sought]
    said = [Text(f"{what.vi} {threshold.vi}", f"{what.en} {threshold.en}") if threshold else what]
    own = next(unit for unit in situation.units if unit.code == situation.unit).attributes
    said += [_attribute(name, own[name], library) for name in attributes if name in own]
    if with_year:
        said.append(Text(f"năm {situation.as_of.year}", f"year {situation.as_of.year}"))
    rules = [_rule(code, ruleset) for code in codes]
    return Text(
        f"{', '.join(rule.vi for rule in rules)}: {', '.join(one.vi for one in said)}",
        f"{', '.join(rule.in_language('en') for rule in rules)}: {', '.join(one.in_language('en') for one in said)}",
    )


def _rule(code: str, ruleset: Ruleset) -> Text:
    """A rule by its code as printed; a top rule, which has none, by its name."""
    rule = ruleset.rule(code)
    return rule.name if is_conclusion(code) and rule is not None else Text(code, code)


def _attribute(name: str, value: str, library: Library) -> Text:
    attribute = library.attributes.get(name)
    if attribute is None:
        return Text(value, value)
    return next((each.name for each in attribute.values if each.id == value), Text(value, value))


def threshold_words(value: Decimal | str, unit: str | None, levels: Mapping[str, Text]) -> Text:
    """A threshold as it is called in a name: `90%`. Units of measurement have Vietnamese names only, but for the percentage.

    >>> threshold_words(Decimal("89.5"), "%", {}), threshold_words(Decimal(-5), "độ", {})
    (Text(vi='89,5%', en='89.5%'), Text(vi='−5 độ', en='−5'))
    """
    if isinstance(value, str):
        name = levels.get(value, Text(value, value))
        return Text(f"“{name.vi}”", f"“{name.in_language('en')}”")
    plain = f"{value:f}".replace("-", "−")
    return Text(with_unit(plain.replace(".", ","), unit), with_unit(plain, unit if unit == "%" else None))
