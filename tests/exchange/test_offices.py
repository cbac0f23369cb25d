"""The offices that a dossier names: read, used where a ruleset names none, refused with their place."""

from pathlib import Path

import pytest
from attrs import evolve

from ntm_rules.exchange.dossier.dossier import Dossier, read_dossier
from ntm_rules.language.library import load_library
from ntm_rules.model.library import Library, Offices
from ntm_rules.model.problem import FactsError
from ntm_rules.model.text import Text

CIVIL = "vn/civilised-township"


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


def read(folder: Path, offices: str, library: Library) -> Dossier:
    (folder / "dossier.yaml").write_text(f"as_of: 2024-06-30\nrulesets: {{township: {CIVIL}}}\n", encoding="utf-8")
    (folder / "units.csv").write_text("code,name,kind\nT,Tam Đường,township\n", encoding="utf-8")
    (folder / "facts.csv").write_text("unit,measure,value\nT,clean_water_households,99.9\n", encoding="utf-8")
    (folder / "offices.yaml").write_text(offices, encoding="utf-8")
    return read_dossier(folder, library)


def test_the_nearest_name_counts_and_a_rulesets_own_goes_first(tmp_path: Path, shipped: Library) -> None:
    text = f"{CIVIL}: UBND\n{CIVIL}#3: [Một, {{vi: Hai, en: Two}}]\n{CIVIL}#3.2: '=Ba'\n"
    offices = read(tmp_path, text, shipped).offices
    ruleset = shipped.versions[CIVIL][-1]
    found = {code: offices.of(ruleset, code) for code in ("1", "1.1", "3", "3.1", "3.2", "recognition", "99")}
    wide, of_three = (Text("UBND"),), (Text("Một"), Text("Hai", "Two"))
    assert found == {
        **dict.fromkeys(("1", "1.1", "recognition", "99"), wide),
        "3": of_three,
        "3.1": of_three,
        "3.2": (Text("=Ba"),),
    }
    own = evolve(ruleset, criteria=tuple(evolve(one, responsible=(Text("Sở"),)) for one in ruleset.criteria))
    assert offices.of(own, "3.2") == (Text("Sở"),)
    assert Offices().of(ruleset, "3.2") == ()


@pytest.mark.parametrize(
    ("line", "code", "column", "said"),
    [
        ("vn/civilised-towns: UBND", "NTM565", 1, CIVIL),
        (f"{CIVIL}#33: UBND", "NTM656", 1, "3.3"),
        (f"{CIVIL}#3: []", "NTM584", 26, "an office"),
        (f"{CIVIL}#3: [UBND, {{en: Office}}]", "NTM584", 33, "a text"),
        ("- UBND", "NTM584", 1, "'key: value' lines"),
    ],
)
def test_mistakes_have_their_place(
    tmp_path: Path, shipped: Library, line: str, code: str, column: int, said: str
) -> None:
    with pytest.raises(FactsError) as refused:
        read(tmp_path, f"# cơ quan\n{line}\n", shipped)
    [found] = refused.value.diagnostics
    place = found.place
    assert place is not None
    assert (found.code, place.line, place.column) == (code, 2, column)
    assert Path(place.file).name == "offices.yaml"
    assert said in found.render("en")


def test_an_office_that_is_not_used_is_told(tmp_path: Path, shipped: Library) -> None:
    plan = next(rule for rule in shipped.versions["tam-duong/plan-2024"][-1].rules() if rule.responsible)
    dossier = read(tmp_path, f"tam-duong/plan-2024#{plan.code}: UBND\n", shipped)
    assert dossier.offices == Offices()
    assert "NTM657" in [one.code for one in dossier.diagnostics]
