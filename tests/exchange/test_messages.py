"""Every wording is used, whole in both languages, and asks for the same details in both."""

import shutil
import string
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import ntm_rules.exchange.diagnostics.messages as messages
from ntm_rules.exchange.cells.cell import TableCell
from ntm_rules.exchange.diagnostics.mistakes import Mistakes
from ntm_rules.exchange.dossier.dossier import read_dossier
from ntm_rules.exchange.values.value import read_value
from ntm_rules.language.library import load_library
from ntm_rules.model.measure import Measure
from ntm_rules.model.place import Place
from ntm_rules.model.problem import Diagnostic, FactsError, Message, NtmError
from ntm_rules.model.text import Text
from ntm_rules.model.units.diagnostics import unit_problem

EXAMPLES = Path(__file__).parents[2] / "examples"
SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for path in Path(messages.__file__).parents[2].rglob("*.py")
    if path.name != "messages.py"
)


def details(text: str | None) -> set[str]:
    assert text is not None
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("code", "message"), messages.MESSAGES.items())
def test_wordings(code: str, message: Message) -> None:
    assert f'"{code}"' in SOURCES
    same = {name.removesuffix("_vi").removesuffix("_en") for name in details(message.message.vi)}
    assert same == {name.removesuffix("_vi").removesuffix("_en") for name in details(message.message.en)}
    assert message.help is None or message.help.en


def test_a_date_in_a_message_is_written_as_each_language_writes_it() -> None:
    day = date(2024, 6, 30)
    said = [
        messages.diagnostic("NTM575", None, unit="T", day=day),
        unit_problem("NTM715", unit="T", day=day, first="D", second="E"),
    ]
    for found in said:
        assert "30/06/2024" in found.message.vi
        assert "2024-06-30" in str(found.message.en)
        assert found.fields["day"] == day


def test_what_a_file_says_is_shown_in_one_short_line() -> None:
    found = messages.diagnostic("NTM539", None, text="a\n\x1b[31m" + "9" * 500)
    assert "\n" not in found.message.vi
    assert "\x1b" not in found.message.vi
    assert len(found.message.vi) < 120


def _told(codes_and_values: list[tuple[str, str]]) -> list[Diagnostic]:
    mistakes = Mistakes()
    for line, (code, value) in enumerate(codes_and_values, 2):
        details: dict[str, Any] = {**dict.fromkeys(_DETAILS, value), "measure": "poor"}
        mistakes.report(code, Place("facts.csv", line, 3), **details)
    return list(mistakes.errors)


_DETAILS = ("text", "value", "found", "most", "bounds", "bounds_en", "near_vi", "near_en", "hint_vi", "hint_en")


def test_the_same_mistake_is_told_one_by_one_three_times_and_then_once() -> None:
    assert len(_told([("NTM562", "por")] * 3)) == 3
    [found] = _told([("NTM562", "por")] * 4000)
    assert (found.place, found.fields["times"]) == (Place("facts.csv", 2, 3), 4000)
    assert found.message.vi.endswith("(4000 lần, đầu tiên ở dòng 2, 3, 4)")
    assert found.message.in_language("en").endswith("(4000 times, first in lines 2, 3, 4)")


def test_one_mistake_down_a_whole_file_costs_no_more_than_the_file(tmp_path: Path) -> None:
    for file in ("dossier.yaml", "units.csv"):
        shutil.copy(EXAMPLES / "tam-duong-2024" / file, tmp_path)
    rows = "TD-TAMDUONG,clean_watr,5,2024-01-01\n" * 6000
    (tmp_path / "facts.csv").write_text(f"unit,measure,value,as_of\n{rows}", encoding="utf-8")
    with pytest.raises(NtmError) as raised:
        read_dossier(tmp_path, load_library())
    [found] = raised.value.diagnostics
    assert (found.code, found.fields["times"]) == ("NTM562", 6000)


def test_other_figures_with_the_same_mistake_are_one_when_they_are_many() -> None:
    assert len(_told([("NTM535", f"{number}.123") for number in range(20)])) == 20
    [found] = _told([("NTM535", f"{number}.123") for number in range(3000)])
    assert found.fields["times"] == 3000
    assert len(_told([("NTM562", f"name_{number}") for number in range(300)])) == 300, "each is another name"
    [day] = _told([("NTM546", f"2024-13-{number}") for number in range(300)])
    assert day.fields["times"] == 300
    with pytest.raises(FactsError) as caught:
        read_value(TableCell("abc", Place("facts.csv", 2, 3)), Measure("poor", Text("Nghèo"), unit="%"))
    assert caught.value.diagnostics[0].fields["measure"] == "poor", "by which figures of one measure are told together"


def test_what_is_folded_does_not_hide_what_is_not() -> None:
    found = _told([*[("NTM562", "por")] * 50, ("NTM562", "pour"), *[("NTM535", f"{number}.5") for number in range(40)]])
    assert [(each.code, each.fields.get("times")) for each in found] == [
        ("NTM562", 50),
        ("NTM562", None),
        ("NTM535", 40),
    ]
