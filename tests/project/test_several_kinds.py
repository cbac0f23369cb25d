"""One ruleset for several kinds of unit: `applies_to: [commune, ward, township]`, wherever units are decided."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from attrs import evolve
from click.testing import CliRunner

import ntm_rules as ntm
from ntm_rules.cli import main
from ntm_rules.evolution.comparison.diff import Setting, diff
from ntm_rules.evolution.impact.deciding import impact
from ntm_rules.evolution.version import named_version
from ntm_rules.model.condition import Attained
from ntm_rules.model.key import RuleKey
from ntm_rules.model.problem import CompileError, FactsError

DAY = date(2024, 6, 30)
CATALOGUE = """\
measures:
  roads: {name: {vi: Đường cứng, en: Paved roads}, unit: "%", minimum: 0, maximum: 100}
  clean: {name: {vi: Hộ sạch, en: Clean households}, unit: "%", minimum: 0, maximum: 100}
"""
RULES = """\
ruleset: t/grassroots
version: 2024-01-01
title: {vi: Cơ sở, en: Grassroots}
applies_to: [commune, ward]
instrument: {number: 1/QĐ}
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
  - {code: "1", name: Đường, measure: roads, at_least: 90, provenance: {status: recalled}}
  - {code: "2", name: Thôn, members: village, attained: t/village, share_at_least: 100, provenance: {status: recalled}}
"""
VILLAGE = """\
ruleset: t/village
version: 2024-01-01
title: {vi: Thôn, en: Village}
applies_to: village
instrument: {number: 2/QĐ}
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
  - {code: "1", name: Sạch, measure: clean, at_least: 80, provenance: {status: recalled}}
"""
CASES = """\
cases_for: t/grassroots
as_of: 2024-06-30
cases:
  - {name: Xã, given: {facts: {roads: 95}}, expect: {"1": attained}}
  - {name: Phường, given: {kind: ward, facts: {roads: 80}}, expect: {"1": not_attained}}
"""
UNITS = [
    ntm.Unit("C", "Xã C", "commune"),
    ntm.Unit("W", "Phường W", "ward"),
    ntm.Unit("V1", "Thôn 1", "village", "C"),
    ntm.Unit("V2", "Thôn 2", "village", "W"),
]
FACTS = [
    ntm.Fact("C", "roads", 95, DAY),
    ntm.Fact("W", "roads", 85, DAY),
    ntm.Fact("V1", "clean", 70, DAY),
    ntm.Fact("V2", "clean", 90, DAY),
]
FOUND = {"C": ("attained", "not_attained"), "W": ("not_attained", "attained")}
"""The outcomes of rules 1 and 2."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "measures/m.yaml": CATALOGUE,
        "t/grassroots/2024-01-01.yaml": RULES,
        "t/grassroots/cases/a.yaml": CASES,
        "t/village/2024-01-01.yaml": VILLAGE,
        "d/dossier.yaml": "as_of: 2024-06-30\nrulesets: {commune: t/grassroots, village: t/village}\n",
        "d/units.csv": "code,name,kind,parent\n"
        + "".join(f"{one.code},{one.name},{one.kind},{one.parent or ''}\n" for one in UNITS),
        "d/facts.csv": "unit,measure,value,as_of,reported_by\n"
        + "".join(f"{one.unit},{one.measure},{one.value},{DAY},X\n" for one in FACTS)
        + "W,t/grassroots#recognition,met,2024-01-31,UBND\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def library(folder: Path) -> ntm.Library:
    return ntm.load_library(folder)


def test_units_of_each_kind_are_decided(library: ntm.Library) -> None:
    program = ntm.compile("t/grassroots", DAY, library)
    decided = ntm.evaluate(program, UNITS, FACTS)
    found = {one.code: tuple(decided.outcome(one.code, code).value for code in "12") for one in decided.units}
    assert found == FOUND
    with ntm.Session(program, UNITS, ()) as session:
        for fact in FACTS:
            session.assert_fact(fact)
        assert {code: tuple(session.outcome(code, rule).value for rule in "12") for code in FOUND} == FOUND
    with pytest.raises(ntm.NtmError, match="NTM568"):
        ntm.evaluate(program, ntm.Unit("P", "P", "province"), [])


