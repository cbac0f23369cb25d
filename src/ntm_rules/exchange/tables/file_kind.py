"""Kind of a file by its content, so that it is read, or refused, by that and not by its suffix."""

import io
import re
import zipfile

from attrs import frozen

from ...model.place import Place
from ...model.problem import Diagnostic
from ..diagnostics.messages import diagnostic

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|meta|style)\b", re.I | re.S
)
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@frozen
class FileKind:
    """A kind of file, named in both languages. `workbook`, `text`: it can be read as one."""

    vi: str
    en: str
    workbook: bool = False
    text: bool = False


_WORKBOOK = FileKind("bảng tính Excel (.xlsx)", "an Excel workbook (.xlsx)", workbook=True)
_TEXT = FileKind("văn bản (CSV)", "text (CSV)", text=True)
_UNKNOWN_ZIP = FileKind("tệp nén (zip)", "a zip archive")
_COMPOUNDED = FileKind(
    "tệp Excel cũ (.xls), Word cũ, hoặc có mật khẩu", "an old .xls or .doc, or protected by a password"
)
_IN_ZIP = (
    ("xl/workbook.bin", FileKind("bảng tính nhị phân (.xlsb)", "a binary workbook (.xlsb)")),
    ("word/document.xml", FileKind("văn bản Word (.docx)", "a Word document (.docx)")),
    ("ppt/presentation.xml", FileKind("bản trình chiếu (.pptx)", "a presentation (.pptx)")),
    ("Index/Document.iwa", FileKind("bảng tính Numbers (.numbers)", "a Numbers spreadsheet (.numbers)")),
    ("Index.zip", FileKind("bảng tính Numbers (.numbers)", "a Numbers spreadsheet (.numbers)")),
)
_OPEN_DOCUMENT = FileKind("tài liệu OpenDocument (.ods, .odt)", "an OpenDocument file (.ods, .odt)")
_BEGINNINGS = (
    (b"%PDF", FileKind("tệp PDF", "a PDF file")),
    (b"{\\rtf", FileKind("văn bản RTF", "an RTF text")),
    (b"\x1f\x8b", FileKind("tệp nén (gzip)", "a gzip archive")),
    (b"\x89PNG", FileKind("hình ảnh", "a picture")),
    (b"\xff\xd8\xff", FileKind("hình ảnh", "a picture")),
)


def kind_of(content: bytes) -> FileKind:
    """Kind of file, from its first bytes and the names of the parts of an archive.

    >>> kind_of(b"unit,poverty").en, kind_of(b"<html><table>").en, kind_of(b"%PDF-1.7").en
    ('text (CSV)', 'a web page (HTML)', 'a PDF file')
    """
    if content.startswith(_ZIP):
        return _in_zip(content)
    if content.startswith(_COMPOUND):
        return _COMPOUNDED
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    start = content[:4096]
    for mark in _MARKS:
        start = start.removeprefix(mark)
    start = start.replace(b"\x00", b"")
    if _SPREADSHEET_XML in start:
        return FileKind("bảng tính XML 2003", "an XML Spreadsheet 2003")
    if _HTML.match(start):
        return FileKind("trang web (HTML)", "a web page (HTML)")
    return _TEXT


def _in_zip(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return _UNKNOWN_ZIP
    for name, kind in _IN_ZIP:
        if name in names:
            return kind
    if "mimetype" in names and "content.xml" in names:
        return _OPEN_DOCUMENT
    return _WORKBOOK if any(name.endswith("workbook.xml") for name in names) else _UNKNOWN_ZIP


def misnamed(content: bytes, shown: str, *, as_workbook: bool) -> Diagnostic | None:
    """Diagnostic for bytes that are no workbook, or no text, though they are to be read as one; None where they are.

    An old or locked workbook, and a damaged one, are left to the reader of workbooks.
    """
    kind = kind_of(content)
    if as_workbook and (kind.workbook or kind in (_COMPOUNDED, _UNKNOWN_ZIP)):
        return None
    if not as_workbook and kind.text:
        return None
    if as_workbook and kind.text and not _looks_like_a_table(content):
        return None
    if kind is _UNKNOWN_ZIP:
        return diagnostic("NTM504", Place(shown), suffix=shown[shown.rfind(".") :])
    return diagnostic("NTM660", Place(shown), advice={"kind": kind.vi, "kind_en": kind.en}, file=shown)


def _looks_like_a_table(content: bytes) -> bool:
    """True for text of more than one line or column; other bytes are a damaged workbook."""
    start = content[:4096]
    return start.startswith(_MARKS) or (b"\x00" not in start and any(mark in start for mark in b",;\t\n"))
