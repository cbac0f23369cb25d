"""The value of a cell for a measure: a figure, a finding, a level, or the kind of absence."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal

from attrs import evolve

from ...model.fact import Absence, Finding, Value
from ...model.measure import Measure, MeasureType
from ...model.problem import Diagnostic, FactsError
from ...model.spelling import fold, nearest
from ...model.text import Text
from ...model.values.day import Day
from ...model.values.frozen_mapping import FrozenMapping
from ...model.values.interval import Interval
from ...model.values.number import NotAFigure, decimals, decimals_written, exact, may_be_thousands, without_zeros
from ...program.admission.misfit import bounds_of, misfit
from ...program.wording import near_prefix
from ..cells.cell import TableCell
from ..diagnostics.messages import NO_READING, POINT_ALONE, SHORTER, THOUSANDS_ELSEWHERE, WHOLE_ALONE, diagnostic
from .day import read_day
from .number import Convention, read_interval, read_number

ABSENCES: Mapping[str, Absence] = {
    word: absence
    for absence, words in {
        Absence.NOT_REPORTED: (
            *("", "-", "--", "–", "—", "−", "…", "...", "nan", "null", "none", "n/a", "na", "nil"),
            *("chưa báo cáo", "không báo cáo", "chưa có số liệu", "không có số liệu", "chưa có", "chưa có báo cáo"),
            *("chưa có kết luận", "không có kết luận", "no finding", "no finding reported", "no figure reported"),
            *("not reported", "not_reported", "not available", "no data", "missing"),
        ),
        Absence.NOT_APPLICABLE: ("kad", "không áp dụng", "not applicable", "not_applicable"),
        Absence.NOT_YET_DUE: ("chưa đến hạn", "chưa tới hạn", "chưa đến kỳ báo cáo", "not yet due", "not_yet_due"),
        Absence.DISPUTED: ("đang xác minh", "chưa thống nhất", "có tranh chấp", "disputed", "under verification"),
    }.items()
    for word in words
}
"""Words for an absent value, folded. None of them is a figure, and none is zero."""

JUDGEMENTS: Mapping[str, Finding] = {
    **dict.fromkeys(("đạt", "đạt chuẩn", "met", "x", "✓", "✔"), Finding.MET),
    **dict.fromkeys(("chưa đạt", "không đạt", "not met", "not_met"), Finding.NOT_MET),
    **dict.fromkeys(("cơ bản đạt", "đạt cơ bản", "basically met", "basically_met"), Finding.BASICALLY_MET),
}
"""Words of a finding (met, not met), folded."""

ANSWERS: Mapping[str, Finding] = {
    **dict.fromkeys(("có", "yes", "true"), Finding.MET),
    **dict.fromkeys(("không", "no", "false"), Finding.NOT_MET),
}
"""Words for yes and no; their meaning for a rule depends on its question."""

_HUNDREDFOLD = Context(prec=100)
_FINDINGS = {**JUDGEMENTS, **ANSWERS}
_SHOWN_FINDINGS = ("Đạt", "Chưa đạt", "Không đạt", "Cơ bản đạt", "có", "không", "met", "not met", "basically met")
_SHOWN_ABSENCES = ("chưa báo cáo", "chưa có số liệu", "không áp dụng", "chưa đến hạn", "đang xác minh")
_WORDS = (*_SHOWN_FINDINGS, *_SHOWN_ABSENCES)
_ERRORS = frozenset(
    ("#n/a", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!", "#spill!", "#calc!", "#getting_data", "#####")
)


def read_absence(cell: TableCell) -> Absence | None:
    """The kind of absence that a cell states, if it states one; a blank cell is not reported.

    >>> read_absence(TableCell("KAD"))
    <Absence.NOT_APPLICABLE: 'not_applicable'>
    """
    if cell.content is None:
        return Absence.NOT_REPORTED
    return ABSENCES.get(fold(cell.content)) if isinstance(cell.content, str) else None


def read_value(cell: TableCell, measure: Measure, convention: Convention | None = None) -> Value:
    """Value of a cell for a measure.

    Raises FactsError, with one diagnostic at the cell, when it is no value of the measure: no figure, more decimals than
    the measure has, outside its bounds, no finding, no level, an error value of a workbook.

    >>> from ntm_rules.model.text import Text
    >>> water = Measure("water", Text("Hộ sử dụng nước sạch"), unit="%", decimals=1)
    >>> read_value(TableCell("97,2 %"), water), read_value(TableCell(0.85, percentage=True), water)
    (Decimal('97.2'), Decimal('85'))
    """
    plain = plain_figure(cell, measure, convention)
    if plain is not None:
        return plain
    refuse_error(cell)
    if cell.shown_by is not None and fold(cell.affix) != fold(measure.unit or ""):
        raise FactsError(diagnostic("NTM668", cell.place, text=cell.text, format=cell.shown_by))
    if measure.type is MeasureType.LEVEL:
        return _read_level(cell, measure)
    absence = read_absence(cell)
    if absence is not None:
        return absence
    if measure.type is MeasureType.FINDING:
        return own_word(cell, measure) or read_finding(cell, measure.id)
    try:
        read = _read_date if measure.type is MeasureType.DATE else _read_figure
        return read(cell, measure, convention)
    except FactsError as error:
        named = (
            evolve(mistake, fields=FrozenMapping({**mistake.fields, "measure": measure.id}))
            for mistake in error.diagnostics
        )
        raise FactsError(named) from error


_PLAIN_FIGURES: Mapping[Convention | None, re.Pattern[str]] = {
    "vi": re.compile("[0-9]{1,12}(?:,([0-9]{1,9}))?"),
    "en": re.compile(r"[0-9]{1,12}(?:\.([0-9]{1,9}))?"),
    None: re.compile("[0-9]{1,12}(?:[.,]([0-9]{1,2}))?"),
}
"""Figures of digits with a decimal mark that can be read in one way only."""


def plain_figure(cell: TableCell, measure: Measure, convention: Convention | None) -> Decimal | None:
    """The figure of a cell of plain digits, within the bounds of its measure; None where it has to be looked at closely.

    >>> from ntm_rules.model.text import Text
    >>> water = Measure("water", Text("Hộ sử dụng nước sạch"), unit="%", decimals=1)
    >>> plain_figure(TableCell("97,2"), water, None), plain_figure(TableCell("97,25"), water, None)
    (Decimal('97.2'), None)
    """
    content = cell.content
    if type(content) is not str or measure.type is not MeasureType.NUMBER or cell.shown_by is not None:
        return None
    matched = _PLAIN_FIGURES[convention].fullmatch(content)
    if matched is None or len(matched[1] or "") > measure.decimals:
        return None
    number = Decimal(content.replace(",", "."))
    if measure.minimum is not None and number < measure.minimum:
        return None
    return None if measure.maximum is not None and number > measure.maximum else number


def refuse_error(cell: TableCell) -> None:
    """Raises FactsError when the cell holds an error value of a spreadsheet (`#N/A`), also one saved as text.

    Raises it also where the workbook shows another value than the cell holds.
    """
    if cell.shown_by is not None and not cell.affix:
        raise FactsError(diagnostic("NTM668", cell.place, text=cell.text, format=cell.shown_by))
    if isinstance(cell.content, str) and (fold(cell.content) in _ERRORS or set(cell.text) == {"#"}):
        raise FactsError(diagnostic("NTM513", cell.place, text=cell.text))


def read_finding(cell: TableCell, measure: str = "…") -> Finding:
    """The finding a cell states. Raises FactsError for any other word, and for numbers: 1 and 0 are no findings.

    >>> read_finding(TableCell("CHƯA ĐẠT"))
    <Finding.NOT_MET: 'not_met'>
    """
    if isinstance(cell.content, bool):
        return Finding.MET if cell.content else Finding.NOT_MET
    finding = _FINDINGS.get(fold(cell.text)) if isinstance(cell.content, str) else None
    if finding is None:
        near = nearest(cell.text, _WORDS) if isinstance(cell.content, str) else None
        raise FactsError(diagnostic("NTM544", cell.place, text=cell.text, measure=measure, advice=near_prefix(near)))
    return finding


def own_word(cell: TableCell, measure: Measure) -> Finding | None:
    """The finding that a cell states in the measure's own words."""
    word = fold(cell.text) if isinstance(cell.content, str) else ""
    own = {finding: measure.labelled(finding.value) for finding in Finding}
    return next(
        (finding for finding, text in own.items() if text and word in (fold(text.vi), fold(text.en or text.vi))), None
    )


