"""Program of a ruleset that differs from a compiled one in a few rules."""

from attrs import evolve

from ...model.ruleset import Ruleset
from ...program.compiling import program_rule, scope_of
from ...program.lowering import lower_rule
from ...program.program import Program


def revised(program: Program, ruleset: Ruleset) -> Program:
    """Program of `ruleset`, which has the rules of the program's own, some of them changed or left out and none new.

    Only the rules that are not the same objects are made again, and nothing is checked: none may ask for what none asked for
    before. With `compile` it would take much longer, and come to the same.
    """
    scope, rules = scope_of(ruleset, program), []
    for rule in ruleset.rules():
        known = program.by_code[rule.code]
        # The terms of a rule that counts criteria name them, so they change with those that are left out.
        if known.rule is rule:
            rules.append(evolve(known, truth=lower_rule(rule, scope)))
        else:
            rules.append(program_rule(rule, scope))
    references: dict[str, Program] = {**program.references}
    made = evolve(program, ruleset=ruleset, rules=tuple(rules), references=references)
    references[ruleset.id] = made
    return made
