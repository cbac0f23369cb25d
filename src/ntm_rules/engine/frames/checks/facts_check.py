"""The check of facts, one to a row: the questions that `evaluate` asks of statements, asked of columns."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import frozen

from ....model.key import RuleKey
from ....model.library import Library
from ....model.measure import Measure, MeasureType
from ....model.problem import Diagnostic
from ....model.spelling import fold, nearest
from ....model.units.diagnostics import BLANK
from ....model.values.interval import printed_interval
from ....program.admission.misfit import Misfit, misfit
from ....program.wording import hint, near_prefix
from ..expressions.expression_library import Expr, ExpressionLibrary, Native
from ..input.columns import AS_OF, UNIT, columns_of
from ..input.facts_read import (
    COUNTED,
    MEASURE,
    MOST_CHARACTERS,
    NUMBER,
    VALUE,
    WORD_READ,
    WRITTEN,
    dates_among,
    is_figure,
    read_facts,
)
from ..input.problems import frame_diagnostic
from .check import ABSENCES, FINDINGS, MOST, Frame, figure_misfit, first_rows, once_each, rows_of
from .keys import KnownCodes, code_misfit, meant_code, why_no_code

_OF_RULES = "/"
"""The separator that is in the key of a rule and in no measure's id; the key of a recognition has no code behind it."""
_DISTINCT_SHOWN = 200


