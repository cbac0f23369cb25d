"""Diagnostics reach people and tools without losing a place or breaking a format."""

import json
import re
from pathlib import PurePosixPath
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.model.place import Place
from ntm_rules.model.problem import Diagnostic, Severity
from ntm_rules.model.text import Text, printable_lines
from ntm_rules.report.diagnostics import as_annotations, as_json, as_sarif, diagnostics_paper
from ntm_rules.report.renderers.paper_text import paper_text

PLAIN = Diagnostic(
    "NTM301",
    Place("rulesets/lai châu/xã.yaml", 41, 15, 35),
    Text("không có chỉ số 'clean_water_houshold'", "unknown measure 'clean_water_houshold'"),
    Text("gần nhất: clean_water_households", "nearest known: clean_water_households"),
    source_line="      measure: clean_water_houshold",
    related=(Place("rulesets/measures/common.yaml", 3),),
)
CELL = Diagnostic("NTM501", Place("du-lieu.xlsx", 3, 3, sheet="Chỉ tiêu"), Text("ô trống"), severity=Severity.WARNING)
NOWHERE = Diagnostic("NTM600", None, Text("không có phiên bản", "no version"), severity=Severity.NOTE)

places = st.none() | st.builds(
    Place,
    st.text(min_size=1),
    st.integers(1, 999),
    st.integers(1, 99),
    st.none() | st.integers(1, 99),
    st.none() | st.text(),
)
diagnostics = st.lists(
    st.builds(
        Diagnostic,
        st.sampled_from(["NTM101", "NTM301"]),
        places,
        st.builds(Text, st.text(), st.none() | st.text()),
        st.none() | st.builds(Text, st.text()),
        st.sampled_from(Severity),
        related=st.lists(places.filter(lambda place: place is not None), max_size=2).map(tuple),
    ),
    max_size=4,
)


def test_text_points_at_the_line() -> None:
    assert PLAIN.render("vi") == (
        "rulesets/lai châu/xã.yaml:41:15: [NTM301] không có chỉ số 'clean_water_houshold'\n"
        "   41 |       measure: clean_water_houshold\n"
        "      |               ^^^^^^^^^^^^^^^^^^^^\n"
        "  gần nhất: clean_water_households\n"
        "  xem thêm rulesets/measures/common.yaml:3:1"
    )
    assert paper_text(diagnostics_paper([PLAIN, NOWHERE], "vi"), "vi") == (
        "1 lỗi, 1 ghi chú\n\n"
        "rulesets/lai châu/xã.yaml:41:15: [NTM301] không có chỉ số 'clean_water_houshold'\n"
        "       41 |       measure: clean_water_houshold\n"
        "          |               ^^^^^^^^^^^^^^^^^^^^\n"
        "  gần nhất: clean_water_households\n"
        "  xem thêm rulesets/measures/common.yaml:3:1\n\n"
        "[NTM600] không có phiên bản"
    )


@given(st.text("ab,đ", min_size=1, max_size=300), st.data())
def test_the_caret_is_below_what_is_meant_however_long_the_line(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, min(len(line), start + 20)))
    place = Place("a.csv", 7, start + 1, end + 1)
    shown, caret = Diagnostic("NTM301", place, Text("sai", "wrong"), source_line=line).excerpt()
    assert shown[caret.index("^") : caret.rindex("^") + 1] == line[start:end]
    assert len(shown) <= 160


def test_other_places_of_one_file_are_one_line() -> None:
    related = (
        Place("a.csv", 7, 2),
        Place("b.xlsx", 3, 3, sheet="Biểu"),
        Place("a.csv", 8, 2),
        Place("b.xlsx", 4, 3, sheet="Biểu"),
    )
    told = Diagnostic("NTM301", None, Text("sai", "wrong"), related=related).advice("en")
    assert told == ("see also a.csv:7:2, 8:2", "see also b.xlsx › Biểu!C3, Biểu!C4")


def test_json_has_every_field_in_both_languages() -> None:
    plain, cell, nowhere = json.loads(as_json([PLAIN, CELL, NOWHERE]))
    assert plain["code"] == "NTM301"
    assert plain["place"] == {
        "file": "rulesets/lai châu/xã.yaml",
        "line": 41,
        "column": 15,
        "end_column": 35,
        "sheet": None,
        "cell": None,
    }
    assert plain["message"] == {
        "vi": "không có chỉ số 'clean_water_houshold'",
        "en": "unknown measure 'clean_water_houshold'",
    }
    assert plain["related"][0]["line"] == 3
    assert cell["place"]["cell"] == "C3"
    assert cell["severity"] == "warning"
    assert cell["message"] == {"vi": "ô trống", "en": "ô trống"}
    assert nowhere["place"] is None


