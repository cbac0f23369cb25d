"""Facts one to a row (`unit, measure, value, as_of, …`) as frames of units: the latest on or before a day, conflicts found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import frozen

from ....model.fact import Absence, Attestation, Fact, Statement, known_from
from ....model.library import Library
from ....model.measure import MeasureType
from ....model.spelling import nearest
from ....model.text import Text
from ...evidence.attested_text import attests, days_of_other_texts, unchanged_since
from ..checks.check import rows_of
from ..checks.facts_check import FactsCheck
from ..columns_read import ColumnsRead
from ..decide.versions import DecidingVersions
from ..expressions.expression_library import Expr, ExpressionLibrary, Native
from ..input.columns import ABSENCE, AS_OF, DATED, IN_CONFLICT, KNOWN_ON, UNIT, Column, ColumnKind, columns_of
from ..input.facts_read import (
    ASSURANCE,
    COUNTED,
    EVIDENCE,
    MEASURE,
    NUMBER,
    RECORDED,
    REPORTED_BY,
    TYPES,
    VALUE,
    WORD,
    WORD_READ,
    dates_among,
    is_figure,
    read_facts,
)
from ..input.problems import FrameLocation, check_case, frame_diagnostic, frame_error
from ..input.rows import as_value
from ..input.schema import Schema, wrong_type

_OF = "ntm_rules:of"


def is_long(columns: Iterable[str]) -> bool:
    """True if a frame with these columns holds one fact to a row."""
    return {UNIT, MEASURE, VALUE, AS_OF} <= set(columns)


def absent_column(columns: Iterable[str]) -> str | None:
    """The one column that a frame lacks to hold one fact per row; None where it lacks none, or holds something else."""
    names = set(columns)
    wanted = {UNIT, MEASURE, VALUE, AS_OF}
    missing_names = wanted - names
    if len(missing_names) != 1 or MEASURE not in names | {
        name for name in missing_names if nearest(name, names) is not None
    }:
        return None
    return next(iter(missing_names))


@frozen(eq=False)
class FactFrame:
    """A frame of facts, and the units they are about. `known_on` leaves out what was known later (`known_from`).

    The columns are `unit`, `measure` (the id of one, or the key of a rule for an attestation), `value`, `as_of`, and if there
    are any `word` (findings, levels and absences, where `value` is a column of figures), `reported_by` and `recorded`.
    """

    lazy: Native
    units: Native
    expressions: ExpressionLibrary
    library: Library
    columns_read: ColumnsRead
    versions: DecidingVersions
    known_on: date | None = None

    def check_columns(self, schema: Schema) -> None:
        """Raise FactsError for columns that are missing, of a wrong type, or near a known name and none."""
        columns = columns_of(self.lazy, self.expressions)
        wrong = [
            diagnostic for name, kinds in TYPES.items() for diagnostic in wrong_type(columns.get(name), kinds, None)
        ]
        if ASSURANCE in columns:
            details = {
                "why": "khung chưa xét mức kiểm chứng của từng số liệu: bỏ cột, hoặc dùng evaluate, hồ sơ",
                "why_en": "a frame does not weigh how each figure was established: leave it out, or use evaluate or a dossier",
                "column": ASSURANCE,
            }
            wrong.append(frame_diagnostic("NTM636", FrameLocation(None, ASSURANCE, has_row=False), details=details))
        wrong += schema.unknown(columns, (*TYPES, EVIDENCE, ASSURANCE), None)
        frame_name = Text("khung đơn vị (units)", "frame of units")
        for name in columns_of(self.units, self.expressions):
            if name.removesuffix(ABSENCE) in self.columns_read.measures or name in self.columns_read.rules:
                details = {
                    "why": f"cột {name!r} là số liệu: ghi vào khung số liệu, mỗi dòng một số liệu",
                    "why_en": f"the column {name!r} holds figures: they go into the frame of facts, one fact per row",
                    "column": name,
                }
                wrong.append(frame_diagnostic("NTM636", FrameLocation(frame_name, has_row=False), details=details))
        if wrong:
            raise frame_error(*wrong)

    def check(self) -> None:
        """Raise FactsError for units, measures, rules, days, words and figures that do not fit, with the first row of each."""
        wrong = FactsCheck(self.lazy, self.units, self.expressions, self.library).misfits()
        if wrong:
            raise frame_error(*wrong)

    def on(self, day: date) -> Native:
        """The units with what stands about each on a day: a column a measure, and one for why there is no figure."""
        expressions = self.expressions
        columns = columns_of(self.lazy, expressions)
        facts = read_facts(self.lazy, columns, expressions, dates_among(self.library.measures.values()))
        facts = facts.filter(expressions.column(AS_OF) <= expressions.literal(day))
        other_texts = [*self._other_texts(day)]
        if other_texts:
            facts = facts.filter(~expressions.some(other_texts))
        facts = self._named_texts(facts, day)
        units_columns = columns_of(self.units, expressions)
        if KNOWN_ON in units_columns:
            own = {
                f"{_OF}:about": expressions.column(UNIT).cast(expressions.words.String),
                f"{_OF}:known": expressions.column(KNOWN_ON),
            }
            facts = facts.join(self.units.select(**own), left_on=UNIT, right_on=f"{_OF}:about", how="left")
            for name in (AS_OF, *([RECORDED] if RECORDED in columns else [])):
                facts = facts.filter((expressions.column(name) <= expressions.column(f"{_OF}:known")).fill_null(True))
        if self.known_on is not None:
            known = expressions.literal(self.known_on)
            facts = facts.filter(expressions.column(AS_OF) <= known)
            if RECORDED in columns:
                facts = facts.filter((expressions.column(RECORDED) <= known).fill_null(True))
        if not expressions.is_polars:
            check_case(self._wanted())
        standing = _standing(facts, columns, expressions)
        aggregates = self._aggregates()
        wide = standing.group_by(UNIT).agg(**aggregates)
        shown = {f"{_OF}:{UNIT}": expressions.column(UNIT)} | self._columns()
        units = self.units.with_columns(**{UNIT: expressions.column(UNIT).cast(expressions.words.String)})
        if KNOWN_ON in units_columns:
            units = units.drop(KNOWN_ON)
        figures = wide.select(**shown)
        if expressions.is_polars:
            return units.join(figures, left_on=UNIT, right_on=f"{_OF}:{UNIT}", how="left", maintain_order="left")
        return units.join(figures, left_on=UNIT, right_on=f"{_OF}:{UNIT}", how="left")

    def _named_texts(self, facts: Native, day: date) -> Native:
        """The facts with the attestations that name the text that decides on a day, and without those that name another."""
        expressions, named = self.expressions, _names_text(self.expressions)
        rows = rows_of(
            facts.filter(named).select(m=expressions.column(MEASURE), d=expressions.column(AS_OF)).unique(), expressions
        )
        if not rows:
            return facts
        programs = {program.ruleset.id: program for program in self.versions.programs_on(day)}
        cases: list[tuple[Expr, Expr]] = []
        for row in rows:
            attestation = Attestation("", row["m"], True, row["d"])
            program, key = programs.get(attestation.rule.ruleset), str(attestation.rule)
            if program is not None and attests(program, attestation):
                own = (expressions.column(MEASURE) == row["m"]) & (
                    expressions.column(AS_OF) == expressions.literal(row["d"])
                )
                cases.append((own, expressions.literal(key).cast(expressions.words.String)))
        measure = expressions.choose(cases, expressions.column(MEASURE).cast(expressions.words.String))
        return facts.with_columns(**{MEASURE: measure}).filter(~named)

    def _other_texts(self, day: date) -> Iterator[Expr]:
        """The rows that attest another text of a rule than the one that decides on a day."""
        expressions, programs = self.expressions, self.versions.programs_on(day)
        named, of_day = expressions.column(MEASURE), expressions.column(AS_OF)
        changed = max((unchanged_since(program) for program in programs), default=date.min)
        before = named.cast(expressions.words.String).str.contains("/", literal=True) & (
            of_day < expressions.literal(changed)
        )
        if not programs or not rows_of(self.lazy.filter(before).select(**{MEASURE: named}).head(1), expressions):
            return
        other: dict[tuple[date, date], list[str]] = {}
        for program in programs:
            for code, rule in program.by_code.items():
                for days in days_of_other_texts(program, code):
                    other.setdefault(days, []).append(str(rule.key))
        for (first, last), keys in other.items():
            begun = [of_day >= expressions.literal(first)] if first > date.min else []
            yield expressions.every([named.is_in(keys), *begun, of_day <= expressions.literal(last)])

    def _wanted(self) -> list[str]:
        rules = [name for name, key in self.columns_read.rules.items() if name == str(key)]
        return [*sorted(self.columns_read.measures), *rules]

    def _is_figure(self, name: str) -> bool:
        return name in self.library.measures and self.library.measures[name].type in COUNTED

    def _aggregates(self) -> dict[str, Expr]:
        expressions = self.expressions
        aggregates: dict[str, Expr] = {}
        for number, name in enumerate(self._wanted()):
            own = expressions.column(MEASURE) == name
            word = expressions.choose(
                [(own, expressions.column(WORD_READ))], expressions.null(expressions.words.String)
            )
            aggregates |= {f"{_OF}:{number}:word": word.min(), f"{_OF}:{number}:last_word": word.max()}
            if self._is_figure(name):
                figure = expressions.choose(
                    [(own, expressions.column(NUMBER))], expressions.null(expressions.words.Float64)
                )
                aggregates |= {f"{_OF}:{number}:least": figure.min(), f"{_OF}:{number}:most": figure.max()}
            if name in self.columns_read.dated:
                day = expressions.choose([(own, expressions.column(AS_OF))], expressions.null(expressions.words.Date))
                aggregates[f"{_OF}:{number}:day"] = day.max()
        return aggregates

    def _columns(self) -> dict[str, Expr]:
        expressions = self.expressions
        no_word = expressions.null(expressions.words.String)
        conflict = expressions.literal(IN_CONFLICT)
        shown: dict[str, Expr] = {}
        for number, name in enumerate(self._wanted()):
            word, last = (expressions.column(f"{_OF}:{number}:{end}") for end in ("word", "last_word"))
            differs = word != last
            if name in self.columns_read.dated:
                shown[expressions.spelled(name + DATED)] = expressions.column(f"{_OF}:{number}:day")
            if self._is_figure(name):
                least, most = (expressions.column(f"{_OF}:{number}:{end}") for end in ("least", "most"))
                decimals = self.library.measures[name].decimals
                # The same figure may be written as two doubles.
                differs = (least != most) & (least.round(decimals + 2) != most.round(decimals + 2))
                differs = differs.fill_null(False) | (word != last).fill_null(False)
                differs = differs | (~word.is_null() & ~least.is_null())
                shown[name] = expressions.choose([(differs, expressions.null(expressions.words.Float64))], least)
                shown[name + ABSENCE] = expressions.choose([(differs, conflict)], word)
            elif name in self.columns_read.rules:
                # Attestations that differ decide nothing.
                shown[expressions.spelled(name)] = expressions.choose(
                    [(differs, expressions.literal(Absence.DISPUTED.value))], word
                )
            else:
                shown[name] = expressions.choose([(differs, no_word)], word)
                shown[name + ABSENCE] = expressions.choose([(differs, conflict)], no_word)
        return shown

    def rows(self, units: Sequence[str]) -> list[dict[str, Any]]:
        """The facts about some units, as they are given."""
        expressions = self.expressions
        return rows_of(
            self.lazy.filter(expressions.column(UNIT).cast(expressions.words.String).is_in(list(units))), expressions
        )

    def statements(self, units: Sequence[str]) -> list[Statement]:
        """The facts about some units, with who reported them."""
        columns = columns_of(self.lazy, self.expressions)
        named = (*(name for name in (REPORTED_BY, RECORDED, EVIDENCE) if name in columns),)
        statements: list[Statement] = []
        for row in self.rows(units):
            value = row[VALUE]
            if isinstance(value, str) and is_figure(value.strip()):
                value = Decimal(value.strip())
            if value is None or value != value or value == "":
                value = row.get(WORD)
            kind = self.library.measures[row[MEASURE]].type if row[MEASURE] in self.library.measures else None
            read = as_value(value, kind or MeasureType.FINDING)
            about = {name: row[name] for name in named}
            unit = str(row[UNIT])
            if kind is None:
                statements.append(Attestation(unit, row[MEASURE], read, row[AS_OF], **about))
            else:
                statements.append(Fact(unit, row[MEASURE], read, row[AS_OF], **about))
        if KNOWN_ON not in columns_of(self.units, self.expressions):
            return statements
        own = self.units.filter(self.expressions.column(UNIT).cast(self.expressions.words.String).is_in(list(units)))
        known = {str(row[UNIT]): row[KNOWN_ON] or date.max for row in rows_of(own, self.expressions)}
        return [statement for statement in statements if known_from(statement) <= known[statement.unit]]


def _names_text(expressions: ExpressionLibrary) -> Expr:
    """The facts that name the text of a rule, as in `vn/x#3@2024-03-01`."""
    name = expressions.column(MEASURE).cast(expressions.words.String)
    return (name.str.contains("/", literal=True) & name.str.contains("@", literal=True)).fill_null(False)


def _standing(facts: Native, columns: Mapping[str, Column], expressions: ExpressionLibrary) -> Native:
    """The last facts of each reporter on the latest day (see `standing_of`); *not reported* never replaces a figure."""
    key = [UNIT, MEASURE]
    word, day = expressions.column(WORD_READ), expressions.column(AS_OF)
    reported = expressions.choose([(word == Absence.NOT_REPORTED.value, expressions.rank(0))], expressions.rank(1))
    facts = facts.with_columns(**{f"{_OF}:reported": reported})
    reported = expressions.column(f"{_OF}:reported")
    facts = facts.filter(reported == reported.max().over(*key))
    facts = facts.filter(day == day.max().over(*key))
    if RECORDED in columns and columns[RECORDED].kind is not ColumnKind.NOTHING:
        reporter = expressions.literal("")
        if REPORTED_BY in columns and columns[REPORTED_BY].kind is not ColumnKind.NOTHING:
            # No reporter is one of its own.
            text = expressions.column(REPORTED_BY).cast(expressions.words.String)
            reporter = expressions.choose([(text.is_null(), expressions.literal("\x00"))], text)
        first = expressions.literal(date.min)
        if not expressions.has_wide_numbers:
            # Spark is not given a day of a year of fewer than four digits but as text.
            first = expressions.literal(date.min.isoformat()).cast(expressions.words.Date)
        recorded = expressions.column(RECORDED).fill_null(first)
        facts = facts.with_columns(**{f"{_OF}:reporter": reporter, f"{_OF}:recorded": recorded})
        last = expressions.column(f"{_OF}:recorded")
        facts = facts.filter(last == last.max().over(*key, f"{_OF}:reporter"))
    return facts


def units_in(facts: Native, expressions: ExpressionLibrary) -> Native:
    """The units that facts are about, where no frame of units is given."""
    return facts.select(**{UNIT: expressions.column(UNIT).cast(expressions.words.String)}).unique().sort(UNIT)