@frozen(eq=False)
class FactsCheck:
    """A frame of facts and the units they are about, to be looked at."""

    lazy: Native
    units: Native
    expressions: ExpressionLibrary
    library: Library

    def misfits(self) -> list[Diagnostic]:
        """The diagnostics for the facts, column by column, each once with the first rows."""
        expressions = self.expressions
        columns = columns_of(self.lazy, expressions)
        facts = read_facts(self.lazy, columns, expressions, dates_among(self.library.measures.values()))
        frame = Frame(facts, columns, expressions, None, True)
        flags = {"day": expressions.column(AS_OF).is_null().any(), "unit": expressions.column(UNIT).is_null().any()}
        flags["words"] = self._no_words().any()
        [flagged] = rows_of(facts.select(**flags), expressions, streaming=True)
        wrong: list[Diagnostic] = []
        if flagged["unit"]:
            wrong += self._row_misfits(
                frame, UNIT, expressions.column(UNIT).is_null(), lambda row: code_misfit(None, BLANK)
            )
        known = expressions.column(MEASURE).is_in(sorted(self.library.measures))
        wrong += self._unknown_names(frame, (~known).fill_null(True))
        if flagged["words"]:
            wrong += self._row_misfits(frame, VALUE, self._no_words() & known, self._word_misfit)
            rules = ~known & expressions.column(MEASURE).str.contains(_OF_RULES, literal=True)
            wrong += self._row_misfits(frame, VALUE, self._no_words() & rules, self._word_misfit)
        if flagged["day"]:
            wrong += self._row_misfits(frame, AS_OF, expressions.column(AS_OF).is_null(), self._no_day)
        wrong += self._strange_units(frame)
        wrong += self._figures(frame)
        return wrong

    def _row_misfits(self, frame: Frame, column: str, rows: Expr, misfit_of: Any) -> list[Diagnostic]:
        shown = {"measure": self.expressions.column(MEASURE), "word": self.expressions.column(WORD_READ)}
        return once_each(frame, column, [(row, misfit_of(row)) for row in first_rows(frame, rows, shown)], rows)

    def _no_day(self, row: dict[str, Any]) -> Diagnostic:
        return _worded("NTM626", None, value="", measure=row["measure"])

    def _no_words(self) -> Expr:
        """The rows whose word is none that their measure takes."""
        expressions = self.expressions
        of, word = expressions.column(MEASURE), expressions.column(WORD_READ)
        by_type: dict[MeasureType, list[str]] = {}
        for measure in self.library.measures.values():
            by_type.setdefault(measure.type, []).append(measure.id)
        takes_findings = of.is_in(by_type.get(MeasureType.FINDING, [])) | of.str.contains(_OF_RULES, literal=True)
        fits = word.is_null() | word.is_in(list(ABSENCES)) | (takes_findings & word.is_in(list(FINDINGS)))
        for name in by_type.get(MeasureType.LEVEL, []):
            levels = [level.id for level in self.library.measures[name].levels]
            fits = fits | ((of == name) & word.is_in(levels))
        return ~fits.fill_null(True)

    def _word_misfit(self, row: dict[str, Any]) -> Diagnostic:
        text, measure = row["word"], self.library.measures.get(row["measure"])
        if measure is None:
            allowed = (*FINDINGS, *ABSENCES)
            advice = {**near_prefix(nearest(text, allowed)), "words": ", ".join(allowed)}
            return _worded("NTM639", advice, column=VALUE, text=text, rule=row["measure"], allowed=allowed)
        if measure.type is MeasureType.NUMBER and is_figure(text):
            return _worded("NTM637", None, text=text, most=MOST_CHARACTERS - 1, measure=measure.id)
        if measure.type is MeasureType.NUMBER and is_interval(text):
            return _worded("NTM177", None, text=text, measure=measure.id)
        wrong = misfit(measure, text)
        assert wrong is not None
        return wrong.at()

    def _unknown_names(self, frame: Frame, unknown: Expr) -> Iterator[Diagnostic]:
        """The diagnostics for names that are neither a measure nor the key of a rule."""
        expressions = self.expressions
        names = frame.lazy.filter(unknown).select(m=expressions.column(MEASURE)).unique()
        for row in rows_of(names.sort("m").head(_DISTINCT_SHOWN), expressions):
            diagnostic = self._name_misfit(row["m"])
            if diagnostic is not None:
                is_it = (
                    expressions.column(MEASURE).is_null()
                    if row["m"] is None
                    else expressions.column(MEASURE) == row["m"]
                )
                yield from self._row_misfits(
                    frame, MEASURE, is_it.fill_null(False), lambda _, diagnostic=diagnostic: diagnostic
                )

    def _name_misfit(self, name: str | None) -> Diagnostic | None:
        if name is not None and _OF_RULES in name:
            try:
                key, version = RuleKey.parse_versioned(name)
            except ValueError:
                return self._no_measure(name)
            versions = self.library.versions.get(key.ruleset)
            if versions is None:
                known = tuple(self.library.versions)
                details = {"text": key.ruleset, "ruleset": key.ruleset, "rule": key.code}
                return _worded("NTM565", hint(nearest(key.ruleset, known), known), **details)
            codes = {rule.code for version in versions for rule in version.rules()}
            days = [str(ruleset.version) for ruleset in versions]
            if version is not None and str(version) not in days:
                return _worded("NTM616", None, rule=str(key), version=str(version), allowed=", ".join(days))
            if key.code in codes:
                return None
            return _worded("NTM628", hint(nearest(key.code, codes), codes), ruleset=key.ruleset, rule=key.code)
        return self._no_measure(name or "")

    def _no_measure(self, name: str) -> Diagnostic:
        near = nearest(name, self.library.measures)
        return _worded("NTM562", hint(near, self.library.measures), text=name, measure=name, near=near)

    def _strange_units(self, frame: Frame) -> list[Diagnostic]:
        """The diagnostic for facts about units that are not among those given, if there are any."""
        expressions = self.expressions
        own = self.units.select(**{UNIT: expressions.column(UNIT).cast(expressions.words.String)})
        strange = frame.lazy.join(own, on=UNIT, how="anti").select(u=expressions.column(UNIT)).unique()
        strange_rows = rows_of(strange.filter(~expressions.column("u").is_null()).sort("u").head(1), expressions)
        if not strange_rows:
            return []
        code = strange_rows[0]["u"]
        is_it = (expressions.column(UNIT) == code).fill_null(False)
        why = why_no_code(code)
        if why is not None:
            near = KnownCodes([Frame(own, columns_of(own, expressions), expressions, None, True)])(meant_code(code))
            no_code = code_misfit(code, why, near)
            return self._row_misfits(frame, UNIT, is_it, lambda row: no_code)
        units = [row[UNIT] for row in rows_of(own.head(2000), expressions)]
        near = nearest(code, [unit for unit in units if unit is not None])
        unknown_unit = _worded("NTM560", hint(near), text=code, near=near)
        return self._row_misfits(frame, UNIT, is_it, lambda row: unknown_unit)

    def _figures(self, frame: Frame) -> list[Diagnostic]:
        """The diagnostics for figures that do not fit their measure, with the first rows of each."""
        expressions = self.expressions
        number, of = expressions.column(NUMBER), expressions.column(MEASURE)
        places = (
            expressions.column(WRITTEN).str.len_chars()
            - expressions.column(WRITTEN).str.replace_all(r"\..*$", "").str.len_chars()
        )
        counted_measures = {name: measure for name, measure in self.library.measures.items() if measure.type in COUNTED}
        decimals = sorted({measure.decimals for measure in counted_measures.values()})
        aggregates: dict[str, Expr] = {"least": number.min(), "most": number.max(), "places": places.max()}
        aggregates |= {f"d{place}": (number.round(place) != number).any() for place in decimals}
        wrong: list[Diagnostic] = []
        for row in rows_of(frame.lazy.group_by(MEASURE).agg(**aggregates).sort(MEASURE), expressions):
            measure = self.library.measures.get(row[MEASURE])
            if row["least"] is None or (measure is None and "#" not in (row[MEASURE] or "")):
                continue
            own = (of == row[MEASURE]).fill_null(False) & ~number.is_null()
            if measure is None or measure.id not in counted_measures:
                wrong += self._figure_rows(frame, own, lambda row, measure=measure: self._no_figure(row, measure))
                continue
            ends = [figure_misfit(measure, end) for end in (row["least"], row["most"])]
            too_fine = (row["places"] or 0) - 1 > most_written(measure)
            too_fine = too_fine or (measure.decimals >= THOUSAND_DIGITS and (row["places"] or 0) > THOUSAND_DIGITS)
            if not any(ends) and not row[f"d{measure.decimals}"] and not too_fine:
                continue
            suspect = number.round(measure.decimals) != number
            suspect = (
                suspect
                | ((places - 1) > most_written(measure)).fill_null(False)
                | (number.abs() * 10**measure.decimals >= MOST)
            )
            if measure.decimals >= THOUSAND_DIGITS:
                suspect = suspect | (places - 1 == THOUSAND_DIGITS).fill_null(False)
            if measure.minimum is not None:
                suspect = suspect | (number < float(measure.minimum))
            if measure.maximum is not None:
                suspect = suspect | (number > float(measure.maximum))
            wrong += self._figure_rows(
                frame,
                own & suspect,
                lambda row, measure=measure: figure_row_misfit(measure, row["number"], row["written"]),
            )
        return wrong

    def _figure_rows(self, frame: Frame, rows: Expr, misfit_of: Any) -> list[Diagnostic]:
        expressions = self.expressions
        shown = {
            "measure": expressions.column(MEASURE),
            "number": expressions.column(NUMBER),
            "written": expressions.column(WRITTEN),
        }
        row_misfits = [
            (row, diagnostic) for row in first_rows(frame, rows, shown) if (diagnostic := misfit_of(row)) is not None
        ]
        return once_each(frame, VALUE, row_misfits)

    def _no_figure(self, row: dict[str, Any], measure: Any) -> Diagnostic:
        text = row["written"] or f"{row['number']:.15g}"
        if measure is None:
            advice = {**near_prefix(None), "words": ", ".join((*FINDINGS, *ABSENCES))}
            return _worded(
                "NTM639", advice, column=VALUE, text=text, rule=row["measure"], allowed=(*FINDINGS, *ABSENCES)
            )
        wrong = misfit(measure, text)
        assert wrong is not None
        return wrong.at()


