"""The page model and its HTML: counts that carry their unknowns, one node a decision, both languages, nothing that acts."""

import json
import re
import typing
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

from ntm_rules.cli import main
from ntm_rules.engine.decisions import Decisions, evaluate
from ntm_rules.language.library import load_library
from ntm_rules.model.fact import Attestation, Fact, Finding, PublishedDecision, Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome, Tally
from ntm_rules.model.text import Language, Text
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile as compiled
from ntm_rules.report.pages.blocks import ReportPage, RuleList, UnitMatrix
from ntm_rules.report.pages.report import report_page
from ntm_rules.report.pages.two_languages import Look
from ntm_rules.report.quantities.tallies import tally_in_full, tally_text
from ntm_rules.report.renderers.html import report_html

ROOT = Path(__file__).parents[2]
ON = date(2024, 12, 31)
HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(2)>=HYPERLINK("x")'
LIBRARY = load_library()


def runs_of(names: tuple[str, ...], statements: list[Statement], ruleset: str, kind: str) -> tuple[Decisions, Units]:
    units = Units(
        [Unit("D", "Huyện <b>D</b>", "district"), *(Unit(f"C{n}", name, kind, "D") for n, name in enumerate(names))]
    )
    return evaluate(compiled(ruleset, ON, LIBRARY), units, statements), units


def attested(unit: str, code: str, finding: Finding = Finding.MET) -> Attestation:
    return Attestation(unit, RuleKey("lai-chau/commune-ntm", code), finding, ON, "UBND", HOSTILE)


@pytest.fixture(scope="module")
def communes() -> ReportPage:
    """Four communes: one with a criterion not attained and a hostile name, three of which nothing is known."""
    said: list[Statement] = [attested("C0", "5", Finding.NOT_MET), attested("C0", "4")]
    said.append(PublishedDecision("C0", RuleKey("lai-chau/commune-ntm", "recognition"), Outcome.ATTAINED, ON, "UBND"))
    run, units = runs_of((HOSTILE, "Xã B", "Xã C", "Xã A"), said, "lai-chau/commune-ntm", "commune")
    then = evaluate(compiled("lai-chau/commune-ntm", date(2024, 6, 30), LIBRARY), units, ())
    return report_page(
        [run],
        LIBRARY,
        units,
        title=Text(HOSTILE, "A report"),
        series={"lai-chau/commune-ntm": [then, run]},
        since=date(2024, 6, 30),
        earlier={"lai-chau/commune-ntm": then},
    )


class Markup(HTMLParser):
    """The elements of a page with their attributes, the text outside scripts, and what is not closed in its place."""

    VOID = ("meta", "link", "input", "br", "img", "rect", "line")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if "script" not in self.open[-1:] and "style" not in self.open[-1:]:
            self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.mark.parametrize(
    ("tally", "vi"),
    [
        (Tally(0, 0, 19, 0), "chưa xác định"),
        (Tally(0, 1, 18, 0), "≥ 0/19"),
        (Tally(17, 2, 0, 0), "17/19"),
        (Tally(16, 0, 0, 2), "16/16"),
        (Tally(0, 0, 0, 2), "không áp dụng"),
    ],
)
def test_a_count_carries_its_unknowns(tally: Tally, vi: str) -> None:
    assert tally_text(tally).vi == vi
    assert str(tally.undetermined) in tally_in_full(tally).vi or not tally.undetermined


def test_no_page_prints_none_attained_of_what_nobody_knows(communes: ReportPage) -> None:
    [tile], [chart] = communes.tiles, communes.charts
    assert (chart.columns[0].tally, tile.tally.undetermined) == (Tally(0, 0, 4, 0), 3)
    [table] = communes.tables
    assert isinstance(table, UnitMatrix)
    assert [row.is_unknown for row in table.rows] == [False, True, True, True]
    text = " ".join(Markup(report_html(communes)).texts)
    assert "0/19" not in text.replace("≥ 0/19", "")
    assert re.search(r"(?<!≥ )\b0/4\b", text) is None or "0/4 xã" in text  # with its unknowns beside it, in a sentence


def test_units_alike_are_one_line_that_says_what_they_come_to(communes: ReportPage) -> None:
    [table] = communes.tables
    assert isinstance(table, UnitMatrix)
    assert table.folds == (table.rows[1:],)
    assert table.unfolded == table.rows[:1]
    texts = " ".join("".join(Markup(report_html(communes)).texts).split())
    assert "3 đơn vịunits: Số đạtAttained chưa xác địnhundetermined; Công nhậnRecognition: Chưa xác định" in texts
    assert "≥ 1/4" in texts  # of four, one does not attain criterion 5, and nobody knows of three
    # A unit that is concluded otherwise is no part of the line.
    other = evolve(table.rows[3], ends=(*table.rows[3].ends[:-1], evolve(table.rows[3].ends[-1], text=Text("≠"))))
    assert evolve(table, rows=(*table.rows[:3], other)).folds == ()


def test_what_is_nearest_lacks_fewest_and_the_unknown_are_one_sentence(communes: ReportPage) -> None:
    [nearest] = communes.nearest
    # As `nearest` ranks and tells it: each change, with what has only to be supplied apart.
    assert nearest.changes or nearest.data
    assert nearest.missing[0].badge is not None
    assert nearest.missing[0].badge.look is Look.NOT_ATTAINED
    assert nearest.missing[0].text.vi.startswith("5 ")
    [unknown] = communes.unknown_units
    assert unknown.en is not None
    assert unknown.en.endswith("3 communes with no criterion determined: Xã B, Xã C, Xã A.")
    assert [(one.rule.vi.split()[0], one.tally.not_attained) for one in communes.bottlenecks] == [("5", 1)]


