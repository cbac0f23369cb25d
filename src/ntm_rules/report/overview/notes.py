"""Notes on what decisions rest on: superseded texts, figures of another year, rules not known from an official text."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date

from attrs import define, field

from ...engine.decisions import Decisions
from ...model.decision import Decision, NoticeKind
from ...model.fact import PublishedDecision, Statement
from ...model.key import RuleKey
from ...model.ruleset import ProvenanceStatus, Rule
from ...program.terms import OutcomeOf, walk
from ..decisions.outlook import of_rulesets
from ..phrasing.names import Names
from ..phrasing.numbers import counted
from ..phrasing.rules import not_official
from ..words import overview as overview_words
from .open_rules import each_once, unofficial_rules

MOST_RULES = 6
"""Maximum number of rules named in a row; the rest are counted."""


def notes(
    runs: Sequence[Decisions], names: Names, is_large: Callable[[Decisions], bool], *, on_figures: bool = True
) -> Iterator[str]:
    """The notes on the decisions of several rulesets, each once.

    Of a run that `is_large` the rules are those that its decisions can rest on, and decisions are made only where figures are
    to be remarked on; without `on_figures` never. None without runs.
    """
    gathered, rested_on = Gathered(), dict[RuleKey, Decision | Rule]()
    superseded: dict[str, None] = {}
    for run in runs:
        day, programs = run.program.as_of, run.program.programs()
        superseded |= dict.fromkeys(
            of_rulesets([program.ruleset for program in programs if program.as_of == day], day, names)
        )
        if is_large(run):
            if on_figures and _may_be_remarked(run):
                for unit in run.unit_by_unit():
                    gathered.take(run.of(unit.code))
            below = {key: rule for key, rule in _rules_below(run).items() if not rule.provenance.is_official}
            rested_on = {**below, **rested_on}
        else:
            top = [*(conclusion.code for conclusion in run.program.ruleset.conclusions), *run.program.criteria]
            decisions = [run.decision(unit.code, code) for unit in run.units for code in top]
            gathered.take(decisions)
            rested_on = {
                **{decision.rule: decision for decision in unofficial_rules(decisions)},
                **rested_on,
            }
    yield from superseded
    for run in runs[:1]:
        yield from gathered.lines(run, names)
        yield from _unofficial_lines(rested_on, run.program.as_of, names)


def _may_be_remarked(run: Decisions) -> bool:
    """True where statements are of another year than the one assessed, or say how assured they are."""
    statements = run.world.evidence.statements()
    return any(
        statement.as_of.year != run.program.assessed or getattr(statement, "assurance", None) is not None
        for statement in statements
    )


def _rules_below(run: Decisions) -> Mapping[RuleKey, Rule]:
    """The rules that the conclusions and the criteria of a run can rest on, whatever the figures are."""
    programs = run.program.by_key()
    top = [*(conclusion.code for conclusion in run.program.ruleset.conclusions), *run.program.criteria]
    rules: dict[RuleKey, Rule] = {}
    waiting = [(run.program, code) for code in reversed(top)]
    while waiting:
        program, code = waiting.pop()
        rule = program.by_code[code]
        if rule.key not in rules:
            rules[rule.key] = rule.rule
            outcomes = [term for term in walk(rule.truth) if isinstance(term, OutcomeOf)]
            waiting += [(programs[term.program], term.code) for term in reversed(outcomes)]
    return rules


@define
class Gathered:
    """The statements that decisions rest on, gathered for notes: those that are remarked on by kind of remark and rule."""

    remarked: dict[NoticeKind, dict[RuleKey, set[Statement]]] = field(factory=dict)
    cited_facts: set[Statement] = field(factory=set)

    def take(self, decisions: Sequence[Decision]) -> None:
        """Take in decisions and those below them."""
        for decision in each_once(decisions):
            for notice in decision.notices:
                self.remarked.setdefault(notice.kind, {}).setdefault(decision.rule, set()).update(notice.facts)
            self.cited_facts.update(fact for reason in decision.reasons for fact in reason.facts)

    def lines(self, run: Decisions, names: Names) -> Iterator[str]:
        """Notes on statements that still decide, or do not, though remarked on, and on levels of assurance."""
        for kind, phrase in overview_words.REMARKS.items():
            if remarked := self.remarked.get(kind):
                all_facts = {fact for facts in remarked.values() for fact in facts}
                figures, year = counted(len(all_facts), overview_words.STATEMENT, names.language), run.program.assessed
                rules, count = _named(remarked, run.program.as_of, names)
                yield names.say(phrase, count=count, rules=rules, figures=figures, year=year)
        if levels := _levels(self.cited_facts, names):
            yield names.say(overview_words.BY_ASSURANCE, levels=levels)


def _unofficial_lines(rested_on: Mapping[RuleKey, Decision | Rule], on: date, names: Names) -> Iterator[str]:
    """Notes on the rules that decisions rest on and that are not known from an official text."""
    if others_known := not_official(rested_on.values(), names.language):
        yield others_known
    recalled = [
        key
        for key, decision_or_rule in rested_on.items()
        if decision_or_rule.provenance.status is ProvenanceStatus.RECALLED
    ]
    if recalled:
        rules, count = _named(recalled, on, names)
        yield names.say(overview_words.RECALLED, count=count, rules=rules)


def _levels(statements: Collection[Statement], names: Names) -> str:
    """The levels of assurance of the statements that decisions name, each with how many; empty where none says one."""
    counts = Counter(statement.assurance for statement in statements if not isinstance(statement, PublishedDecision))
    if not set(counts) - {None}:
        return ""
    known = [*names.library.assurance_ids, None]
    return "; ".join(f"{names.assurance(level)} {counts[level]}" for level in known if counts[level])


def _named(rules: Collection[RuleKey], on: date, names: Names) -> tuple[str, str]:
    """The rules by code, with the title of their ruleset where there are several, and how many there are in all."""
    rulesets = {rule.ruleset for rule in rules}
    home = next(iter(rulesets)) if len(rulesets) == 1 else ""
    return names.grouped(rules, home, on, MOST_RULES), counted(len(rules), overview_words.RULE, names.language)
