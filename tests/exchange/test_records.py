"""Records of assessments: nothing of meaning can be altered unseen, and nothing without meaning is made much of."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import ntm_rules as ntm
from ntm_rules.exchange.records import contents, record_source
from ntm_rules.exchange.records.json_schema import record_schema
from ntm_rules.exchange.records.lines import KEYS, SEALS, leaf_of
from ntm_rules.exchange.records.merkle import audit_path, canonical_json, leaf_hash, plain_of, root_from, root_of
from ntm_rules.exchange.records.proofs import prove_decision, verify_proof
from ntm_rules.exchange.records.record import AssessmentRecord, record_from_content, record_to_lines
from ntm_rules.exchange.records.signatures import check_signature, sign_record
from ntm_rules.testing import World, detailed_worlds
from tests.profiles import CHOSEN, FULL, tried

Plain = dict[str, Any]
TAMPERINGS = 20 if CHOSEN == FULL else 6
"""So many tamperings of the record of each generated world; under the profile `full` they are 2,000 together."""


def record_of(world: World) -> AssessmentRecord:
    return ntm.record_assessment([ntm.evaluate(program, world.units, world.statements) for program in world.programs()])


def read(lines: list[Plain]) -> AssessmentRecord:
    return record_from_content("\n".join(json.dumps(line) for line in lines).encode(), "kept.jsonl")


def lines_of(record: AssessmentRecord) -> list[Plain]:
    return [json.loads(line) for line in record_to_lines(record)]


def codes(found: ntm.Verification) -> set[str]:
    return {one.code for one in found.findings}


# ---- tampering


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Every place in plain data that a forger could change, as a container and a key of it."""
    found = []
    for key in value if isinstance(value, dict) else range(len(value)):
        found.append((value, key))
        if isinstance(value[key], dict | list):
            found += places_in(value[key])
    return found


def change(container: Any, key: Any, random: Random) -> None:
    """Change one value: another text, day, number or order, or without it."""
    value = container[key]
    match value:
        case bool():
            container[key] = not value
        case int():
            container[key] = value + random.choice([1, -1, 1000])
        case str() if len(value) == 10 and value[4:5] == "-":
            container[key] = f"{random.choice([2019, 2023, 2031])}{value[4:]}"
        case str() if value.isdigit():
            container[key] = str(int(value) + random.choice([1, 7]))
        case str():
            others = ["attained", "not_attained", "undetermined", "commune", value + "x", value[:-1]]
            container[key] = random.choice([other for other in others if other != value])
        case [_, _, *_] if random.random() < 0.5 and value != value[::-1]:
            container[key] = value[::-1]
        case list() if value:
            del value[random.randrange(len(value))]
        case _:
            del container[key]


def tampered(lines: list[Plain], random: Random) -> tuple[list[Plain], Plain | None]:
    """Lines of which one was altered, and that one; or of which one is missing, or one too many."""
    lines = deepcopy(lines)
    line = random.choice(lines)
    before = deepcopy(line)
    match random.randrange(8):
        case 0 if line["line"] != "record":
            lines.remove(line)
            return lines, None
        case 1 if line["line"] in ("statement", "unit"):
            lines.append({**line, "number": 1 + max(one["number"] for one in lines if one["line"] == line["line"])})
            return lines, None
        case 2 if line["line"] == "unit":
            line["exists_until"] = "2020-01-01"
        case _:
            while line == before:
                line.clear()
                line.update(deepcopy(before))
                places = [place for place in places_in(line) if place[1] not in ("line", *SEALS)]
                change(*random.choice(places), random)
    return lines, line


def resealed(lines: list[Plain]) -> list[Plain]:
    """The lines with every hash made anew, as a forger who knows how would do; the counts as well."""
    [header] = [line for line in lines if line["line"] == "record"]
    header["counts"] = {
        sort: count for sort in KEYS if sort != "record" and (count := sum(line["line"] == sort for line in lines))
    }
    return [json.loads(line) for line in record_to_lines(AssessmentRecord.of(lines))]


