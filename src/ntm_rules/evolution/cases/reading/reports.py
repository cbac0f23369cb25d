"""Reading of the values of a measure or an attested rule, each with its day, checked as admission checks them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from attrs import frozen

from ....language.checks.thresholds import otherwise_written, read_two_ways
from ....language.contents.known_names import LEVELS, known_levels
from ....language.diagnostics.mistakes import Mistake, StructuringError
from ....language.structuring.converter import ABSENT, after_mistake
from ....language.structuring.figures import figure, like_a_figure, meant_figure
from ....language.structuring.nodes import each, keys_of
from ....language.structuring.scalars import day, like_a_day, scalar
from ....language.yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from ....model.fact import Absence, Finding, Value
from ....model.measure import Level, Measure, MeasureType
from ....model.outcome import Outcome
from ....model.place import Place
from ....model.ruleset import Status
from ....model.spelling import fold, nearest, trim
from ....model.text import Text
from ....model.values.day import Day
from ....model.values.interval import Interval, printed_interval
from ....model.values.number import decimals_written
from ....program.admission.misfit import Misfit, misfit
from ....program.wording import near_prefix
from ..grammar import ABSENCE_WORDS, FINDING_WORDS, OUTCOME_WORDS, REPORT, folded, meant

_SAID: Mapping[str, Finding | Absence] = {**FINDING_WORDS, **ABSENCE_WORDS}
_REPORTS = Text("báo cáo", "reports")
_JUDGED = Text("kết luận", "a finding")


@frozen
class ReportedValue:
    """Value with the day it describes (None: the day of the case)."""

    value: Value | Outcome
    day: date | None
    place: Place | None
    version: date | None = None
    """The text that an attestation names (None: that of its day)."""
    assurance: str | None = None


def reports(
    node: Node, value: Callable[[Node], Value | Outcome], levels: tuple[Level, ...] = ()
) -> tuple[ReportedValue, ...]:
    """Values from one value, several of the same day, or either for each of several days; `levels` are those of assurance.

    >>> from ....language.yaml.source import read_text
    >>> [(one.value.value, str(one.day)) for one in reports(read_text("2024-06-30: đạt", "a.yaml").root, judged)]
    [('met', '2024-06-30')]
    """
    if not isinstance(node, PlacedMapping) or _is_assured(node):
        return _of_day(node, None, value, levels)
    found: list[ReportedValue] = []
    for key, said in node.items():
        on: date | None = after_mistake(day, key, None)
        of_day = _of_day(said, on, value, levels)
        if on is not None:
            found += of_day
    return tuple(found)


def _is_assured(node: PlacedMapping) -> bool:
    """True for a value with how it was established; False for values by day."""
    return any(name in REPORT.names for name in node)


def _level(node: Node, levels: tuple[Level, ...]) -> str | None:
    named = scalar(node, REPORT.title)
    if named in [level.id for level in levels]:
        return str(named)
    raise StructuringError(
        Mistake("NTM460", named.place, {"name": named}, word=named, known=known_levels(levels, LEVELS))
    )


def _of_day(
    node: Node, on: date | None, value: Callable[[Node], Value | Outcome], levels: tuple[Level, ...]
) -> tuple[ReportedValue, ...]:
    def one(said: Node) -> ReportedValue:
        if isinstance(said, PlacedMapping) and _is_assured(said):
            values = keys_of(said, REPORT)
            held, level = values["value"], values["assurance"]
            if held is ABSENT or level is ABSENT:  # it has been reported
                return ReportedValue(Absence.NOT_REPORTED, on, said.place)
            return ReportedValue(value(held), on, held.place, assurance=_level(level, levels))
        return ReportedValue(value(said), on, said.place)

    if isinstance(node, PlacedSequence):
        read: tuple[ReportedValue, ...] = after_mistake(lambda held: each(held, one, _REPORTS), node, ())
        return read
    single: ReportedValue | None = after_mistake(one, node, None)
    return () if single is None else (single,)


def value_of(node: Node, measure: Measure) -> Value:
    """Figure, interval, finding, level or absence, by the type of the measure and never by that of YAML. Raises Mistake.

    >>> from ....language.yaml.source import read_text
    >>> value_of(read_text("97.5", "a.yaml").root, Measure("m", Text("m"), decimals=1))
    Decimal('97.5')
    """
    said = scalar(node, _JUDGED if measure.type is MeasureType.FINDING else Text("số liệu", "a value"))
    if measure.type is MeasureType.LEVEL and measure.rank(said) is not None:
        return str(said)
    own = {folded(text.vi): finding for finding in Finding if (text := measure.labelled(finding.value))}
    if folded(said) in own:
        return own[folded(said)]
    absence = ABSENCE_WORDS.get(folded(said))
    if absence is not None:
        return absence
    if measure.type is MeasureType.NUMBER and (printed := _interval(said, measure)) is not None:
        return printed
    if measure.type is MeasureType.NUMBER and (like_a_figure(said) or meant_figure(said) is not None):
        return _figure(said, measure)
    if measure.type is MeasureType.DATE and like_a_day(said):
        found = Day.of(day(said))
        if (outside := misfit(measure, found)) is not None:
            raise StructuringError(_of_admission(outside, said.place, outside.near))
        return found
    value = _SAID.get(folded(said), str(said)) if measure.type is MeasureType.FINDING else str(said)
    wrong = misfit(measure, value)
    if wrong is not None:
        near = nearest(said, tuple(_SAID)) if measure.type is MeasureType.FINDING else wrong.near
        raise StructuringError(_of_admission(wrong, said.place, near))
    return value


def _interval(said: Scalar, measure: Measure) -> Interval | None:
    """The interval that a text prints for a measure (`"> 46"`, 75-78); None for a text of no such form."""

    def end(written: str) -> Decimal:
        bare = written.removesuffix("%").rstrip() if measure.unit == "%" else written
        figure = Scalar.at(bare, said.place)
        figure.plain = True
        return _figure(figure, measure)

    interval = printed_interval(fold(said), end, measure.decimals, measure.minimum, measure.maximum, written=trim(said))
    wrong = None if interval is None else misfit(measure, interval)
    if wrong is not None:
        raise StructuringError(_of_admission(wrong, said.place, wrong.near))
    return interval


def _figure(said: Scalar, measure: Measure) -> Decimal:
    """A figure of a measure, its decimals counted as written."""
    number = figure(said)
    found = decimals_written(number)
    if found > measure.decimals:
        hint, details = otherwise_written(number, measure.decimals)
        params = {"value": str(said), "found": found, "most": measure.decimals, "measure": measure.id, **details}
        raise StructuringError(Mistake("NTM535", said.place, {**params, **near_prefix(None)}, hint=hint))
    for mistake in read_two_ways(number, said.place, measure.decimals):
        raise StructuringError(mistake)
    wrong = misfit(measure, number)
    if wrong is not None:
        raise StructuringError(_of_admission(wrong, said.place, wrong.near))
    return number


def _of_admission(wrong: Misfit, place: Place | None, near: str | None) -> Mistake:
    """Mistake of admission about a value, at its place in the file."""
    details = {name: Text(str(held), str(held)) if name == "levels" else held for name, held in wrong.details.items()}
    return Mistake(wrong.code, place, {**details, **near_prefix(near)})


def judged(node: Node) -> Finding | Absence:
    """Finding or absence attested of a rule. Raises StructuringError for any other word.

    >>> from ....language.yaml.source import read_text
    >>> judged(read_text("cơ bản đạt", "a.yaml").root)
    <Finding.BASICALLY_MET: 'basically_met'>
    """
    return meant(node, _SAID, Text("xác nhận", "an attestation"))


def published(statuses: Iterable[Status]) -> Callable[[Node], Outcome | str]:
    """The reading of what a council published of a rule: an outcome, or a status that its ruleset has.

    >>> from ....language.yaml.source import read_text
    >>> published([])(read_text("đạt", "a.yaml").root)
    <Outcome.ATTAINED: 'attained'>
    """
    words: dict[str, Outcome | str] = {**OUTCOME_WORDS}
    for status in statuses:
        words |= {folded(word): str(status.id) for word in (status.id, status.name.vi, status.name.en) if word}
    return lambda node: meant(node, words, Text("kết luận đã công bố", "a published decision"))
