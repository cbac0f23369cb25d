"""Files are known by their content: read as what they are, or named with what to do."""

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from ntm_rules.exchange.tables.file_kind import kind_of
from ntm_rules.model.fact import Statement
from ntm_rules.model.problem import FactsError

ReadFacts = Callable[..., tuple[Statement, ...]]


def workbook() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        for name in names:
            new.writestr(name, b"x")
    return stream.getvalue()


HTML = (
    b"\xef\xbb\xbf<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>unit</td></tr></table></html>"
)
XML_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
CSV = b"unit,poverty\nTT,3\n"


@pytest.mark.parametrize(
    ("name", "content", "code", "word"),
    [
        ("facts.csv", workbook(), "NTM660", "Excel workbook"),
        ("facts.xlsx", CSV, "NTM660", "text (CSV)"),
        ("facts.xlsx", "unit\tpoverty\nTT\t3\n".encode("utf-16"), "NTM660", "text (CSV)"),
        ("facts.xlsx", HTML, "NTM660", "web page"),
        ("facts.csv", HTML, "NTM660", "web page"),
        ("facts.csv", "<!DOCTYPE html><p>".encode("utf-16"), "NTM660", "web page"),
        ("facts.csv", XML_2003, "NTM660", "XML Spreadsheet 2003"),
        ("facts.xlsx", archive("[Content_Types].xml", "xl/workbook.bin"), "NTM660", ".xlsb"),
        ("facts.xlsx", archive("mimetype", "content.xml"), "NTM660", ".ods"),
        ("facts.xlsx", archive("word/document.xml"), "NTM660", ".docx"),
        ("facts.xlsx", archive("Index/Document.iwa"), "NTM660", ".numbers"),
        ("facts.csv", b"%PDF-1.7", "NTM660", "PDF"),
        ("facts.csv", b"\xd0\xcf\x11\xe0" * 9, "NTM660", ".xls"),
        ("facts.csv", archive("a.txt"), "NTM504", ".csv"),
        ("facts.xlsx", archive("a.txt"), "NTM506", "workbook"),
        ("facts.xlsx", b"\xd0\xcf\x11\xe0" * 9, "NTM506", "old .xls"),
        ("facts.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "NTM506", "password"),
        ("facts.xls", CSV, "NTM504", ".xls"),
        ("facts.ods", archive("mimetype", "content.xml"), "NTM504", ".ods"),
    ],
)
def test_what_a_file_really_is(facts_of: ReadFacts, name: str, content: bytes, code: str, word: str) -> None:
    with pytest.raises(FactsError) as caught:
        facts_of(content, name=name)
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert found.message.en is not None
    assert word in found.message.en


def test_text_that_only_speaks_of_pages_is_text() -> None:
    assert kind_of(b"unit,note\nTT,<html>\n").text
    assert kind_of(b"<x,unit\n").text
