"""Every rule is decided and shown, also one that no conclusion counts; and a rule over units below says that there are none."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ntm_rules.cli import main

MEASURES = """\
measures:
  score: {name: {vi: Tổng điểm, en: Score}, unit: điểm, decimals: 1, minimum: 0, maximum: 100, may_not_apply: yes}
  safe: {name: {vi: An toàn, en: Safe}, type: finding}
"""
PRODUCT = """\
ruleset: t/product
version: 2024-01-01
title: {vi: Phân hạng sản phẩm, en: Product stars}
applies_to: product
instrument: {number: 1/QĐ}
recognition:
  all_of: [{measure: score, at_least: 50}, {measure: safe, required: yes}]
  provenance: {status: recalled}
criteria:
  - {code: "5", name: {vi: Năm sao, en: Five stars}, measure: score, at_least: 90, provenance: {status: recalled}}
  - {code: "4", name: {vi: Bốn sao, en: Four stars}, measure: score, at_least: 70, provenance: {status: recalled}}
"""
COMMUNE = """\
ruleset: t/commune
version: 2024-01-01
title: {vi: Xã thử, en: Commune}
applies_to: commune
instrument: {number: 2/QĐ}
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
  - {code: "1", name: Điểm, measure: score, at_least: 90, provenance: {status: recalled}}
"""
DISTRICT = """\
ruleset: t/district
version: 2024-01-01
title: {vi: Huyện thử, en: District}
applies_to: district
instrument: {number: 3/QĐ}
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
  - {code: "1", name: {vi: Xã đạt, en: Communes}, members: commune, attained: t/commune, share_at_least: 100,
     provenance: {status: recalled}}
  - {code: "2", name: {vi: Điểm bình quân, en: Mean}, members: commune, mean: score, at_least: 50,
     provenance: {status: recalled}}
