"""The columns of a frame with one fact per row, and how its figures and words are told apart."""

import re
from collections.abc import Collection, Iterable, Mapping

from ....model.fact import Absence
from ....model.measure import Measure, MeasureType
from ..expressions.dates import with_dates_read
from ..expressions.expression_library import ExpressionLibrary, Native
from .columns import AS_OF, CODES, UNIT, Column, ColumnKind

MEASURE, VALUE, WORD = "measure", "value", "word"
REPORTED_BY, RECORDED, EVIDENCE, ASSURANCE = "reported_by", "recorded", "evidence", "assurance"
NUMBER, WORD_READ, WRITTEN = "ntm_rules:number", "ntm_rules:said", "ntm_rules:written"
"""Columns that are made: the figure, the word, and the figure as text where it was written as such."""
_DATE, _DAYS = "ntm_rules:date", "ntm_rules:days"
COUNTED = (MeasureType.NUMBER, MeasureType.DATE)
"""The types of measures whose columns are numbers: those of dates are, once they are read."""
MOST_CHARACTERS = 16
FIGURE = r"^-?\d+(\.\d+)?$"
TYPES: Mapping[str, tuple[ColumnKind, ...]] = {
    UNIT: CODES,
    MEASURE: (ColumnKind.TEXT,),
    VALUE: (ColumnKind.WHOLE, ColumnKind.FLOAT, ColumnKind.DECIMAL, ColumnKind.TEXT),
    AS_OF: (ColumnKind.DAY,),
    WORD: (ColumnKind.TEXT,),
    REPORTED_BY: (ColumnKind.TEXT,),
    RECORDED: (ColumnKind.DAY,),
}


def is_figure(text: str) -> bool:
    """True if text is written as a figure."""
    return re.fullmatch(FIGURE, text, re.ASCII) is not None


def dates_among(measures: Iterable[Measure]) -> list[str]:
    """The ids of measures whose values are dates."""
    return [measure.id for measure in measures if measure.type is MeasureType.DATE]


def read_facts(
    facts: Native, columns: Mapping[str, Column], expressions: ExpressionLibrary, dates: Collection[str] = ()
) -> Native:
    """Facts with their figure and their word apart; a blank is *not reported*.

    Of the measures in `dates` the figure is the number of the day that is written; a number is no date, and a word.
    """
    words = expressions.words
    value = expressions.column(VALUE)
    no_figure, no_word = expressions.null(words.Float64), expressions.null(words.String)
    written = no_word
    word = expressions.column(WORD).cast(words.String) if WORD in columns else no_word
    if columns[VALUE].kind is ColumnKind.TEXT:
        own = value.cast(words.String)
        text = own.str.strip_chars()
        # A double holds 15 digits; a figure with more is no word either, and so an error.
        looks_like_one = text.str.contains(FIGURE) & (text.str.len_chars() <= MOST_CHARACTERS)
        written = expressions.choose([(looks_like_one, text)], no_word)
        number = written.cast(words.Float64)
        word = expressions.choose([(looks_like_one, no_word), (text != "", own)], word)
    elif columns[VALUE].kind is ColumnKind.NOTHING:
        number = no_figure
    else:
        number = value.cast(words.Float64)
        if columns[VALUE].kind is ColumnKind.FLOAT:
            number = expressions.choose([(number.is_nan(), no_figure)], number)
    word = expressions.choose([(word == "", no_word)], word)
    read_columns = {
        UNIT: expressions.column(UNIT).cast(words.String),
        MEASURE: expressions.column(MEASURE).cast(words.String),
        NUMBER: number,
        WORD_READ: word,
        WRITTEN: written,
    }
    read = facts.with_columns(**read_columns)
    if dates:
        read = with_dates_read(read, WORD_READ, expressions, _DATE, _DAYS)
        number, word = expressions.column(NUMBER), expressions.column(WORD_READ)
        of_date, is_date = expressions.column(MEASURE).is_in(sorted(dates)), expressions.column(_DATE)
        days = expressions.choose([(is_date, expressions.column(_DAYS).cast(words.Float64))], no_figure)
        as_word = expressions.choose([(is_date, no_word), (word.is_null(), number.cast(words.String))], word)
        read = read.with_columns(
            **{
                NUMBER: expressions.choose([(of_date, days)], number),
                WORD_READ: expressions.choose([(of_date, as_word)], word),
                WRITTEN: expressions.choose([(of_date, no_word)], expressions.column(WRITTEN)),
            }
        ).drop(_DATE, _DAYS)
    is_blank = expressions.column(NUMBER).is_null() & expressions.column(WORD_READ).is_null()
    return read.with_columns(
        **{
            WORD_READ: expressions.choose(
                [(is_blank, expressions.literal(Absence.NOT_REPORTED.value))], expressions.column(WORD_READ)
            )
        }
    )
