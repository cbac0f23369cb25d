"""Options, exit codes and input that the commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

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
_Option = Callable[[Callable[..., None]], Callable[..., None]]
"""A decorator that adds an option to a command."""


def remember_language(context: click.Context, _: click.Parameter, lang: Language) -> Language:
    """Keep the language of a command, in which its end is told as well; of both it is Vietnamese."""
    context.meta[__name__] = "en" if lang == "en" else "vi"
    return lang


def language_of_run(context: click.Context) -> Language:
    """The language of the command that was run, also after its end."""
    lang: Language = context.meta.get(__name__, "vi")
    return lang


def language_now() -> Language:
    """The language of the command that runs."""
    context = click.get_current_context(silent=True)
    return "vi" if context is None else language_of_run(context)


PATH = click.Path(path_type=Path)
"""The type of an option, or an argument, that is a path."""
_LANGUAGE: dict[str, Any] = {
    "type": click.Choice(["vi", "en"]),
    "default": "vi",
    "show_default": True,
    "callback": remember_language,
    "is_eager": True,
    "help": "Ngôn ngữ / Language.",
}
language_option = click.option("--lang", "--language", "lang", **_LANGUAGE)
told_language_option = click.option("--lang", "--language", expose_value=False, **_LANGUAGE)
"""The same option for commands that do not take it as an argument: `language_now` returns it."""


def _remembered_option(name: str, read: Callable[[Any], Any] = lambda value: value, **settings: Any) -> _Option:
    """An option that commands do not take as an argument: `_remembered` returns its value, as made of the text by `read`."""

    def remember(context: click.Context, _: click.Parameter, value: Any) -> None:
        context.meta[f"{__name__}.{name}"] = None if value is None else read(value)

    return click.option(name, expose_value=False, callback=remember, **settings)


def _remembered(name: str) -> Any:
    return click.get_current_context().meta.get(f"{__name__}.{name}")


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


large_option = _remembered_option(
    "--large",
    is_flag=True,
    help="Đọc hết hồ sơ rất lớn, dù mất nhiều thời gian / Read a very large dossier whole, however long it takes.",
)
known_on_option = _remembered_option(
    "--known-on",
    day_of,
    metavar="DATE",
    help="Chỉ dùng những gì đã biết vào ngày này / Only what was known on this date.",
)
assessed_option = _remembered_option(
    "--assessed",
    metavar="YEAR",
    type=click.IntRange(1900, 2999),
    help="Năm được đánh giá / The year that is assessed.",
)
_WRITE = "Ghi ra tệp / Write to a file."
output_option = click.option("-o", "--output", type=PATH, help=_WRITE)


def output_to(default: str, help: str = _WRITE) -> _Option:
    """The option `-o` of a command that always writes a file: `default`, where it is not given."""
    return click.option("-o", "--output", type=PATH, default=Path(default), show_default=True, help=help)


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
        type=PATH,
        multiple=True,
        help="Thư mục quy tắc thay cho thư mục đi kèm / Rulesets to use in place of the shipped ones.",
    )
    @click.option(
        "--with",
        "over",
        metavar="DIR",
        type=PATH,
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


def in_language_now(vi: str, en: str) -> str:
    """Words in the language of the command that runs."""
    return en if language_now() == "en" else vi


def remark(text: str, en: str | None = None) -> None:
    """Tell something on the error stream; `en` is what the text is in English, where it is another."""
    tell(text if en is None else in_language_now(text, en), err=True)


def stop(problem: str | NtmError, en: str | None = None) -> NoReturn:
    """Report unusable input as by `remark`, and exit with 2."""
    remark(problem if isinstance(problem, str) else problem.render(language_now()), en)
    sys.exit(UNUSABLE)


def stop_if_absent(paths: Iterable[Path]) -> None:
    """Stop where one of the paths leads nowhere."""
    for path in paths:
        if not path.exists():
            stop(f"không có tệp: {path}", f"no such file: {path}")


def library_of(folders: RuleFolders) -> Library:
    """The library of the folders of a command. Raises RulesetError, which ends the command, with every mistake in them."""
    from ...language.library import load_library

    return load_library(*folders.instead, over=folders.over)


def version_of(
    text: str, folders: RuleFolders, on: date | None = None, library: Library | None = None
) -> tuple[Ruleset, Library]:
    """The version that an argument names, with the library that holds it: of the folders, unless one is given.

    Stops where it names a file that is not there; raises NtmError, which ends the command, for what is no version.
    """
    from ...evolution.version import named_version, names_file

    if names_file(text) and not Path(text).is_file():
        stop(f"không có tệp: {text}", f"no such file: {text}")
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

    return FileLimits(work=sys.maxsize) if _remembered("--large") else FileLimits()


def known_on_value() -> date | None:
    """The day of `--known-on`; None where the command has no such option, or was not given it."""
    day: date | None = _remembered("--known-on")
    return day


def assessed_value() -> int | None:
    """The year of `--assessed`; None where the command has no such option, or was not given it."""
    year: int | None = _remembered("--assessed")
    return year