def test_frames_decide_several_kinds_in_whatever_form_they_come(library: ntm.Library) -> None:
    rows = [
        {"unit": one.code, "kind": one.kind, "parent": one.parent, **dict.fromkeys(("roads", "clean"))}
        | {fact.measure: float(str(fact.value)) for fact in FACTS if fact.unit == one.code}
        for one in UNITS
    ]
    whole = pl.DataFrame(rows)
    own, villages = whole.filter(pl.col("kind") != "village"), whole.filter(pl.col("kind") == "village")
    by_column = villages.drop("parent").with_columns(commune=pl.Series(["C", None]), ward=pl.Series(["", "W"]))
    for frame, others in (
        (whole, None),
        (own.drop("kind"), {"village": villages}),
        (own, {"village": by_column}),
    ):
        found = ntm.assess_frame("t/grassroots", frame, DAY, library=library, others=others)
        outcomes = {row["unit"]: (row["1"], row["2"]) for row in found.to_dicts() if row["1"] is not None}
        assert outcomes == FOUND
    explained = ntm.assessment_of("t/grassroots", whole, DAY, library=library).explain("W", "1")
    assert explained.outcome.value == "not_attained"
    with pytest.raises(FactsError, match="ward"):
        ntm.assess_frame("t/grassroots", own, DAY, library=library, others={"ward": own})


def test_frames_refuse_what_they_cannot_tell_apart(folder: Path) -> None:
    path = folder / "t/village/2024-01-01.yaml"
    path.write_text(VILLAGE.replace("at_least: 80", "at_least: {measure: roads, of: ward}"), encoding="utf-8")
    with pytest.raises(FactsError, match="ward"):
        ntm.assess_frame("t/grassroots", pl.DataFrame({"unit": ["C"]}), DAY, library=ntm.load_library(folder))


def test_a_ruleset_asked_must_judge_every_kind(folder: Path, library: ntm.Library) -> None:
    text = RULES.replace("t/grassroots", "t/model").replace(
        "measure: roads, at_least: 90", 'attained: "t/grassroots#1"'
    )
    path = folder / "t/model/2024-01-01.yaml"
    path.parent.mkdir()
    path.write_text(text.replace("[commune, ward]", "[ward]"), encoding="utf-8")
    assert ntm.compile("t/model", DAY, ntm.load_library(folder)).ruleset.applies_to == ("ward",)
    path.write_text(text.replace("[commune, ward]", "[commune, ward, township]"), encoding="utf-8")
    with pytest.raises(ntm.NtmError, match="NTM318"):
        ntm.load_library(folder)
    # Made in Python, it is compiling that refuses it.
    ruleset = library.ruleset("t/grassroots", DAY)
    asks = Attained(RuleKey("t/village", "1"))
    criterion = evolve(ruleset.criteria[0], condition=asks)
    with pytest.raises(CompileError, match="NTM608"):
        ntm.compile(evolve(ruleset, criteria=(criterion,)), DAY, library)


def test_texts_for_other_kinds_are_set_side_by_side_where_both_judge(folder: Path, library: ntm.Library) -> None:
    draft = folder / "draft.yaml"
    draft.write_text(RULES.replace("[commune, ward]", "[township, commune]").replace("90", "99"), encoding="utf-8")
    new, changed = named_version(str(draft), library)
    old = library.ruleset("t/grassroots", DAY)
    assert Setting.APPLIES_TO in diff(old, new, library=library, after_library=changed).settings
    found = impact(ntm.compile(old, DAY, library), ntm.compile(new, DAY, changed), units=UNITS, statements=FACTS)
    assert found.units == ("C",)


@pytest.mark.slow
def test_commands_take_a_ruleset_for_several_kinds(folder: Path) -> None:
    def run(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(main, [*words, "--with", str(folder)], catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result.output

    dossier = str(folder / "d")
    shown = run("assess", dossier, "--lang", "en")
    assert "Xã C" in shown
    assert "Phường W" in shown
    assert "of 2 communes and wards" in shown
    assert "xã, phường" in run("show", "t/grassroots", "--lang", "vi")
    assert "commune or ward" in run("show", "t/grassroots", "--lang", "en")
    assert "85" in run("explain", dossier, "Phường W", "1", "--lang", "en")
    decided = json.loads(run("assess", dossier, "--format", "json"))
    assert "W" in json.dumps(decided)
    tested = CliRunner().invoke(main, ["test", str(folder / "t/grassroots"), "--with", str(folder)])
    assert tested.exit_code == 0, tested.output
    draft = folder.parent / f"{folder.name}.yaml"
    draft.write_text(RULES.replace("[commune, ward]", "commune"), encoding="utf-8")
    text = run("impact", "t/grassroots", str(draft), dossier, "--lang", "en")
    assert "applies to wards" in text


@pytest.mark.parametrize(
    ("text", "code"), [("[]", "NTM219"), ("[commune, [ward]]", "NTM203"), ("{commune: yes}", "NTM203")]
)
def test_what_is_no_list_of_kinds_is_refused(folder: Path, text: str, code: str) -> None:
    (folder / "t/grassroots/2024-01-01.yaml").write_text(RULES.replace("[commune, ward]", text), encoding="utf-8")
    with pytest.raises(ntm.NtmError, match=code):
        ntm.load_library(folder)