def refused_or_found(lines: list[Plain], library: ntm.Library, root: str | None) -> set[str]:
    """The codes of what is wrong with lines; those of the refusal where they are no record at all."""
    try:
        return codes(ntm.verify_record(read(lines), library, root=root))
    except ntm.ReplayError as error:
        return {one.code for one in error.diagnostics}


@settings(suppress_health_check=list(HealthCheck), max_examples=tried(0.1 if CHOSEN == FULL else 0.05))
@given(detailed_worlds(), st.randoms(use_true_random=False))
def test_no_tampering_with_a_record_is_missed(world: World, random: Random) -> None:
    record = record_of(world)
    assert ntm.verify_record(record, world.library, root=record.root).findings == ()
    kept = lines_of(record)
    for _ in range(TAMPERINGS):
        lines, altered = tampered(kept, random)
        naive = refused_or_found(lines, world.library, None)
        assert naive, altered
        if altered is not None and "NTM821" not in naive:
            assert "NTM823" in naive, altered
        try:
            forged = resealed(lines)
        except (ValueError, ntm.ReplayError):
            continue  # what has no canonical form has no hash, and another format is another program's
        if forged == kept:
            continue  # only a count was altered, which is made anew
        assert refused_or_found(forged, world.library, record.root), altered
        if altered is not None and altered["line"] == "decision":
            # The specification comes to something else, whoever made the hashes.
            assert refused_or_found(forged, world.library, None), altered


@settings(suppress_health_check=list(HealthCheck), max_examples=tried(0.2))
@given(detailed_worlds(), st.data())
def test_statements_made_twice_are_recorded_twice(world: World, data: st.DataObject) -> None:
    """A row that stands twice in a table, in any order, and with what was known on a day."""
    again = data.draw(st.lists(st.sampled_from(world.statements), max_size=6) if world.statements else st.just([]))
    statements = data.draw(st.permutations([*world.statements, *again]))
    known_on = data.draw(st.sampled_from([None, world.as_of, date(2023, 12, 31)]))
    record = ntm.record_assessment(
        [ntm.evaluate(program, world.units, statements, known_on=known_on) for program in world.programs()]
    )
    assert record.header["counts"].get("statement", 0) == len(statements)
    assert ntm.verify_record(record, world.library, root=record.root).findings == ()


@settings(suppress_health_check=list(HealthCheck), max_examples=tried(0.2))
@given(detailed_worlds())
def test_a_record_is_the_same_whatever_is_decided_at_once(world: World) -> None:
    """Families of units apart, and all in one part; written as it is made, and by itself."""
    whole = record_of(world)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(contents, "_AT_ONCE", 1)
        assert list(record_to_lines(record_of(world))) == list(record_to_lines(whole))
        assert ntm.verify_record(whole, world.library).findings == ()


@settings(suppress_health_check=list(HealthCheck), max_examples=tried(0.1))
@given(detailed_worlds(), st.randoms(use_true_random=False))
def test_a_record_in_another_form_is_the_same_record(world: World, random: Random) -> None:
    """Also with rulesets that have moved on: later versions, and one that is filed late, change no decision of then."""
    record = record_of(world)

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: shuffled(value[name]) for name in random.sample(list(value), len(value))}
        return [shuffled(part) for part in value] if isinstance(value, list) else value

    lines = [json.dumps(shuffled(line), indent=None, separators=(" ,\t", " : ")) for line in lines_of(record)]
    random.shuffle(lines)
    again = record_from_content("\r\n\n".join(lines).encode(), "kept.jsonl")
    moved = {}
    for id, versions in world.library.versions.items():
        later = [evolve(versions[-1], version=date(year, 1, 1), until=None) for year in (2029, 2030)]
        moved[id] = (*versions, *later)
    found = ntm.verify_record(again, evolve(world.library, versions=moved), root=record.root)
    assert found.findings == ()
    assert found.notes == ()
    validator = Draft202012Validator(record_schema())
    for line in random.sample(lines_of(record), min(20, len(lines))):
        validator.validate(line)


