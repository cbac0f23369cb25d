"""Measures and attributes as a paper: each with what its keys say."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import Enum

from attrs import fields, has

from ...language.grammar.catalogues import ATTRIBUTE, MEASURE
from ...language.grammar.conditions import MappingForm
from ...language.grammar.words import EXPLANATIONS
from ...model.library import Library
from ...model.measure import Attribute, Level, Measure, ShareOf, WeightedSumOf
from ...model.text import Text, printable
from ...model.units.unit import Units
from ..pages.two_languages import TwoNames
from ..papers.paper import Heading, Paper, PaperBlock, plain
from ..phrasing.names import Names
from ..phrasing.numbers import figure
from . import book_words as words

_HEAD = re.compile("[^:;]*")
"""Matches the meaning of a key, without what its values may be."""
_FIELDS = {"round": "rounding"}
"""Fields of a measure that are called otherwise than their key."""


def catalogue_paper(entries: Sequence[Measure | Attribute], library: Library) -> Paper:
    """Measures and attributes: id and name of each, and what is declared of it, in the words of the grammar.

    >>> water = Measure("water", Text("Nước sạch", "Clean water"), unit="%", decimals=2)
    >>> [block.runs[0][0].en for block in catalogue_paper([water], Library()).blocks[1:]]
    ['Type: a figure', 'The unit of measurement: %', 'How many decimals a figure may have: 2']
    """
    names = TwoNames.of(library, Units(()))
    return Paper(None, words.CATALOGUE, (), tuple(block for entry in entries for block in _blocks(entry, names)))


def _blocks(entry: Measure | Attribute, names: TwoNames) -> Iterator[PaperBlock]:
    yield Heading(names.text(lambda names: f"{printable(entry.id)}  {names.text(entry.name)}"))
    for line in names.texts(lambda names: list(_lines(entry, names))):
        yield plain(line, item=True)


def _lines(entry: Measure | Attribute, names: Names) -> Iterator[str]:
    form: MappingForm = MEASURE if isinstance(entry, Measure) else ATTRIBUTE
    for key in form.keys:
        # A measure in groups is shown as what it is: the sum of theirs.
        value = getattr(entry, _FIELDS.get(key.name, key.name), None)
        if key.name == "name" or value is None or value is False or value == ():
            continue
        value_text = "" if value is True else f": {_value_text(value, names)}"
        yield f"{_HEAD.findall(names.text(key.title))[0]}{value_text}"


def _value_text(value: object, names: Names) -> str:
    match value:
        case Enum():
            return names.text(EXPLANATIONS.get(value, Text(str(value.value))))
        case Text():
            return names.text(value)
        case Level():
            return f"{names.text(value.name)} ({printable(value.id)})"
        case tuple():
            return "; ".join(_value_text(entry, names) for entry in value)
        case ShareOf(part, whole):
            return f"{names.measure_name(part)} / {names.measure_name(whole)}"
        case WeightedSumOf(parts, counts_as, weights=weights):
            products = [_weighted(*pair, names) for pair in zip(parts, weights, strict=True)]
            added = "".join(products).removeprefix(" + ").removeprefix(" ")
            return added if counts_as is None else f"{added}; {_value_text(counts_as, names)}"
        case Decimal():
            return figure(value, names.language)
        case str():
            return names.measure_name(value)
        case _ if has(kind := type(value)):
            field_values = (getattr(value, field.name) for field in fields(kind))
            return "; ".join(_value_text(field_value, names) for field_value in field_values if field_value is not None)
        case _:
            return printable(str(value))


def _weighted(part: str, weight: Decimal, names: Names) -> str:
    times = "" if abs(weight) == 1 else f"{figure(abs(weight), names.language)} × "
    return f" {'−' if weight < 0 else '+'} {times}{names.measure_name(part)}"
