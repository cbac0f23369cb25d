"""The commands that an author begins with: `init`, and `schema`, which describes the files to an editor."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .common.console import tell
from .common.output import put, why_not_written
from .common.shared import (
    PATH,
    RuleFolders,
    in_language_now,
    language_option,
    library_of,
    output_option,
    rulesets_option,
    stop,
    told_language_option,
)

if TYPE_CHECKING:
    from ..model.library import Library
    from ..model.text import Language


FILES = ("ruleset", "amendment", "measures", "cases", "dossier", "offices")
"""Kinds of files that are written in an editor."""
_ALL = (*FILES, "record")


@click.command()
@click.argument("files", metavar="|".join(_ALL), nargs=-1, required=True, type=click.Choice(_ALL))
@output_option
@rulesets_option
@told_language_option
def schema(files: tuple[str, ...], output: Path | None, rulesets: RuleFolders) -> None:
    """JSON Schema của một loại tệp, cho trình soạn thảo / JSON Schema of a kind of file, for an editor.

    With it an editor that has a YAML language server offers, checks and explains every key, and the measures, attributes,
    kinds and rulesets that there are, with their names in both languages. A file says where its schema is in its first line:
    # yaml-language-server: $schema=PATH. Several kinds are written into the folder that -o names, as KIND.schema.json; write
    them anew when measures or rulesets have been added. That of a record is of one line of it, for other programs.
    """
    if len(files) > 1 and (output is None or not output.is_dir()):
        stop(
            "nhiều loại tệp: dùng -o với một thư mục đã có", "several kinds of files: say -o and a folder that there is"
        )
    library = library_of(rulesets)
    for file in dict.fromkeys(files):
        written = output / f"{file}.schema.json" if output is not None and output.is_dir() else output
        put([schema_text(file, library)], written, "json")
        if written is not None:
            tell(f"{written}: # yaml-language-server: $schema={written}", err=True)


def schema_text(file: str, library: Library) -> str:
    """The JSON Schema of a kind of file with the names of a library, as text."""
    from ..evolution.cases.json_schema import case_schema
    from ..exchange.dossier.json_schema import dossier_schema, offices_schema
    from ..exchange.records.json_schema import record_schema
    from ..language.grammar.json_schema import amendment_schema, catalogue_schema, json_schema

    schema_makers: dict[str, Callable[[Library], dict[str, Any]]] = {
        "ruleset": json_schema,
        "amendment": amendment_schema,
        "measures": catalogue_schema,
        "cases": case_schema,
        "dossier": dossier_schema,
        "offices": offices_schema,
        "record": lambda _: record_schema(),
    }
    return json.dumps(schema_makers[file](library), ensure_ascii=False, indent=1) + "\n"


_MOST_LETTERS = 200


@click.command()
@click.argument("folder", metavar="[DIR]", type=PATH, default=".")
@click.option("--id", "id", help="Mã bộ tiêu chí / The ruleset's id: lai-chau/duong-giao-thong.")
@click.option("--title", help="Tên bộ tiêu chí / Its title.")
@click.option("--kind", help="Loại đơn vị được xét / The kind of unit it judges: commune, xã, district, …")
@click.option("--instrument", help="Số hiệu văn bản / The instrument's number.")
@click.option("--version", "version", metavar="DATE", help="Ngày có hiệu lực / The day it takes effect.")
@language_option
def init(
    folder: Path,
    id: str | None,
    title: str | None,
    kind: str | None,
    instrument: str | None,
    version: str | None,
    lang: Language,
) -> None:
    """Bắt đầu một bộ tiêu chí mới / Begin a ruleset of your own.

    Writes into DIR (this folder) a ruleset, its measures and cases, and a dossier with units and facts, commented in your
    language, which pass `check`, `test` and `assess`; and schemas, with which an editor completes and explains them. What no
    option says is asked, on a terminal. Nothing that is there is written over.
    """
    from ..language.library import overlaid
    from .starting_files import SCHEMAS, Start, starting_files

    today = date.today()
    own = _answer(id, _id, "Mã bộ tiêu chí (nơi-ban-hành/tên)", "Id of the ruleset (issuer/name)", "vi-du/bo-tieu-chi")
    named = _answer(title, _line, "Tên bộ tiêu chí", "Title", in_language_now("Bộ tiêu chí ví dụ", "Example criteria"))
    judged = _answer(kind, _kind, "Loại đơn vị được xét", "Kind of unit", in_language_now("xã", "commune"))
    number = _answer(instrument, _line, "Số hiệu văn bản", "Number of the instrument", "…/QĐ-UBND")
    begins = _answer(version, _day, "Ngày có hiệu lực", "Day it takes effect", f"{today.year}-01-01")
    start = Start(own, named, judged, number, date.fromisoformat(begins), max(today, date.fromisoformat(begins)), lang)
    texts = starting_files(start)
    schemas = [f"{SCHEMAS}/{file}.schema.json" for file in FILES]
    _refuse(folder, [*texts, *schemas])
    _write(folder, texts)
    library = overlaid([folder / "rulesets"]).library  # also where other files there have mistakes
    _write(folder, {path: schema_text(Path(path).name.partition(".")[0], library) for path in schemas})
    for path in texts:
        tell(str(folder / path))
    where = "." if folder == Path() else str(folder)
    tell("".join(f"\n  ntm-rules {command} {where}" for command in ("check", "test", "assess")), err=True)


def _answer(option: str | None, read: Callable[[str], str], vi: str, en: str, proposed: str) -> str:
    """The value of an option, as `read`; without one what is answered on a terminal, elsewhere the proposal.

    A wrong answer is asked for again, a wrong option ends.
    """
    words = in_language_now(vi, en)
    if option is None and sys.stdin.isatty():
        answer: str = click.prompt(words, default=proposed, value_proc=read, err=True)
        return answer
    try:
        return read(proposed if option is None else option)
    except click.BadParameter as error:
        stop(f"{words}: {error.message}")


def _id(text: str) -> str:
    from ..language.library import load_library
    from ..model.key import RULESET_ID

    if not RULESET_ID.fullmatch(text) or len(text) > _MOST_LETTERS:
        raise click.BadParameter(
            in_language_now(
                f"{text!r}: chữ thường không dấu, số, gạch nối, có dấu /: lai-chau/duong-giao-thong",
                f"{text!r}: small letters, digits and hyphens with a slash between: lai-chau/roads",
            )
        )
    if text in load_library().versions:
        raise click.BadParameter(in_language_now(f"{text}: đã có bộ tiêu chí này", f"{text}: there is one already"))
    return text


def _line(text: str) -> str:
    line = " ".join(text.split())
    if not line or len(line) > _MOST_LETTERS or not line.isprintable():
        raise click.BadParameter(
            in_language_now(
                f"một dòng chữ, tối đa {_MOST_LETTERS} ký tự", f"one line of text, {_MOST_LETTERS} characters at most"
            )
        )
    return line


def _kind(text: str) -> str:
    from ..language.structuring.scalars import IDENTIFIER
    from ..model.units.kind import kind_named

    kind = kind_named(text) or text
    if not IDENTIFIER.fullmatch(kind) or len(kind) > _MOST_LETTERS:
        raise click.BadParameter(
            in_language_now(
                f"{text!r}: không rõ loại đơn vị; ví dụ xã, huyện, thôn, commune",
                f"{text!r}: no such kind of unit; for example commune, district, village",
            )
        )
    return kind


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise click.BadParameter(
            in_language_now(f"{text!r}: ngày viết là 2024-06-30", f"{text!r}: a date is written 2024-06-30")
        ) from None


def _refuse(folder: Path, paths: list[str]) -> None:
    """Stop where a file is there already, or would lie outside the folder by way of a link."""
    from ..language.files.input_file import followed

    if folder.exists() and not folder.is_dir():
        stop(f"{folder}: không phải thư mục", f"{folder}: not a folder")
    for path in paths:
        target = folder / path
        if os.path.lexists(target):
            stop(f"{target}: đã có, không ghi đè", f"{target}: exists and is not overwritten")
        if not followed(target).is_relative_to(followed(folder)):
            stop(f"{target}: nằm ngoài {folder}", f"{target}: lies outside {folder}")


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write new files; where one cannot be written, those before it are taken away again."""
    written: list[Path] = []
    for path, text in texts.items():
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8", newline="\n") as stream:
                written.append(target)
                stream.write(text)
        except OSError as error:
            for file in written:
                file.unlink(missing_ok=True)
            stop(f"{target}: {why_not_written(error)}")
