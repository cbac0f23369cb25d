"""Mistakes of headers: none found, a column that is not known, one passed over that is needed."""

from collections.abc import Iterable, Sequence

from ...model.place import Place
from ...model.problem import Severity
from ...model.spelling import fold, nearest
from ...model.text import Text
from ...program.wording import hint
from ..cells.cell import Block, TableCell, TableRow, first_place
from ..diagnostics.mistakes import Mistakes
from ..layouts.header import HeaderRule
from ..layouts.layout import Layout
from ..layouts.likeness import is_prose


def report_needed(cell: TableCell, layout: Layout, mistakes: Mistakes) -> None:
    """Report that a column is passed over without which the table cannot be read."""
    why = {"why": f"cột '{cell.text}' là cột cần có", "why_en": f"the column '{cell.text}' is needed"}
    place = layout.place("skip_columns") or cell.place
    mistakes.report("NTM684", place, advice={**hint(None), **why}, setting="skip_columns", text=cell.text)


def report_no_header(above: list[TableRow], block: Block, rule: HeaderRule, mistakes: Mistakes) -> None:
    """Point at the row most like a header: the first of those in which most cells are understood, or filled."""
    if block.file.lower().endswith(".txt") and is_prose(above):
        mistakes.report("NTM599", Place(block.file), Severity.WARNING)
        return
    likely = max(
        above,
        key=lambda record: (
            sum(rule.names_column(cell.text) for cell in record if any(map(str.isalpha, cell.text))),
            sum(not cell.blank for cell in record),
        ),
    )
    needed = ", ".join(_in_both_languages(group) for group in rule.groups)
    advice = {
        "hint_vi": "nếu tiêu đề có nhiều dòng, ghi header_rows: trong dossier.yaml, ở tệp này",
        "hint_en": "if the header takes several rows, write header_rows: in dossier.yaml, for this file",
    }
    if block.sheet is not None:
        advice["hint_vi"] += "; nếu không cần đọc trang này, liệt kê các trang cần đọc: sheets: […]"
        advice["hint_en"] += "; if this sheet is not to be read, list those that are: sheets: […]"
    orientation = rule.suggests(above, block.sheet) if rule.suggests is not None else None
    if orientation is not None:
        why, why_en, setting = orientation
        advice = {
            "hint_vi": f"{why}: ghi trong dossier.yaml, ở tệp này: {setting}",
            "hint_en": f"{why_en}: write in dossier.yaml, for this file: {setting}",
        }
    for group in rule.groups if orientation is None else ():
        for cell in likely:
            near = nearest(cell.text, group) if cell.text else None
            if near is not None and not any(fold(other.text) in group for other in likely):
                advice = {
                    "hint_vi": f"{cell.text!r}: gần nhất là {near}",
                    "hint_en": f"{cell.text!r}: nearest is {near}",
                }
                break
    mistakes.report("NTM508", first_place(likely), advice=advice, needed=needed)


def _in_both_languages(group: Sequence[str]) -> str:
    """The English heading of a group with a Vietnamese one before it: `chỉ tiêu (measure)`."""
    vietnamese = next((word for word in group if not word.isascii()), None)
    return group[0] if vietnamese is None else f"{vietnamese} ({group[0]})"


def report_unknown_column(cell: TableCell, known: Iterable[str], mistakes: Mistakes) -> None:
    """Report an unknown heading, with the nearest known one and the setting that passes over the column."""
    near, skip = hint(nearest(cell.text, known)), skipping(cell)
    advice = {
        "hint_vi": "; ".join(filter(None, (near["hint_vi"], skip.vi))),
        "hint_en": "; ".join(filter(None, (near["hint_en"], skip.in_language("en")))),
    }
    mistakes.report("NTM516", cell.place, name=cell.text, advice=advice)


def skipping(cell: TableCell) -> Text:
    """Advice with the setting that passes over the column of a heading."""
    setting = f'skip_columns: ["{cell.text}"]'
    return Text(
        f"nếu không cần đọc cột này, ghi trong dossier.yaml, ở tệp này: {setting}",
        f"if the column is not to be read, write in dossier.yaml, for this file: {setting}",
    )
