"""Commands about very many units: totals by the unit above, narrowed and ordered lists, JSON Lines, one unit alone."""

import io
import json
import os
import re
import sys
from importlib import import_module
from pathlib import Path
from time import sleep

import pytest
from click.testing import CliRunner, Result

from ntm_rules.cli import main
from ntm_rules.cli.common.stages import work_shown
from ntm_rules.cli.common.work import shared_out
from ntm_rules.exchange.output.decisions import decision_from_plain
from ntm_rules.exchange.output.json_lines import decisions_from_lines
from ntm_rules.model.problem import EngineError, PlainFormError

from .trial import write_trial

UNITS = """\
code,name,kind,parent,area_class
T1,Tỉnh Một,province,,
T2,Tỉnh Hai,province,,
H,Huyện Minh Họa,district,T1,
K,Huyện Kia,district,T2,
A,Xã An Bình,commune,H,I
B,Xã Bản Hon,commune,H,II
C,Xã Cao Sơn,commune,K,III
D,Xã Bản Hon,commune,K,I
"""


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two provinces with two communes each, of which two have one name."""
    folder = write_trial(tmp_path_factory.mktemp("country"))
    (folder / "dossier" / "units.csv").write_text(UNITS, encoding="utf-8")
    return folder


def call(folder: Path, command: str, *words: str) -> Result:
    asked = [command, str(folder / "dossier"), *words, "--rulesets", str(folder / "rules")]
    return CliRunner().invoke(main, asked, catch_exceptions=False)


def test_of_more_units_than_asked_for_there_are_totals_by_the_unit_above(country: Path) -> None:
    shown = call(country, "assess", "--most", "3", "--lang", "en").stdout
    lines = [line.split("  ") for line in shown.splitlines()]
    table = {cells[0]: [cell.strip() for cell in cells[1:] if cell.strip()] for cells in lines}
    assert table["Tỉnh Một (T1)"] == ["2", "2", "0", "0", "3"]
    assert table["Tỉnh Hai (T2)"] == ["2", "1", "1", "0", "2.5"]
    assert table["Together"] == ["4", "3", "1", "0", "2.75"]
    assert table["17 Environment"] == ["3", "1", "0", "0"]
    assert re.search(r"- Recognition: .*3 of 4 communes", shown)
    assert "--under CODE" in shown
    # A district below is told as before: there are only two of them.
    assert "Huyện Minh Họa" in shown


def test_one_province_is_told_by_its_districts_and_one_district_by_its_communes(country: Path) -> None:
    shown = call(country, "assess", "--by", "parent", "--under", "Tỉnh Hai", "--lang", "en").stdout
    shown = shown.partition("New rural district")[0]
    assert "Huyện Kia (K)" in shown
    assert "T2" not in shown
    assert "Together" not in shown
    shown = call(country, "assess", "--under", "K", "--most", "3", "--lang", "en").stdout
    assert "Xã Cao Sơn" in shown
    assert "An Bình" not in shown
    assert "--under CODE" not in shown


def test_units_are_narrowed_and_ordered_and_named_with_what_is_above_where_names_repeat(country: Path) -> None:
    shown = call(country, "assess", "--only", "not_attained", "--lang", "en").stdout
    assert "Xã Cao Sơn" in shown
    assert "Only 1 of 4 units" in shown
    assert "Bản Hon" not in shown.partition("New rural district")[0]
    shown = call(country, "assess", "--sort", "nearest", "--most", "3", "--lang", "en").stdout
    assert shown.index("Xã Cao Sơn") < shown.index("Xã An Bình")
    assert "Xã Bản Hon, Huyện Minh Họa" in shown
    assert "The first 3 of 4 units" in shown
    assert "Xã Bản Hon, Huyện Kia" in call(country, "assess", "--by", "unit", "--most", "1").stdout
    assert call(country, "assess", "--only", "undetermined", "--lang", "en").stdout.startswith("There is no such unit.")
    refused = call(country, "assess", "--only", "attained", "--record", str(country / "kept.jsonl"), "--lang", "en")
    assert (refused.exit_code, "--record does not go with" in refused.stderr) == (2, True)


def test_json_lines_hold_what_json_holds_with_each_rule_once(country: Path) -> None:
    whole = [decision_from_plain(one) for one in json.loads(call(country, "assess", "--format", "json").stdout)]
    lines = call(country, "assess", "--format", "jsonl").stdout.splitlines()
    assert [decision for of_unit in decisions_from_lines(lines) for decision in of_unit] == whole
    rules = [plain["said"]["rule"] for plain in map(json.loads, lines) if "said" in plain]
    assert len(rules) == len(set(rules)) > 5
    full = call(country, "assess", "--format", "jsonl", "--full").stdout.splitlines()
    assert [decision_from_plain(json.loads(line)) for line in full] == whole
    with pytest.raises(PlainFormError, match="line 3"):
        list(decisions_from_lines([*lines[:2], lines[-1].replace('"rule":', '"rule":9')]))
    assert call(country, "assess", "--full").exit_code == 2


def test_on_a_terminal_the_units_decided_are_counted_and_what_is_written_is_the_same(
    country: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = {form: call(country, "assess", "--format", form).stdout for form in ("json", "jsonl")}
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    monkeypatch.setattr("ntm_rules.cli.common.stages._SHOWN_AFTER", 0)
    for form, text in written.items():
        file = tmp_path / f"decisions.{form}"
        done = call(country, "assess", "--format", form, "-o", str(file), "--lang", "en")
        assert "Deciding" in done.stderr
        assert (done.stdout, file.read_bytes().decode()) == ("", text)
    assert call(country, "assess", "--format", "jsonl").stdout == written["jsonl"]


def test_work_that_takes_long_is_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("ntm_rules.cli.common.stages._SHOWN_AFTER", 0.01)
    with work_shown("Đọc hồ sơ", "Reading"):
        for _ in range(2_000):
            if "Đọc hồ sơ" in terminal.getvalue():
                break
            sleep(0.005)
    assert "Đọc hồ sơ" in terminal.getvalue()


def test_the_report_of_more_units_is_a_folder_whose_pages_lead_to_each_other(
    country: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ntm_rules.report.papers.folder.MOST_ON_A_PAGE", 1)
    done = call(country, "report", "--most", "3", "-o", str(tmp_path / "country.html"), "--lang", "en")
    assert (done.exit_code, done.stderr) == (0, "")
    pages = {path.name: path.read_text("utf-8") for path in (tmp_path / "country").iterdir()}
    assert not (tmp_path / "country.html").exists()
    links = {name: set(re.findall(r'<a href="([^"#]+)"', text)) for name, text in pages.items()}
    assert set(pages) == {address for own in links.values() for address in own}  # none is lost, none leads nowhere
    assert links["index.html"] == {"T1.html", "T2.html"}
    shown = {name for name, text in pages.items() if "Xã Cao Sơn" in text}
    assert shown
    assert all(name.startswith("K_") and "<title>Huyện Kia (K)" in pages[name] for name in shown)
    figures = "".join(f'<td class="num">{figure}</td>' for figure in (2, 2, 0))
    assert f"<td>Tỉnh Một (T1)</td>{figures}" in pages["index.html"]
    labels = re.findall(r'role="region"[^>]* aria-label="([^"]+)"', pages["index.html"])
    assert len(labels) == len({*labels}) > 1
    one = call(country, "report", "--under", "K", "-o", str(tmp_path / "one.html"))
    assert one.exit_code == 0
    text = (tmp_path / "one.html").read_text("utf-8")
    assert "Xã Cao Sơn" in text
    assert "Xã An Bình" not in text


def report_of(folder: Path, output: Path) -> dict[str, str]:
    """The pages of a report as a folder, by their names."""
    done = call(folder, "report", "--most", "3", "-o", str(output / "country.html"))
    assert (done.exit_code, done.stderr) == (0, "")
    return {path.name: path.read_text("utf-8") for path in (output / "country").iterdir()}


def test_pages_are_the_same_however_they_are_made(
    country: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By several processes, and with texts of other pages or with none."""
    monkeypatch.setattr("ntm_rules.report.papers.folder.MOST_ON_A_PAGE", 1)
    pages = report_of(country, tmp_path / "one")
    monkeypatch.setattr("ntm_rules.cli.common.work.FEWEST_STEPS", 1)
    monkeypatch.setattr("ntm_rules.cli.common.work.processors", lambda: 2)
    assert report_of(country, tmp_path / "two") == pages
    monkeypatch.setattr("ntm_rules.report.pages.reasons.MOST_KEPT", 0)
    assert report_of(country, tmp_path / "none") == pages