def test_sarif_has_places_as_regions() -> None:
    log = json.loads(as_sarif([PLAIN, CELL, NOWHERE], "en", tool_version="0.1.0"))
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    assert run["tool"]["driver"] == {
        "name": "ntm-rules",
        "rules": [{"id": "NTM301"}, {"id": "NTM501"}, {"id": "NTM600"}],
        "version": "0.1.0",
    }
    first, second, third = run["results"]
    assert first["level"] == "error"
    physical = first["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "rulesets/lai%20ch%C3%A2u/x%C3%A3.yaml"
    assert physical["region"] == {"startLine": 41, "startColumn": 15, "endColumn": 35}
    assert first["message"]["text"].endswith("nearest known: clean_water_households")
    assert first["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 3
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert second["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "Chỉ tiêu!C3"
    assert (second["level"], third["level"]) == ("warning", "note")
    assert "locations" not in third


@given(diagnostics)
def test_sarif_is_consistent_whatever_the_diagnostics(found: list[Diagnostic]) -> None:
    """What the schema of SARIF 2.1.0 asks of the parts that are written."""
    log = json.loads(as_sarif(found))
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert len(run["results"]) == len(found)
    for result, diagnostic in zip(run["results"], found, strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == diagnostic.code
        assert result["level"] in {"none", "note", "warning", "error"}
        assert isinstance(result["message"]["text"], str)
        locations = result.get("locations", []) + result.get("relatedLocations", [])
        assert len(locations) == (diagnostic.place is not None) + len(diagnostic.related)
        for location in locations:
            physical = location["physicalLocation"]
            assert re.fullmatch(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/%]+", physical["artifactLocation"]["uri"])
            region = physical.get("region", {"startLine": 1, "startColumn": 1})
            assert region["startLine"] >= 1
            assert region["startColumn"] < region.get("endColumn", region["startColumn"] + 1)


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a:b.yaml", "a%3Ab.yaml"),
        ("/tmp/x y.yaml", "file:///tmp/x%20y.yaml"),
        ("C:\\du lieu\\a.yaml", "file:///C:/du%20lieu/a.yaml"),
        ("du-lieu\\a.yaml", "du-lieu/a.yaml"),
    ],
)
def test_file_names_become_uris(file: str, uri: str) -> None:
    log = json.loads(as_sarif([Diagnostic("NTM101", Place(file), Text("x"))]))
    assert log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_annotations_show_beside_the_line() -> None:
    assert as_annotations([PLAIN, CELL, NOWHERE], "en").splitlines() == [
        "::error file=rulesets/lai châu/xã.yaml,line=41,col=15,endColumn=35,title=NTM301::"
        "unknown measure 'clean_water_houshold'%0Anearest known: clean_water_households",
        "::warning file=du-lieu.xlsx,title=NTM501::Chỉ tiêu!C3: ô trống",
        "::notice title=NTM600::no version",
    ]


def decoded(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


@given(diagnostics.filter(bool))
def test_an_annotation_never_breaks_its_line_and_can_be_read_back(found: list[Diagnostic]) -> None:
    lines = as_annotations(found, "vi").split("\n")
    assert len(lines) == len(found)
    for line, diagnostic in zip(lines, found, strict=True):
        match = re.fullmatch(r"::(error|warning|notice) ([^\r\n]*?)::([^\r\n]*)", line, re.DOTALL)
        assert match
        properties = dict(part.split("=", 1) for part in match[2].split(","))
        assert properties["title"] == diagnostic.code
        said = diagnostic.help.vi if diagnostic.help else diagnostic.message.vi
        assert decoded(match[3]).endswith(printable_lines(said))
        if diagnostic.place is not None:
            assert decoded(properties["file"]) == printable_lines(diagnostic.place.file)


def test_a_posix_uri_reads_back_as_the_file_name() -> None:
    log = json.loads(as_sarif([PLAIN]))
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert PLAIN.place is not None
    assert PurePosixPath(unquote(uri)) == PurePosixPath(PLAIN.place.file)