def _read_level(cell: TableCell, measure: Measure) -> str | Absence:
    """Level that a cell names; a word that is both a level and an absence is the level."""
    named = {fold(name): level.id for level in measure.levels for name in (level.name.vi, level.name.en or "") if name}
    named |= {fold(level.id): level.id for level in measure.levels}
    if not isinstance(cell.content, date | time | timedelta | bool):
        level = named.get(fold(cell.text))
        if level is not None:
            return level
    absence = read_absence(cell)
    if absence is not None:
        return absence
    shown = [level.id for level in measure.levels] + [level.name.vi for level in measure.levels]
    raise FactsError(
        diagnostic(
            "NTM545",
            cell.place,
            text=cell.text,
            measure=measure.id,
            levels=", ".join(f"{level.id} ({level.name.vi})" for level in measure.levels),
            advice=near_prefix(nearest(cell.text, (*shown, *_SHOWN_ABSENCES))),
        )
    )


def _read_date(cell: TableCell, measure: Measure, convention: Convention | None) -> Day:
    """The day that a cell says, which is no period. Raises FactsError for one outside the bounds of the measure too."""
    day = Day.of(read_day(cell, convention))
    wrong = misfit(measure, day)
    if wrong is not None:
        raise FactsError(wrong.at(cell.place))
    return day


