"""Counts that carry their unknowns: no page can print 0/19 where nineteen are undetermined."""

from decimal import Decimal

from ...model.outcome import Tally
from ...model.text import Language, Text
from ...model.values.number import Number
from ..phrasing.numbers import counted, figure, form
from ..words import common
from ..words import overview as words
from ..words.common import Noun, say


def tally_text(tally: Tally) -> Text:
    """The number attained of those that apply, the only wording of such a count in a page.

    What does not apply leaves the denominator; where some are not determined the count is a least one; where none is, it is
    called undetermined, and no number stands for it.

    >>> tally_text(Tally(17, 2, 0, 1)).vi, tally_text(Tally(3, 0, 16, 0)).vi
    ('17/19', '≥ 3/19')
    >>> tally_text(Tally(0, 0, 19, 0)).en, tally_text(Tally(0, 0, 0, 3)).en
    ('undetermined', 'not applicable')
    """
    if not tally.applicable:
        return words.NONE_APPLIES
    if tally.undetermined == tally.applicable:
        return words.NONE_DETERMINED
    vi, en = (count_of(tally.attained, tally, language) for language in ("vi", "en"))
    return Text(vi) if vi == en else Text(vi, en)


def count_of(number: int, tally: Tally, language: Language) -> str:
    """A number of those that apply: a least one where some are not determined.

    >>> count_of(3, Tally(3, 1, 0, 9), "vi"), count_of(1200, Tally(1200, 0, 5000, 0), "vi")
    ('3/4', '≥ 1.200/6.200')
    """
    part = at_least(Decimal(number), language, is_open=tally.undetermined > 0)
    return f"{part}/{figure(Decimal(tally.applicable), language)}"


def at_least(number: Number, language: Language, *, is_open: bool) -> str:
    """A number, marked as a least one where something that could add to it is not determined.

    >>> at_least(Decimal(1200), "vi", is_open=True), at_least(Decimal(3), "vi", is_open=False)
    ('≥ 1.200', '3')
    """
    return f"{'≥ ' if is_open else ''}{figure(number, language)}"


def tally_counted(tally: Tally, noun: Noun, language: Language) -> str:
    """The same with its noun: `≥ 3/19 tiêu chí`, `19 tiêu chí chưa xác định`.

    >>> criteria = Noun("tiêu chí", "criterion", "criteria")
    >>> tally_counted(Tally(3, 0, 16, 0), criteria, "en"), tally_counted(Tally(0, 0, 19, 0), criteria, "vi")
    ('≥ 3/19 criteria', '19 tiêu chí chưa xác định')
    """
    if not tally.applicable:
        return f"{noun.plural(language)} {words.NONE_APPLIES.in_language(language)}"
    if tally.undetermined == tally.applicable:
        return f"{counted(tally.applicable, noun, language)} {words.NONE_DETERMINED.in_language(language)}"
    count = count_of(tally.attained, tally, language)
    return f"{count} {form(noun, tally.applicable, language)}"


def attested_text(tally: Tally, noun: Noun, language: Language) -> str:
    """By an attestation, and how many rules below are reported, which do not decide: a tick alone hides what was measured.

    >>> indicators = Noun("chỉ tiêu", "indicator", "indicators")
    >>> attested_text(Tally(1, 0, 8, 0), indicators, "vi"), attested_text(Tally(0, 0, 0, 2), indicators, "en")
    ('theo xác nhận; 1/9 chỉ tiêu có số liệu', 'by attestation')
    """
    by = common.BY_ATTESTATION.in_language(language)
    if not tally.applicable:
        return by
    count = f"{tally.applicable - tally.undetermined}/{counted(tally.applicable, noun, language)}"
    return f"{by}; {say(common.REPORTED_OF, language, count=count)}"


def tally_in_full(tally: Tally) -> Text:
    """Every number of a tally in words, for tables of charts and for screen readers.

    >>> tally_in_full(Tally(9, 3, 0, 0)).en
    '9 attained, 3 not attained'
    """
    counts = (tally.attained, tally.not_attained, tally.undetermined, tally.not_applicable)
    counted = [(count, word) for count, word in zip(counts, words.OUTCOME_WORDS, strict=True) if count]

    def in_language(language: Language) -> str:
        parts = (f"{figure(Decimal(count), language)} {word.in_language(language).lower()}" for count, word in counted)
        return ", ".join(parts) or "0"

    return Text(in_language("vi"), in_language("en"))
