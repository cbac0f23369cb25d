"""Steps: what has to be supplied or to change for a decision."""

from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import frozen

from ...model.fact import Finding
from ...model.key import RuleKey


class StepKind(Enum):
    """The kind of action that a step asks for.

    >>> [kind.value for kind in StepKind]
    ['report', 'reconcile', 'change', 'attest']
    """

    REPORT = "report"  # a figure or finding that is not reported
    RECONCILE = "reconcile"  # reports that differ or are disputed
    CHANGE = "change"  # a figure, finding or fact of life that has to become another
    ATTEST = "attest"  # an authority's finding on a rule whose content or threshold is not known


@frozen
class Step:
    """One thing to supply or to change: a measure of a unit, an attribute of it, or a finding on a rule.

    `now` is the value that has to change, `becomes` the nearest that it has to come to, and `gap` by how much it has to change
    for that, counted in the smallest step of its measure. `as_of` is the day that a figure is needed of, where it is not that
    of the decision.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> [step] = ntm.evaluate(program, town, [water]).to_attain("T", "3.3")
    >>> step.kind.value, step.measure, step.gap
    ('change', 'clean_water_households', Decimal('0.1'))
    """

    kind: StepKind
    unit: str
    rule: RuleKey
    measure: str | None = None
    attribute: str | None = None
    gap: Decimal | Fraction | None = None
    now: Decimal | Fraction | Finding | str | None = None
    becomes: Decimal | Fraction | Finding | str | None = None
    as_of: date | None = None


Steps = tuple[Step, ...]
