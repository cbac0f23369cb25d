"""Program of a ruleset that differs from a compiled one in a few rules."""

from attrs import evolve

from ...model.ruleset import Criterion, Rule, Ruleset
from ...program.compiling import scope_of
from ...program.content_hash import rule_hash
from ...program.lowering import Scope, lower_rule
from ...program.program import Program, ProgramRule


def revised(program: Program, ruleset: Ruleset) -> Program:
    """Program of `ruleset`, which has the rules of the program's own, some of them changed or left out and none new.

    Only the rules that are not the same objects are made again, and nothing is checked: none may ask for what none asked for
    before. With `compile` it would take much longer, and come to the same.
    """
    scope, rules = scope_of(ruleset, program), []
    for rule in ruleset.rules():
        known = program.by_code[rule.code]
        own = known if known.rule is rule else _made(rule, known, scope)
        # The terms of a rule that counts criteria name them, so they change with those that are left out.
        rules.append(evolve(own, truth=lower_rule(rule, scope)))
    references: dict[str, Program] = {**program.references}
    made = evolve(program, ruleset=ruleset, rules=tuple(rules), references=references)
    references[ruleset.id] = made
    return made


def _made(rule: Rule, known: ProgramRule, scope: Scope) -> ProgramRule:
    children = tuple(each.code for each in rule.indicators) if isinstance(rule, Criterion) else ()
    hash = rule_hash(rule, scope.ruleset, scope.library.measures)
    return evolve(known, rule=rule, condition=rule.condition, children=children, hash=hash)