def test_what_is_published_stands_beside_what_is_computed_and_is_counted(communes: ReportPage) -> None:
    [table] = communes.tables
    assert isinstance(table, UnitMatrix)
    assert [head.vi for head in table.ends][-1] == "Đã công bố"
    assert [row.ends[-1].text.vi for row in table.rows] == ["≠ ✓ Công nhận", *["Hồ sơ chưa ghi"] * 3]
    counted = {notice.title.vi: notice.count for notice in communes.notices}
    assert counted["kết quả đã công bố khác kết quả tính toán"] == 1


def test_each_decision_is_one_node_and_every_link_leads_to_its_own(communes: ReportPage) -> None:
    nodes = communes.reasons.nodes
    assert len({(node.unit_code, node.rule) for node in nodes}) == len(nodes)
    assert all(place < at for at, node in enumerate(nodes) for place in node.below)
    [table] = communes.tables
    assert isinstance(table, UnitMatrix)
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            node = nodes[cell.node]
            assert (node.unit, node.code, node.badge.look) == (row.unit, column.code, cell.badge.look)


def test_a_single_unit_is_a_list_and_says_what_was_attested() -> None:
    town = Unit("T", "Thị trấn", "township")
    said: list[Statement] = [
        Fact("T", "clean_water_households", Decimal("99.9"), ON, "UBND thị trấn"),
        Attestation("T", RuleKey("vn/civilised-township", "1"), Finding.MET, ON, "UBND huyện"),
    ]
    run = evaluate(compiled("vn/civilised-township", ON, LIBRARY), Units([town]), said)
    page = report_page([run], LIBRARY, Units([town]))
    [table] = page.tables
    assert isinstance(table, RuleList)
    rows = {row.code: row for row in table.rows}
    assert rows["1"].counted.vi.startswith("theo xác nhận; 0/5")
    node = page.reasons.nodes[
        next(item.node for item in rows["3"].open if item.node is not None and "3.3" in item.text.vi)
    ]
    assert any("99,9" in line.text.vi for line in node.lines)
    assert any("UBND thị trấn" in source.vi for source in node.sources)
    assert any("thêm 0,1" in step.vi for step in node.steps)
    assert node.citation is not None


def test_the_page_is_well_formed_and_fetches_nothing(communes: ReportPage) -> None:
    text = report_html(communes)
    page = Markup(text)
    assert (page.wrong, page.open) == ([], [])
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {one["href"] for one in page.all("a")} <= {f"#{id}" for id in ids}
    named = [attributes["aria-labelledby"] for _, attributes in page.elements if "aria-labelledby" in attributes]
    assert set(named) - {"panel-title"} <= set(ids)
    assert all("scope" in attributes for attributes in page.all("th"))
    assert not re.search(r"""(src|href)=["']?(https?:|//)""", text)
    policies = [one["content"] for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert len(policies) == 1
    assert (policies[0] or "").startswith("default-src 'none'; style-src 'sha256-")
    # Nothing acts but the one script and the one style whose digests the page names.
    assert len(page.all("script")) == 2
    assert not [key for _, attributes in page.elements for key in attributes if key.startswith("on") or key == "style"]


def test_hostile_names_are_text(communes: ReportPage) -> None:
    text = report_html(communes)
    page = Markup(text)
    assert not page.all("img")
    assert HOSTILE in " ".join(page.texts)
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert data is not None
    assert "<" not in data[1]
    found = json.loads(data[1])
    assert any(HOSTILE in (one if isinstance(one, str) else one[0]) for one in found["t"])


def test_every_text_stands_in_both_languages(communes: ReportPage) -> None:
    for first in typing.get_args(Language):
        text = report_html(communes, first)
        assert f'<html lang="{first}" class="{first}">' in text
    vietnamese, english = (
        len(re.findall(f'<span class="{name}" lang="{lang}">', text)) for name, lang in (("v", "vi"), ("e", "en"))
    )
    assert vietnamese == english > 50
    english_texts = " ".join(re.findall(r'<span class="e" lang="en">(.*?)</span>', text))
    assert not re.search(r"\b(chưa|tiêu chí|đạt|kết quả)\b", re.sub(r"(Xã|Huyện|Tỉnh) [^,<]*", "", english_texts))


def test_the_level_of_a_unit_leads_to_its_reasons(tmp_path: Path) -> None:
    """To those of the level that it has, of the best still possible, or of the least where it has none."""
    asked = ["report", str(ROOT / "examples/documents/ocop/dossier"), "-o", str(tmp_path / "report.html")]
    assert CliRunner().invoke(main, asked, catch_exceptions=False).exit_code == 0
    text = (tmp_path / "report.html").read_text("utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text)
    assert found is not None
    data = json.loads(found[1])
    shown = {(data["t"][node[16]], data["t"][node[17]].partition("#")[2]) for node in data["n"]}
    assert {("P1", "level:five_stars"), ("P2", "level:four_stars"), ("P3", "level:four_stars")} <= shown
