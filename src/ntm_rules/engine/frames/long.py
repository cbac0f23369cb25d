"""Facts one to a row (`unit, measure, value, as_of, …`) as frames of units: the latest on or before a day, conflicts found."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import frozen

from ...model.fact import Absence, Attestation, Fact, Finding, Statement
from ...model.library import Library
from ...model.measure import MeasureType
from ...model.number import exact
from ...model.text import Text
from ...program.misfit import misfit
from .columns import ABSENCE, AS_OF, IN_CONFLICT, UNIT, Column, Kind, columns_of
from .problems import frame_error, names
from .reads import Reads
from .rows import as_value
from .space import Expr, Native, Space

MEASURE, VALUE, WORD = "measure", "value", "word"
REPORTED_BY, RECORDED = "reported_by", "recorded"
_ABSENCES = [absence.value for absence in Absence]
_NUMBER, _SAID, _OF = "ntm_rules:number", "ntm_rules:said", "ntm_rules:of"
_MOST_CHARACTERS = 16
_FIGURE = r"^-?\d+(\.\d+)?$"


def is_long(columns: Iterable[str]) -> bool:
    """Whether a frame with these columns holds a fact a row."""
    return {UNIT, MEASURE, VALUE, AS_OF} <= set(columns)


@frozen(eq=False)
class Facts:
    """A frame of facts, and the units they are about. `known_on` leaves out what was recorded later.

    The columns are `unit`, `measure` (the id of one, or the key of a rule for an attestation), `value`, `as_of`, and if there
    are any `word` (findings, levels and absences, where `value` is a column of figures), `reported_by` and `recorded`.
    """

    lazy: Native
    units: Native
    space: Space
    library: Library
    reads: Reads
    known_on: date | None = None

    def check(self) -> None:
        """Raise FactsError for a unit, a measure or a word that is not known, naming the first row of each."""
        columns = columns_of(self.lazy, self.space)
        wrong = _wrong_types(columns)
        if wrong:
            raise frame_error(*wrong)
        space = self.space
        facts = _read(self.lazy, columns, space)
        known = [*self.library.measures]
        words = {level.id for one in self.library.measures.values() for level in one.levels}
        words |= {*_ABSENCES, *(finding.value for finding in Finding)}
        of, said = space.column(MEASURE), space.column(_SAID)
        unknown = ~of.is_in(known) & ~of.str.contains("/", literal=True)
        no_word = ~said.is_null() & ~said.is_in(sorted(words))
        for column, rows, vi, en in (
            (
                MEASURE,
                unknown.fill_null(True),
                "không phải là một chỉ số đã khai báo",
                "is no measure that is declared",
            ),
            (VALUE, no_word, "không phải là con số hay từ đã biết", "is no figure and no known word"),
            (AS_OF, space.column(AS_OF).is_null(), "không có ngày", "has no date"),
            (UNIT, space.column(UNIT).is_null(), "không có đơn vị", "has no unit"),
        ):
            wrong += _first(facts.filter(rows), MEASURE if column == AS_OF else column, column, vi, en, space)
        own = self.units.select(**{UNIT: space.column(UNIT).cast(space.words.String)})
        strange = facts.join(own, on=UNIT, how="anti")
        wrong += _first(strange, UNIT, UNIT, "không có trong khung đơn vị", "is not in the frame of units", space)
        wrong += self._misfits(facts)
        if wrong:
            raise frame_error(*wrong)

    def _misfits(self, facts: Native) -> list[Text]:
        """Of each measure the first figure that does not fit it."""
        space = self.space
        number, of = space.column(_NUMBER), space.column(MEASURE)
        figures = {name: one for name, one in self.library.measures.items() if one.type is MeasureType.NUMBER}
        places = sorted({one.decimals for one in figures.values()})
        made: dict[str, Expr] = {"least": number.min(), "most": number.max()}
        made |= {f"d{place}": (number.round(place) != number).any() for place in places}
        wrong = []
        for row in _rows(facts.group_by(MEASURE).agg(**made), space):
            measure = figures.get(row[MEASURE])
            if row["least"] is None:
                continue
            if measure is None:
                texts = _first(
                    facts.filter((of == row[MEASURE]) & ~number.is_null()),
                    _NUMBER,
                    VALUE,
                    f"không phải là giá trị của {row[MEASURE]}",
                    f"is no value of {row[MEASURE]}",
                    space,
                )
                wrong += texts
                continue
            ends = [misfit(measure, exact(end)) for end in (row["least"], row["most"])]
            if any(ends) or row[f"d{measure.decimals}"]:
                suspect = (
                    (number == row["least"]) | (number == row["most"]) | (number.round(measure.decimals) != number)
                )
                found = facts.filter((of == measure.id) & suspect).select(unit=space.column(UNIT), value=number)
                for one in _rows(found, space):
                    found_wrong = misfit(measure, exact(one["value"]))
                    if found_wrong is not None:
                        text = found_wrong.at().message
                        where = one["unit"]
                        wrong.append(
                            Text(
                                f"cột {VALUE!r} (đơn vị {where}): {text.vi}",
                                f"column {VALUE!r} (unit {where}): {text.in_language('en')}",
                            )
                        )
                        break
        return wrong

    def on(self, day: date) -> Native:
        """The units with what stands about each on a day: a column a measure, and one for why there is no figure."""
        space = self.space
        columns = columns_of(self.lazy, space)
        facts = _read(self.lazy, columns, space)
        facts = facts.filter(space.column(AS_OF) <= space.literal(day))
        if self.known_on is not None and RECORDED in columns:
            recorded = space.column(RECORDED)
            facts = facts.filter((recorded <= space.literal(self.known_on)).fill_null(True))
        standing = _standing(facts, columns, space)
        made = self._aggregates()
        wide = standing.group_by(UNIT).agg(**made)
        shown = {f"{_OF}:{UNIT}": space.column(UNIT)} | self._columns()
        units = self.units.with_columns(**{UNIT: space.column(UNIT).cast(space.words.String)})
        found = wide.select(**shown)
        if space.is_polars:
            return units.join(found, left_on=UNIT, right_on=f"{_OF}:{UNIT}", how="left", maintain_order="left")
        return units.join(found, left_on=UNIT, right_on=f"{_OF}:{UNIT}", how="left")

    def _wanted(self) -> list[str]:
        rules = [name for name, key in self.reads.rules.items() if name == str(key)]
        return [*sorted(self.reads.measures), *rules]

    def _is_figure(self, name: str) -> bool:
        return name in self.library.measures and self.library.measures[name].type is MeasureType.NUMBER

    def _aggregates(self) -> dict[str, Expr]:
        space = self.space
        made: dict[str, Expr] = {}
        for number, name in enumerate(self._wanted()):
            own = space.column(MEASURE) == name
            said = space.choose([(own, space.column(_SAID))], space.nothing(space.words.String))
            made |= {f"{_OF}:{number}:w": said.min(), f"{_OF}:{number}:W": said.max()}
            if self._is_figure(name):
                figure = space.choose([(own, space.column(_NUMBER))], space.nothing(space.words.Float64))
                made |= {f"{_OF}:{number}:n": figure.min(), f"{_OF}:{number}:N": figure.max()}
        return made

    def _columns(self) -> dict[str, Expr]:
        space = self.space
        no_word = space.nothing(space.words.String)
        conflict = space.literal(IN_CONFLICT)
        shown: dict[str, Expr] = {}
        for number, name in enumerate(self._wanted()):
            word, last = (space.column(f"{_OF}:{number}:{end}") for end in "wW")
            differs = word != last
            if self._is_figure(name):
                least, most = (space.column(f"{_OF}:{number}:{end}") for end in "nN")
                decimals = self.library.measures[name].decimals
                # The same figure may be written as two doubles.
                differs = (least != most) & (least.round(decimals + 2) != most.round(decimals + 2))
                differs = differs.fill_null(False) | (word != last).fill_null(False)
                differs = differs | (~word.is_null() & ~least.is_null())
                shown[name] = space.choose([(differs, space.nothing(space.words.Float64))], least)
                shown[name + ABSENCE] = space.choose([(differs, conflict)], word)
            elif name in self.reads.rules:
                # Attestations that differ decide nothing.
                shown[space.spelled(name)] = space.choose([(differs, space.literal(Absence.DISPUTED.value))], word)
            else:
                shown[name] = space.choose([(differs, no_word)], word)
                shown[name + ABSENCE] = space.choose([(differs, conflict)], no_word)
        return shown

    def rows(self, units: Sequence[str]) -> list[dict[str, Any]]:
        """The facts about some units, as they are given."""
        space = self.space
        return _rows(self.lazy.filter(space.column(UNIT).cast(space.words.String).is_in(list(units))), space)

    def statements(self, units: Sequence[str]) -> list[Statement]:
        """The facts about some units, with who reported them."""
        columns = columns_of(self.lazy, self.space)
        named = (*(name for name in (REPORTED_BY, RECORDED, "evidence") if name in columns),)
        found: list[Statement] = []
        for row in self.rows(units):
            value = row[VALUE]
            if isinstance(value, str) and re.fullmatch(_FIGURE, value.strip()):
                value = Decimal(value.strip())
            if value is None or value != value or value == "":
                value = row.get(WORD)
            kind = self.library.measures[row[MEASURE]].type if row[MEASURE] in self.library.measures else None
            read = as_value(value, kind or MeasureType.FINDING)
            about = {name: row[name] for name in named}
            unit = str(row[UNIT])
            if kind is None:
                found.append(Attestation(unit, row[MEASURE], read, row[AS_OF], **about))
            else:
                found.append(Fact(unit, row[MEASURE], read, row[AS_OF], **about))
        return found


def _rows(query: Native, space: Space) -> list[dict[str, Any]]:
    found = query.collect()
    rows: list[dict[str, Any]] = found.to_dicts() if space.is_polars else list(found.rows(named=True))
    return rows


def _wrong_types(columns: Mapping[str, Column]) -> list[Text]:
    wanted = {
        MEASURE: (Kind.TEXT,),
        VALUE: (Kind.FLOAT, Kind.WHOLE, Kind.DECIMAL, Kind.TEXT, Kind.NOTHING),
        AS_OF: (Kind.DAY,),
        WORD: (Kind.TEXT, Kind.NOTHING),
        REPORTED_BY: (Kind.TEXT, Kind.NOTHING),
        RECORDED: (Kind.DAY, Kind.NOTHING),
    }
    return [
        Text(
            f"cột {name!r} có kiểu {columns[name].type}, phải là {names([kind.value for kind in kinds])}",
            f"column {name!r} is {columns[name].type}; it must be {names([kind.value for kind in kinds])}",
        )
        for name, kinds in wanted.items()
        if name in columns and columns[name].kind not in kinds
    ]


def _first(rows: Native, shown: str, column: str, vi: str, en: str, space: Space) -> list[Text]:
    found = rows.select(unit=space.column(UNIT), shown=space.column(shown)).head(1).collect()
    if not len(found):
        return []
    unit, value = found["unit"].to_list()[0], found["shown"].to_list()[0]
    return [Text(f"cột {column!r} (đơn vị {unit}): {value!r} {vi}", f"column {column!r} (unit {unit}): {value!r} {en}")]


def _read(facts: Native, columns: Mapping[str, Column], space: Space) -> Native:
    """Facts with their figure and their word apart; a blank is *not reported*."""
    words = space.words
    value = space.column(VALUE)
    no_figure, no_word = space.nothing(words.Float64), space.nothing(words.String)
    said = space.column(WORD).cast(words.String) if WORD in columns else no_word
    if columns[VALUE].kind is Kind.TEXT:
        text = value.cast(words.String).str.strip_chars()
        # A double holds 15 digits; a figure with more is no word either, and so an error.
        is_figure = text.str.contains(_FIGURE) & (text.str.len_chars() <= _MOST_CHARACTERS)
        number = space.choose([(is_figure, text)], no_word).cast(words.Float64)
        said = space.choose([(is_figure, no_word), (text != "", text)], said)
    elif columns[VALUE].kind is Kind.NOTHING:
        number = no_figure
    else:
        number = value.cast(words.Float64)
        if columns[VALUE].kind is Kind.FLOAT:
            number = space.choose([(number.is_nan(), no_figure)], number)
    said = space.choose([(said == "", no_word)], said)
    made = {
        UNIT: space.column(UNIT).cast(words.String),
        MEASURE: space.column(MEASURE).cast(words.String),
        _NUMBER: number,
        _SAID: said,
    }
    read = facts.with_columns(**made)
    nothing = space.column(_NUMBER).is_null() & space.column(_SAID).is_null()
    return read.with_columns(
        **{_SAID: space.choose([(nothing, space.literal(Absence.NOT_REPORTED.value))], space.column(_SAID))}
    )


def _standing(facts: Native, columns: Mapping[str, Column], space: Space) -> Native:
    """As `observation.standing_of`: of the latest day each reporter's latest word; *not reported* never replaces a figure."""
    key = [UNIT, MEASURE]
    said, day = space.column(_SAID), space.column(AS_OF)
    reported = space.choose([(said == Absence.NOT_REPORTED.value, space.rank(0))], space.rank(1))
    facts = facts.with_columns(**{f"{_OF}:reported": reported})
    reported = space.column(f"{_OF}:reported")
    facts = facts.filter(reported == reported.max().over(*key))
    facts = facts.filter(day == day.max().over(*key))
    if RECORDED in columns and columns[RECORDED].kind is not Kind.NOTHING:
        reporter = space.literal("")
        if REPORTED_BY in columns and columns[REPORTED_BY].kind is not Kind.NOTHING:
            # No reporter is one of its own.
            text = space.column(REPORTED_BY).cast(space.words.String)
            reporter = space.choose([(text.is_null(), space.literal("\x00"))], text)
        recorded = space.column(RECORDED).fill_null(space.literal(date.min))
        facts = facts.with_columns(**{f"{_OF}:reporter": reporter, f"{_OF}:recorded": recorded})
        last = space.column(f"{_OF}:recorded")
        facts = facts.filter(last == last.max().over(*key, f"{_OF}:reporter"))
    return facts


def units_in(facts: Native, space: Space) -> Native:
    """The units that facts are about, where no frame of units is given."""
    return facts.select(**{UNIT: space.column(UNIT).cast(space.words.String)}).unique().sort(UNIT)