@settings(suppress_health_check=list(HealthCheck), max_examples=tried(0.1))
@given(detailed_worlds(), st.randoms(use_true_random=False))
def test_a_proof_shows_one_decision_and_leads_to_the_root(world: World, random: Random) -> None:
    record = record_of(world)
    decided = [line for _, line in record.of_sort("decision") if line["as_of"] == record.header["as_of"]]
    if not decided:
        return
    line = random.choice(decided)
    below = random.random() < 0.5
    proof = json.loads(json.dumps(prove_decision(record, line["unit"], line["rule"], below=below)))
    assert list(verify_proof(proof, record.root)) == []
    if not below:
        assert [one["line"]["rule"] for one in proof["shown"] if one["line"]["line"] == "decision"] == [line["rule"]]
    container, key = random.choice([place for place in places_in(proof["shown"]) if place[1] not in SEALS])
    before = deepcopy(proof)
    change(container, key, random)
    if before != proof and key != "line":
        assert list(verify_proof(proof, record.root)) or {one["index"] for one in proof["shown"]} < {
            one["index"] for one in before["shown"]
        }


@given(st.lists(st.binary(max_size=3), min_size=1, max_size=20), st.data())
def test_paths_lead_to_the_root_from_their_own_leaf_alone(contents: list[bytes], data: st.DataObject) -> None:
    """Held against the definition of RFC 6962, section 2.1."""

    def defined(part: list[bytes]) -> bytes:
        from hashlib import sha256

        if len(part) == 1:
            return sha256(b"\x00" + part[0]).digest()
        size = 1 << (len(part) - 1).bit_length() - 1
        return sha256(b"\x01" + defined(part[:size]) + defined(part[size:])).digest()

    leaves = list(map(leaf_hash, contents))
    assert root_of(leaves) == defined(contents)
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = audit_path(leaves, index)
    assert root_from(leaves[index], index, len(leaves), path) == root_of(leaves)
    assert root_from(leaf_hash(b"none of them"), index, len(leaves), path) != root_of(leaves)
    assert root_from(leaves[index], index, len(leaves), [*path, path[0] if path else leaves[0]]) is None


def test_canonical_json_is_that_of_rfc_8785() -> None:
    value = {"\u20ac": "€", "\r": "CR", "\ufb33": "Dagesh", "1": "One", "\U0001f600": "Smile", "\u0080": "C", "ö": "o"}
    order = ["\r", "1", "\u0080", "ö", "€", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical_json(value))) == order
    assert canonical_json({"a": '\u000f\n"\\/\x7f'}) == b'{"a":"\\u000f\\n\\"\\\\/\x7f"}'
    for refused in ({"a": 1.5}, {"a": 10**15}, {"a": "\ud800"}, {1: "a"}, {"a": {"b"}}):
        with pytest.raises(ValueError, match=r"."):
            canonical_json(refused)
    for text in ('{"a": 1, "a": 2}', '{"a": 1.0}', '{"a": 1e3}', '{"a": NaN}', '{"a": 9999999999999999}', "{"):
        with pytest.raises(ValueError, match=r"."):
            plain_of(text)


# ---- rule files that have moved on

DAY = date(2024, 6, 30)
RULESET = """
ruleset: t/town
version: 2022-01-01
title: Thị trấn
applies_to: township
instrument: {number: "1"}
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
- {code: "1", name: Nước, measure: water, at_least: 90, provenance: {status: recalled}}
- {code: "2", name: Đường, measure: roads, at_least: 50, provenance: {status: recalled}}
"""
MEASURES = (
    "measures:\n  water: {name: Nước sạch, type: number, unit: percent, decimals: 1, maximum: 100}\n"
    "  roads: {name: Đường, type: number, unit: percent, decimals: 1, maximum: 100}\n"
)


@pytest.fixture
def library_with(tmp_path: Path) -> Callable[..., ntm.Library]:
    def made(*rulesets: str, measures: str = MEASURES) -> ntm.Library:
        for old in tmp_path.rglob("*.yaml"):
            old.unlink()
        (tmp_path / "m.yaml").write_text(measures, encoding="utf-8")
        for number, ruleset in enumerate(rulesets or (RULESET,)):
            (tmp_path / f"r{number}.yaml").write_text(ruleset, encoding="utf-8")
        return ntm.load_library(*sorted(tmp_path.glob("*.yaml")))

    return made


