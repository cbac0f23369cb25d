"""Versions by name: a ruleset in force, one of another date, or a rule file that is not in force yet."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ..language.library import overlaid, shipped_rulesets
from ..language.reading import read_ruleset
from ..model.arguments import checks_arguments
from ..model.key import RULESET_ID
from ..model.library import Library
from ..model.problem import CompileError, Diagnostic, RulesetError, Severity
from ..model.ruleset import Ruleset
from ..model.spelling import nearest
from ..model.text import Text
from .cases.locations import homes_of
from .in_force import in_place_of

_NAMED = re.compile(rf"(?P<id>{RULESET_ID.pattern})(?:@(?P<on>.*))?")
CLOSE = 0.8
"""The likeness that an id must have to be proposed, of 1."""
_FILE_ENDINGS = (".yaml", ".yml")
_SAME = Text("viết MÃ, MÃ@NGÀY hoặc đường dẫn một tệp .yaml", "write ID, ID@DATE or the path of a .yaml file")


@checks_arguments
def named_version(
    text: str,
    library: Library,
    *,
    on: date | None = None,
    folders: Sequence[Path] | None = None,
    over: Sequence[Path] = (),
) -> tuple[Ruleset, Library]:
    """The version of a ruleset that `text` names, and the library that holds it.

    `id` is the version in force on `on` (the newest for None), `id@date` that in force on the date. A path of a rule file,
    whole or an amendment, is that file's version in the library: it takes the place of one of the same date. With `folders`,
    those the library was read from (none: the shipped ones), the folders laid `over` them and the folder of rules that the
    file lies in, whatever amends or specialises the file's version is made anew from it; without, it stays as it is.

    Raises CompileError when nothing of that name is in force, RulesetError with every finding about a file.

    >>> from ntm_rules.language.library import load_library
    >>> ruleset, _ = named_version("vn/commune-ntm@2022-06-30", load_library())
    >>> ruleset.instrument.number, str(ruleset.version)
    ('318/QĐ-TTg', '2022-03-08')
    """
    if names_file(text):
        return _of_file(Path(text), library, folders, over)
    named = _NAMED.fullmatch(text)
    if named is None:
        message = Text(f"'{text}' không phải là một phiên bản", f"'{text}' names no version")
        raise CompileError(Diagnostic("NTM610", None, message, _SAME))
    versions = library.versions.get(named["id"])
    if not versions:
        raise CompileError(_no_ruleset(named["id"], library))
    day = on if named["on"] is None else _day(text, named["on"])
    return versions[-1] if day is None else library.ruleset(named["id"], day), library


def names_file(text: str) -> bool:
    """True when `text` names a rule file and not a ruleset.

    >>> names_file("drafts/2025.yaml"), names_file("vn/commune-ntm@2024-06-30")
    (True, False)
    """
    return text.endswith(_FILE_ENDINGS)


def _of_file(
    path: Path, library: Library, folders: Sequence[Path] | None, over: Sequence[Path]
) -> tuple[Ruleset, Library]:
    if folders is None:
        ruleset = read_ruleset(path, library)
        return ruleset, in_place_of(ruleset, ruleset, library)
    homes = [home for home in homes_of([path]) if home != shipped_rulesets().resolve()]
    laid = overlaid([path], *folders, over=(*over, *homes))
    if any(diagnostic.severity is Severity.ERROR for diagnostic in laid.diagnostics):
        raise RulesetError(laid.diagnostics)
    declared = (version for versions in laid.library.versions.values() for version in versions)
    own_version = next((version for version in declared if version.place and version.place.file == str(path)), None)
    # A file that declares no ruleset is refused as read_ruleset refuses it.
    return own_version or read_ruleset(path, library), laid.library


def _day(text: str, written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        message = Text(f"'{text}': '{written}' không phải là một ngày", f"'{text}': '{written}' is not a date")
        advice = Text("ngày viết là NĂM-THÁNG-NGÀY: 2024-06-30", "a date is written YEAR-MONTH-DAY: 2024-06-30")
        raise CompileError(Diagnostic("NTM611", None, message, advice)) from None


def _no_ruleset(id: str, library: Library) -> Diagnostic:
    near = nearest(id, library.versions, CLOSE)
    known = ", ".join(sorted(library.versions)) or "–"
    advice = Text(f"gần đúng nhất: {near}", f"nearest: {near}") if near else Text(f"đã có: {known}", f"known: {known}")
    return Diagnostic("NTM612", None, Text(f"không có bộ tiêu chí '{id}'", f"there is no ruleset '{id}'"), advice)
