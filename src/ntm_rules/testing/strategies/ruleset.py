"""Strategies for whole rulesets."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import TypeVar

from attrs import evolve, frozen
from hypothesis import strategies as st

from ...language.contents.traversal import thresholds, within
from ...model import condition as form
from ...model import threshold as limit
from ...model.key import CONCLUSIONS, LEVEL
from ...model.library import Library
from ...model.outcome import Outcome
from ...model.ruleset import (
    Conclusion,
    Content,
    Criterion,
    Indicator,
    Instrument,
    Provenance,
    ProvenanceStatus,
    Rule,
    Ruleset,
    SourceKind,
    Status,
    awards,
    most_of,
)
from ...model.text import Text
from ...model.threshold import (
    Award,
    Band,
    BandedPoints,
    FixedPoints,
    PointsAlongLine,
    ReportedPoints,
    UnknownPoints,
)
from ..basis.boundary import usual_thresholds
from ..basis.choosing import chance, optional, pick, several
from ..basis.scope import AS_OF, RuleScope
from .catalogue import draw_validity, libraries
from .condition import draw_condition

_BEGINNINGS = (date(2022, 4, 15), date(2023, 1, 1), date(2022, 4, 15), date(2023, 4, 1))
_PLAN = Provenance(ProvenanceStatus.PLAN, cite="Kế hoạch 2024, II.12")
_READ = Provenance(ProvenanceStatus.READ, cite="Phụ lục I", url="https://example.org/quyet-dinh")
_TEXT = Provenance(ProvenanceStatus.TEXT, article="Điều 4", page="12")
_OFFICIAL = Provenance(ProvenanceStatus.READ, url="https://example.org/van-ban", source=SourceKind.OFFICIAL)
_RECALLED = Provenance(ProvenanceStatus.RECALLED, confidence="medium")
_NOT_KNOWN = Provenance(ProvenanceStatus.UNKNOWN, note=Text("Chưa có văn bản", "The text is not at hand"))
_CONCLUSION_NAMES = (
    Text("Công nhận", "Recognition"),
    Text("Duy trì", "Maintenance"),
    Text("Thu hồi", "Revocation"),
)
_STATUSES = (
    Status("basically_attained", Text("Cơ bản đạt chuẩn", "Basically qualifies")),
    Status("conditionally", Text("Đạt có điều kiện", "Qualifies with conditions"), Outcome.ATTAINED),
)
_TITLE = Text("Bộ tiêu chí thử", "Criteria for tests")


@frozen
class Body:
    """Content of a rule before it has a code."""

    condition: form.Condition
    applies_when: form.Condition | None
    provenance: Provenance


def has_gap(condition: form.Condition) -> bool:
    """True when a content or a threshold in a condition is not known.

    >>> has_gap(form.NoneOf((form.Unknown(),))), has_gap(form.Required("safe_water"))
    (True, False)
    """
    return any(
        isinstance(part, form.Unknown)
        or any(isinstance(threshold, limit.UnknownThreshold) for threshold in thresholds(part))
        for part in within(condition)
    )


def _provenance(draw: st.DrawFn, condition: form.Condition) -> Provenance:
    # `unknown` is the status of a rule with a gap, `recalled` of one without.
    return pick(draw, (_PLAN, _NOT_KNOWN, _READ) if has_gap(condition) else (_PLAN, _READ, _TEXT, _OFFICIAL, _RECALLED))


_POINTS = (Decimal(0), Decimal(5), Decimal(3), Decimal("2.5"), Decimal(10))
_LEVELS = ("four_stars", "three_stars")
RuleOf = TypeVar("RuleOf", bound=Rule)


def with_fitting_provenance(rule: RuleOf) -> RuleOf:
    """The rule with a provenance that its changed content can have.

    >>> rule = Indicator("1.1", Text("Đường"), form.Unknown(), _RECALLED)
    >>> with_fitting_provenance(rule).provenance.status
    <ProvenanceStatus.UNKNOWN: 'unknown'>
    """
    gap = rule.condition is not None and has_gap(rule.condition)
    has_content = rule.condition is not None or (not isinstance(rule, Conclusion) and rule.points is not None)
    if rule.provenance.status is ProvenanceStatus.RECALLED and gap:
        return evolve(rule, provenance=_NOT_KNOWN)
    if rule.provenance.status is ProvenanceStatus.UNKNOWN and has_content and not gap:
        return evolve(rule, provenance=_PLAN)
    return rule


def other_provenances(rule: Rule) -> tuple[Provenance, ...]:
    """Provenances, other than its own, that a rule's content can have.

    >>> rule = Indicator("1.1", Text("Đường"), form.Unknown(), _PLAN)
    >>> [provenance.status.value for provenance in other_provenances(rule)]
    ['read', 'unknown']
    """
    gap = rule.condition is not None and has_gap(rule.condition)
    known = (_PLAN, _READ, _NOT_KNOWN if gap else _RECALLED)
    return tuple(provenance for provenance in known if provenance != rule.provenance)


def draw_body(draw: st.DrawFn, scope: RuleScope, depth: int, condition: form.Condition | None = None) -> Body:
    """Content of a rule, with a provenance that fits it."""
    condition = condition or draw_condition(draw, scope, depth)
    applies_when = optional(draw, 2, lambda: draw_condition(draw, scope, 1))
    return Body(condition, applies_when, _provenance(draw, condition))


def draw_criterion(draw: st.DrawFn, scope: RuleScope) -> Criterion:
    """Criterion whose code is still empty."""
    name = Text("Tiêu chí", "Criterion")
    if not chance(draw, 7):
        own, valid_for = draw_body(draw, scope, 2), draw_validity(draw)
        return Criterion("", name, own.provenance, (), own.condition, own.applies_when, valid_for=valid_for)
    bodies = enumerate(several(draw, lambda: draw_body(draw, scope, 3), 1, 3, 4), 1)
    indicators = tuple(_scored(draw, scope, _indicator(draw, scope, str(number), body)) for number, body in bodies)
    applies_when = optional(draw, 1, lambda: draw_condition(draw, scope, 0))
    return Criterion("", name, pick(draw, (_PLAN, _READ, _RECALLED)), indicators, None, applies_when)


def _indicator(draw: st.DrawFn, scope: RuleScope, code: str, body: Body) -> Indicator:
    """Indicator with a condition of its own, or now and then with a content or two below it."""
    name = Text("Chỉ tiêu", "Indicator")
    indicator = Indicator(code, name, body.condition, body.provenance, body.applies_when, valid_for=draw_validity(draw))
    return optional(draw, 1, lambda: _with_contents(draw, scope, indicator)) or indicator


def _with_contents(draw: st.DrawFn, scope: RuleScope, indicator: Indicator) -> Indicator:
    known = pick(draw, (_PLAN, _READ, _RECALLED))
    return evolve(
        indicator,
        condition=None,
        provenance=known,
        contents=tuple(
            Content(letter, Text("Nội dung", "Content"), body.condition, body.provenance, body.applies_when)
            for letter, body in zip("abc", several(draw, lambda: draw_body(draw, scope, 1), 1, 2, 2), strict=False)
        ),
    )


def _scored(draw: st.DrawFn, scope: RuleScope, rule: Indicator) -> Indicator:
    """The rule, or one that gives points as well, or gives points and has no condition."""
    return rule if rule.contents else optional(draw, 3, lambda: _with_points(draw, scope, rule)) or rule


def _with_points(draw: st.DrawFn, scope: RuleScope, rule: Indicator) -> Indicator:
    award = draw_award(draw, scope)
    is_alone = not isinstance(award, FixedPoints) and chance(draw, 5)
    maximum = pick(draw, (None, Decimal(20)))
    scored = evolve(rule, points=award, maximum=maximum)
    return with_fitting_provenance(evolve(scored, condition=None)) if is_alone else scored


def draw_award(draw: st.DrawFn, scope: RuleScope) -> Award:
    """Points of every form, of the measures that the scope has."""
    if not scope.numbers or chance(draw, 3):
        return UnknownPoints() if chance(draw, 2) else FixedPoints(pick(draw, (Decimal(5), Decimal("2.5"))))
    measure = pick(draw, scope.numbers)
    edges = [usual_threshold for usual_threshold in usual_thresholds(measure) if isinstance(usual_threshold, Decimal)][
        :3
    ]
    low, high = min(edges), max(edges)
    match pick(draw, ("bands", "line", "reported", "bands")):
        case "reported":
            return ReportedPoints(measure.id)
        case "line" if low < high:
            below = pick(draw, (None, Decimal(0)))
            return PointsAlongLine(measure.id, ((low, Decimal(2)), (high, Decimal(8))), below)
    operators = (form.Operator.AT_LEAST, form.Operator.LESS_THAN, form.Operator.AT_MOST, form.Operator.MORE_THAN)
    bands = tuple(Band(pick(draw, operators), edge, pick(draw, _POINTS)) for edge in edges)
    return BandedPoints(measure.id, bands, pick(draw, _POINTS))


def draw_score(draw: st.DrawFn, criteria: tuple[Criterion, ...]) -> form.Condition | None:
    """A bound on points, where criteria give any."""
    giving = [criterion for criterion in criteria if awards(criterion)]
    if not giving or not chance(draw, 6):
        return None
    shares = [form.Basis.SHARE] if all(most_of(criterion) is not None for criterion in giving) else []
    basis = pick(draw, (form.Basis.COUNT, *shares))
    figure = pick(draw, _POINTS if basis is form.Basis.COUNT else (Decimal(50), Decimal(80), Decimal(100)))
    operator = pick(draw, tuple(form.Operator))
    state = pick(draw, tuple(form.Scored))
    of = tuple(criterion.code for criterion in giving[:2]) if state is form.Scored.LISTED else ()
    return form.Score(state, basis, operator, limit.Fixed(figure), of)


def numbered(criterion: Criterion, code: str) -> Criterion:
    """The criterion and its indicators with their codes.

    >>> numbered(Criterion("", Text("Giao thông"), _PLAN), "2").code
    '2'
    """
    return evolve(
        criterion,
        code=code,
        indicators=tuple(
            evolve(
                below,
                code=f"{code}.{below.code}",
                contents=tuple(
                    evolve(content, code=f"{code}.{below.code}{content.code}") for content in below.contents
                ),
            )
            for below in criterion.indicators
        ),
    )


def draw_ruleset(draw: st.DrawFn, library: Library, id: str, applies_to: tuple[str, ...], as_of: date) -> Ruleset:
    """A ruleset that speaks only of what the library names: see `rulesets`."""
    within = RuleScope(library, applies_to[0], as_of=as_of, beside=applies_to[1:])
    criteria = tuple(
        numbered(criterion, str(number))
        for number, criterion in enumerate(several(draw, lambda: draw_criterion(draw, within), 1, 3, 5), 1)
    )
    scope = evolve(within, criteria=tuple(criterion.code for criterion in criteria))

    def conclusion(code: str, name: Text, condition: form.Condition | None = None) -> Conclusion:
        body = draw_body(draw, scope, 2, condition or draw_score(draw, criteria))
        return Conclusion(code, name, body.condition, body.provenance, body.applies_when)

    first, *others = zip(CONCLUSIONS, _CONCLUSION_NAMES, strict=True)
    recognition = optional(draw, 7, lambda: draw_score(draw, criteria) or draw_condition(draw, scope, 2))
    conclusions = [conclusion(*first, recognition or form.OwnCriteria(form.CriteriaState.ALL))]
    offered = [(named, 3) for named in others]
    offered += [((LEVEL + level, Text("Mức", "Level")), tenths) for level, tenths in zip(_LEVELS, (6, 4), strict=True)]
    for named, tenths in offered:
        further = optional(draw, tenths, partial(conclusion, *named))
        conclusions += [further] if further else []
    return Ruleset(
        id,
        pick(draw, (*(day for day in _BEGINNINGS if day <= as_of), as_of)),
        _TITLE,
        applies_to,
        Instrument("01/2022/QĐ-TTg", "Thủ tướng Chính phủ", date(2022, 2, 18)),
        criteria,
        tuple(conclusions),
        pick(draw, (None, None, as_of, as_of + timedelta(days=365))),
        pick(draw, (None, True, False)),
        statuses=_STATUSES,
    )


@st.composite
def rulesets(
    draw: st.DrawFn,
    library: Library | None = None,
    *,
    id: str = "vn/commune-ntm",
    applies_to: str | tuple[str, ...] = "commune",
    as_of: date = AS_OF,
) -> Ruleset:
    """A ruleset for units of a kind, or of several of one height, in force on `as_of`: one to three criteria, recognition,
    sometimes other conclusions.

    Its rules speak only of what `library` names (a generated one if None): its measures and attributes, and its rulesets
    for the same kind and for kinds below, so that rulesets added one after another never refer to one another in a circle.
    Provenance fits the content: what is not known is `unknown`, `plan` or `read`.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(rulesets(applies_to="district", id="vn/district-ntm"))
    ... def can_be_recognised(ruleset):
    ...     assert ruleset.applies_to == ("district",) and ruleset.rule("recognition")
    >>> can_be_recognised()
    """
    kinds = (applies_to,) if isinstance(applies_to, str) else applies_to
    return draw_ruleset(draw, draw(libraries()) if library is None else library, id, kinds, as_of)