def town_record(library: ntm.Library, *, self_contained: bool = False) -> AssessmentRecord:
    units = [ntm.Unit("T", "Thị trấn", "township", "H"), ntm.Unit("H", "Tam Đường", "district")]
    statements: list[ntm.Statement] = [
        ntm.Fact("T", "water", 80, DAY, "UBND", "số 4", date(2024, 7, 1)),
        ntm.Fact("T", "water", 92, DAY, "UBND", "số 5", date(2024, 7, 2)),
        ntm.Attestation("T", "t/town#2", True, date(2024, 5, 1), "Sở"),
    ]
    run = ntm.evaluate(ntm.compile("t/town", DAY, library), ntm.Units(units), statements, known_on=date(2024, 7, 3))
    return ntm.record_assessment(run, self_contained=self_contained)


@pytest.mark.parametrize(
    ("was", "now", "notes", "findings"),
    [
        ("name: Nước,", "name: Nước sạch,", {"NTM831"}, set()),
        (
            "at_least: 90, provenance: {status: recalled}",
            "at_least: 90, provenance: {status: plan, cite: II.3}",
            {"NTM831"},
            set(),
        ),
        ("criteria:\n", "criteria:   # như cũ\n\n", set(), set()),
        ("at_least: 90", "at_least: 90.0", set(), set()),
        ("title: Thị trấn", "title: Đô thị", {"NTM831"}, set()),
        ("at_least: 90", "at_least: 91", set(), {"NTM827"}),
        ("measure: roads", "measure: water", set(), {"NTM827"}),
        ("version: 2022-01-01", "version: 2022-02-01", set(), {"NTM829"}),
        ('code: "2"', 'code: "3"', set(), {"NTM824", "NTM825", "NTM827", "NTM830"}),
    ],
)
def test_a_mended_text_is_said_and_a_changed_rule_is_found(
    library_with: Callable[..., ntm.Library], was: str, now: str, notes: set[str], findings: set[str]
) -> None:
    record = town_record(library_with())
    found = ntm.verify_record(record, library_with(RULESET.replace(was, now)), root=record.root)
    assert {one.code for one in found.notes} == notes
    assert codes(found) <= findings
    assert bool(codes(found)) is bool(findings)
    if findings == {"NTM827"}:
        [rule] = found.findings
        assert "t/town#" in rule.message.vi


def test_versions_filed_since_and_bounds_widened_are_said(library_with: Callable[..., ntm.Library]) -> None:
    record = town_record(library_with())
    filed_late = RULESET.replace("2022-01-01", "2023-01-01").replace("90", "99")
    later = RULESET.replace("2022-01-01", "2025-01-01").replace("90", "99")
    found = ntm.verify_record(record, library_with(RULESET, filed_late, later), root=record.root)
    assert (codes(found), [one.code for one in found.notes]) == (set(), ["NTM833"])
    told = found.notes[0].message
    assert "phiên bản 01/01/2023" in told.vi
    assert told.vi.endswith("phiên bản 01/01/2022")
    assert "version 2023-01-01" in str(told.en)
    assert str(told.en).endswith("knew 2022-01-01")
    widened = MEASURES.replace("maximum: 100", "maximum: 150")
    found = ntm.verify_record(record, library_with(measures=widened), root=record.root)
    assert (codes(found), {one.code for one in found.notes}) == (set(), {"NTM832"})


def test_a_record_says_what_it_rests_on_and_names_what_was_altered(library_with: Callable[..., ntm.Library]) -> None:
    library = library_with()
    record = town_record(library)
    lines = lines_of(record)
    [water] = [line for line in lines if line.get("rule") == "t/town#1" and line["line"] == "decision"]
    assert (water["reasons"][0]["facts"], water["superseded"], record.header["known_on"]) == ([1], [0], "2024-07-03")
    forged = deepcopy(lines)
    [figure] = [line for line in forged if line["line"] == "statement" and line["value"] == "92"]
    figure["value"] = "95"
    first, *_ = ntm.verify_record(read(forged), library).findings
    assert (first.code, first.place and first.place.line) == ("NTM823", lines.index(figure | {"value": "92"}) + 1)
    assert first.message.vi == "số liệu 1 (T, water, 30/06/2024) đã bị sửa sau khi lập bản ghi"
    assert "(T, water, 2024-06-30)" in str(first.message.en)
    # Whoever makes all hashes anew is contradicted by the decision, which names the figure.
    found = ntm.verify_record(read(resealed(forged)), library)
    assert found.findings[0].code == "NTM826"
    assert 'reasons[0].observed (water) is recorded as "92"' in str(found.findings[0].message.en)
    for value, code in (("2", "NTM821"), ("9,5", "NTM821"), ("150", "NTM830")):
        figure["value"] = value if code != "NTM821" else {"word": 3}
        assert code in codes(ntm.verify_record(read(resealed(forged)), library))


