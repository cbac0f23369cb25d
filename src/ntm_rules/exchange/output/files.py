"""Decisions for other programs: JSON, and CSV for tables."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from ...model.decision import NO_LEVEL, Decision, Points, Reason
from ...model.fact import Absence, Finding, Statement
from ...model.outcome import Tally
from ...model.ruleset import Provenance
from ...model.text import Language, json_text, seen
from ...model.units.unit import Units
from ...model.values.interval import Interval
from ...model.values.number import number_to_plain
from ..values.number import Convention
from .decisions import decision_to_plain

COLUMNS = (
    *("unit", "unit_name", "rule", "version", "as_of", "name", "outcome"),
    *("reason", "reason_outcome", "measure", "observed", "operator", "required", "gap"),
    *("reported_by", "evidence", "cite"),
    *("points", "points_most", "points_maximum", "level"),
)
"""The columns of the CSV: a row for each reason of each decision, and one for a decision without reasons."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters by which a spreadsheet takes a text for a formula."""
_DECIMALS_SHOWN = 6


def decisions_to_json(decisions: Iterable[Decision]) -> Iterator[str]:
    """The decisions as the pieces of a JSON array, one object a line."""
    return array_to_json(map(decision_to_plain, decisions))


def array_to_json(plain: Iterable[object]) -> Iterator[str]:
    """Plain data as the pieces of a JSON array, one a line."""
    between = "[\n"
    for entry in plain:
        yield between + json_text(entry)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def decisions_to_csv(
    decisions: Iterable[Decision],
    units: Units | None = None,
    *,
    language: Language = "vi",
    numbers: Convention = "en",
) -> Iterator[str]:
    """The decisions and all below them as lines of CSV.

    `numbers="vi"` writes decimal commas and separates the columns by semicolons, as Excel does in Vietnamese. Text that a
    spreadsheet would take for a formula has an apostrophe before it.
    """
    separator = ";" if numbers == "vi" else ","
    yield csv_line(COLUMNS, separator)
    for top in decisions:
        for decision in top.walk():
            for reason in decision.reasons or (None,):
                yield csv_line(_row(decision, reason, units, language, numbers), separator)


def harmless(text: str) -> str:
    """`seen(text)`, with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("Bản\u202e Bo")
    ("'=HYPERLINK(1)", 'Bản� Bo')
    """
    shown = seen(text)
    return f"'{shown}" if shown.lstrip().startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else shown


def csv_line(cells: Iterable[str], separator: str) -> str:
    """A line of CSV with its line break.

    >>> csv_line(["Xã A; B", "97,2"], ";")
    '"Xã A; B";97,2\\r\\n'
    """
    quoted = (
        '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in (separator, '"', "\n", "\r")) else cell
        for cell in cells
    )
    return separator.join(quoted) + "\r\n"


def _source(provenance: Provenance) -> str:
    """The clause that a rule stands in, or the article and page of the instrument itself, or the address it was read at."""
    itself = ", ".join(filter(None, (provenance.article, provenance.page)))
    return provenance.cite or itself or provenance.url or ""


def _row(
    decision: Decision, reason: Reason | None, units: Units | None, language: Language, numbers: Convention
) -> tuple[str, ...]:
    unit = units[decision.unit].name if units is not None and decision.unit in units else ""
    start = (
        harmless(decision.unit),
        harmless(unit),
        harmless(str(decision.rule)),
        decision.version.isoformat(),
        decision.as_of.isoformat(),
        harmless(decision.name.in_language(language)),
        decision.outcome.value,
    )
    points = decision.points or Points(None, None)
    figures = (points.low, None if points.is_settled else points.high, points.maximum)
    levels = () if decision.level is None else decision.level.possible
    end = (
        harmless(_source(decision.provenance)),
        *(cell_text(figure, numbers) for figure in figures),
        " | ".join(level or NO_LEVEL for level in levels),
    )
    if reason is None:
        return (*start, *("" for _ in COLUMNS[len(start) : -len(end)]), *end)
    observed = reason.observed
    if observed is None and reason.tally is not None:
        observed = _attained(reason.tally)
    return (
        *start,
        reason.kind.value,
        reason.outcome.value,
        harmless(reason.measure or (str(reason.rule) if reason.rule else reason.subject or "")),
        cell_text(observed, numbers),
        reason.operator.value if reason.operator else "",
        cell_text(reason.required, numbers),
        cell_text(reason.gap, numbers),
        harmless(_joined(reason, lambda fact: fact.reported_by)),
        harmless(_joined(reason, lambda fact: fact.evidence)),
        *end,
    )


def _joined(reason: Reason, of: Callable[[Statement], str | None]) -> str:
    return "; ".join(dict.fromkeys(text for fact in reason.facts if (text := of(fact))))


def _attained(tally: Tally) -> Decimal | Interval:
    """The number attained; from the least to the most where some are not determined."""
    low = Decimal(tally.attained)
    return Interval(low, low + tally.undetermined) if tally.undetermined else low


def cell_text(value: object, numbers: Convention) -> str:
    """Text of a value for a cell: an exact figure; a fraction without a finite decimal rounded to six, and marked so."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return _point(number_to_plain(value), numbers)
    if isinstance(value, Fraction):
        near = round(value, _DECIMALS_SHOWN)
        figure = f"{Decimal(near.numerator) / Decimal(near.denominator):.{_DECIMALS_SHOWN}f}"
        return f"≈ {_point(figure, numbers)}"
    if isinstance(value, Finding | Absence):
        return str(value.value)
    if isinstance(value, tuple):
        return harmless(" | ".join(cell_text(part, numbers) for part in value))
    return harmless(str(value))


def _point(figure: str, numbers: Convention) -> str:
    return figure.replace(".", ",") if numbers == "vi" else figure
