"""Rule files under a record: whatever changes their meaning is found, and no other writing of the same is made anything of."""

import json
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pytest
from attrs import evolve

import ntm_rules as ntm
from ntm_rules.evolution.mutation.mutant import mutants
from ntm_rules.exchange.records.record import AssessmentRecord
from ntm_rules.model.ruleset import Ruleset
from tests.profiles import CHOSEN, FULL

TAMPERINGS = 2000 if CHOSEN == FULL else 16
"""So many changes of the meaning of the shipped rule files are tried."""
IDS = ("vn/civilised-township", "lai-chau/village-ntm")


def record_under(ruleset: Ruleset, library: ntm.Library) -> AssessmentRecord:
    """The record of a unit under a version of a ruleset, on its last day or in 2024."""
    program = ntm.compile(ruleset, ruleset.until or date(2024, 12, 31), library)
    unit = ntm.Unit("X", "Đơn vị", ruleset.applies_to[0])
    return ntm.record_assessment(ntm.evaluate(program, unit, []))


def instead(library: ntm.Library, was: Ruleset, now: Ruleset) -> ntm.Library:
    versions = {**library.versions, was.id: tuple(now if one is was else one for one in library.versions[was.id])}
    return evolve(library, versions=versions)


def tampered(library: ntm.Library, random: Random) -> Iterator[tuple[Ruleset, Ruleset]]:
    """Versions of shipped rulesets, each with another that means something else, as the mutants of its rules do."""
    of_each = max(1, TAMPERINGS // len(IDS) + 1) if CHOSEN != FULL else TAMPERINGS
    for id in IDS if CHOSEN != FULL else library.versions:
        ruleset = library.versions[id][-1]
        found = [one.ruleset for one in mutants(ruleset, library)]
        for other in random.sample(found, min(of_each, len(found))):
            yield ruleset, other


@pytest.mark.slow
def test_no_tampering_with_a_rule_file_is_missed() -> None:
    """The record of before is held against the file; and one made anew under the file, hashes and all, against the root."""
    library, random, tried = ntm.load_library(), Random(17), 0
    records: dict[str, AssessmentRecord] = {}
    for ruleset, other in tampered(library, random):
        if ruleset.id not in records:
            records[ruleset.id] = record_under(ruleset, library)
            assert ntm.verify_record(records[ruleset.id], library, root=records[ruleset.id].root).is_sound
        kept, changed = records[ruleset.id], instead(library, ruleset, other)
        found = ntm.verify_record(kept, changed, root=kept.root)
        assert found.findings, other
        if tried % 5 == 0 and other.version == ruleset.version:
            forged = record_under(other, changed)
            assert forged.root != kept.root
            codes = {one.code for one in ntm.verify_record(forged, changed, root=kept.root).findings}
            assert codes == {"NTM828"}
        tried += 1
        if tried == TAMPERINGS:
            break
    assert tried >= 16


def shuffled(value: Any, random: Random) -> Any:
    """Plain data with the keys of every mapping in another order."""
    if isinstance(value, dict):
        return {name: shuffled(value[name], random) for name in random.sample(list(value), len(value))}
    return [shuffled(part, random) for part in value] if isinstance(value, list) else value


@pytest.mark.slow
@pytest.mark.parametrize("id", IDS)
def test_another_writing_of_a_rule_file_is_nothing(id: str) -> None:
    """White space, quotes, the order of keys and comments are no difference; other words are said, and are no finding."""
    library, random = ntm.load_library(), Random(5)
    ruleset = library.versions[id][-1]
    kept = record_under(ruleset, library)
    plain = {name: part for name, part in ntm.to_plain(ruleset).items() if name != "form"}
    text = json.dumps(shuffled(plain, random), ensure_ascii=False, indent=random.choice([1, 3]))
    written = "# như cũ\n\n" + text.replace("{\n", "{ # ghi chú\n", 3)
    again = ntm.ruleset_from_text(written, library)
    found = ntm.verify_record(kept, instead(library, ruleset, again), root=kept.root)
    assert (found.findings, found.notes) == ((), ())
    criteria = list(again.criteria)
    criteria[0] = evolve(criteria[0], name=ntm.Text("Tên khác", "Another name"))
    reworded = evolve(again, criteria=tuple(criteria))
    found = ntm.verify_record(kept, instead(library, ruleset, reworded), root=kept.root)
    assert (found.findings, {one.code for one in found.notes}) == ((), {"NTM831"})
