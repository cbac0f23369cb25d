"""Output of a command: to the screen, or whole into a file whose name fits what is written."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import page_width, tell
from .shared import in_language_now, language_now, output_option, stop

if TYPE_CHECKING:
    from ...model.text import Language
    from ...report.papers.paper import Paper

_SUFFIXES = {
    "json": (".json",),
    "jsonl": (".jsonl", ".ndjson"),
    "sarif": (".sarif", ".json"),
    "csv": (".csv",),
    "markdown": (".md", ".markdown", ".txt"),
    "junit": (".xml",),
    "yaml": (".yaml", ".yml"),
    "snapshot": (".snapshot",),
    "html": (".html", ".htm"),
    "xlsx": (".xlsx",),
    "docx": (".docx",),
}
"""Endings of file names by format; a text may have any but those of other programs."""
_OF_OTHER_PROGRAMS = (
    *(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".docx", ".doc", ".odt", ".rtf", ".pdf", ".pptx", ".html", ".htm"),
    *(".parquet", ".arrow", ".feather", ".db", ".sqlite", ".zip", ".gz", ".png", ".jpg", ".csv", ".tsv", ".xml"),
    *(".json", ".jsonl", ".yaml", ".yml", ".snapshot"),
)


PAPER_FORMS = ("text", "markdown", "html", "docx")
"""The forms in which a paper can be had."""
_BY_NAME = "forms that the name of the file can ask for"


def refuse_suffix(output: Path, form: str) -> None:
    """Stop where the name of a file promises another kind of file than is written: no text in an .xlsx.

    Told are the endings that fit: of the form, of those that the name can ask for (`form_of`), of others with --format.
    """
    suffix, own = output.suffix.lower(), _SUFFIXES.get(form, ())
    others = {ending for name, suffixes in _SUFFIXES.items() if name != form for ending in suffixes if ending != ".txt"}
    if suffix in own or not (suffix in _OF_OTHER_PROGRAMS or (own and suffix in others)):
        return
    context = click.get_current_context(silent=True)
    by_name = () if context is None else context.meta.get(_BY_NAME, ())
    endings = dict.fromkeys(_SUFFIXES.get(name, (".txt",))[0] for name in (form, *by_name))
    formats = [name for name in _formats() if name not in (form, *by_name) and name in _SUFFIXES]
    meant = [name for name in formats if suffix in _SUFFIXES[name]]
    options = [f"--format {name}" + ("" if meant else f" ({_SUFFIXES[name][0]})") for name in meant or formats]
    ending, ending_en = (f" {word} ".join(endings) for word in ("hoặc", "or"))
    vi = f"{output}: kết quả dạng {form} không ghi vào tệp {suffix}; đặt tên tệp có đuôi {ending}"
    en = f"{output}: {form} is not written into a {suffix} file; name a file that ends in {ending_en}"
    if options:
        vi, en = f"{vi}, hoặc thêm {', '.join(options)}", f"{en}, or ask for {', '.join(options)}"
    stop(vi, en)


def _formats() -> Sequence[str]:
    """The choices of --format of the command that runs."""
    context = click.get_current_context(silent=True)
    options = () if context is None else context.command.params
    return next(
        (option.type.choices for option in options if option.name == "form" and isinstance(option.type, click.Choice)),
        (),
    )


def form_of(output: Path | None, form: str, forms: Iterable[str]) -> str:
    """The one of `forms` that the name of a file promises; `form` where it promises none of them."""
    if (context := click.get_current_context(silent=True)) is not None:
        context.meta[_BY_NAME] = tuple(forms)
    suffix = None if output is None else output.suffix.lower()
    return next((name for name in forms if suffix in _SUFFIXES.get(name, ()) and suffix != ".txt"), form)


def paper_options(*others: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options `--format` and `-o` of a command that writes a paper, or one of `others`: `form` and `output`.

    Without `--format` the name of the file says the form; what is printed is a text.
    """
    forms = (*PAPER_FORMS, *others)

    def options(command: Callable[..., None]) -> Callable[..., None]:
        @click.option(
            "--format", "form", type=click.Choice(forms), help="Mặc định theo tên tệp / By the name of the file."
        )
        @output_option
        @wraps(command)
        def with_form(*args: object, form: str | None, output: Path | None, **settings: object) -> None:
            command(*args, form=form or form_of(output, "text", forms[1:]), output=output, **settings)

        return with_form

    return options


