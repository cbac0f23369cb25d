"""Options, exit codes and input that the commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click

from .console import tell

if TYPE_CHECKING:
    from ...engine.decisions import Decisions
    from ...exchange.cells.limits import FileLimits
    from ...exchange.dossier.dossier import Dossier
    from ...language.library import Overlaid
    from ...model.library import Library
    from ...model.problem import Diagnostic, NtmError
    from ...model.text import Language, Text
    from ...report.phrasing.names import Names

FINE, FINDINGS, UNUSABLE, INTERNAL = 0, 1, 2, 3
_FOR_CHECK_ALONE = ("NTM698",)
"""Diagnostics about data that no rule reads: it changes no decision, so only `check` reports them."""


def _remember(context: click.Context, _: click.Parameter, lang: Language) -> Language:
    context.meta[__name__] = lang
    return lang


def language_asked(context: click.Context) -> Language:
    """The language of the command that was run, also after its end."""
    lang: Language = context.meta.get(__name__, "vi")
    return lang


language_option = click.option(
    "--lang",
    "--language",
    "lang",
    type=click.Choice(["vi", "en"]),
    default="vi",
    show_default=True,
    callback=_remember,
    is_eager=True,
    help="Ngôn ngữ / Language.",
)
_LARGE = f"{__name__}.large"


def _remember_large(context: click.Context, _: click.Parameter, large: bool) -> None:
    context.meta[_LARGE] = large


large_option = click.option(
    "--large",
    is_flag=True,
    expose_value=False,
    callback=_remember_large,
    help="Đọc hết hồ sơ rất lớn, dù mất nhiều thời gian / Read a very large dossier whole, however long it takes.",
)
_KNOWN_ON = f"{__name__}.known_on"


def _remember_known_on(context: click.Context, _: click.Parameter, day: str | None) -> None:
    context.meta[_KNOWN_ON] = None if day is None else day_of(day)


known_on_option = click.option(
    "--known-on",
    metavar="DATE",
    expose_value=False,
    callback=_remember_known_on,
    help="Chỉ dùng những gì đã biết vào ngày này / Only what was known on this date.",
)
_ASSESSED = f"{__name__}.assessed"


def _remember_assessed(context: click.Context, _: click.Parameter, year: int | None) -> None:
    context.meta[_ASSESSED] = year


assessed_option = click.option(
    "--assessed",
    metavar="YEAR",
    type=click.IntRange(1900, 2999),
    expose_value=False,
    callback=_remember_assessed,
    help="Năm được đánh giá / The year that is assessed.",
)
output_option = click.option("-o", "--output", type=click.Path(path_type=Path), help="Ghi ra tệp / Write to a file.")


class RuleFolders(NamedTuple):
    """Folders of rules of a command: those in place of the shipped one, and those laid over it or over those."""

    instead: tuple[Path, ...] = ()
    over: tuple[Path, ...] = ()


NOTHING = RuleFolders()
"""No folders: the shipped rulesets."""


def rulesets_option(command: Callable[..., None]) -> Callable[..., None]:
    """The options `--rulesets` and `--with`: the command takes both as its argument `rulesets`."""

    @click.option(
        "--rulesets",
        "instead",
        type=click.Path(path_type=Path),
        multiple=True,
        help="Thư mục quy tắc thay cho thư mục đi kèm / Rulesets to use in place of the shipped ones.",
    )
    @click.option(
        "--with",
        "over",
        metavar="DIR",
        type=click.Path(path_type=Path),
        multiple=True,
        help="Thư mục quy tắc thêm vào, được ưu tiên hơn / Rulesets laid over the shipped ones, or over --rulesets.",
    )
    @wraps(command)
    def with_folders(*args: object, instead: tuple[Path, ...], over: tuple[Path, ...], **options: object) -> None:
        command(*args, rulesets=RuleFolders(instead, over), **options)

    return with_folders


def tool_version() -> str:
    from ... import __version__

    return __version__


def stop(problem: str | NtmError, lang: Language = "vi") -> NoReturn:
    """Report unusable input on the error stream, and exit with 2."""
    tell(problem if isinstance(problem, str) else problem.render(lang), err=True)
    sys.exit(UNUSABLE)


def day_of(text: str) -> date:
    """The day of an option, written as in dossier.yaml; stops, with a message in both languages, where it is none."""
    from ...exchange.cells.cell import TableCell
    from ...exchange.values.day import read_day
    from ...model.problem import NtmError

    try:
        return date.fromisoformat(text)  # also 20240630
    except ValueError:
        pass
    try:
        return read_day(TableCell(text), periods=True)
    except NtmError as error:
        stop(f"{text!r}: YYYY-MM-DD\n{error.render('vi')}\n{error.render('en')}")


def library_of(folders: RuleFolders, lang: Language) -> Library:
    from ...language.library import load_library
    from ...model.problem import NtmError

    try:
        return load_library(*folders.instead, over=folders.over)
    except NtmError as error:
        stop(error, lang)


def folders_for(dossier: Path, folders: RuleFolders) -> RuleFolders:
    """The folders of a command with those that the dossier names below the ones that the command is given."""
    from ...exchange.dossier.rule_folders import dossier_rulesets

    return folders._replace(over=(*dossier_rulesets(dossier), *folders.over))


def laid_over(paths: Sequence[Path], folders: RuleFolders = NOTHING) -> Overlaid:
    """Rule files laid over the library of the folders, and over the folder of rules that each lies in."""
    from ...evolution.cases.locations import homes_of
    from ...language.library import overlaid, shipped_rulesets

    homes = [home for home in homes_of(paths) if home != shipped_rulesets().resolve()]
    return overlaid(paths, *folders.instead, over=(*folders.over, *homes))


def file_limits() -> FileLimits:
    """Limits of the files of a dossier; with `--large` without one on the work that they cost."""
    from ...exchange.cells.limits import FileLimits

    return FileLimits(work=sys.maxsize) if click.get_current_context().meta.get(_LARGE) else FileLimits()


def from_here(path: Path) -> Path:
    """A path as it is from where the command runs, so that no output names the folders above; another drive's as given."""
    try:
        return Path(os.path.relpath(path)) if path.is_absolute() else path
    except ValueError:
        return path


