"""Finds the unit that a file, or a command, names."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice

from ...model.place import Place
from ...model.problem import Diagnostic
from ...model.spelling import tidy, visible
from ...model.text import Text
from ...model.units.kind import Prefixed, prefixed
from ...model.units.near import difference, foreign_letter
from ...model.units.unit import Unit
from ...program.wording import hint, some_of
from ..cells.cell import TableCell
from ..diagnostics.messages import diagnostic
from ..diagnostics.mistakes import Mistakes
from .names import NearWords, letters_of, name_key, names_with_above

_SEARCHES = 200
"""Most searches for near units in a run; a file of other units altogether could need thousands."""
_NEAR = 3
_LISTED, _EXAMPLES = 12, 3
_ADD = Text(
    "sửa mã hoặc tên, hoặc thêm đơn vị vào bảng đơn vị; đang có: {known}",
    "correct the code or the name, or add the unit to the table of units; there are: {known}",
)
_ADD_THE_FIRST = Text(
    "bảng đơn vị chưa có đơn vị nào: thêm đơn vị vào bảng", "the table of units has no unit yet: add the units to it"
)
_RANKED = 24


class UnitIndex:
    """Finds units by code or by name, as offices write them.

    A name is found whatever its case, composition, tones (hòa, hoà), apostrophes and hyphens; with the kind written out, cut
    short or left out (*Thị trấn Tam Đường*, *TT. Tam Đường*, *Tam Đường*); alone, or followed by the unit above
    (*Tam Đường, Huyện Tam Đường*). What can be two units is both of them: nothing is
    guessed. `above` gives names of the units above where the units themselves do not say it yet.
    """

    def __init__(self, units: Iterable[Unit], above: Mapping[str, str] | None = None) -> None:
        self._units: dict[str, Unit] = {}
        self._by_code: dict[str, list[Unit]] = {}
        self._without_zeros: dict[str, list[str]] = {}
        self._above = above or {}
        self._memory: dict[str, tuple[Unit, ...]] = {}
        self._near: dict[str, list[str]] = {}
        self._words: NearWords[str] | None = None
        self._listed: list[str] | None = None
        for unit in units:
            if unit.code in self._units:
                continue
            self._units[unit.code] = unit
            for code in {unit.code, unit.official_code or unit.code}:
                self._by_code.setdefault(_code(code), []).append(unit)
                self._without_zeros.setdefault(_without_zeros(code), []).append(unit.code)

    @cached_property
    def _bare(self) -> dict[str, str]:
        """The names of the units without the words for their kinds, by code; where all are found by code, none is asked for."""
        owns = {unit.code: _of_its_kind(unit) for unit in self._units.values()}
        return {code: self._units[code].name if own is None else own.name for code, own in owns.items()}

    @cached_property
    def _by_name(self) -> dict[str, list[Unit]]:
        return _grouped(self._units.values(), lambda unit: unit.name)

    @cached_property
    def _by_bare_name(self) -> dict[str, list[Unit]]:
        return _grouped(self._units.values(), lambda unit: self._bare[unit.code])

    def unit(self, code: str) -> Unit:
        """The unit whose identity the code is. Raises KeyError where there is none."""
        return self._units[code]

    def find(
        self,
        text: str,
        day: date | None = None,
        parent: str | None = None,
        *,
        during: Callable[[Unit], bool] | None = None,
    ) -> tuple[Unit, ...]:
        """The units that `text` can name: with this code, else with this name, else with this name but for the kind.

        Of several, those below `parent` (a code or a name, at any distance) and those that exist on `day`, or for which
        `during` holds; where none does, all of them. With `parent`, also one alone is left out that is not below it.
        """
        units = self._memory.get(text)
        if units is None:
            units = self._memory[text] = self._look_up(text)
        units = units or self._with_name_above(text, day) or (() if day is None else self._with_name_above(text, None))
        for holds in (during, None if day is None else lambda unit: unit.exists_on(day)):
            if len(units) > 1 and holds is not None:
                units = tuple(filter(holds, units)) or units
        if parent is not None and units:
            above = {unit.code for unit in self.find(parent)}
            units = tuple(unit for unit in units if above.intersection(self._upward(unit, day)))
        return units

    def _look_up(self, text: str) -> tuple[Unit, ...]:
        coded = self._by_code.get(_code(text))
        if coded:
            return tuple(coded)
        key, own = name_key(text), prefixed(text)
        if named := self._by_name.get(key):
            return tuple(named)
        by_code: dict[str, Unit] = {}
        if own is not None:
            for unit in self._by_bare_name.get(name_key(own.name), ()):
                if unit.kind == own.kind and _same_word(own, _of_its_kind(unit)):
                    by_code[unit.code] = unit
        if any(map(str.isalpha, key)):  # a figure alone, such as 1, is no name: it may be a code without its zeros
            by_code |= {unit.code: unit for unit in self._by_bare_name.get(key, ())}
        return tuple(by_code.values())

    def _with_name_above(self, text: str, day: date | None) -> tuple[Unit, ...]:
        """The units of a name that is followed by the name of a unit above: `Xã Tân Thành, Huyện Hai`, as messages say it."""
        ways = names_with_above(text)
        return tuple({unit.code: unit for name, above in ways for unit in self.find(name, day, above)}.values())

    def is_code(self, text: str) -> bool:
        """True where `text` is the code of a unit."""
        return _code(text) in self._by_code

    def is_called(self, unit: Unit, text: str) -> bool:
        """True where `text` is a way to write the name of `unit`, also followed by the name of a unit above it."""
        if self._is_named(unit, text):
            return True
        return any(
            self._is_named(unit, name) and {above.code for above in self.find(upper)} & self._upward(unit, None)
            for name, upper in names_with_above(text)
        )

    def _is_named(self, unit: Unit, text: str) -> bool:
        own = prefixed(text)
        if own is not None and own.kind == unit.kind and _same_word(own, _of_its_kind(unit)):
            text_without_kind = own.name
        else:
            text_without_kind = text
        return name_key(text) == name_key(unit.name) or name_key(text_without_kind) == name_key(self._bare[unit.code])

    def _upward(self, unit: Unit, day: date | None) -> set[str]:
        """The codes of a unit and of those above it on a day, without a day of all that ever were."""
        codes, waiting = {unit.code}, [unit]
        while waiting:
            at = waiting.pop()
            above = at.every_parent() if day is None else filter(None, (at.parent_on(day),))
            for code in above:
                if code not in codes and code in self._units:
                    codes.add(code)
                    waiting.append(self._units[code])
        return codes

    def described(self, unit: Unit, day: date | None = None) -> str:
        """A unit in messages: `A (Xã Tân Thành, Huyện Một)`, with its period where its code was used again."""
        above = unit.parent_on(day) or unit.parent
        parent = self._units[above].name if above in self._units else self._above.get(unit.code)
        named = ", ".join(filter(None, (unit.name, parent)))
        if len(self._by_code.get(_code(unit.official_code or unit.code), ())) > 1:
            named += f", {unit.exists_from or '…'} – {unit.exists_until or '…'}"
        return f"{unit.code} ({named})"

    def listed(self, units: Iterable[Unit], day: date | None = None) -> str:
        """Several units in messages; the first ones, where there are many."""
        return some_of((self.described(unit, day) for unit in units), _LISTED)

    def several(
        self, text: str, candidates: Iterable[Unit], place: Place | None, day: date | None = None
    ) -> Diagnostic:
        """Diagnostic for an ambiguous `text`: several units of one name, or times of one code that all miss the day."""
        units = list(candidates)
        codes = self.listed(units, day)
        if day is not None and self.is_code(text) and not any(unit.exists_on(day) for unit in units):
            return diagnostic("NTM674", place, text=text, day=day, codes=codes)
        above = units[0].parent_on(day) or units[0].parent
        by_name = above in self._units and not self.is_code(text)
        example = f"{units[0].name}, {self._units[str(above)].name}" if by_name else units[0].code
        return diagnostic("NTM561", place, advice={"example": example}, text=text, codes=codes)

    def near(self, text: str) -> tuple[Unit, ...]:
        """Up to three units most like `text`, the most like first; searched for a limited number of texts."""
        if text not in self._near and len(self._near) < _SEARCHES:
            self._near[text] = list(dict.fromkeys(self._search(text)))[:_NEAR]
        return tuple(self._units[code] for code in self._near.get(text, ()))

    def _search(self, text: str) -> Iterator[str]:
        """The codes of near units: first those that differ in zeros or capitals alone, then by their letters."""
        yield from self._without_zeros.get(_without_zeros(text), ())
        if self._words is None:
            self._words = NearWords(
                (letters_of(word), unit.code)
                for unit in self._units.values()
                for word in dict.fromkeys((unit.code, self._bare[unit.code]))
            )
        own = prefixed(text)
        names = (text,) if own is None else (own.name, text)
        near = {code: None for name in names for code in self._words.near(letters_of(name), _RANKED)}
        matcher = SequenceMatcher(autojunk=False)

        def likeness(code: str) -> tuple[float, bool]:
            """By the letters with their accents, then by the kind."""
            unit = self._units[code]
            ratios = [0.0]
            for word, other in ((names[0], self._bare[code]), (text, code)):
                matcher.set_seqs(name_key(word)[:100], name_key(other)[:100])
                ratios.append(matcher.ratio())
            return max(ratios), own is None or own.kind == unit.kind

        yield from sorted(near, key=likeness, reverse=True)

    def nearest(self, text: str) -> str | None:
        """The unit most like `text`, as `code (name, parent)`."""
        near = self.near(text)
        return self.described(near[0]) if near else None

    def advice(self, text: str) -> dict[str, str]:
        """Advice on a text that names no unit: the nearest units and the difference, or else some units that exist."""
        near = self.near(text)
        if not near:
            if self._listed is None:
                self._listed = [self.described(unit) for unit in islice(self._units.values(), _EXAMPLES + 1)]
            known = some_of(self._listed, _EXAMPLES)
            add = _ADD if known else _ADD_THE_FIRST
            advice = {"hint_vi": add.vi.format(known=known), "hint_en": add.in_language("en").format(known=known)}
            why = _foreign(text)
        else:
            advice = hint(", ".join(map(self.described, near)))
            why = self._difference(text, near[0])
        if why is not None:
            advice["hint_vi"] = "; ".join(filter(None, (advice["hint_vi"], why.vi)))
            advice["hint_en"] = "; ".join(filter(None, (advice["hint_en"], why.en)))
        return advice

    def _difference(self, text: str, unit: Unit) -> Text | None:
        written, own = tidy(text), prefixed(text)
        before = written.removesuffix(own.name) if own is not None else ""
        as_written = before + self._bare[unit.code]  # with the kind as it is written there
        for word in (unit.official_code or unit.code, unit.name, as_written):
            if (why := difference(written, word)) is not None:
                return Text(f"{word}: {why.vi}", f"{word}: {why.in_language('en')}")
        return _foreign(text)


def _grouped(units: Iterable[Unit], name: Callable[[Unit], str]) -> dict[str, list[Unit]]:
    """The units by their names as they are compared."""
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        groups.setdefault(name_key(name(unit)), []).append(unit)
    return groups


def _code(text: str) -> str:
    return tidy(visible(text))


def _without_zeros(code: str) -> str:
    return _code(code).casefold().lstrip("0")


def _of_its_kind(unit: Unit) -> Prefixed | None:
    """The name of a unit without a word for its own kind before it; the commune Bản Bo is no village."""
    own = prefixed(unit.name)
    return own if own is not None and own.kind == unit.kind else None


def _same_word(own: Prefixed, other: Prefixed | None) -> bool:
    """True where two words for one kind can replace each other: *TT* and *thị trấn*, but not *thôn* and *bản*."""
    return other is None or None in (own.whole, other.whole) or own.whole == other.whole


def _foreign(text: str) -> Text | None:
    stray = foreign_letter(text)
    if stray is None:
        return None
    number, letter = stray
    named = f"'{letter}' (U+{ord(letter):04X})"
    return Text(
        f"chữ thứ {number}, {named}, không phải là chữ cái Latinh",
        f"letter {number}, {named}, is not a Latin letter",
    )


def unit_meant(
    cell: TableCell,
    named: TableCell | None,
    parent: TableCell | None,
    day: date | None,
    units: UnitIndex,
    mistakes: Mistakes,
) -> Unit | None:
    """The unit that a cell names by code or name, on the day of its figures; None, reported, for none or several.

    `named` is a cell with the name where `cell` has the code, `parent` one with the unit above: both tell units of one name
    apart, and what they say against the unit found is an error.
    """
    candidates = units.find(cell.text, day)
    if named is not None and not named.blank and len(candidates) > 1:
        candidates = tuple(unit for unit in candidates if units.is_called(unit, named.text)) or candidates
    if not candidates:
        mistakes.report("NTM560", cell.place, advice=units.advice(cell.text), text=cell.text)
        return None
    if parent is not None and not parent.blank:
        below = units.find(cell.text, day, parent.text)
        if not below:
            _report_parent(cell, parent, candidates, day, units, mistakes)
            return None
        candidates = tuple(unit for unit in candidates if unit in below) or below
    if len(candidates) > 1:
        mistakes.add(units.several(cell.text, candidates, cell.place, day))
        return None
    if named is not None and not named.blank and not units.is_called(candidates[0], named.text):
        mistakes.report("NTM574", named.place, code=cell.text, text=named.text, name=candidates[0].name)
        return None
    return candidates[0]


def _report_parent(
    cell: TableCell,
    parent: TableCell,
    candidates: tuple[Unit, ...],
    day: date | None,
    units: UnitIndex,
    mistakes: Mistakes,
) -> None:
    if not units.find(parent.text, day):
        mistakes.report("NTM560", parent.place, advice=units.advice(parent.text), text=parent.text)
    else:
        known = units.listed(candidates, day)
        mistakes.report("NTM593", parent.place, text=cell.text, parent=parent.text, units=known)