def put_paper(paper: Paper, output: Path | None, form: str, day: date) -> None:
    """Print a paper, or write it to a file: as text, Markdown, HTML, or a document, which has to be a file."""
    lang = language_now()
    match form:
        case "docx":
            from ...report.renderers.document import paper_docx

            if output is None:
                stop("--format docx: thêm -o TỆP.docx", "--format docx: add -o FILE.docx")
            put_bytes([paper_docx(paper, lang, day)], output, form)
        case "html":
            from ...report.renderers.paper_html import paper_html

            put([paper_html(paper, lang)], output, form)
        case "text":
            put([text_of(paper, output, lang), "\n"], output, form)
        case _:
            from ...report.renderers.paper_markdown import paper_markdown

            put([paper_markdown(paper, lang), "\n"], output, form)


def text_of(paper: Paper, output: Path | None, lang: Language) -> str:
    """A paper as it is printed: as wide as the terminal and in colour on one."""
    from ...report.renderers.paper_text import paper_text

    return paper_text(paper, lang, page_width(output), colour=output is None and sys.stdout.isatty())


def put(pieces: Iterable[str], output: Path | None, form: str) -> None:
    """Print the pieces, or write them to a file; stops where the file cannot be written. Pages for people become harmless."""
    from ...model.text import printable_lines

    is_exact = form not in ("text", "markdown", "memo")
    if output is None:
        for piece in pieces:
            click.echo(piece, nl=False) if is_exact else tell(piece, nl=False)
        return
    # Excel knows UTF-8 by this mark.
    mark = b"\xef\xbb\xbf" if form == "csv" else b""

    def encoded() -> Iterator[bytes]:
        yield mark
        for piece in pieces:
            yield (piece if is_exact else printable_lines(piece)).encode()

    put_bytes(encoded(), output, form)


def put_json(plain: object, output: Path | None, *, indent: int = 1) -> None:
    """Print plain data as JSON, or write it to a file."""
    from ...model.text import json_text

    put([json_text(plain, indent=indent), "\n"], output, "json")


def refuse_output(output: Path, form: str, other: Path | None = None) -> None:
    """Stop where a file was read, or is the `other` one that the command writes, or its name promises another kind of file.

    A command that writes two files asks this of the second before it writes the first.
    """
    from ...exchange.output.output_file import InUseError
    from ...language.files.input_file import followed, was_read

    if was_read(output) or (other is not None and followed(other) == followed(output)):
        stop(f"{output}: {why_not_written(InUseError())}")
    refuse_suffix(output, form)


def put_bytes(pieces: Iterable[bytes], output: Path, form: str) -> None:
    """Write a file; stops where it cannot be written, or its name promises another kind of file."""
    from ...exchange.output.output_file import write_whole

    refuse_output(output, form)
    try:
        write_whole(output, pieces)
    except OSError as error:
        stop(f"{output}: {why_not_written(error)}")


def why_not_written(error: OSError) -> str:
    """Reason, in words, why the system refuses to write a file."""
    from ...exchange.output.output_file import InUseError

    match error:
        case InUseError():
            vi = "không ghi đè lên tệp đã dùng trong cùng lệnh"
            en = "is in use in this command already, and is not written over"
        case FileNotFoundError() | NotADirectoryError():
            vi, en = "không có thư mục để ghi vào", "there is no such folder to write into"
        case PermissionError():
            vi, en = "không có quyền ghi", "no permission to write here"
        case IsADirectoryError():
            vi, en = "là một thư mục, không ghi đè được", "is a folder and cannot be written over"
        case OSError(errno=errno.ELOOP):
            vi, en = "là liên kết tạo thành vòng, không ghi được", "is a link in a circle and cannot be written"
        case _:
            vi, en = "không ghi được (lỗi hệ thống)", f"cannot be written ({error.strerror})"
    return in_language_now(vi, en)