@pytest.mark.parametrize(
    ("was", "now", "named"),
    [
        ('"line":"unit",', '"line":"unit","root":"x",', "extra fields found (root) @ unit"),
        ('"line":"unit",', '"line":"unit","official_code":null,', 'official_code is recorded as "null"'),
        ('"line":"record",', '"line":"record","note":null,', 'note is recorded as "null"'),
        ('"line":"measure",', '"line":"measure","note":"x",', 'note is recorded as "x"'),
        ('"line":"decision",', '"line":"decision","points":null,', 'points is recorded as "null"'),
        ('"outcome":"attained",', '"outcome":"attained","leaves":1,', "leaves is recorded as 1"),
        ('"attained":2', '"attained":true', "is recorded as true"),
        ('"attained":2,', '"attained":2.0,', "2.0 is not an integer"),
        ('"attained":2,', '"attained":2,"attained":2,', "a key stands twice"),
        ('"name":"Thị trấn"', '"name":"Thi\u0323 tra\u0302\u0301n"', "tra\\u0302\\u0301n"),
        ('"as_of":"2024-06-30","assessed"', '"as_of":"2024-06-29","assessed"', "t/town as applied on 2024-06-29"),
    ],
)
def test_whatever_is_added_or_written_in_another_way_is_named(
    library_with: Callable[..., ntm.Library], was: str, now: str, named: str
) -> None:
    """Also by whoever makes all hashes anew."""
    library = library_with()
    content = "".join(record_to_lines(town_record(library)))
    assert was in content
    altered = content.replace(was, now, 1).encode()
    try:
        kept = record_from_content(altered, "kept.jsonl")
        root = kept.root
        found = ntm.verify_record(read(resealed([json.loads(line) for line in altered.splitlines()])), library)
        told, before = found.findings, ntm.verify_record(kept, library).findings
        assert {one.code for one in before} >= {"NTM823", "NTM828"}
        assert root != town_record(library).root
    except ntm.ReplayError as error:
        told = error.diagnostics
    assert any(named in str(one.message.en) for one in told), [str(one.message.en) for one in told]


def test_no_record_is_accused_where_a_catalogue_has_changed(library_with: Callable[..., ntm.Library]) -> None:
    """A bound written in another way is nothing; a measure that the catalogue has no longer is named once."""
    water = "  water: {name: Nước sạch, type: number, unit: percent, decimals: 1, maximum: 100}\n"
    others = f"{MEASURES}  wells: {{name: Giếng, type: number, unit: percent, decimals: 1}}\n"
    library = library_with(measures=others)
    facts = [ntm.Fact("T", "wells", 3, date(2024, month, 1)) for month in (1, 2)]
    run = ntm.evaluate(ntm.compile("t/town", DAY, library), ntm.Unit("T", "Thị trấn", "township"), facts)
    kept = ntm.record_assessment(run)
    written = library_with(measures=others.replace(water, water.replace("100", "100.0")))
    found = ntm.verify_record(kept, written, root=kept.root)
    assert (found.findings, found.notes) == ((), ())
    [gone] = ntm.verify_record(kept, library_with(), root=kept.root).findings
    assert (gone.code, "wells" in str(gone.message.en)) == ("NTM830", True)


