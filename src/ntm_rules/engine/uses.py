"""What programs use of the units handed to them, for admission."""

from collections.abc import Iterable
from datetime import date

from ..language.contents.traversal import thresholds
from ..model.condition import AttributeIs, MembersAttained, MembersMeasure
from ..model.threshold import ByAttribute, Relative
from ..model.values.frozen_mapping import FrozenMapping
from ..program.compiling import parts_of
from ..program.program import Program
from ..program.uses import Counted, Uses


def uses_of(programs: Iterable[Program]) -> Uses:
    """What some programs, and those that they ask, use of units."""
    return Uses.of_all(_uses(program) for program in programs)


def days_of(*programs: Program) -> tuple[date, ...]:
    """The days on which units are looked at: that of the programs, and the earlier ones that they ask about."""
    return tuple(dict.fromkeys(program.as_of for top in programs for program in top.programs()))


def _uses(top: Program) -> Uses:
    """What a program and those it asks use, worked out once for each."""
    found = top.cache.get("uses")
    if isinstance(found, Uses):
        return found
    applied: set[str] = set()
    counted: dict[str, dict[Counted, None]] = {}
    asked: set[str] = set()
    attributes: set[str] = set()
    rules: dict[str, set[str]] = {}
    for program in top.programs():
        applied.add(program.ruleset.applies_to)
        for rule in program.rules:
            rules.setdefault(program.ruleset.id, set()).add(rule.key.code)
            for condition in (rule.condition, rule.rule.applies_when):
                for part in parts_of(condition) if condition is not None else ():
                    if isinstance(part, MembersAttained | MembersMeasure):
                        one = Counted(rule.key, program.ruleset.applies_to, part.only)
                        counted.setdefault(part.kind, {})[one] = None
                    elif isinstance(part, AttributeIs):
                        attributes.add(part.attribute)
                    for threshold in thresholds(part):
                        if isinstance(threshold, ByAttribute):
                            attributes.add(threshold.attribute)
                        elif isinstance(threshold, Relative) and threshold.of is not None:
                            asked.add(threshold.of)
    uses = Uses(
        frozenset(applied),
        FrozenMapping({kind: tuple(several) for kind, several in counted.items()}),
        frozenset(asked),
        frozenset(attributes),
        FrozenMapping({ruleset: frozenset(codes) for ruleset, codes in rules.items()}),
    )
    top.cache["uses"] = uses
    return uses
