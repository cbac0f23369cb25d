"""Figures, dates and counts as each language writes them. Two different figures never look equal."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from babel.dates import format_date
from babel.lists import format_list

from ...model.fact import Absence, Finding, Value
from ...model.measure import Measure, with_unit
from ...model.text import Language, Text, printable
from ...model.values.day import DATE_UNIT
from ...model.values.duration import Duration, TimeApart
from ...model.values.interval import Interval
from ...model.values.number import Number, Rounding, RoundingMode, Scaling, as_fraction, simplest
from ..words import common as words
from ..words import rules as rule_words
from ..words.common import Noun, finding_word, say
from ..words.grades import MEASUREMENT

T = TypeVar("T")
FEWEST_DECIMALS = 2
"""Minimum number of decimals of an approximated fraction."""

_FEWEST_IN_A_RUN = 3
_NUMBERED = re.compile(r"(.*?)([1-9][0-9]*)", re.DOTALL)


def figures(numbers: Sequence[Number], language: Language) -> tuple[str, ...]:
    """Numbers that are read side by side, as the language writes them.

    A decimal is printed in full. A fraction that no decimal equals is printed with `≈` and enough decimals that, as
    printed, it still stands on its own side of every other number given.

    >>> figures([Fraction(100, 3), Decimal("1234.50")], "vi")
    ('≈ 33,33', '1.234,5')
    >>> figures([90 - Fraction(1, 3000), Decimal(90)], "en")
    ('≈ 89.9997', '90')
    """
    originals = [number if isinstance(number, Decimal) else simplest(number) for number in numbers]
    decimals = [number for number in originals if isinstance(number, Decimal)]
    if len(decimals) == len(originals):
        return tuple(_written(number, language) for number in decimals)
    exact = [as_fraction(number) for number in originals]
    places = FEWEST_DECIMALS
    while True:
        rounding = Rounding(places, RoundingMode.HALF_EVEN)
        shown = [number if isinstance(number, Decimal) else rounding.apply(number) for number in originals]
        if _in_order(exact, [as_fraction(number) for number in shown]):
            break
        places += 1
    return tuple(
        _written(number, language) if isinstance(original, Decimal) else f"≈ {_written(number, language)}"
        for number, original in zip(shown, originals, strict=True)
    )


def _in_order(exact: list[Fraction], shown: list[Fraction]) -> bool:
    """True when every two numbers compare as printed as they do exactly."""
    return all(
        (exact[left] < exact[right]) == (shown[left] < shown[right])
        and (exact[left] > exact[right]) == (shown[left] > shown[right])
        for left in range(len(exact))
        for right in range(left)
    )


def _written(number: Decimal, language: Language) -> str:
    # As Babel writes it, which takes twenty times as long: a page of reasons has thousands of figures.
    whole, point, decimals = format(number if number else Decimal(0), ",f").partition(".")
    decimals = decimals.rstrip("0")
    written = f"{whole}{point}{decimals}" if decimals else whole
    return written.translate(_SIGNS[language])


_SIGNS = {"vi": str.maketrans(",.-", ".,−"), "en": str.maketrans("-", "−")}
"""The signs of a figure as each language writes them, for those that Python writes; a minus is wider than a hyphen."""


def figure(number: Number, language: Language, *, beside: Iterable[Number] = ()) -> str:
    """Number as the language writes it, distinguishable from those it is read `beside`.

    >>> figure(Decimal("97.2"), "vi"), figure(Decimal(1234567), "en")
    ('97,2', '1,234,567')
    """
    return figures([number, *beside], language)[0]


def measurement(unit: str, language: Language, number: Number | None = None) -> str:
    """Unit of measurement in `language`, in the form that goes with `number`; unchanged where it is not known.

    >>> measurement("triệu đồng/người/năm", "en")
    'million VND/person/year'
    """
    return _measured(unit, language, language != "vi" and number in (1, -1))


@lru_cache(1 << 10)
def _measured(unit: str, language: Language, is_one: bool) -> str:
    """The unit of measurement of one, or of several: a page has few units and thousands of figures."""
    unit = printable(unit)
    if language == "vi":
        return "/".join(MEASUREMENT[word].vi if word in MEASUREMENT else word for word in unit.split("/"))
    first, *per = (MEASUREMENT.get(word.strip(), Noun(word, word, word)) for word in unit.split("/"))
    return "/".join([first.one if is_one else first.other, *(noun.one for noun in per)])


def quantities(
    numbers: Sequence[Number], unit: str | None, language: Language, *, points: bool = False
) -> tuple[str, ...]:
    """Numbers that are read side by side, with their unit of measurement.

    `points` says that they are differences: percentages differ by percentage points.

    >>> quantities([Decimal("2.8"), Decimal(3)], "%", "vi", points=True)
    ('2,8 điểm phần trăm', '3 điểm phần trăm')
    """
    return _quantities(tuple(numbers), unit, language, points)


@lru_cache(1 << 14)
def _quantities(numbers: tuple[Number, ...], unit: str | None, language: Language, points: bool) -> tuple[str, ...]:
    """The quantities of `quantities`, which reports repeat: thresholds, and gaps to them."""
    if unit == DATE_UNIT:
        if points:
            return tuple(counted(number, words.DAY, language) for number in numbers)
        return tuple(day(date.fromordinal(int(number)), language) for number in numbers)
    shown = figures(numbers, language)
    if unit is None:
        return shown
    if points and unit.strip() == "%":
        units = [form(words.PERCENTAGE_POINT, number, language) for number in numbers]
    else:
        units = [measurement(unit, language, number) for number in numbers]
    return tuple(with_unit(figure, unit) for figure, unit in zip(shown, units, strict=True))


def quantity(number: Number, unit: str | None, language: Language, *, beside: Iterable[Number] = ()) -> str:
    """A number with its unit of measurement.

    >>> quantity(Decimal("42.5"), "triệu đồng/người/năm", "vi")
    '42,5 triệu đồng/người/năm'
    """
    return quantities([number, *beside], unit, language)[0]


def difference(number: Number, unit: str | None, language: Language) -> str:
    """Distance between two values; percentages differ by percentage points. Never printed as 0 unless it is 0.

    >>> difference(Decimal("2.8"), "%", "vi"), difference(Decimal(1), "%", "en")
    ('2,8 điểm phần trăm', '1 percentage point')
    """
    # A decimal is printed in full, whatever it is read beside.
    beside = [] if isinstance(number, Decimal) else [Decimal(0)]
    return quantities([number, *beside], unit, language, points=True)[0]


def form(noun: Noun, number: int | Number, language: Language) -> str:
    """The form of a noun that goes with a number.

    >>> form(Noun("tiêu chí", "criterion", "criteria"), 1, "en")
    'criterion'
    """
    return noun.singular(language) if number in (1, -1) else noun.plural(language)


def day_seen(as_of: date, known_on: date | None, language: Language) -> str:
    """The day of a decision, with that of what was known where not all counts.

    >>> day_seen(date(2024, 6, 30), date(2024, 7, 15), "en")
    'as of 30 Jun 2024, as known on 15 Jul 2024'
    """
    if known_on is None:
        return say(words.AS_OF, language, day=day(as_of, language))
    return say(words.AS_OF_KNOWN, language, day=day(as_of, language), known=day(known_on, language))


def counted(count: int | Number, noun: Noun, language: Language) -> str:
    """A count with its noun.

    >>> counted(1, Noun("tiêu chí", "criterion", "criteria"), "en"), counted(2, Noun("xã", "commune", "communes"), "vi")
    ('1 criterion', '2 xã')
    """
    number = Decimal(count) if isinstance(count, int) else count
    return f"{figure(number, language, beside=[Decimal(0)])} {form(noun, number, language)}"


def day(when: date, language: Language) -> str:
    """A date.

    >>> day(date(2024, 6, 30), "vi"), day(date(2024, 6, 30), "en")
    ('30/06/2024', '30 Jun 2024')
    """
    return str(format_date(when, "dd/MM/yyyy" if language == "vi" else "d MMM yyyy", locale=language))


def duration(length: Duration, language: Language) -> str:
    """A length of time.

    >>> duration(Duration(1, 6), "vi"), duration(Duration(months=1), "en")
    ('1 năm 6 tháng', '1 month')
    """
    counts = ((length.years, words.YEAR), (length.months, words.MONTH))
    return " ".join(counted(count, noun, language) for count, noun in counts if count)


def listed(items: Sequence[str], language: Language, *, alternative: bool = False) -> str:
    """A list in a sentence, joined with "and", or with "or" where the items are alternatives.

    >>> listed(["3", "5"], "en"), listed(["3", "5"], "vi", alternative=True)
    ('3 and 5', '3 hoặc 5')
    """
    return str(format_list(list(items), style="or" if alternative else "standard", locale=language))


def apart(texts: Sequence[str], joint: str = ", ") -> str:
    """Texts in a row; set apart by semicolons where one of them has a comma, as the name of a unit with that above it.

    >>> apart(["Xã A, Huyện X", "Xã B"]), apart(["1,5", "2"])
    ('Xã A, Huyện X; Xã B', '1,5, 2')
    """
    return ("; " if joint == ", " and any(joint in text for text in texts) else joint).join(texts)


def first_of(texts: Sequence[str], joint: str, most: int, language: Language, more: Text = words.AND_OTHERS) -> str:
    """The first of several texts, joined, and how many more there are.

    >>> first_of(["17.1", "17.4", "18"], ", ", 2, "en")
    '17.1, 17.4 and 1 more'
    """
    text = apart(texts[:most], joint)
    return text if len(texts) <= most else f"{text} {say(more, language, count=len(texts) - most)}"


def runs(items: Iterable[T], follows: Callable[[T, T], bool]) -> list[list[T]]:
    """Items in their order, those of which each `follows` the one before it together.

    >>> runs([1, 2, 4], lambda one, other: other == one + 1)
    [[1, 2], [4]]
    """
    grouped: list[list[T]] = []
    for item in items:
        if grouped and follows(grouped[-1][-1], item):
            grouped[-1].append(item)
        else:
            grouped.append([item])
    return grouped


def in_runs(codes: Iterable[str]) -> list[str]:
    """The codes in their order, three or more of which each is the next number as a range.

    >>> in_runs(["1", "2", "3", "5", "17.9", "17.10", "17.11", "3.a"])
    ['1–3', '5', '17.9–17.11', '3.a']
    """
    runs: list[list[str]] = []
    last: tuple[str, int] | None = None
    for code in codes:
        numbered = _NUMBERED.fullmatch(code)
        own = None if numbered is None else (numbered[1], int(numbered[2]))
        if own is not None and last is not None and own == (last[0], last[1] + 1):
            runs[-1].append(code)
        else:
            runs.append([code])
        last = own
    items: list[str] = []
    for run in runs:
        items += [f"{printable(run[0])}–{printable(run[-1])}"] if len(run) >= _FEWEST_IN_A_RUN else map(printable, run)
    return items


def value_of(value: Value, measure: Measure | None, language: Language, *, beside: Iterable[Number] = ()) -> str:
    """A reported value: a figure in the measure's unit, a finding, a level by its name, or the absence in words.

    >>> value_of(Finding.BASICALLY_MET, None, "vi"), value_of(Absence.NOT_YET_DUE, None, "en")
    ('Cơ bản đạt', 'not yet due')
    >>> from ...model.text import Text
    >>> value_of(Interval(Decimal(46), None), Measure("income", Text("Thu nhập"), unit="triệu đồng/người/năm"), "en")
    '≥ 46 million VND/person/year'
    """
    match value:
        case Finding():
            return printable(finding_word(value, measure, language))
        case Absence():
            return words.ABSENCES[value].in_language(language)
        case Interval():
            shown = [quantity(number, None, language) for number in (value.low, value.high) if number is not None]
            mark = "≥ " if value.high is None else "≤ " if value.low is None else ""
            text = f"{mark}{'–'.join(shown)}"
            text = with_unit(text, measurement(measure.unit, language)) if measure and measure.unit else text
            return f"{text} (“{printable(value.written)}”)" if value.written else text
        case str():
            level = next((level for level in measure.levels if level.id == value), None) if measure else None
            return printable(level.name.in_language(language) if level else value)
    return quantity(value, measure.unit if measure else None, language, beside=beside)


def multiple(scaling: Scaling | TimeApart, figure: str, language: Language) -> str:
    """A multiple of a figure, which is named: a part of it as a percentage; or the day so long before or after one.

    >>> multiple(Scaling(Decimal("1.1")), "the income", "en"), multiple(Scaling(Decimal("0.75")), "the income", "en")
    ('1.1 times the income', '75% of the income')
    >>> multiple(TimeApart(Duration(2), is_before=True), "the assessment", "en")
    '2 years before the assessment'
    """
    if isinstance(scaling, TimeApart):
        length = duration(scaling.length, language) or (
            counted(scaling.days, words.DAY, language) if scaling.days else ""
        )
        phrase = rule_words.BEFORE_DAY if scaling.is_before else rule_words.AFTER_DAY
        return say(phrase, language, length=length, anchor=figure) if length else figure
    if scaling.beyond is not None:
        base, plus, beyond = figures((scaling.base, scaling.factor, scaling.beyond), language)
        return say(rule_words.FOR_EACH, language, base=base, plus=plus, beyond=beyond, measure=figure)
    times, is_part = scaling.factor, scaling.factor < 1
    (factor,) = figures((times.scaleb(2) if is_part and isinstance(times, Decimal) else times,), language)
    return say(rule_words.PER_CENT_OF if is_part else rule_words.TIMES, language, factor=factor, figure=figure)