def test_no_page_of_several_units_is_too_large(country: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    largest = max(len(text.encode()) for text in report_of(country, tmp_path / "first").values())
    monkeypatch.setattr(import_module("ntm_rules.cli.report"), "LARGEST_PAGE", largest - 1)
    pages = report_of(country, tmp_path / "second")
    assert max(len(text.encode()) for text in pages.values()) < largest
    for name in ("Xã An Bình", "Xã Bản Hon", "Xã Cao Sơn"):
        assert any(name in text for text in pages.values())


def test_a_page_of_a_folder_says_of_how_many_units_ways_are_looked_for(country: Path, tmp_path: Path) -> None:
    pages = report_of(country, tmp_path)
    assert any("Cách ngắn nhất được tìm cho 1 đơn vị" in text for text in pages.values())


def _twice(number: int) -> int:
    if number < 0:
        sys.exit(2)
    return 2 * number


def test_work_is_shared_out_in_order_and_ends_as_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ntm_rules.cli.common.work.processors", lambda: 2)
    assert list(shared_out(_twice, range(40))) == [2 * number for number in range(40)]
    with pytest.raises(SystemExit) as ended:
        list(shared_out(_twice, [*range(30), -1]))
    assert ended.value.code == 2
    with pytest.raises(EngineError) as broken:
        list(shared_out(os._exit, range(40)))
    assert broken.value.diagnostics[0].code == "NTM733"
