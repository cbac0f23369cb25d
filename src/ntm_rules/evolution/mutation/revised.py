"""The program of a ruleset that was made from another by changing a few of its rules."""

from attrs import evolve

from ...engine.fingerprint import rule_hash
from ...engine.program import Program, ProgramRule
from ...model.ruleset import Criterion, Rule, Ruleset


def revised(program: Program, ruleset: Ruleset) -> Program:
    """The program of `ruleset`, whose rules are those of the program's own: some changed or left out, none of them new.

    Only the rules that are not the same objects are made again, and nothing is checked: none may ask for what none asked for
    before. With `compile` it would take much longer, and come to the same.
    """
    rules = []
    for rule in ruleset.rules():
        known = program.by_code[rule.code]
        rules.append(known if known.rule is rule else _made(rule, known, ruleset, program))
    references: dict[str, Program] = {**program.references}
    made = evolve(program, ruleset=ruleset, rules=tuple(rules), references=references)
    references[ruleset.id] = made
    return made


def _made(rule: Rule, known: ProgramRule, ruleset: Ruleset, program: Program) -> ProgramRule:
    children = tuple(each.code for each in rule.indicators) if isinstance(rule, Criterion) else ()
    return ProgramRule(known.key, rule, rule.condition, children, rule_hash(rule, ruleset, program.measures))
