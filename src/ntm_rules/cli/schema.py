"""The command that describes the files to an editor: `schema`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .common.console import tell
from .common.output import put
from .common.shared import RuleFolders, library_of, output_option, rulesets_option, stop, told_language_option

if TYPE_CHECKING:
    from ..model.library import Library

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
    for each in dict.fromkeys(files):
        written = output / f"{each}.schema.json" if output is not None and output.is_dir() else output
        put([schema_text(each, library)], written, "json")
        if written is not None:
            tell(f"{written}: # yaml-language-server: $schema={written}", err=True)


def schema_text(file: str, library: Library) -> str:
    """The JSON Schema of a kind of file with the names of a library, as text."""
    from ..evolution.cases.json_schema import case_schema
    from ..exchange.dossier.json_schema import dossier_schema, offices_schema
    from ..exchange.records.json_schema import record_schema
    from ..language.grammar.json_schema import amendment_schema, catalogue_schema, json_schema

    made: dict[str, Callable[[Library], dict[str, Any]]] = {
        "ruleset": json_schema,
        "amendment": amendment_schema,
        "measures": catalogue_schema,
        "cases": case_schema,
        "dossier": dossier_schema,
        "offices": offices_schema,
        "record": lambda _: record_schema(),
    }
    return json.dumps(made[file](library), ensure_ascii=False, indent=1) + "\n"
