"""The rule book: every rule of every version with what it asks, by region, side by side; links that lead somewhere."""

import re
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from ntm_rules.cli import main
from ntm_rules.evolution.cases.reading.cases import cases_beside
from ntm_rules.language.library import load_library
from ntm_rules.model.text import Text
from ntm_rules.report.book.ruleset_paper import ruleset_paper, versions_paper
from ntm_rules.report.papers.paper import DataTable
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.phrasing.rules import own_lines
from ntm_rules.report.renderers.paper_markdown import paper_markdown

EXAMPLES = Path(__file__).parents[2] / "examples"


HOSTILE = "<script>alert(1)</script>"
RULES = """
ruleset: {id}
version: {version}
title: {{vi: "Xã {hostile}", en: Commune}}
applies_to: commune
instrument: {{number: 1/QĐ}}
recognition: {{criteria: all, provenance: {{status: recalled}}}}
criteria:
  - {{code: "1", name: "Nước {hostile}", measure: t_water, at_least: {least}, provenance: {{status: recalled}}}}
"""


VERSIONS = ("2024-01-01", "2025-01-01")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    for id, version, least in (("t/a", "2024-01-01", 90), ("t/a", "2025-01-01", 95), ("t/b/c", "2024-01-01", 90)):
        file = folder / "rules" / id / f"{version}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(RULES.format(id=id, version=version, least=least, hostile=HOSTILE), encoding="utf-8")
    (folder / "rules" / "t" / "a" / "cases").mkdir()
    (folder / "rules" / "t" / "a" / "cases" / "1.yaml").write_text(CASES, encoding="utf-8")
    (folder / "rules" / "measures").mkdir()
    (folder / "rules" / "measures" / "t.yaml").write_text(
        'measures: {t_water: {name: Nước sạch, unit: "%", minimum: 0, maximum: 100}}', encoding="utf-8"
    )
    done = CliRunner().invoke(main, ["book", "-o", str(folder / "sổ"), "--rulesets", str(folder / "rules")])
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    return folder / "sổ"


CASES = """
cases_for: t/a
cases:
  - {name: {vi: "Vừa đủ <b>", en: Just met}, as_of: 2024-06-30, given: {facts: {t_water: 90}}, expect: {"1": attained}}
  - {name: Thiếu, as_of: 2024-06-30, given: {facts: {t_water: 89}}, expect: {"1": not_attained, recognition: not_attained}}
  - {name: Chưa ai nói, as_of: 2024-06-30, given: {facts: {t_water: 1}}, expect: {"1": "?"}}
  - {name: Năm sau, as_of: 2025-06-30, given: {facts: {t_water: 90}}, expect: {"1": not_attained}}
"""


def test_cases_are_examples_of_the_rules_of_the_version_that_decides_them(book: Path) -> None:
    older, newer = ((book / "t" / "a" / f"{version}.html").read_text("utf-8") for version in VERSIONS)
    for text in ("Vừa đủ &lt;b&gt;", "Nước sạch: 90%", "Nước sạch: 89%", "✓ đạt", "✗ chưa đạt"):
        assert text in older
    assert "Chưa ai nói" not in older
    assert "Năm sau" not in older
    assert "Năm sau" in newer
    assert "Vừa đủ" not in newer
    assert "Ví dụ" not in (book / "t" / "b" / "c" / "2024-01-01.html").read_text("utf-8")


def test_every_rule_of_a_version_has_a_row_with_what_it_asks_its_source_and_its_bound_by_region() -> None:
    library = load_library()
    ruleset = library.versions["vn/commune-ntm"][-1]
    tables = [block for block in ruleset_paper(ruleset, library).blocks if isinstance(block, DataTable)]
    rows = {anchor: row for table in tables for anchor, row in zip(table.anchors, table.rows, strict=True)}
    assert set(rows) == {rule.code for rule in ruleset.rules()}
    names = Names(library, None, "vi")
    for rule in ruleset.rules():
        asked = rows[rule.code][2]
        assert isinstance(asked, Text)
        assert [line.casefold() for line in asked.vi.split("\n")] == [
            line.casefold() for line in own_lines(rule, ruleset, names)
        ]
        assert rows[rule.code][-2]
    heads = [column.head.vi for column in tables[0].columns]
    mountains = heads.index("Vùng: Trung du miền núi phía Bắc")
    bounds = rows["4.2"][mountains:-2]
    assert [one.vi for one in bounds if isinstance(one, Text)][:2] == ["95%", "như các trường hợp khác"]
    assert rows["1.1"][mountains] is None


def test_versions_stand_side_by_side_and_what_changes_is_marked() -> None:
    library = load_library()
    versions = library.versions["vn/commune-ntm"]
    paper = versions_paper(versions, library)
    [table] = paper.blocks
    assert isinstance(table, DataTable)
    assert set(table.anchors) == {rule.code for ruleset in versions for rule in ruleset.rules()}
    for row in table.rows:
        assert (row[2] is not None) == (len(set(row[3:])) > 1)


def test_links_of_the_book_lead_to_its_pages_and_rows(book: Path) -> None:
    pages = list(book.rglob("*.html"))
    assert len(pages) == 5
    linked = {book / "index.html"}
    for page in pages:
        text = page.read_text("utf-8")
        ids = re.findall(r' id="([^"]+)"', text)
        assert len(ids) == len(set(ids))
        for address in re.findall(r'href="([^"]+)"', text):
            target = (page.parent / address).resolve()
            assert target.is_file(), address
            linked.add(target)
        assert "<script" not in text
        assert "alert(1)" in text
    assert {page.resolve() for page in pages} == {one.resolve() for one in linked}


def test_a_report_links_to_the_book(tmp_path: Path) -> None:
    town = str(EXAMPLES / "tam-duong-2024")
    asked = ["report", town, "-o", str(tmp_path / "a" / "report.html"), "--book", str(tmp_path / "sổ quy định")]
    (tmp_path / "a").mkdir()
    assert CliRunner().invoke(main, asked).exit_code == 0
    text = (tmp_path / "a" / "report.html").read_text("utf-8")
    assert 'href="../s%E1%BB%95%20quy%20%C4%91%E1%BB%8Bnh/vn/civilised-township/2022-04-15.html"' in text
    assert '"b":"../s%E1%BB%95%20quy%20%C4%91%E1%BB%8Bnh"' in text


def test_a_ruleset_is_shown_as_a_page_a_document_and_markdown(tmp_path: Path) -> None:
    library = load_library()
    ruleset = library.versions["vn/civilised-township"][-1]
    paper = ruleset_paper(ruleset, library, cases=cases_beside(ruleset, library))
    written = paper_markdown(paper, "vi")
    assert written.startswith(f"# {paper.title.vi}\n")
    assert written.count("\n| --- |") == 3
    said = CliRunner().invoke(main, ["show", "vn/civilised-township", "--format", "markdown", "--lang", "vi"])
    assert said.output.strip() == written.strip()
    for name, start in (("a.html", b"<!doctype"), ("a.docx", b"PK")):
        done = CliRunner().invoke(main, ["show", "vn/civilised-township", "-o", str(tmp_path / name)])
        assert done.exit_code == 0, done.output
        assert (tmp_path / name).read_bytes().lower().startswith(start.lower())
    assert Document(str(tmp_path / "a.docx")).core_properties.created == datetime.combine(ruleset.version, time(), UTC)
    alone = CliRunner().invoke(main, ["show", "vn/civilised-township#3.3", "--format", "html"]).output
    assert 'id="3.3"' in alone
    assert 'id="3.2"' not in alone
