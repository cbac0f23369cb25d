"""Why rules are not attained, for whole populations: of each rule the comparison that decides, row by row."""

from ...model.decision import ReasonKind
from ...model.key import RuleKey
from ...program.program import Program, ProgramRule
from ..generate import UNDETERMINED
from .judge import attestation, attested_code, judge, rule, variants
from .outcomes import codes
from .parts import Part, parts
from .space import Expr
from .table import Table

FIGURES = ("observed", "required", "gap")
WORDS = ("why", "measure", "operator", "observed_word", "required_word")


def reason(table: Table, key: RuleKey) -> dict[str, Expr | None]:
    """Of the first comparison that came to what the rule came to, the words and figures by name; None where there are none."""
    space = table.space
    found = [(rows, _deciding(table, key, program)) for rows, program in variants(table, key)]
    if len(found) == 1 and found[0][0] is None:
        return found[0][1]
    chosen: dict[str, Expr | None] = {}
    for name in (*FIGURES, *WORDS):
        cases = [(rows, columns[name]) for rows, columns in found if columns[name] is not None]
        chosen[name] = space.choose(cases, nothing_of(name, table)) if cases else None
    return chosen


def _deciding(table: Table, key: RuleKey, program: Program) -> dict[str, Expr | None]:
    own = program.by_code[key.code]
    code = codes(rule(table, key), table.space)
    cases = [*_attested(table, key, program), *_applies(table, own, program)]
    held = parts(own.condition, table, program) if own.condition is not None else []
    cases += [(_stands(part, code, table), part) for part in held]
    if not cases:
        unknown = table.space.literal(ReasonKind.UNKNOWN_CONTENT.value)
        return dict.fromkeys((*FIGURES, *WORDS)) | {"why": unknown}
    return {name: _chosen(name, cases, table) for name in (*FIGURES, *WORDS)}


def _stands(part: Part, code: Expr, table: Table) -> Expr:
    return codes(part.outcomes, table.space) == code


def _applies(table: Table, own: ProgramRule, program: Program) -> list[tuple[Expr, Part]]:
    """The comparisons of `applies_when`, where it is not known whether the rule applies."""
    if own.rule.applies_when is None:
        return []
    applies = codes(judge(own.rule.applies_when, table, program), table.space)
    open_ = (applies == UNDETERMINED) & (codes(rule(table, own.key), table.space) == UNDETERMINED)
    return [(open_ & _stands(part, applies, table), part) for part in parts(own.rule.applies_when, table, program)]


def _attested(table: Table, key: RuleKey, program: Program) -> list[tuple[Expr, Part]]:
    """What is attested, where that decides or leaves open what is not measured."""
    name = attestation(key, table)
    said = attested_code(key, table, program)
    if name is None or said is None:
        return []
    space = table.space
    word = table.text(name)
    if word is None:
        truth = space.column(name)
        word = space.choose(
            [(truth, space.literal("met")), (~truth, space.literal("not_met"))], space.nothing(space.words.String)
        )
    measured = codes(table.measured[key, program.as_of], space)
    why = space.choose(
        [
            (said != UNDETERMINED, space.literal(ReasonKind.ATTESTED.value)),
            (word == "basically_met", space.literal(ReasonKind.BASICALLY_MET.value)),
        ],
        space.literal(ReasonKind.ABSENT.value),
    )
    part = Part(table.rules[key.ruleset, key.code], why, observed_word=word)
    return [((measured == UNDETERMINED) & ~word.is_null() & (word != "not_reported"), part)]


def _chosen(name: str, cases: list[tuple[Expr, Part]], table: Table) -> Expr | None:
    values = [(condition, _value(name, part, table)) for condition, part in cases]
    if all(value is None for _, value in values):
        return None
    nothing = nothing_of(name, table)
    if len(values) == 1 and values[0][1] is not None and name != "why":
        # The only comparison there is says of itself where it has no figure.
        return values[0][1]
    return table.space.choose(
        [(condition, nothing if value is None else value) for condition, value in values], nothing
    )


def _value(name: str, part: Part, table: Table) -> Expr | None:
    space = table.space
    match name:
        case "measure":
            return space.literal(part.measure) if isinstance(part.measure, str) else part.measure
        case "operator":
            return None if part.operator is None else space.literal(part.operator.value)
    found: Expr | None = getattr(part, name)
    return found


def nothing_of(name: str, table: Table) -> Expr:
    """A null for a column of reasons."""
    words = table.space.words
    return table.space.nothing(words.Float64 if name in FIGURES else words.String)
