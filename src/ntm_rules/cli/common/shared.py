"""Options, exit codes and input that the commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click

from .console import tell

if TYPE_CHECKING:
    from ...exchange.cells.limits import FileLimits
    from ...language.library import Overlaid
    from ...model.library import Library
    from ...model.problem import NtmError
    from ...model.ruleset import Ruleset
    from ...model.text import Language

FINE, FINDINGS, UNUSABLE, INTERNAL = 0, 1, 2, 3


def remember_language(context: click.Context, _: click.Parameter, lang: Language) -> Language:
    """Keep the language of a command, in which its end is told as well; of both it is Vietnamese."""
    context.meta[__name__] = "en" if lang == "en" else "vi"
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
    callback=remember_language,
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


def library_of(folders: RuleFolders) -> Library:
    """The library of the folders of a command. Raises RulesetError, which ends the command, with every mistake in them."""
    from ...language.library import load_library

    return load_library(*folders.instead, over=folders.over)


def version_of(
    text: str, folders: RuleFolders, lang: Language, on: date | None = None, library: Library | None = None
) -> tuple[Ruleset, Library]:
    """The version that an argument names, with the library that holds it: of the folders, unless one is given.

    Stops where it names a file that is not there; raises NtmError, which ends the command, for what is no version.
    """
    from ...evolution.version import named_version, names_file

    if names_file(text) and not Path(text).is_file():
        stop(f"không có tệp: {text}" if lang == "vi" else f"no such file: {text}")
    library = library_of(folders) if library is None else library
    return named_version(text, library, on=on, folders=folders.instead, over=folders.over)


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


def known_on_asked() -> date | None:
    """The day of `--known-on`; None where the command has no such option, or was not given it."""
    day: date | None = click.get_current_context().meta.get(_KNOWN_ON)
    return day


def assessed_asked() -> int | None:
    """The year of `--assessed`; None where the command has no such option, or was not given it."""
    year: int | None = click.get_current_context().meta.get(_ASSESSED)
    return year
