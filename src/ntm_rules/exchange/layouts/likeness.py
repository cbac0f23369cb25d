"""Recognises rows of office forms that are no data: column numbers, totals, signatures, headings."""

import re
from collections.abc import Sequence

from attrs import frozen

from ...model.spelling import fold, unaccented
from ..cells.cell import TableCell

_NUMBERED = re.compile(r"[(\[]?\s*([0-9]{1,3})\s*[)\]]?(?:\s*=.*)?")
_LETTER = re.compile(r"[(\[]?\s*([a-z])\s*[)\]]?")
_SERIAL = re.compile(r"(?:[0-9]{1,4}|[ivxlc]{1,6}|[a-z])?[.)]?")
_GROUP = re.compile(r"(?:[ivxlc]{1,6}|[a-z])[.)]?")
_TOTAL = ("tong", "cong", "chung", "total", "totals", "sum", "mean", "average")
_TOTALS = (
    *(
        "tong so",
        "tong cong",
        "cong toan",
        "toan huyen",
        "toan tinh",
        "toan xa",
        "toan thi tran",
        "toan quoc",
        "ca nuoc",
    ),
    *("binh quan", "trung binh", "luy ke", "total of", "grand total", "sum of", "average of", "mean of"),
)
"""Words that are a total alone, and those that a longer text of a total begins with: Cộng Hòa and Tổng Cọt are communes."""
_SIGNATURES = (
    *("nguoi lap", "lap bieu", "nguoi tong hop", "chu tich", "pho chu tich", "tm.", "kt.", "tl.", "tuq.", "thu truong"),
    *("noi nhan", "(ky", "ky ten", "ky,", "xac nhan", "truong phong", "pho truong phong", "giam doc", "ke toan"),
    *(
        "ghi chu",
        "luu y",
        "chu thich",
        "nguon:",
        "prepared by",
        "approved by",
        "signed",
        "signature",
        "note:",
        "notes:",
    ),
)
_DATED = re.compile(r"(?:^|.*, ?)ngay [.…0-9 ]+ ?thang [.…0-9 ]+ ?nam [.…0-9 ]+$")


@frozen
class Likeness:
    """Kind of row that a row resembles, in both languages, and the setting that would pass over it.

    `is_sure`: it looks like nothing else, such as a unit whose name is misspelt.
    """

    vi: str
    en: str
    setting: str
    text: str
    is_sure: bool = True


def begins_with(row: Sequence[TableCell], words: str) -> bool:
    """True where the first text of a row, after its serial number if it has one, begins with these words."""
    wanted = fold(words)
    for cell in row:
        text = fold(cell.text)
        if text and text.startswith(wanted) and not text[len(wanted) :][:1].isalnum():
            return True
        if text and not _SERIAL.fullmatch(text):
            return False
    return False


def are_column_numbers(row: Sequence[TableCell]) -> bool:
    """True where a row numbers its columns: `(1) (2) (3)`, `1 2 3`, `A B 1 2 3=1+2`; at least three, in sequence."""
    first = next((fold(cell.text) for cell in row if not cell.blank), "")
    if not (_LETTER.fullmatch(first) or _NUMBERED.fullmatch(first)):
        return False  # nearly every row of data
    texts = [fold(cell.text) for cell in row if not cell.blank]
    letters = 0
    for text, letter in zip(texts, "abcdefgh", strict=False):
        if (found := _LETTER.fullmatch(text)) is None or found[1] != letter:
            break
        letters += 1
    numbers = [found[1] if (found := _NUMBERED.fullmatch(text)) else "" for text in texts[letters:]]
    counted = numbers == [str(each) for each in range(1, len(numbers) + 1)]
    return len(texts) > 2 and counted and (bool(numbers) or letters > 2)


def is_dated(plain: str) -> bool:
    """True where a text without accents is the date of a signature: `Lai Châu, ngày 5 tháng 7 năm 2024`."""
    return _DATED.fullmatch(plain) is not None


def likeness(row: Sequence[TableCell]) -> Likeness | None:
    """Kind of office-form row that a row without a unit resembles; None where it resembles none."""
    filled = [cell for cell in row if not cell.blank]
    if not filled:
        return None
    if are_column_numbers(filled):
        return Likeness("dòng đánh số cột", "a row of column numbers", "skip_rows: [column_numbers]", filled[0].text)
    said = next((cell for cell in filled if not _SERIAL.fullmatch(fold(cell.text))), filled[0])
    plain = unaccented(said.text)
    setting = f'skip_rows_that_begin: ["{said.text}"]'
    bare = plain.rstrip(" :.").removesuffix(" so").removesuffix(" cong")
    if bare in _TOTAL or any(plain == word or plain.startswith((word + " ", word + ":")) for word in _TOTALS):
        return Likeness("dòng tổng hoặc bình quân", "a row of totals or means", setting, said.text)
    row_number = f"skip_rows: [{said.place.line}]" if said.place else "skip_rows: […]"
    if _DATED.fullmatch(plain):
        return Likeness("dòng ghi ngày ký", "the date of a signature", row_number, said.text)
    if any(plain.startswith(word) for word in _SIGNATURES):
        return Likeness("dòng chữ ký hoặc ghi chú", "a signature or a note", setting, said.text)
    if len(filled) == 1 and (" " in said.text or _GROUP.fullmatch(fold(said.text))):
        return Likeness("dòng tên nhóm hoặc ghi chú", "the heading of a group, or a note", row_number, said.text, False)
    return None
