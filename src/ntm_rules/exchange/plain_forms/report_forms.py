"""The plain forms of reports, key by key: what a schema says of them, and what one that is read back is held against."""

import typing
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, NotRequired, TypedDict, get_args, get_origin, get_type_hints, is_typeddict

from ...engine.remedies import StepKind
from ...evolution.cases.run import Mismatch
from ...evolution.comparison.diff import ChangeKind, Setting
from ...evolution.impact.effect import Effect, RuleLevel
from ...model.decision import ReasonKind
from ...model.outcome import Outcome
from ...model.text import shortened

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
    ruleset: str
    version: str
    instrument: str


class ComparedVersionForm(VersionForm):
    until: str | None
    instruments: list[str]
    title: TextForm


class SourceForm(TypedDict):
    status: str
    cite: NotRequired[str]
    url: NotRequired[str]
    confidence: NotRequired[str]
    article: NotRequired[str]
    page: NotRequired[str]
    source: NotRequired[str]


class RuleForm(TypedDict):
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
    quantity: dict[str, Any]
    state: dict[str, Any]


class RegionForm(TypedDict):
    before: Outcome
    after: Outcome
    where: list[HeldForm]
    example: list[ExampleForm]


class ChangeForm(TypedDict):
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
    setting: Setting
    before: Any
    after: Any


class DiffForm(TypedDict):
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
    higher: RuleForm
    lower: RuleForm | None
    regions: list[RegionForm]
    regions_not_shown: list[RegionForm]
    regions_untried: list[RegionForm]
    unlisted: bool
    example: str | None


class UndecidedForm(TypedDict):
    code: str
    why: TextForm


class AssumptionForm(TypedDict):
    lower: str
    higher: str


class ConformityForm(TypedDict):
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


Shown = str | list[str] | None
"""A figure or a word as text, several where one of them is asked for."""


class ClauseForm(TypedDict, total=False):
    measure: str | None
    observed: Shown
    operator_before: str | None
    required_before: Shown
    operator_after: str | None
    required_after: Shown
    gap: Shown


class GroundForm(ClauseForm):
    unit: str
    rule: str


class StepForm(TypedDict):
    unit: str
    rule: str
    kind: StepKind
    measure: str | None


class ImpactRowForm(ClauseForm):
    unit: str
    rule: str
    level: RuleLevel
    before: Outcome | None
    after: Outcome | None
    effect: Effect
    spare: Shown
    grounds: NotRequired[list[GroundForm]]
    missing: NotRequired[list[StepForm]]


class UnitLevelForm(TypedDict):
    unit: str
    before: list[str] | None
    after: list[str] | None


class ImpactForm(TypedDict):
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
    file: str
    line: int
    column: int


class ExpectedForm(TypedDict):
    outcome: Outcome | None
    gap: NotRequired[str]
    reason: NotRequired[ReasonKind]


class CameForm(TypedDict):
    outcome: Outcome
    gap: str | None
    reasons: list[ReasonKind]


class ExpectationForm(TypedDict):
    rule: str
    version: str
    place: PlaceForm | None
    passed: bool
    differences: list[Mismatch]
    expected: ExpectedForm
    came: CameForm


class MistakeForm(TypedDict):
    code: str
    message: TextForm
    place: PlaceForm | None


class CaseResultForm(TypedDict):
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


def misfits(plain: object, hint: Any, at: str) -> Iterator[str]:
    """The complaints about plain data that are not of a form, each with its place; keys beyond it are `unknown_keys`.

    >>> list(misfits({"vi": 3}, TextForm, "title"))
    ['3 is not of the type str @ title.vi']
    """
    origin, inside = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        if not isinstance(plain, dict):
            yield f"{shortened(plain)} is not a mapping @ {at}"
            return
        for name in sorted(hint.__required_keys__ - plain.keys()):
            yield f"required field missing @ {at}.{name}"
        for name, own in _fields(hint).items():
            if name in plain:
                yield from misfits(plain[name], own, f"{at}.{name}")
    elif origin in (typing.Union, UnionType):
        tried = [list(misfits(plain, one, at)) for one in inside if one is not NoneType]
        if not (plain is None and NoneType in inside) and all(tried):
            yield from min(tried, key=len)
    elif origin is list:
        if not isinstance(plain, list):
            yield f"{shortened(plain)} is not a list @ {at}"
            return
        for number, one in enumerate(plain):
            yield from misfits(one, inside[0], f"{at}[{number}]")
    elif (isinstance(hint, type) and issubclass(hint, Enum)) or origin is Literal:
        words = inside if origin is Literal else tuple(member.value for member in hint)
        if plain not in words:
            yield f"{shortened(plain)} is none of {', '.join(map(str, words))} @ {at}"
    elif hint is not Any and type(plain) is not (origin or hint):
        yield f"{shortened(plain)} is not of the type {getattr(origin or hint, '__name__', hint)} @ {at}"


def unknown_keys(plain: object, hint: Any, at: str) -> Iterator[str]:
    """The keys of plain data that a form does not have, each with its place."""
    if is_typeddict(hint) and isinstance(plain, dict):
        fields = _fields(hint)
        for name, held in plain.items():
            if name in fields:
                yield from unknown_keys(held, fields[name], f"{at}.{name}")
            else:
                yield f"{at}.{name}"
    elif isinstance(plain, list) and get_origin(hint) is list:
        for number, one in enumerate(plain):
            yield from unknown_keys(one, get_args(hint)[0], f"{at}[{number}]")
    elif get_origin(hint) in (typing.Union, UnionType):
        for own in get_args(hint):
            if is_typeddict(own) or get_origin(own) is list:
                yield from unknown_keys(plain, own, at)


@cache
def _fields(form: Any) -> dict[str, Any]:
    return get_type_hints(form)