def test_a_record_can_carry_its_rules(library_with: Callable[..., ntm.Library]) -> None:
    record = town_record(library_with(), self_contained=True)
    again = read(lines_of(record))
    other = library_with(RULESET.replace("at_least: 90", "at_least: 95"))
    assert codes(ntm.verify_record(again, other)) == {"NTM827"}
    assert ntm.verify_record(again, root=record.root, self_contained=True).is_sound
    forged = lines_of(record)
    for line in forged:
        if line["line"] == "text":
            line["content"] = line["content"].replace("at_least: 90", "at_least: 95")
    assert "NTM823" in codes(ntm.verify_record(read(forged), self_contained=True))
    assert codes(ntm.verify_record(read(resealed(forged)), root=record.root, self_contained=True)) == {
        "NTM827",
        "NTM828",
    }
    with pytest.raises(ntm.ReplayError, match="NTM834"):
        ntm.verify_record(town_record(library_with()), self_contained=True)


@pytest.mark.slow
def test_a_large_file_is_read_line_by_line_and_shared_among_processes(
    library_with: Callable[..., ntm.Library], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, kept = library_with(), tmp_path / "kept.jsonl"
    towns = [ntm.Unit(code, f"Thị trấn {code}", "township") for code in "ABCDE"]
    facts = [ntm.Fact(town.code, "water", 80 + place, DAY) for place, town in enumerate(towns)]
    ntm.write_record(kept, ntm.evaluate(ntm.compile("t/town", DAY, library), towns, facts))
    whole = ntm.read_record(kept)
    monkeypatch.setattr(contents, "_AT_ONCE", 2)
    monkeypatch.setattr(record_source, "MOST_HELD", 0)
    assert ntm.verify_record(kept, library, root=whole.root, processes=2).is_sound
    altered = kept.read_bytes().replace(b'"value":"83"', b'"value":"93"', 1)
    altered = altered.replace(
        b'{"line":"decision","unit":"E","rule":"t/town#2"', b'{"line":"decision","unit":"E","rule":"t/town#9"'
    )
    kept.write_bytes(altered)
    found = [ntm.verify_record(kept, library, root=whole.root, processes=processes).findings for processes in (0, 2)]
    assert found[0] == found[1]
    assert {one.code for one in found[0]} == {"NTM823", "NTM824", "NTM825", "NTM826", "NTM828"}
    assert ntm.verify_record(record_from_content(altered, str(kept)), library, root=whole.root).findings == found[0]
    large = ntm.read_record(kept)
    kept.write_bytes(altered + b"\n")
    with pytest.raises(ntm.ReplayError, match="NTM820"):
        list(large.lines([1]))
    with pytest.raises(ntm.ArgumentError):
        ntm.verify_record(whole, library, processes=-1)


def test_bounds_may_be_days_and_a_version_that_is_not_there_is_named(library_with: Callable[..., ntm.Library]) -> None:
    measures = f"{MEASURES}  built: {{name: Ngày xây, type: date, minimum: 1990-01-01}}\n"
    ruleset = RULESET.replace("measure: roads, at_least: 50", "measure: built, not_after: 2024-01-01")
    kept = town_record(library_with(ruleset, measures=measures))
    bounds = [line for _, line in kept.of_sort("measure") if line["measure"] == "built"]
    assert bounds[0]["minimum"] == {"date": "1990-01-01"}
    library = library_with(ruleset, measures=measures)
    assert ntm.verify_record(kept, library).is_sound
    lines = lines_of(kept)
    lines[0]["rulesets"][0]["version"] = "2021-01-01"
    assert "NTM829" in codes(ntm.verify_record(read(lines), library))


def test_a_file_that_is_no_record_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    for content, code in (
        (b"", "NTM822"),
        (b"\xff", "NTM821"),
        (b"[]", "NTM821"),
        (b'{"line": "decision"}', "NTM821"),
        (b'{"line": "record", "format": 2}', "NTM821"),
        (b'{"line": "unit", "number": true}', "NTM821"),
        (b"[" * 100_000, "NTM821"),
    ):
        bad.write_bytes(content)
        with pytest.raises(ntm.ReplayError, match=code):
            ntm.read_record(bad)
    for content, vi in (
        (b'{"line": "record", "format": 2}', "phiên bản ntm-rules mới hơn; phiên bản này đọc định dạng 1"),
        (b"code,name\nA,B\nC,D\n", "không phải JSON, hoặc bị cắt ngang, ở ký tự thứ 1"),
    ):
        with pytest.raises(ntm.ReplayError) as raised:
            record_from_content(content, "x")
        [one] = raised.value.diagnostics
        assert vi in one.message.vi
    undated = record_from_content(b'{"line": "record", "format": 1, "as_of": "2025-04-31"}', "x")
    told = [one.message.vi for one in ntm.verify_record(undated, ntm.Library()).findings if one.code == "NTM830"]
    wrong = "'2025-04-31' không phải là một ngày: viết năm-tháng-ngày, ví dụ 2024-03-31"
    assert told == [f"không tính lại được từ bản ghi: {wrong}"]
    found = ntm.verify_record(record_from_content(b'{"line": "record", "format": 1}', "x"), ntm.Library())
    assert {"NTM823", "NTM824", "NTM830"} <= codes(found)


def test_a_record_that_carries_its_rules_carries_the_levels_of_assurance(
    library_with: Callable[..., ntm.Library], tmp_path: Path
) -> None:
    library_with()
    levels = "assurance:\n  - {id: said, name: {vi: tự báo cáo, en: said}}\n  - {id: seen, name: {vi: thẩm định, en: seen}}\n"
    (tmp_path / "levels.yaml").write_text(levels, encoding="utf-8")
    library = ntm.load_library(*sorted(tmp_path.glob("*.yaml")))
    facts = [
        ntm.Fact("T", "water", value, DAY, who, assurance=level)
        for value, who, level in ((92, "UBND", "said"), (80, "Sở", "seen"))
    ]
    run = ntm.evaluate(ntm.compile("t/town", DAY, library), ntm.Unit("T", "Thị trấn", "township"), facts)
    record = ntm.record_assessment(run, self_contained=True)
    found = ntm.verify_record(record, ntm.Library(), root=record.root, self_contained=True)
    assert (found.findings, found.notes) == ((), ())


def test_runs_about_different_things_make_no_record(library_with: Callable[..., ntm.Library]) -> None:
    program = ntm.compile("t/town", DAY, library_with())
    one, other = (ntm.evaluate(program, ntm.Unit(code, code, "township"), []) for code in "AB")
    for runs in ([one, other], [], "runs"):
        with pytest.raises(ntm.ArgumentError):
            ntm.record_assessment(runs)  # type: ignore[arg-type]


# ---- signatures


def test_a_signature_is_of_one_key_and_one_record(
    library_with: Callable[..., ntm.Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
    from cryptography.hazmat.primitives.asymmetric import ed25519, x25519

    def private(key: Any, password: bytes | None = None) -> bytes:
        hidden = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
        pem: bytes = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, hidden)
        return pem

    def public(key: Any) -> bytes:
        pem: bytes = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return pem

    record, other = town_record(library_with()), town_record(library_with(RULESET.replace("90", "91")))
    office, stranger = ed25519.Ed25519PrivateKey.generate(), ed25519.Ed25519PrivateKey.generate()
    signature = json.dumps(sign_record(record, private(office, b"mat khau"), b"mat khau"))
    check_signature(read(lines_of(record)), signature, public(office))
    for call, code in (
        (lambda: check_signature(other, signature, public(office)), "NTM837"),
        (lambda: check_signature(record, signature, public(stranger)), "NTM837"),
        (lambda: check_signature(record, "{}", public(office)), "NTM838"),
        (lambda: check_signature(record, signature, b"no key"), "NTM838"),
        (lambda: sign_record(record, private(office, b"mat khau"), b"khac"), "NTM838"),
        (lambda: sign_record(record, private(office, b"mat khau")), "NTM838"),
        (lambda: sign_record(record, private(x25519.X25519PrivateKey.generate())), "NTM838"),
    ):
        with pytest.raises(ntm.ReplayError, match=code):
            call()
    monkeypatch.setitem(__import__("sys").modules, "cryptography.exceptions", None)
    with pytest.raises(ntm.ReplayError, match=r"NTM839.*\n.*ntm-rules\[sign\]"):
        sign_record(record, private(office))


def test_a_leaf_is_what_a_line_says() -> None:
    assert leaf_of({"line": "unit", "number": 0, "leaf": "x"}) == leaf_of({"number": 0, "line": "unit"})
