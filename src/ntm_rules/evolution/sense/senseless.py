"""Mistakes for conditions that cannot be meant, found in the terms of a ruleset on the days on which they may differ."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import evolve, frozen

from ...language.checks.periods import days_that_differ
from ...language.contents.known_names import with_name
from ...language.diagnostics.mistakes import Mistake
from ...model.condition import AtMostN, Operator
from ...model.fact import Finding
from ...model.library import Library
from ...model.measure import Better
from ...model.place import Place
from ...model.problem import CompileError
from ...model.ruleset import Conclusion, Ruleset
from ...model.text import Text
from ...program import terms
from ...program.compiling import compile
from ...program.program import Program, ProgramRule
from .domains import bare, measure_of
from .truths import FAILS, HOLDS, Possibilities, leaves, parts_of

_MOST_SHOWN = 4
_DIRECTIONS = {
    Better.HIGHER: Text("càng cao càng tốt", "the better the higher"),
    Better.LOWER: Text("càng thấp càng tốt", "the better the lower"),
}
_HIGHER_IS_ASKED = (Operator.AT_LEAST, Operator.MORE_THAN)


def senseless(ruleset: Ruleset, library: Library, files: Iterable[str]) -> Iterator[Mistake]:
    """Mistakes in the rules of a ruleset that stand in these files: conditions that never hold, always hold, add nothing to
    those beside them, ask twice, or ask for the worse direction of a measure.
    """
    by_place: dict[tuple[str, Place | None], tuple[Mistake, list[int]]] = {}
    compiled = [program for day in days_that_differ(ruleset) if (program := _compiled(ruleset, day, library))]
    for program in compiled:
        for mistake in _in_program(program):
            if mistake.place is not None and mistake.place.file in files:
                _, years = by_place.setdefault((mistake.code, mistake.place), (mistake, []))
                if program.as_of.year not in years:
                    years.append(program.as_of.year)
    every = len({program.as_of.year for program in compiled})
    for mistake, years in by_place.values():
        if len(years) == every:
            yield mistake
        elif "what" in mistake.params:
            yield _in_years(mistake, years)
        # Two rules, or two parts, that ask the same in some years only are two.


def _compiled(ruleset: Ruleset, day: date, library: Library) -> Program | None:
    try:
        return compile(ruleset, day, library)
    except CompileError:
        return None


def _in_years(mistake: Mistake, years: list[int]) -> Mistake:
    """The mistake, with the years in which it is one."""
    what, listed = mistake.params.get("what"), ", ".join(map(str, years))
    if not isinstance(what, Text):
        return mistake
    with_years = Text(f"{what.vi} (năm {listed})", f"{what.in_language('en')} (in {listed})")
    return evolve(mistake, params={**mistake.params, "what": with_years, "years": tuple(years)})


def _in_program(program: Program) -> Iterator[Mistake]:
    own = [rule for rule in program.rules if rule.rule.condition is not None]
    constant: set[str] = set()
    for rule in own:
        reader = _Reader(program.library, Possibilities.of(rule.truth, program.library))
        mistakes = list(reader.constant(rule.truth))
        if mistakes:
            constant.add(rule.key.code)
        yield from mistakes
        yield from reader.idle(rule.truth)
        if not mistakes:
            condition = rule.rule.condition
            yield from reader.elsewhere(rule.truth, None if condition is None else condition.place)
            if not program.ruleset.classifies:
                yield from _against(rule.truth, program.library, rule.key.code != "revocation")
    yield from _asked_twice(own, {code: rule.key.code for rule in program.rules for code in rule.children})
    for rule in program.rules:
        if rule.children and not constant.intersection(rule.children):
            yield from _between_parts(rule, program)


def _between_parts(rule: ProgramRule, program: Program) -> Iterator[Mistake]:
    """A mistake for a rule whose parts exclude one another."""
    below = [program.by_code[code] for code in rule.children]
    together = terms.AllHold(terms.Listed(tuple(program_rule.truth for program_rule in below)))
    if Possibilities.of(together, program.library).came_to.get(id(together)) == FAILS:
        places = tuple(program_rule.rule.place for program_rule in below if program_rule.rule.place is not None)
        what = _Reader(program.library, Possibilities(program.library)).comparisons_in(together)
        yield Mistake("NTM418", rule.rule.place, {"what": what}, related=places[:_MOST_SHOWN])


@frozen
class _Reader:
    """Reads what the truths of one rule can come to."""

    library: Library
    possible: Possibilities

    def constant(self, truth: terms.Truth) -> Iterator[Mistake]:
        """Mistakes for truths that never hold or always do; of several in one another, only the innermost."""
        inside = [mistake for part in parts_of(truth) for mistake in self.constant(part)]
        if inside:
            yield from inside
            return
        came_to, place = self.possible.came_to.get(id(truth)), _place(truth)
        if came_to in (HOLDS, FAILS) and place is not None:
            # `at_most_n` is lowered to the opposite of what it was written as.
            never = (came_to == FAILS) is not isinstance(getattr(truth, "origin", None), AtMostN)
            yield Mistake("NTM418" if never else "NTM440", place, {"what": self.comparisons_in(truth)})

    def elsewhere(self, truth: terms.Truth, place: Place | None) -> Iterator[Mistake]:
        """Mistakes for values of an attribute, or years of a figure, with the thresholds of which a rule can never hold."""
        figures = {leaf.figure for leaf in leaves(truth) if isinstance(leaf, terms.IsOneOf)}
        for (chosen_by, value), came_to in self.possible.where.items():
            if came_to == FAILS and chosen_by not in figures and self._varies(truth):
                comparisons = self.comparisons_in(truth)
                by = chosen_by.attribute if isinstance(chosen_by, terms.AttributeOf) else "year"
                case = f"{by}: {value or '…'}"
                what = Text(f"{comparisons.vi} ({case})", f"{comparisons.in_language('en')} ({case})")
                yield Mistake("NTM418", place, {"what": what, "attribute": by, "value": value})

    def idle(self, truth: terms.Truth) -> Iterator[Mistake]:
        """Mistakes for parts that are the same as another one beside them, or that those beside them decide already."""
        parts = parts_of(truth)
        for part in parts:
            yield from self.idle(part)
        first: dict[terms.Truth, terms.Truth] = {}
        for part in parts:
            other = first.setdefault(part, part)
            if other is not part and not _is_open(part):
                yield _twice(part, other)
        if not isinstance(truth, terms.AllHold | terms.AnyHolds) or len(first) < len(parts) or not self._varies(truth):
            return
        for part in parts:
            place = _place(part)
            if (id(truth), id(part)) not in self.possible.deciding and self._varies(part) and place is not None:
                yield Mistake(
                    "NTM441", place, {"what": self.comparisons_in(part), "beside": self.comparisons_in(truth)}
                )
                return

    def _varies(self, truth: terms.Truth) -> bool:
        return self.possible.came_to.get(id(truth)) == HOLDS | FAILS

    def comparisons_in(self, truth: terms.Truth) -> Text:
        """The comparisons in a truth: `"poor" (Hộ nghèo) >= 90; <= 80`."""
        vi: list[str] = []
        en: list[str] = []
        n = getattr(getattr(truth, "origin", None), "n", None)
        if n is not None:
            word = "nhiều nhất" if isinstance(getattr(truth, "origin", None), AtMostN) else "ít nhất"
            count = len(parts_of(truth))
            vi.append(f"{word} {n} trong {count} điều kiện")
            en.append(f"{'at most' if word == 'nhiều nhất' else 'at least'} {n} of {count} conditions")
        before: Text | None = None
        for leaf in leaves(truth):
            named = self._named(leaf)
            if named is None:
                continue
            figure, compared = named
            vi.append(compared if figure == before else f"{figure.vi} {compared}".strip())
            en.append(compared if figure == before else f"{figure.in_language('en')} {compared}".strip())
            before = figure
        more = ["…"] if len(vi) > _MOST_SHOWN else []
        return Text("; ".join(vi[:_MOST_SHOWN] + more), "; ".join(en[:_MOST_SHOWN] + more))

    def _named(self, leaf: terms.Truth) -> tuple[Text, str] | None:
        match leaf:
            case terms.Holds(figure, operator, required):
                values = [str(term.value) for term in terms.walk(required) if isinstance(term, terms.Constant)]
                value = " | ".join(dict.fromkeys(values)) or "…"
                return self._figure(figure), f"{operator.symbol} {value}"
            case terms.IsOneOf(figure, values):
                return self._figure(
                    figure
                ), f"∈ {{{', '.join(str(getattr(value, 'value', value)) for value in values)}}}"
            case _:
                return None

    def _figure(self, figure: terms.Figure) -> Text:
        measure = self.library.measures.get(measure_of(figure) or "")
        if measure is not None:
            return with_name(measure)
        inner = bare(figure)
        if isinstance(inner, terms.Counted):
            return Text("tỷ lệ %", "share in %") if inner.share else Text("số lượng", "count")
        return Text(f'"{name}"', f"'{name}'") if (name := getattr(inner, "attribute", None)) else Text("", "")


def _place(truth: terms.Truth) -> Place | None:
    """Place of the threshold of a comparison, or of the condition that a truth comes from."""
    origin = getattr(truth, "origin", None)
    return getattr(getattr(origin, "threshold", None), "place", None) or getattr(origin, "place", None)


def _is_open(truth: terms.Truth) -> bool:
    return any(isinstance(term, terms.OpenTruth | terms.OpenFigure) for term in terms.walk(truth))


def _twice(again: terms.Truth, first: terms.Truth) -> Mistake:
    first_place = next((place for leaf in (first, *leaves(first)) if (place := _place(leaf)) is not None), None)
    again_place = next((place for leaf in (again, *leaves(again)) if (place := _place(leaf)) is not None), None)
    line = first_place.line if first_place is not None else 0
    return Mistake("NTM442", again_place, {"line": line}, related=() if first_place is None else (first_place,))


def _asked_twice(rules: Iterable[ProgramRule], above: Mapping[str, str]) -> Iterator[Mistake]:
    """A mistake for an indicator that asks just what one before it in the same criterion asks, and for a criterion likewise.

    A plan may print one target twice (that another rule is attained), and two conclusions may ask the same.
    """
    first: dict[tuple[str | None, terms.Truth], ProgramRule] = {}
    for rule in rules:
        truth = rule.truth.truth if isinstance(rule.truth, terms.Attested) else rule.truth
        tests = any(isinstance(leaf, terms.Holds | terms.IsOneOf) for leaf in leaves(truth))
        if isinstance(rule.rule, Conclusion) or not tests:
            continue
        other = first.setdefault((above.get(rule.key.code), truth), rule)
        if other is not rule and not _is_open(truth):
            related = () if other.rule.place is None else (other.rule.place,)
            yield Mistake("NTM448", rule.rule.place, {"rule": rule.key.code, "other": other.key.code}, related=related)


def _against(truth: terms.Truth, library: Library, wanted: bool) -> Iterator[Mistake]:
    """Mistakes for comparisons that ask for the worse direction of a measure, which the catalogue gives; `wanted`: the truth
    should hold. Beside a comparison with the other end of the same measure, one is only part of a band.
    """
    match truth:
        case terms.Not(inner):
            yield from _against(inner, library, not wanted)
        case terms.Where(inner):
            yield from _against(inner, library, wanted)
        case terms.Holds(terms.Counted(terms.Listed())):
            for part in parts_of(truth):
                yield from _against(part, library, wanted == (truth.operator in _HIGHER_IS_ASKED))
        case terms.AnyHolds():
            # One alternative among others may be for units that another one is not meant for.
            return
        case terms.IsOneOf(figure, values) if any(isinstance(value, Finding) for value in values):
            implied = Operator.AT_LEAST if Finding.MET in values else Operator.AT_MOST
            worse = _worse(figure, implied, library, wanted)
            if worse is not None:
                yield Mistake("NTM445", _place(truth), {**worse, "key": "required"})
        case terms.Holds(figure, operator):
            worse = _worse(figure, operator, library, wanted)
            if worse is not None:
                yield Mistake("NTM445", _place(truth), worse)
        case _:
            parts = parts_of(truth)
            directions: dict[str | None, set[bool]] = {}
            compared = [part.truth if isinstance(part, terms.Told) else part for part in parts]
            for part in compared:
                if isinstance(part, terms.Holds):
                    directions.setdefault(measure_of(part.figure), set()).add(part.operator in _HIGHER_IS_ASKED)
            for part in compared:
                if not (isinstance(part, terms.Holds) and len(directions[measure_of(part.figure)]) > 1):
                    yield from _against(part, library, wanted)


def _worse(figure: terms.Figure, operator: Operator, library: Library, wanted: bool) -> Mapping[str, object] | None:
    measure = library.measures.get(measure_of(figure) or "")
    if measure is None or measure.better is None or operator is Operator.EQUALS:
        return None
    higher = (operator in _HIGHER_IS_ASKED) is wanted
    inner = bare(figure)
    if isinstance(inner, terms.Difference) and _earlier_first(inner):
        higher = not higher
    if higher is (measure.better is Better.HIGHER):
        return None
    return {
        "measure": with_name(measure),
        "key": operator.value,
        "better": measure.better.value,
        "direction": _DIRECTIONS[measure.better],
    }


def _earlier_first(difference: terms.Difference) -> bool:
    """True for a decrease: what was, less what is."""
    of = bare(difference.of)
    return any(getattr(term, "on", None) is not None for term in terms.walk(of))
