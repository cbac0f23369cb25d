"""Inspection of a workbook before it is opened, and the reasons, in words for an officer, why it cannot be."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO
from xml.parsers.expat import ExpatError

from attrs import define, field

from ...model.place import Place
from ...model.problem import Diagnostic, FactsError
from ...model.text import Text
from ..cells.limits import FileLimits
from ..diagnostics.messages import diagnostic
from .sheet_xml import DeclaresEntities, parse

DECLARES_ENTITIES = Text("tệp có khai báo XML không được phép", "it declares XML entities, which no workbook does")
_LOCKED = Text("tệp được đặt mật khẩu", "it is protected by a password")
_DAMAGED = Text(
    "tệp bị hỏng, hoặc chưa được sao chép hay tải về trọn vẹn", "it is damaged, or was not copied or downloaded whole"
)
_NO_WORKBOOK = Text(
    "tệp thiếu phần mà mọi bảng tính Excel đều có; có thể là loại tệp khác, hoặc bị hỏng",
    "a part that every Excel workbook has is missing: it is another kind of file, or damaged",
)
_DAMAGED_CONTENT = Text("nội dung bên trong tệp bị hỏng", "what the file holds inside is damaged")
_COMPRESSION = Text("tệp được nén theo cách không được hỗ trợ", "it is compressed in a way that is not supported")
_UNKNOWN = Text(
    "nội dung bên trong không đúng cấu trúc của bảng tính Excel",
    "what it holds inside is not built as an Excel workbook is",
)
_OLD_KINDS: Mapping[str, Text] = {
    "EncryptedPackage": _LOCKED,
    "Workbook": Text("đây là bảng tính Excel kiểu cũ (.xls)", "it is an old Excel workbook (.xls)"),
    "WordDocument": Text("đây là văn bản Word kiểu cũ (.doc)", "it is an old Word document (.doc)"),
}
_OLD = Text(
    "đây là tệp Office kiểu cũ (.xls, .doc), hoặc được đặt mật khẩu",
    "it is an old .xls or .doc, or protected by a password",
)


def not_opened(place: Place, why: Text) -> Diagnostic:
    """Diagnostic that a workbook, or one of its sheets, cannot be read."""
    return diagnostic("NTM506", place, why=why)


def old_or_locked(content: bytes) -> Text:
    """Description of a compound file by the names of its parts: a workbook with a password, or one of an old kind."""
    for name, what in _OLD_KINDS.items():
        if name.encode("utf-16-le") in content:
            return what
    return _OLD


def why_not_opened(error: BaseException) -> Text:
    """Reason in words for the error of a reader that could not open a workbook.

    >>> why_not_opened(KeyError("[Content_Types].xml")).en
    'a part that every Excel workbook has is missing: it is another kind of file, or damaged'
    """
    match error:
        case DeclaresEntities():
            return DECLARES_ENTITIES
        case zipfile.BadZipFile() | zlib.error() | EOFError():
            return _DAMAGED
        case NotImplementedError():
            return _COMPRESSION
        case RuntimeError() if "encrypted" in str(error) or "password" in str(error).lower():
            return _LOCKED
        case SyntaxError() | ExpatError():  # also of lxml, by which openpyxl reads where it is there
            return _DAMAGED_CONTENT
        case KeyError():
            return _NO_WORKBOOK
    return _UNKNOWN


_PART = b"PK\x01\x02"
_SHEET = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:\w+:)?worksheet[\s>]")
_MOST_PARTS, _MOST_SHEETS, _MOST_XML, _DEEPEST = 4_000, 300, 96 * 1024 * 1024, 10_000
"""Bounds of a workbook: its parts, its sheets, the bytes of XML in it, and how deep that goes."""
_MOST_IN_MEMORY, _MOST_TAGS = 24 * 1024 * 1024, 600_000
"""Bounds of the parts that are no sheets, which openpyxl holds in memory as a whole: their bytes, their tags."""
_LONGEST_TAG = 1 << 20
_NO_ROWS = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1"/></worksheet>'
)
_STALE = re.compile(rb"fullCalcOnLoad\s*=\s*[\"'](?:1|true)[\"']")
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY", b"<\x00!\x00", b"\x00<\x00!")
_STRICT = b"purl.oclc.org/ooxml/spreadsheetml"
_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<")


@define
class Inspected:
    """A workbook that has been looked through: the archive, and the names of its sheets.

    `book` is a copy for openpyxl, in which the sheets are empty: it would read a sheet without dimensions whole. `stale`: the
    values of cells are yet to be calculated.
    """

    file: str
    archive: zipfile.ZipFile
    book: io.BytesIO = field(factory=io.BytesIO)
    sheets: list[str] = field(factory=list)
    stale: bool = False
    _xml: int = 0
    _in_memory: int = 0
    _tags: int = 0

    def take(self, stream: IO[bytes], *, is_book: bool) -> bytes:
        """Look through one part; its content for openpyxl. Raises FactsError where it is too much, or what no workbook has."""
        pieces: list[bytes] = []
        is_sheet, depth, since = None, 0, 0
        for piece, window in _pieces(stream):
            if is_sheet is None:
                if not piece.lstrip().startswith(_XML_STARTS):
                    return b""
                is_sheet = _SHEET.match(piece) is not None
            opened, last = piece.count(b"<"), piece.rfind(b">")
            depth += opened - 2 * piece.count(b"</") - piece.count(b"/>")
            since = len(piece) - last - 1 if last >= 0 else since + len(piece)
            self._xml += len(piece)
            if not is_sheet:
                self._in_memory, self._tags = self._in_memory + len(piece), self._tags + opened
                pieces.append(piece)
            if self._xml > _MOST_XML or self._in_memory > _MOST_IN_MEMORY or self._tags > _MOST_TAGS:
                raise FactsError(diagnostic("NTM598", Place(self.file)))
            if depth > _DEEPEST or since > _LONGEST_TAG:
                raise FactsError(diagnostic("NTM598", Place(self.file)))
            if any(declaration in window for declaration in _DECLARATIONS):
                raise FactsError(not_opened(Place(self.file), DECLARES_ENTITIES))
            if is_book and _STRICT in window:
                raise FactsError(diagnostic("NTM676", Place(self.file)))
            self.stale = self.stale or (is_book and _STALE.search(window) is not None)
        return _NO_ROWS if is_sheet else b"".join(pieces)


def inspect(content: bytes, file: str, limits: FileLimits) -> Inspected:
    """Inspect the parts. Raises FactsError for a workbook that unpacks to too much, declares entities or is strict."""
    if content.count(_PART) > _MOST_PARTS:
        raise FactsError(diagnostic("NTM507", Place(file), what="phần", what_en="parts", most=_MOST_PARTS))
    archive = zipfile.ZipFile(io.BytesIO(content))
    inspected = Inspected(file, archive)
    size = sum(part.file_size for part in archive.infolist())
    if size > limits.unzipped_bytes:
        raise FactsError(diagnostic("NTM503", Place(file), size=size, most=limits.unzipped_bytes))
    with zipfile.ZipFile(inspected.book, "w") as book:
        for part in archive.infolist():
            is_book = part.filename.endswith("workbook.xml")
            with archive.open(part) as stream:
                book.writestr(part.filename, inspected.take(stream, is_book=is_book))
            if is_book:
                with archive.open(part) as stream:
                    inspected.sheets.extend(_sheet_names(stream))
    if len(inspected.sheets) > _MOST_SHEETS:
        raise FactsError(diagnostic("NTM507", Place(file), what="trang tính", what_en="sheets", most=_MOST_SHEETS))
    return inspected


def _pieces(stream: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The content in pieces, each also with the end of the one before."""
    rest, size = b"", 1 << 12  # pictures are known by their beginning
    while piece := stream.read(size):
        yield piece, rest + piece
        rest, size = piece[-64:], 1 << 20


def _sheet_names(stream: IO[bytes]) -> list[str]:
    names: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" sheet") and "name" in attributes and len(names) <= _MOST_SHEETS:
            names.append(attributes["name"])

    for _ in parse(stream, start):
        pass
    return names
