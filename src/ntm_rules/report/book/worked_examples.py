"""Cases as examples of the rules that they exercise: what is given, and what the rule comes to."""

from collections.abc import Iterable, Iterator, Sequence

from ...evolution.cases.case import Case
from ...language.contents.traversal import all_below, thresholds, within
from ...model.fact import Attestation, Fact
from ...model.key import RuleKey, is_conclusion
from ...model.library import Library
from ...model.named import ReferenceKind, named
from ...model.outcome import Outcome
from ...model.problem import CompileError
from ...model.ruleset import Rule, Ruleset
from ...model.text import printable
from ...program.content_hash import measures_read
from ..overview.open_lines import code_runs
from ..pages.history import day_text
from ..pages.two_languages import TwoNames, filled, same_or_both
from ..papers.paper import CellValue, DataColumn, DataTable
from ..phrasing.names import Names
from ..phrasing.numbers import counted, value_of
from ..words import heads
from ..words.common import MEMBER
from . import book_words as words

MOST_EXAMPLES = 3
"""Maximum number of cases shown of one rule: of each outcome one before a second of any."""


def examples_of(ruleset: Ruleset, rules: Sequence[Rule], cases: Iterable[Case], names: TwoNames) -> DataTable | None:
    """The cases of a version, those about each of the rules under it; None where there are none."""
    rows: list[tuple[CellValue, ...]] = []
    own = [case for case in cases if _is_of(case, ruleset, names.vi.library)]
    order = [rule.code for rule in ruleset.rules()]
    for rule in rules:
        key, code = RuleKey(ruleset.id, rule.code), "" if is_conclusion(rule.code) else printable(rule.code)
        for case, outcome in _chosen(key, own):
            called = filled(words.EXAMPLE, name=names.wording(case.name), day=day_text(case.situation.as_of))
            by_language = [
                tuple(_statement_lines(case, rule, ruleset, order, local_names)) for local_names in (names.vi, names.en)
            ]
            statements = same_or_both(*("; ".join(texts) for texts in by_language))
            comes_to = same_or_both(
                *(local_names.outcome(key, outcome, ruleset.version) for local_names in (names.vi, names.en))
            )
            rows.append((code or names.wording(rule.name), called, statements if statements.vi else None, comes_to))
    columns = (
        DataColumn(heads.CODE, 8),
        DataColumn(words.EXAMPLE_NAME, 40),
        DataColumn(words.GIVEN, 60),
        DataColumn(heads.OUTCOME, 18),
    )
    return DataTable(words.EXAMPLES, words.EXAMPLES, columns, tuple(rows)) if rows else None


def _is_of(case: Case, ruleset: Ruleset, library: Library) -> bool:
    """True of a case that is decided by this version."""
    if case.ruleset != ruleset.id:
        return False
    try:
        return library.ruleset(ruleset.id, case.situation.as_of).version == ruleset.version
    except CompileError:
        return False


def _chosen(rule: RuleKey, cases: Sequence[Case]) -> list[tuple[Case, Outcome]]:
    """A few cases that expect something of a rule, in their order, with what they expect."""
    examples = [
        (case, expected.outcome)
        for case in cases
        for expected in case.expected
        if expected.outcome is not None and case.rule(expected) == rule
    ]
    first: dict[Outcome, tuple[Case, Outcome]] = {}
    for example in examples:
        first.setdefault(example[1], example)
    chosen = [*first.values(), *(example for example in examples if example not in first.values())][:MOST_EXAMPLES]
    return [example for example in examples if example in chosen]


def _statement_lines(case: Case, rule: Rule, ruleset: Ruleset, order: Sequence[str], names: Names) -> Iterator[str]:
    """The statements of a case that the rule, or a rule below it, reads."""
    situation, rules = case.situation, [rule, *all_below(rule)]
    conditions = [
        part for own_rule in rules for part in (own_rule.condition, own_rule.applies_when) if part is not None
    ]
    reads = {id for condition in conditions for id in measures_read(condition, names.library.measures)}
    attributes = {
        str(id)
        for condition in conditions
        for part in within(condition)
        for node in (part, *thresholds(part))
        for id in named(node, ReferenceKind.ATTRIBUTE)
    }
    unit = next(unit for unit in situation.units if unit.code == situation.unit)
    for id, value in unit.attributes.items():
        if id in attributes:
            yield f"{names.attribute(id)}: {names.attribute_value(id, value)}"
    elsewhere = set()
    # A conclusion rests on the criteria, which no condition of it names one by one.
    keys = {RuleKey(ruleset.id, own_rule.code) for own_rule in (ruleset.rules() if is_conclusion(rule.code) else rules)}
    attested: dict[str, list[str]] = {}
    for statement in situation.statements:
        if isinstance(statement, Fact) and statement.measure in reads:
            if statement.unit != situation.unit:
                elsewhere.add(statement.unit)
                continue
            measure = names.measure(statement.measure)
            yield f"{names.measure_name(statement.measure)}: {value_of(statement.value, measure, names.language)}"
        elif isinstance(statement, Attestation) and statement.unit == situation.unit and statement.rule in keys:
            attested.setdefault(value_of(statement.value, None, names.language), []).append(statement.rule.code)
    for word, codes in attested.items():
        ordered = sorted(codes, key=lambda code: order.index(code) if code in order else len(order))
        yield names.say(words.ATTESTED, codes=code_runs(ordered, order), word=word)
    if elsewhere:
        count = counted(len(elsewhere), MEMBER, names.language)
        yield names.say(words.OF_OTHERS, count=count)
