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
    >>> [(reported.value.value, str(reported.day)) for reported in reports(read_text("2024-06-30: đạt", "a.yaml").root, judged)]
    [('met', '2024-06-30')]
    """
    if not isinstance(node, PlacedMapping) or _is_assured(node):
        return _of_day(node, None, value, levels)
    reported: list[ReportedValue] = []
    for key, written in node.items():
        on: date | None = after_mistake(day, key, None)
        of_day = _of_day(written, on, value, levels)
        if on is not None:
            reported += of_day
    return tuple(reported)


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
    def reported_value(written: Node) -> ReportedValue:
        if isinstance(written, PlacedMapping) and _is_assured(written):
            values = keys_of(written, REPORT)
            value_node, level = values["value"], values["assurance"]
            if value_node is ABSENT or level is ABSENT:  # it has been reported
                return ReportedValue(Absence.NOT_REPORTED, on, written.place)
            return ReportedValue(value(value_node), on, value_node.place, assurance=_level(level, levels))
        return ReportedValue(value(written), on, written.place)

    if isinstance(node, PlacedSequence):
        read: tuple[ReportedValue, ...] = after_mistake(lambda nodes: each(nodes, reported_value, _REPORTS), node, ())
        return read
    single: ReportedValue | None = after_mistake(reported_value, node, None)
    return () if single is None else (single,)


def value_of(node: Node, measure: Measure) -> Value:
    """Figure, interval, finding, level or absence, by the type of the measure and never by that of YAML. Raises Mistake.

    >>> from ....language.yaml.source import read_text
    >>> value_of(read_text("97.5", "a.yaml").root, Measure("m", Text("m"), decimals=1))
    Decimal('97.5')
    """
    written = scalar(node, _JUDGED if measure.type is MeasureType.FINDING else Text("số liệu", "a value"))
    if measure.type is MeasureType.LEVEL and measure.rank(written) is not None:
        return str(written)
    own = {folded(text.vi): finding for finding in Finding if (text := measure.labelled(finding.value))}
    if folded(written) in own:
        return own[folded(written)]
    absence = ABSENCE_WORDS.get(folded(written))
    if absence is not None:
        return absence
    if measure.type is MeasureType.NUMBER and (printed := _interval(written, measure)) is not None:
        return printed
    if measure.type is MeasureType.NUMBER and (like_a_figure(written) or meant_figure(written) is not None):
        return _figure(written, measure)
    if measure.type is MeasureType.DATE and like_a_day(written):
        written_day = Day.of(day(written))
        if (outside := misfit(measure, written_day)) is not None:
            raise StructuringError(_of_admission(outside, written.place, outside.near))
        return written_day
    value = _SAID.get(folded(written), str(written)) if measure.type is MeasureType.FINDING else str(written)
    wrong = misfit(measure, value)
    if wrong is not None:
        near = nearest(written, tuple(_SAID)) if measure.type is MeasureType.FINDING else wrong.near
        raise StructuringError(_of_admission(wrong, written.place, near))
    return value


def _interval(printed: Scalar, measure: Measure) -> Interval | None:
    """The interval that a text prints for a measure (`"> 46"`, 75-78); None for a text of no such form."""

    def end(written: str) -> Decimal:
        bare = written.removesuffix("%").rstrip() if measure.unit == "%" else written
        figure = Scalar.at(bare, printed.place)
        figure.plain = True
        return _figure(figure, measure)

    interval = printed_interval(
        fold(printed), end, measure.decimals, measure.minimum, measure.maximum, written=trim(printed)
    )
    wrong = None if interval is None else misfit(measure, interval)
    if wrong is not None:
        raise StructuringError(_of_admission(wrong, printed.place, wrong.near))
    return interval


def _figure(written: Scalar, measure: Measure) -> Decimal:
    """A figure of a measure, its decimals counted as written."""
    number = figure(written)
    decimals = decimals_written(number)
    if decimals > measure.decimals:
        hint, details = otherwise_written(number, measure.decimals)
        params = {"value": str(written), "found": decimals, "most": measure.decimals, "measure": measure.id, **details}
        raise StructuringError(Mistake("NTM535", written.place, {**params, **near_prefix(None)}, hint=hint))
    for mistake in read_two_ways(number, written.place, measure.decimals):
        raise StructuringError(mistake)
    wrong = misfit(measure, number)
    if wrong is not None:
        raise StructuringError(_of_admission(wrong, written.place, wrong.near))
    return number


def _of_admission(wrong: Misfit, place: Place | None, near: str | None) -> Mistake:
    """Mistake of admission about a value, at its place in the file."""
    details = {
        name: Text(str(value), str(value)) if name == "levels" else value for name, value in wrong.details.items()
    }
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
