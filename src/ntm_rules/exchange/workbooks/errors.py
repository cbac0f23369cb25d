"""Reasons why a workbook cannot be opened, in words for an officer."""

import zipfile
import zlib
from collections.abc import Mapping
from xml.parsers.expat import ExpatError

from ...model.place import Place
from ...model.problem import Diagnostic
from ...model.text import Text
from ..diagnostics.messages import diagnostic
from .sheet_xml import DeclaresEntities

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