"""
FILES = {
    "rules/measures.yaml": MEASURES,
    "rules/t/product/2024-01-01.yaml": PRODUCT,
    "rules/t/commune/2024-01-01.yaml": COMMUNE,
    "rules/t/district/2024-01-01.yaml": DISTRICT,
    "d/dossier.yaml": "as_of: 2024-12-31\nrulesets: {product: t/product}\n",
    "d/units.csv": "code,name,kind\nP1,Mật ong,product\n",
    "d/facts.csv": "unit,measure,value,as_of\nP1,score,77.5,2024-12-31\nP1,safe,đạt,2024-12-31\n",
    "e/dossier.yaml": "as_of: 2024-12-31\nrulesets: {district: t/district}\n",
    "e/units.csv": "code,name,kind\nH1,Huyện Một,district\n",
    "e/facts.csv": "unit,measure,value,as_of\nH1,score,1,2024-12-31\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*words: str) -> Result:
    result = CliRunner().invoke(main, [*words, "--rulesets", "rules"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


@pytest.mark.parametrize(
    ("lang", "heading", "five", "four"),
    [
        (
            "vi",
            "Tiêu chí không tính vào kết luận",
            "✗ 5  Năm sao: 77,5 điểm < 90 điểm",
            "✓ 4  Bốn sao: 77,5 điểm ≥ 70",
        ),
        ("en", "Criteria that no conclusion counts", "✗ 5  Five stars: 77.5 points < 90", "✓ 4  Four stars: 77.5"),
    ],
)
@pytest.mark.parametrize("words", [("assess", "d"), ("assess", "d", "--everything"), ("explain", "d", "P1")])
def test_what_no_conclusion_counts_is_shown_under_its_own_heading(
    words: tuple[str, ...], lang: str, heading: str, five: str, four: str, folder: Path
) -> None:
    text = call(*words, "--lang", lang).stdout
    before, _, below = text.partition(heading)
    assert below, text
    assert five in below, text
    assert four in below, text
    assert five not in before


def test_it_stands_in_tables_csv_json_and_snapshots(folder: Path) -> None:
    rules = ["t/product", "t/product#5", "t/product#4"]
    assert [one["rule"] for one in json.loads(call("assess", "d", "--format", "json").stdout)] == rules
    rows = call("assess", "d", "--format", "csv", "--lang", "en").stdout.splitlines()[1:]
    assert list(dict.fromkeys(row.split(",")[2] for row in rows)) == rules
    kept = [json.loads(line) for line in call("snapshot", "d").stdout.splitlines()]
    assert {one["rule"] for one in kept if "outcome" in one} >= {"t/product#5", "t/product#4"}
    with (folder / "d/units.csv").open("a", encoding="utf-8") as stream:
        stream.write("P2,Chè,product\n")
    assert "Tiêu chí không tính vào kết luận: 5, 4\n" in call("assess", "d").stdout


@pytest.mark.slow
def test_check_names_what_no_conclusion_counts_in_one_note(folder: Path) -> None:
    result = CliRunner().invoke(main, ["check", "rules", "--lang", "en"])
    assert result.exit_code == 0
    assert "2024-01-01.yaml:10:12: [NTM342] criteria that no conclusion counts: 5, 4;" in result.stdout
    assert result.stdout.count("NTM342") == 1
    result = CliRunner().invoke(main, ["check", "rules/t/commune/2024-01-01.yaml"])
    assert "NTM342" not in result.output


@pytest.mark.slow
@pytest.mark.parametrize(
    "mended",
    [
        "  all_of: [{criteria: all}, {measure: safe, required: yes}]\n",
        '  all_of: [{attained: "t/product#5"}, {attained: "t/product#4"}]\n',
        '  all_of: [{criteria: attained, of: ["5"], count_at_least: 1}, {attained: "t/product#4"}]\n',
        "  content: unknown\n",
    ],
)
def test_a_conclusion_that_counts_or_is_not_known_leaves_nothing_to_note(mended: str, folder: Path) -> None:
    path = folder / "rules/t/product/2024-01-01.yaml"
    asked = "  all_of: [{measure: score, at_least: 50}, {measure: safe, required: yes}]\n"
    text = PRODUCT.replace(asked, mended)
    if "unknown" in mended:
        text = text.replace("status: recalled", "status: unknown", 1)
    path.write_text(text, encoding="utf-8")
    assert CliRunner().invoke(main, ["check", "rules"]).stdout == "Không có lỗi, cảnh báo nào\n"
    assert "5  Năm sao" in call("assess", "d").stdout


def test_where_it_is_not_known_what_is_counted_the_heading_says_so(folder: Path) -> None:
    path = folder / "rules/t/product/2024-01-01.yaml"
    text = PRODUCT.replace(
        "  all_of: [{measure: score, at_least: 50}, {measure: safe, required: yes}]", "  content: unknown"
    )
    path.write_text(text.replace("status: recalled", "status: unknown", 1), encoding="utf-8")
    heading = "Criteria (this file does not say which of them the conclusion counts)"
    assert heading in call("assess", "d", "--lang", "en").stdout


@pytest.mark.parametrize(
    ("lang", "short", "full"),
    [
        ("vi", "không có xã nào (1, 2)", "không có xã nào thuộc Huyện Một"),
        ("en", "no commune (1, 2)", "no commune of Huyện Một is known"),
    ],
)
def test_a_rule_over_units_below_says_that_there_are_none(lang: str, short: str, full: str, folder: Path) -> None:
    """What comes of it is for the rule to say; that there was nothing to look at is said in every text."""
    text = call("assess", "e", "--lang", lang).stdout
    assert short in text
    assert text.count(full) == 2
    assert call("explain", "e", "H1", "1", "--lang", lang).stdout.count(full) == 1
    assert full in call("explain", "e", "H1", "2", "--lang", lang).stdout
    with (folder / "e/units.csv").open("a", encoding="utf-8") as stream:
        stream.write("H2,Huyện Hai,district\n")
    several = call("assess", "e", "--lang", lang).stdout
    assert f"{short[0].upper()}{short[1:]}: Huyện Một, Huyện Hai\n" in several


def test_units_below_to_which_nothing_applies_are_units_all_the_same(folder: Path) -> None:
    (folder / "e/units.csv").write_text("code,name,kind,parent\nH1,Huyện Một,district,\nX1,Xã A,commune,H1\n", "utf-8")
    (folder / "e/facts.csv").write_text("unit,measure,value,as_of\nX1,score,không áp dụng,2024-12-31\n", "utf-8")
    text = call("explain", "e", "H1", "2", "--lang", "en").stdout
    assert "the rule applies to no commune of Huyện Một" in text
    assert "is known" not in text
