"""The parts of a form: its sheets, a kind of unit each, their items and what may be entered."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from attrs import field, frozen

from ...model.text import Text
from ...model.values.day import Day


@frozen
class NumberEntry:
    """A figure, or a date, where the bounds are days: its bounds, its decimals; `or_words` may stand in its place."""

    minimum: Decimal | None
    maximum: Decimal | None
    decimals: int
    or_words: tuple[Text, ...] = ()

    @property
    def is_date(self) -> bool:
        """True where a date is entered."""
        return isinstance(self.minimum, Day)


@frozen
class WordEntry:
    """One of several words."""

    words: tuple[Text, ...]


@frozen
class FormItem:
    """An item of a form: `key` is the measure or the rule that what is entered is about, `heading` its name in the form."""

    key: str
    heading: Text
    section: Text
    measured_in: Text
    required: Text
    entry: NumberEntry | WordEntry


@frozen
class EarlierValue:
    """A value reported before, as a number where it is one, and its day."""

    shown: Decimal | Text
    day: date


@frozen
class FormUnit:
    """A unit that is asked, with what was reported before by the key of each item."""

    code: str
    name: str
    earlier: Mapping[str, EarlierValue] = field(factory=dict, hash=False)


@frozen
class FormSheet:
    """The items for one kind of unit."""

    kinds: Text
    titles: Text
    items: tuple[FormItem, ...]
    units: tuple[FormUnit, ...]


@frozen
class EntryForm:
    """A form for a day."""

    day: date
    sheets: tuple[FormSheet, ...]