def dossier_of(path: Path, library: Library, lang: Language) -> Dossier:
    """Dossier of a folder; its warnings are told, and a mistake in it ends the command."""
    from ...exchange.dossier.dossier import read_dossier
    from ...model.problem import NtmError

    asked = click.get_current_context().params.get("as_of")
    day = None if asked is None else day_of(asked)
    known_on, assessed = known_on_asked(), assessed_asked()
    try:
        here, limits = from_here(path), file_limits()
        read = read_dossier(here, library, limits=limits, known_on=known_on, assessed=assessed, decided_on=day)
    except NtmError as error:
        stop(error, lang)
    for diagnostic in read.diagnostics:
        if diagnostic.code not in _FOR_CHECK_ALONE:
            tell(diagnostic.render(lang), err=True)
    return read


def known_on_asked() -> date | None:
    """The day of `--known-on`; None where the command has no such option, or was not given it."""
    day: date | None = click.get_current_context().meta.get(_KNOWN_ON)
    return day


def names_of(read: Dossier, library: Library, lang: Language) -> Names:
    from ...report.phrasing.names import Names

    return Names(library, read.units, lang, read.offices)


_NOT_IN_FORCE = "NTM602"


def decided(read: Dossier, library: Library, day: date, lang: Language, rulesets: Iterable[str]) -> list[Decisions]:
    """Decide rulesets of the dossier, each once; stops with every diagnostic that prevents it.

    Those not in force on the day are told, and stop nothing where another one is.
    """
    from ...model.problem import NtmError
    from ...report.overview.absent_units import rulesets_not_in_force

    found: list[Decisions] = []
    problems: list[Diagnostic] = []
    rulesets = list(dict.fromkeys(rulesets))
    for id in rulesets:
        try:
            found.append(evaluated(read, library, id, day))
        except NtmError as error:
            problems += [each for each in error.diagnostics if each not in problems]
    if problems and not (found and all(one.code == _NOT_IN_FORCE for one in problems)):
        stop(NtmError(problems), lang)
    for line in rulesets_not_in_force(rulesets, day, names_of(read, library, lang)):
        tell(line, err=True)
    return found


def cautions_of(read: Dossier, library: Library, day: date, rulesets: Iterable[str]) -> list[Text]:
    """The notes of a dossier, and the rulesets that are not in force on a day, for a page of its decisions."""
    from ...model.text import Text
    from ...report.overview.absent_units import rulesets_not_in_force

    vi, en = (list(rulesets_not_in_force(rulesets, day, names_of(read, library, lang))) for lang in ("vi", "en"))
    return [*read.notes, *map(Text, vi, en)]


def evaluated(read: Dossier, library: Library, id: str, day: date) -> Decisions:
    from ...engine.decisions import evaluate
    from ...program.compiling import compile as compiled

    return evaluate(
        compiled(id, day, library, assessed_on(read, day)), read.units, read.statements, known_on=read.known_on
    )


def evaluated_on(read: Dossier, library: Library, id: str, day: date) -> Decisions | NtmError:
    """The decisions under a ruleset on another day than the dossier's, or why there are none."""
    from ...model.problem import NtmError

    try:
        return evaluated(read, library, id, day)
    except NtmError as error:
        return error


def check_any(runs: Sequence[Decisions], chosen: Collection[str], day: date, names: Names) -> None:
    """Report the rulesets without a unit to decide; stop where there is none to decide at all."""
    from ...report.overview.absent_units import rulesets_without_units
    from ...report.phrasing.numbers import day as shown
    from ...report.words.common import say
    from ...report.words.overview import NOTHING_ASSESSED

    if chosen and not any(unit.code in chosen for run in runs for unit in run.units):
        vi, en = f"ngày {day} không bộ tiêu chí nào áp dụng cho đơn vị này", f"no ruleset applies to this unit on {day}"
        stop(vi if names.language == "vi" else en)
    for line in rulesets_without_units(runs, names):
        tell(line, err=True)
    if not any(run.units for run in runs):
        stop(say(NOTHING_ASSESSED, names.language, day=shown(day, names.language)))


def assessed_on(read: Dossier, day: date) -> int | None:
    """The year assessed on a day: what is said of the day of the dossier is not said of an earlier one."""
    return read.assessed if day >= read.as_of else None


def assessed_asked() -> int | None:
    """The year of `--assessed`; None where the command has no such option, or was not given it."""
    year: int | None = click.get_current_context().meta.get(_ASSESSED)
    return year


def unit_of(read: Dossier, name: str, day: date, lang: Language) -> str:
    """The code of a unit given by code or by name, as in a table; of several with one name, of the one that exists on the day.

    Stops with the nearest units where there is none, and with all of them where there are several.
    """
    from ...exchange.units.index import UnitIndex

    units = UnitIndex(read.units)
    found = units.find(name, day)
    if len(found) == 1:
        return found[0].code
    if found:
        several = units.several(name, found, None, day)
        stop(f"{several.message.in_language(lang)}; {several.help.in_language(lang) if several.help else ''}")
    advice = units.advice(name)["hint_vi" if lang == "vi" else "hint_en"]
    stop(f"{'không rõ đơn vị' if lang == 'vi' else 'no such unit'}: {name}; {advice}".removesuffix("; "))