THOUSAND_DIGITS = 3
"""The number of digits after a point that may be a group of thousands."""


def is_interval(text: str) -> bool:
    """True if text prints a figure as an interval, such as `> 46` or `75-78`."""
    return printed_interval(fold(text), lambda _: Decimal(0), 0) is not None


def most_written(measure: Measure) -> int:
    """The number of decimals a figure may be written with; at least 1: whole floats are written with one zero."""
    return measure.decimals or 1


def two_readings(measure: Measure, text: str, point: str = ".") -> Diagnostic:
    """The diagnostic for a figure with two readings: `12.500` may be 12500 or 12.5."""
    left, _, right = text.partition(point)
    details = {"measure": measure.id, "text": text, "whole": left + right, "left": left, "right": right}
    return frame_diagnostic("NTM531", details=details)


def may_be_thousands(measure: Measure, written: str) -> bool:
    """True if a figure may be meant as thousands: a zero last of three digits after the point, at most three before."""
    left, _, right = written.removeprefix("-").partition(".")
    is_long = len(right) == THOUSAND_DIGITS <= measure.decimals
    return is_long and right.endswith("0") and len(left) <= THOUSAND_DIGITS


def figure_row_misfit(measure: Measure, number: float, written: str | None) -> Diagnostic | None:
    """The diagnostic for a figure, and for one written with too many decimals or like thousands; None when it fits."""
    places = 0 if written is None else len(written.partition(".")[2])
    if written is not None and places > most_written(measure):
        details = {"measure": measure.id, "value": written, "found": places, "most": measure.decimals}
        return Misfit("NTM535", details).at()
    if written is not None and may_be_thousands(measure, written):
        return two_readings(measure, written)
    return figure_misfit(measure, number)


def _worded(code: str, advice: dict[str, str] | None, **details: object) -> Diagnostic:
    return frame_diagnostic(code, advice=advice, details=details)
