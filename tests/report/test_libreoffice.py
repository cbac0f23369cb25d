"""Workbooks, documents and forms in LibreOffice: nothing to repair, nothing that acts, read back as it saved them."""

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from ntm_rules.cli import main
from ntm_rules.exchange.facts.reading import read_facts
from ntm_rules.model.fact import Fact
from ntm_rules.model.library import Library
from ntm_rules.report.forms.form_items import EntryForm, NumberEntry, WordEntry
from ntm_rules.report.renderers.form_workbook import form_xlsx

from .test_forms import BEFORE, HOSTILE, ON, UNITS, entries, form, library

__all__ = ["form", "library"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("soffice") is None,
        reason="LibreOffice is missing: apt-get install --no-install-recommends libreoffice-calc libreoffice-writer",
    ),
]
PLAN = Path(__file__).parents[2] / "examples" / "tam-duong-2024" / "plan-met"


def converted(file: Path, kind: str) -> Path:
    """The file as LibreOffice writes it, beside it in a folder of its own."""
    folder = file.parent / "converted"
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    made = folder / f"{file.stem}.{kind.partition(':')[0]}"
    assert made.exists(), done.stdout + done.stderr
    return made


@pytest.mark.parametrize("transposed", [False, True], ids=["down", "across"])
def test_a_form_that_libreoffice_saved_is_read_back_exactly(
    transposed: bool, form: EntryForm, library: Library, tmp_path: Path
) -> None:
    [own] = form.sheets
    items = {item.heading.vi: item for item in own.items}
    file = tmp_path / "facts.xlsx"
    file.write_bytes(form_xlsx(form, "vi", transposed=transposed))
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    filled = 0
    for number, (heading, _, row, column) in enumerate(entries(sheet)):
        item = items[heading]
        match item.entry:
            case NumberEntry(_, _, decimals, words) if words and number % 2 == 0:
                value: object = words[0].vi
            case NumberEntry(_, _, decimals, _):
                value = (number % 90) + (0.25 if decimals > 1 else 0)
            case WordEntry(words):
                value = words[number % len(words)].vi
        filled += 1
        sheet.cell(row, column).value = value  # type: ignore[assignment]
    book.save(file)
    own_file = read_facts(file, UNITS, library, {"commune": "t/commune"}, BEFORE)
    saved = read_facts(converted(file, "xlsx"), UNITS, library, {"commune": "t/commune"}, BEFORE)
    told = [
        [(one.unit, one.measure if isinstance(one, Fact) else str(one.rule), one.value, one.as_of) for one in read]
        for read in (own_file, saved)
    ]
    assert told[1] == told[0]
    assert len(told[1]) == filled
    assert {as_of for *_, as_of in told[1]} == {ON}


def test_a_form_is_printed_with_its_names_as_they_are(form: EntryForm, tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    file.write_bytes(form_xlsx(form, "vi"))
    printed = text_of(converted(file, "pdf"))
    assert HOSTILE in printed
    assert "Err:" not in printed
    assert "#NAME" not in printed


@pytest.mark.parametrize("name", ["report.xlsx", "report.docx"])
def test_a_report_is_printed_on_a4_with_its_units(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    done = CliRunner().invoke(main, ["report", str(PLAN), "-o", str(file)])
    assert done.exit_code == 0, done.output
    pdf = converted(file, "pdf")
    sizes = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in sizes
    printed = text_of(pdf)
    assert [one for one in ("Xã Giang Ma", "Xã Bản Bo") if one not in " ".join(printed.split())] == []
    assert "Err:" not in printed


def text_of(pdf: Path) -> str:
    """The text of a PDF."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is missing: apt-get install poppler-utils")
    return subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
