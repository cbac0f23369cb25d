"""Properties of rule files: every input point is decided, and one ruleset never asks for less than another."""

from datetime import date

from ...engine.decisions import evaluate
from ...model.key import REVOCATION, RuleKey
from ...model.library import Library
from ...model.outcome import Outcome
from ...model.ruleset import Ruleset
from ...program.compiling import compile
from ..basis.input_point import UNIT, InputPoint, points_of
from ..basis.scope import AS_OF

MOST = 500
"""Maximum number of input points tried for each rule."""


def is_total(ruleset: Ruleset, library: Library, *, as_of: date = AS_OF, most: int = MOST) -> None:
    """Assert that every rule decides at every input point without an exception, and as specified.

    The points are those of `points_of`: values on and around thresholds, none at all, attributes, units above and below. Of
    each rule all are tried, or `most` of them.

    >>> from ntm_rules.language.library import load_library
    >>> library = load_library()
    >>> is_total(library.ruleset("vn/civilised-township", AS_OF), library, most=50)
    """
    program = compile(ruleset, as_of, library)
    for rule in program.rules:
        code = rule.key.code
        for point in points_of([program], code, most):
            where = f"{ruleset.id}#{code} at {point}"
            try:
                specified = point.decide(program, code).outcome
                generated = evaluate(program, point.units, point.facts).outcome(UNIT, code)
            except Exception as error:
                raise AssertionError(f"{where}: {error!r}") from error
            assert isinstance(specified, Outcome), f"{where}: {specified!r} is no outcome"
            assert generated is specified, f"{where}: evaluate says {generated}, the specification {specified}"


def never_easier(lower: Ruleset, higher: Ruleset, library: Library, *, as_of: date = AS_OF, most: int = MOST) -> None:
    """Assert that no input point passes a rule of the lower authority and fails the rule of the same code of the
    higher one.

    At no point does a rule of `lower` come to attained or not applicable where that of `higher` is not attained; a revocation
    must be the other way round: what `higher` revokes, `lower` revokes. Of each rule all points are tried, or `most` of them;
    `ntm-rules conform` decides each rule by itself for all points, and says which rules are left out.

    >>> from ntm_rules.language.library import load_library
    >>> library = load_library()
    >>> commune = library.ruleset("vn/commune-ntm", AS_OF)
    >>> never_easier(library.ruleset("lai-chau/commune-ntm", AS_OF), commune, library, most=20)
    """
    own, superior = compile(lower, as_of, library), compile(higher, as_of, library)
    for rule in superior.rules:
        code = rule.key.code
        if code not in own.by_code:
            continue
        for point in points_of([own, superior], code, most):
            own_outcome, superior_outcome = point.decide(own, code).outcome, point.decide(superior, code).outcome
            if code == REVOCATION:
                easier = superior_outcome is Outcome.ATTAINED and own_outcome in (
                    Outcome.NOT_ATTAINED,
                    Outcome.NOT_APPLICABLE,
                )
            else:
                easier = superior_outcome is Outcome.NOT_ATTAINED and own_outcome in (
                    Outcome.ATTAINED,
                    Outcome.NOT_APPLICABLE,
                )
            assert not easier, _easier(lower, higher, code, point, own_outcome, superior_outcome)


def _easier(lower: Ruleset, higher: Ruleset, code: str, point: InputPoint, own: Outcome, superior: Outcome) -> str:
    return f"{RuleKey(lower.id, code)} is {own.value} where {RuleKey(higher.id, code)} is {superior.value}: {point}"