def _read_figure(cell: TableCell, measure: Measure, convention: Convention | None) -> Decimal | Interval:
    content, place = cell.content, cell.place
    if isinstance(content, date | datetime | time | timedelta):
        raise FactsError(diagnostic("NTM542", place, text=cell.text))
    if isinstance(content, bool) or (isinstance(content, str) and fold(content) in _FINDINGS):
        raise FactsError(diagnostic("NTM541", place, text=cell.text, measure=measure.id))
    if isinstance(content, int | float):
        if cell.percentage and measure.unit != "%":
            raise FactsError(diagnostic("NTM543", place, measure=measure.id, measured_in=measure.unit or "–"))
        number = _number_of(content, cell)
    else:
        printed = read_interval(content, convention, measure, place=place) if isinstance(content, str) else None
        if printed is not None:
            for end in (printed.low, printed.high):
                if end is not None:
                    _check_figure(end, evolve(cell, content=format(end, "f")), measure)
            return printed
        try:
            number = read_number(content if isinstance(content, str) else "", convention, measure.unit, place=place)
        except FactsError as error:
            raise FactsError([_possible_readings(mistake, measure) for mistake in error.diagnostics]) from None
    _check_figure(number, cell, measure)
    return number


def _possible_readings(wrong: Diagnostic, measure: Measure) -> Diagnostic:
    """A diagnostic for two readings of a figure that proposes none which the measure refuses: too large, or too fine."""
    if wrong.code != "NTM531":
        return wrong
    whole, left, right = (str(wrong.fields[name]) for name in ("whole", "left", "right"))
    low, high = measure.minimum, measure.maximum
    is_whole = (low is None or low <= Decimal(whole)) and (high is None or Decimal(whole) <= high)
    point = Decimal(f"{left}.{right}")
    is_point = decimals_written(point) <= measure.decimals
    is_point = is_point and (low is None or low <= point) and (high is None or point <= high)
    if is_whole and is_point:
        return wrong
    phrase = WHOLE_ALONE if is_whole else POINT_ALONE if is_point else NO_READING
    details = {"whole": whole, "left": left, "right": right, "convention": str(wrong.fields["point_convention"])}
    return evolve(wrong, help=_filled(phrase, measure=measure.id, **details))


def _number_of(content: int | float, cell: TableCell) -> Decimal:
    """The number a workbook holds; 85 for one that it shows as 85 %, though it holds 0.85."""
    try:
        number = exact(content)
        if cell.percentage:
            number = exact(number.scaleb(2, _HUNDREDFOLD)) if isinstance(number, Decimal) else number
    except NotAFigure as error:
        raise FactsError(diagnostic("NTM539", cell.place, text=cell.text[:40])) from error
    assert isinstance(number, Decimal)
    return number


def _check_figure(number: Decimal, cell: TableCell, measure: Measure) -> None:
    written = isinstance(cell.content, str)
    shown = cell.text if written else format(number, "f")
    places = decimals_written(number) if written else decimals(number)
    assert places is not None
    if places > measure.decimals:
        wrong = diagnostic("NTM535", cell.place, value=shown, found=places, most=measure.decimals, measure=measure.id)
        raise FactsError(_with_advice(wrong, number, cell, measure) if written else wrong)
    if misfit(measure, number) is not None:  # it is out of bounds
        bounds = bounds_of(measure)["bounds"]
        wrong = diagnostic("NTM540", cell.place, value=shown, measure=measure.id, bounds=bounds, bounds_en=bounds)
        raise FactsError(wrong)


def _with_advice(wrong: Diagnostic, number: Decimal, cell: TableCell, measure: Measure) -> Diagnostic:
    """`wrong` with the probable way to write it: thousands without a separator, or no zeros after the decimals."""
    separator = "," if "," in cell.text else "."
    shorter = without_zeros(number).replace(".", separator) if (decimals(number) or 0) <= measure.decimals else None
    advice: list[Text] = []
    if may_be_thousands(number):
        advice.append(_filled(THOUSANDS_ELSEWHERE, separator=separator, whole=f"{number:f}".replace(".", "")))
    if shorter is not None:
        advice.append(_filled(SHORTER, shorter=shorter))
    help_text = wrong.help or Text("", "")
    advice.append(help_text)
    return evolve(
        wrong, help=Text("; ".join(text.vi for text in advice), "; ".join(text.in_language("en") for text in advice))
    )


def _filled(phrase: Text, **details: str) -> Text:
    return Text(phrase.vi.format(**details), phrase.in_language("en").format(**details))
