"""Notes below the overview of a ruleset: superseded texts, remarked figures, rules not known from an official text."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from attrs import define, field

from ...engine.decisions import Decisions
from ...model.decision import Decision, NoticeKind
from ...model.fact import PublishedDecision, Statement
from ...model.key import RuleKey
from ...model.ruleset import ProvenanceStatus, Rule
from ..decisions.superseded import of_rulesets
from ..layout.cells import wrapped
from ..phrasing.names import Names
from ..phrasing.numbers import counted
from ..rules.provenance import not_official
from ..words import overview as overview_words
from ..words.common import say
from .open_rules import each_once, unofficial_rules

MOST_RULES = 8
"""Maximum number of recalled rules named; the rest are counted."""


def notes(run: Decisions, units: Sequence[str], names: Names) -> Iterator[str]:
    """Notes on superseded texts, and on decisions that depend on rules not known from an official text."""
    ruleset, as_of = run.program.ruleset, run.program.as_of
    asked = [program.ruleset for program in run.program.programs() if program.as_of == as_of]
    for notice in of_rulesets(asked, as_of, names):
        yield from wrapped(notice)
    top = [*(conclusion.code for conclusion in ruleset.conclusions), *run.program.criteria]
    decisions = [run.decision(unit, code) for unit in units for code in top]
    gathered = Gathered()
    gathered.take(decisions)
    yield from gathered.lines(run, names)
    yield from unofficial_lines({one.rule: one for one in unofficial_rules(decisions)}, run, names)


@define
class Gathered:
    """The statements that decisions rest on, gathered for notes: those that are remarked on by kind of remark and rule."""

    remarked: dict[NoticeKind, dict[RuleKey, set[Statement]]] = field(factory=dict)
    said: set[Statement] = field(factory=set)

    def take(self, decisions: Sequence[Decision]) -> None:
        """Take in decisions and those below them."""
        for one in each_once(decisions):
            for notice in one.notices:
                self.remarked.setdefault(notice.kind, {}).setdefault(one.rule, set()).update(notice.facts)
            self.said.update(fact for reason in one.reasons for fact in reason.facts)

    def lines(self, run: Decisions, names: Names) -> Iterator[str]:
        """Notes on statements that still decide, or do not, though remarked on, and on levels of assurance."""
        for kind, phrase in overview_words.REMARKS.items():
            if remarked := self.remarked.get(kind):
                several = {fact for facts in remarked.values() for fact in facts}
                figures, year = counted(len(several), overview_words.STATEMENT, names.language), run.program.assessed
                rules, count = _named(remarked, run, names)
                yield from wrapped(say(phrase, names.language, count=count, rules=rules, figures=figures, year=year))
        if levels := _levels(self.said, names):
            yield from wrapped(say(overview_words.BY_ASSURANCE, names.language, levels=levels))


def unofficial_lines(rested_on: Mapping[RuleKey, Decision | Rule], run: Decisions, names: Names) -> Iterator[str]:
    """Notes on the rules that decisions rest on and that are not known from an official text."""
    if others_known := not_official(rested_on.values(), names.language):
        yield from wrapped(others_known)
    recalled = [key for key, one in rested_on.items() if one.provenance.status is ProvenanceStatus.RECALLED]
    if recalled:
        rules, count = _named(recalled, run, names)
        yield from wrapped(say(overview_words.RECALLED, names.language, count=count, rules=rules))


def _levels(said: Collection[Statement], names: Names) -> str:
    """The levels of assurance of the statements that decisions name, each with how many; empty where none says one."""
    counts = Counter(one.assurance for one in said if not isinstance(one, PublishedDecision))
    if not set(counts) - {None}:
        return ""
    known = [*names.library.assurance_ids, None]
    return "; ".join(f"{names.assurance(level)} {counts[level]}" for level in known if counts[level])


def _named(rules: Collection[RuleKey], run: Decisions, names: Names) -> tuple[str, str]:
    """The rules by code, those of other rulesets counted, and how many there are in all."""
    ruleset = run.program.ruleset.id
    own = [rule for rule in rules if rule.ruleset == ruleset]
    others = Counter(rule.ruleset for rule in rules if rule.ruleset != ruleset)
    named = [names.grouped(own, ruleset, run.program.as_of, MOST_RULES)] if own else []
    named += (_so_many_of(id, count, names) for id, count in others.items())
    return "; ".join(named), counted(len(rules), overview_words.RULE, names.language)


def _so_many_of(ruleset: str, count: int, names: Names) -> str:
    return f"“{names.title(ruleset)}”: {counted(count, overview_words.RULE, names.language)}"
