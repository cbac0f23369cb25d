"""Results of mutation testing: a paper with a table and the surviving mutants with their lines, and plain data."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...evolution.mutation.kind import MutantKind
from ...evolution.mutation.mutant import Changed, Mutant
from ...evolution.mutation.run import Fate, MutationResult
from ...language.contents.traversal import cases
from ...model import condition as surface
from ...model.condition import Bound, Condition, Required
from ...model.fact import Finding
from ...model.library import Library
from ...model.ruleset import Conclusion, Criterion, Indicator, Ruleset
from ...model.text import Language, Text, printable
from ...model.threshold import (
    Award,
    Fixed,
    Threshold,
)
from ...model.values.number import simplest
from ..diagnostics import plain_place, plain_text
from ..papers.paper import DataTable, Heading, Paper, PaperBlock, plain, table_of
from ..phrasing.conditions import describe
from ..phrasing.grades import award_text
from ..phrasing.names import Names, placed_rule
from ..phrasing.numbers import day, quantity
from ..phrasing.thresholds import held_figure, held_threshold
from ..words import common as words
from ..words.common import say
from ..words.testing import mutation as mutation_words


def mutation_paper(results: Sequence[MutationResult], library: Library, lang: Language = "vi") -> Paper:
    """A table of all rulesets, then every mutant that no case kills, then those that none could kill.

    >>> mutation_paper([], Library(), "en").blocks[-1].runs[0][0].en
    'Every mutant is detected.'
    """
    survivors = [mutant for result in results for mutant in result.survivors]
    same = [mutant for result in results for mutant in result.of(Fate.EQUIVALENT)]
    blocks: list[PaperBlock] = [plain(mutation_words.EXPLAINED), _table(results, lang)]
    if not survivors:
        blocks.append(plain(mutation_words.NONE_SURVIVES))
    for heading, mutants in ((mutation_words.SURVIVORS, survivors), (mutation_words.EQUIVALENT, same)):
        if mutants:
            blocks += [Heading(heading), *(plain(mutant_line(mutant, library, lang), item=True) for mutant in mutants)]
    return Paper(None, mutation_words.TITLE, (), tuple(blocks))


def _table(results: Sequence[MutationResult], lang: Language) -> DataTable:
    """A row for each version: how many mutants, killed, surviving, equivalent, and the share killed of those that could be."""
    rows = [
        (
            result.ruleset.id,
            result.ruleset.version,
            len(result.results),
            result.killed,
            len(result.survivors),
            len(result.of(Fate.EQUIVALENT)),
            share_killed(result, lang),
        )
        for result in results
    ]
    return table_of([head.in_language(lang) for head in mutation_words.COLUMNS], rows)


def share_killed(result: MutationResult, lang: Language = "vi") -> str:
    """The share of the mutants killed, exactly: `12/13 (≈ 92,31%)`.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> ruleset = example_ruleset()
    >>> share_killed(MutationResult(ruleset, ()), "en")
    '0/0 (100%)'
    """
    percent = quantity(simplest(100 * result.share), "%", lang)
    return f"{result.killed}/{result.able} ({percent})"


def mutant_line(mutant: Mutant, library: Library, lang: Language = "vi") -> str:
    """Mutant in one line: place, rule, and change: `a.yaml:12:7: 3.3: …`."""
    before, after = in_words(mutant, library, lang)
    what, change = (
        mutation_words.KINDS[mutant.kind].in_language(lang),
        before if after is None else f"{before} → {after}",
    )
    return f"{placed_rule(mutant.place, mutant.rule, lang)}{what}: {change}"


def in_words(mutant: Mutant, library: Library, lang: Language = "vi") -> tuple[str, str | None]:
    """Changed part before and after (None: left out): a figure, a comparison or a finding where that is all."""
    before, after, home = mutant.before, mutant.after, mutant.ruleset.id
    if isinstance(before, Condition) and isinstance(after, Condition):
        if mutant.kind in _OF_A_THRESHOLD and _with_threshold(before):
            return _compared(before, after, mutant.kind in _MOVED, library, lang)
        if isinstance(before, Required) and isinstance(after, Required):
            return _finding(before, library, lang), _finding(after, library, lang)
    return _in_words(before, library, lang, home), None if after is None else _in_words(after, library, lang, home)


_MOVED = (MutantKind.THRESHOLD_UP, MutantKind.THRESHOLD_DOWN)
_OF_A_THRESHOLD = (*_MOVED, MutantKind.STRICTNESS, MutantKind.OPPOSITE, MutantKind.LOOSENED)


def _finding(condition: Required, library: Library, lang: Language) -> str:
    finding = Finding.MET if condition.met else Finding.NOT_MET
    return f"“{words.finding_word(finding, library.measures.get(condition.measure), lang)}”"


def _in_words(changed: Changed, library: Library, lang: Language, home: str) -> str:
    if isinstance(changed, Award):
        return award_text(changed, Names(library, None, lang))
    match changed:
        case str():
            return Names(library, None, lang).assurance(changed)
        case Ruleset():
            return say(words.IN_FORCE, lang, day=day(changed.version, lang))
        case Indicator() | Criterion() | Conclusion():
            return printable(changed.name.in_language(lang))
    return describe(changed, library, lang, home=home)


_WithThreshold = surface.Comparison | surface.Change | surface.MembersMeasure | surface.CriteriaChange | surface.Score


def _compared(before: Condition, after: Condition, moved: bool, library: Library, lang: Language) -> tuple[str, str]:
    """The figure that is moved, or the requirement that is another, of the condition or of one of its bounds."""
    for one, other in zip(_with_threshold(before), _with_threshold(after), strict=True):
        if one == other:
            continue
        bound = one if isinstance(one, Bound) else None
        if moved:
            figures = next(_different(one.threshold, other.threshold), None)
            if figures is None:
                # It is a factor, or an amount added, that is moved.
                old_words, new_words = (
                    held_threshold(condition.threshold, before, bound, library, lang) for condition in (one, other)
                )
                return old_words, new_words
            old, new = figures
            return held_figure(old, before, bound, library, lang), held_figure(new, after, bound, library, lang)
        required = held_threshold(one.threshold, before, bound, library, lang)
        asks, asks_now = (words.REQUIREMENTS[condition.operator] for condition in (one, other))
        return say(asks, lang, threshold=required), say(asks_now, lang, threshold=required)
    raise ValueError("no threshold is held otherwise")


def _with_threshold(condition: Condition) -> tuple[_WithThreshold | Bound, ...]:
    """Parts of a condition that have a threshold: the condition itself, or its bounds."""
    if isinstance(condition, surface.OwnCriteria | surface.MembersAttained | surface.MembersMeeting):
        return condition.bounds
    return (condition,) if isinstance(condition, _WithThreshold) else ()


def _different(one: Threshold, other: Threshold) -> Iterator[tuple[Decimal | str, Decimal | str]]:
    """Figures and levels that differ between two thresholds of the same form."""
    for old, new in zip(cases(one), cases(other), strict=True):
        if isinstance(old, Fixed) and isinstance(new, Fixed) and old.value != new.value:
            yield old.value, new.value


def plain_mutation(result: MutationResult, library: Library) -> dict[str, object]:
    """Results for a version's mutants as plain data; killed mutants are only counted.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> ruleset = example_ruleset()
    >>> plain_mutation(MutationResult(ruleset, ()), Library())["share"]
    '1'
    """
    return {
        "ruleset": result.ruleset.id,
        "version": result.ruleset.version.isoformat(),
        "mutants": len(result.results),
        "killed": result.killed,
        "able": result.able,
        "share": str(result.share),
        "survivors": [plain_mutant(mutant, library) for mutant in result.survivors],
        "equivalent": [plain_mutant(mutant, library) for mutant in result.of(Fate.EQUIVALENT)],
    }


def plain_mutant(mutant: Mutant, library: Library) -> dict[str, object]:
    """A mutant as plain data, what is changed in both languages."""
    (before, after), (before_en, after_en) = in_words(mutant, library, "vi"), in_words(mutant, library, "en")
    return {
        "kind": mutant.kind.value,
        "rule": mutant.rule,
        "place": plain_place(mutant.place),
        "before": plain_text(Text(before, before_en)),
        "after": plain_text(None if after is None else Text(after, after_en)),
    }
