"""The plain forms of reports, key by key: what a schema says of them, and what one that is read back is held against."""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

from ...engine.remedies import StepKind
from ...evolution.cases.run import Mismatch
from ...evolution.comparison.diff import ChangeKind, Setting
from ...evolution.impact.impact import Effect, RuleLevel
from ...model.decision import ReasonKind
from ...model.outcome import Outcome
from ..output.converter import SeveralTexts

RuleSort = Literal["conclusion", "criterion", "indicator"]


class TextForm(TypedDict):
    """A text in Vietnamese, and in English where there is one."""

    vi: str
    en: NotRequired[str]


class YearsForm(TypedDict):
    """The first and the last year; null where there is no end."""

    first: int | None
    last: int | None


class VersionForm(TypedDict):
    """A version of a ruleset, by its day and the number of its instrument."""

    ruleset: str
    version: str
    instrument: str


class ComparedVersionForm(VersionForm):
    """A version that is compared: how long it is in force, and the instruments it is made of."""

    until: str | None
    instruments: list[str]
    title: TextForm


class SourceForm(TypedDict):
    """The provenance of a rule: how it is known, and where it stands."""

    status: str
    cite: NotRequired[str]
    url: NotRequired[str]
    confidence: NotRequired[str]
    article: NotRequired[str]
    page: NotRequired[str]
    source: NotRequired[str]


class RuleForm(TypedDict):
    """A rule of one text."""

    code: str
    kind: RuleSort
    name: TextForm
    provenance: SourceForm
    commitment: NotRequired[str]
    responsible: NotRequired[list[TextForm]]


class HeldForm(TypedDict):
    """A quantity and the states of it that belong to a region."""

    quantity: dict[str, Any]
    states: list[dict[str, Any]]


class ExampleForm(TypedDict):
    """One quantity of an example, and the state that it is in there."""

    quantity: dict[str, Any]
    state: dict[str, Any]


class RegionForm(TypedDict):
    """A region of figures in which the outcome by one text becomes another by the other, with an example from it."""

    before: Outcome
    after: Outcome
    where: list[HeldForm]
    example: list[ExampleForm]


class ChangeForm(TypedDict):
    """A rule that differs between two texts; null is a rule that one of them has not."""

    code: str
    changes: list[ChangeKind]
    before: RuleForm | None
    after: RuleForm | None
    decides_differently: bool
    combinations: int | None
    regions: list[RegionForm]
    regions_not_shown: list[RegionForm]
    regions_untried: list[RegionForm]
    unlisted: bool
    above: list[str]
    problem: NotRequired[TextForm]


class SettingForm(TypedDict):
    """A setting of a ruleset as a whole that differs."""

    setting: Setting
    before: Any
    after: Any


class DiffForm(TypedDict):
    """A difference between two versions of a ruleset (`ruleset_diff`)."""

    form: str
    before: ComparedVersionForm
    after: ComparedVersionForm
    years: YearsForm
    same_everywhere: bool
    same_by_figures: bool
    differing_references: list[str]
    same_rules: int
    settings: list[SettingForm]
    measures: list[str]
    changes: list[ChangeForm]


class ShortfallForm(TypedDict):
    """A rule by which the lower text asks for less, or may."""

    higher: RuleForm
    lower: RuleForm | None
    regions: list[RegionForm]
    regions_not_shown: list[RegionForm]
    regions_untried: list[RegionForm]
    unlisted: bool
    example: str | None


class UndecidedForm(TypedDict):
    """A rule that could not be compared, and the reason."""

    code: str
    why: TextForm


class AssumptionForm(TypedDict):
    """Two rules that are taken to ask for the same."""

    lower: str
    higher: str


class ConformityForm(TypedDict):
    """Conformity of a lower text with a higher one (`conformity`)."""

    form: str
    higher: VersionForm
    lower: VersionForm
    years: YearsForm
    conforms: bool
    proved: bool
    compared: int
    basically_met: bool
    shortfalls: list[ShortfallForm]
    not_shown: list[ShortfallForm]
    added: list[str]
    unknown: list[str]
    undecided: list[UndecidedForm]
    assumptions: list[AssumptionForm]


class ClauseForm(TypedDict, total=False):
    """The figure observed and what either text requires of it."""

    measure: str | None
    observed: SeveralTexts
    operator_before: str | None
    required_before: SeveralTexts
    operator_after: str | None
    required_after: SeveralTexts
    gap: SeveralTexts


class GroundForm(ClauseForm):
    """A clause of a rule below, which a change comes from."""

    unit: str
    rule: str


class StepForm(TypedDict):
    """A figure or an attestation that would settle a rule."""

    unit: str
    rule: str
    kind: StepKind
    measure: str | None


class ImpactRowForm(ClauseForm):
    """A rule for a unit, by both texts."""

    unit: str
    rule: str
    level: RuleLevel
    before: Outcome | None
    after: Outcome | None
    effect: Effect
    spare: SeveralTexts
    grounds: NotRequired[list[GroundForm]]
    missing: NotRequired[list[StepForm]]


class UnitLevelForm(TypedDict):
    """The levels of a unit by both texts; null where it comes to none."""

    unit: str
    before: list[str] | None
    after: list[str] | None


class ImpactForm(TypedDict):
    """Impact of another text on units (`impact`)."""

    form: str
    ruleset: str
    before: VersionForm
    after: VersionForm
    as_of: str
    assessed: NotRequired[int]
    units: list[str]
    changed: list[ImpactRowForm]
    levels: NotRequired[list[UnitLevelForm]]
    nearest: list[ImpactRowForm]
    recalled: list[str]


class PlaceForm(TypedDict):
    """A place in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int


class ExpectedForm(TypedDict):
    """An expectation of a case."""

    outcome: Outcome | None
    gap: NotRequired[str]
    reason: NotRequired[ReasonKind]


class CameForm(TypedDict):
    """The outcome that a rule of a case came to."""

    outcome: Outcome
    gap: str | None
    reasons: list[ReasonKind]


class ExpectationForm(TypedDict):
    """An expectation of a case beside what it came to."""

    rule: str
    version: str
    place: PlaceForm | None
    passed: bool
    differences: list[Mismatch]
    expected: ExpectedForm
    came: CameForm


class MistakeForm(TypedDict):
    """A diagnostic: its code, text and place."""

    code: str
    message: TextForm
    place: PlaceForm | None


class CaseResultForm(TypedDict):
    """Result of a case (`case_result`)."""

    form: str
    name: TextForm
    ruleset: str
    as_of: str
    place: PlaceForm | None
    passed: bool
    expectations: list[ExpectationForm]
    diagnostics: NotRequired[list[MistakeForm]]


REPORT_FORMS: Mapping[str, type] = {
    "ruleset_diff": DiffForm,
    "conformity": ConformityForm,
    "impact": ImpactForm,
    "case_result": CaseResultForm,
}
"""The form of each kind of report."""
