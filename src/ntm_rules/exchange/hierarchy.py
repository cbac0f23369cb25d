"""Whether the units of a dossier hang together as its rulesets need: who is assessed, who is counted, under whom."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from ..engine.program import Program, parts_of, relatives_of, thresholds_of
from ..model.condition import MembersAttained, MembersMeasure
from ..model.key import RuleKey
from ..model.kind import KINDS
from ..model.problem import Diagnostic, Severity
from ..model.unit import Unit
from ..program.wording import hint
from .messages import diagnostic

_SHOWN = 8
_LEVELS = (
    ("village", "residential_group"),
    ("commune", "township", "ward", "special_zone"),
    ("district", "urban_district", "town", "city"),
    ("province",),
    ("country",),
)
_LEVEL = {kind: level for level, kinds in enumerate(_LEVELS) for kind in kinds}
assert set(_LEVEL) == set(KINDS)
_ALSO_A_PROVINCE = "city"
"""Hà Nội is a city and stands above districts; Thủ Đức is one and belongs to Hồ Chí Minh."""


@frozen
class _Counted:
    """That a rule counts units of a kind below those of another; `only` names the units meant (empty: all)."""

    rule: RuleKey
    above: str
    only: tuple[str, ...]


def hierarchy_misfits(units: Iterable[Unit], programs: Iterable[Program]) -> tuple[Diagnostic, ...]:
    """What is wrong with units for the programs that assess them.

    Units of a kind that no program applies to, counts or asks about are a warning (NTM622), one for each kind, but for units
    that others belong to. A unit of a kind that a rule counts must have a parent (NTM623), of a kind that stands above its
    own (NTM689).
    """
    listed, known = tuple(units), tuple(each for top in programs for each in top.programs())
    counted = _counted(known)
    used = used_kinds(known)
    days = {program.as_of for program in known}
    existing = tuple(unit for unit in listed if any(unit.exists_on(day) for day in days))
    return (
        *_not_assessed(existing, used),
        *_without_parent(listed, counted, known),
        *_under_lower(listed),
    )


def used_kinds(programs: Iterable[Program]) -> frozenset[str]:
    """The kinds of units that programs, and those they ask, apply to, count, or take thresholds of."""
    kinds: set[str] = set()
    for top in programs:
        for program in top.programs():
            kinds.add(program.ruleset.applies_to)
            for rule in program.rules:
                for condition in (rule.condition, rule.rule.applies_when):
                    for part in parts_of(condition) if condition is not None else ():
                        if isinstance(part, MembersAttained | MembersMeasure):
                            kinds.add(part.kind)
                        for threshold in thresholds_of(part):
                            kinds |= {each.of for each in relatives_of(threshold) if each.of is not None}
    return frozenset(kinds)


def _counted(programs: Iterable[Program]) -> Mapping[str, list[_Counted]]:
    counted: dict[str, list[_Counted]] = {}
    for program in programs:
        for rule in program.rules:
            for condition in (rule.condition, rule.rule.applies_when):
                for part in parts_of(condition) if condition is not None else ():
                    if isinstance(part, MembersAttained | MembersMeasure):
                        found = _Counted(rule.key, program.ruleset.applies_to, part.only)
                        counted.setdefault(part.kind, []).append(found)
    return counted


def _not_assessed(units: tuple[Unit, ...], used: frozenset[str]) -> Iterator[Diagnostic]:
    above = {unit.parent for unit in units}
    of_kind: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.kind and unit.kind not in used and unit.code not in above:
            of_kind.setdefault(unit.kind, []).append(unit)
    for kind, some in of_kind.items():
        near, shown = hint(None, used), _shown(some)
        yield diagnostic(
            "NTM622", some[0].place, Severity.WARNING, advice=near, count=len(some), kind=kind, units=shown
        )


def _without_parent(
    units: tuple[Unit, ...], counted: Mapping[str, list[_Counted]], programs: Iterable[Program]
) -> Iterator[Diagnostic]:
    days = {day for program in programs for day in (program.as_of, *(past for _, past in program.past))}
    kinds = {unit.kind for unit in units}
    lacking: dict[tuple[str, RuleKey], list[Unit]] = {}
    for unit in units:
        if unit.parent is not None or not any(unit.exists_on(day) for day in days):
            continue
        for each in counted.get(unit.kind, ()):
            if each.above in kinds and (not each.only or unit.code in each.only):
                lacking.setdefault((unit.kind, each.rule), []).append(unit)
                break
    for (kind, rule), some in lacking.items():
        related = [unit.place for unit in some[1:_SHOWN] if unit.place is not None]
        codes = _shown(some, names=False)
        yield diagnostic("NTM623", some[0].place, Severity.ERROR, related, unit=codes, kind=kind, rule=rule)


def _under_lower(units: tuple[Unit, ...]) -> Iterator[Diagnostic]:
    by_code = {unit.code: unit for unit in units}
    for unit in units:
        parent = by_code.get(unit.parent) if unit.parent is not None else None
        if parent is None or unit.kind not in _LEVEL or parent.kind not in _LEVEL:
            continue
        level = _LEVEL[unit.kind]
        if _LEVEL[parent.kind] > level or (parent.kind == _ALSO_A_PROVINCE and level <= _LEVEL[_ALSO_A_PROVINCE]):
            continue
        yield diagnostic(
            "NTM689", unit.place, unit=unit.code, kind=unit.kind, parent=parent.code, parent_kind=parent.kind
        )


def _shown(units: list[Unit], *, names: bool = True) -> str:
    shown = ", ".join(f"{unit.code} ({unit.name})" if names else unit.code for unit in units[:_SHOWN])
    return shown + (", …" if len(units) > _SHOWN else "")
