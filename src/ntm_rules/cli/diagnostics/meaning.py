"""The command that says what the code of a diagnostic means: `diagnostic`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Literal

import click

from ..common.console import tell
from ..common.shared import stop

if TYPE_CHECKING:
    from ...model.text import Language

_SEVERITY = {"error": "lỗi", "warning": "cảnh báo", "note": "ghi chú"}


@click.command()
@click.argument("code", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", "--language", type=click.Choice(["vi", "en", "both"]), default="both", show_default=True)
def diagnostic(code: str | None, form: str, lang: Literal["vi", "en", "both"]) -> None:
    """Nghĩa của một mã như NTM301, với ví dụ / What a code such as NTM301 means, with an example.

    Without a CODE, all of them, one a line. What stands in {braces} is filled in where the code is told.
    """
    from ...diagnostic_codes import REGISTRY

    languages: tuple[Language, ...] = ("vi", "en") if lang == "both" else (lang,)
    full_code = (code or "").strip().upper().removeprefix("[").removesuffix("]")
    full_code = f"NTM{full_code}" if full_code.isdigit() else full_code
    if code is not None and full_code not in REGISTRY:
        every = "ntm-rules diagnostic"
        stop(f"không có mã {code!r}; tất cả các mã: {every} / there is no code {code!r}; for all of them: {every}")
    if form == "json":
        codes = REGISTRY if code is None else [full_code]
        click.echo(json.dumps([_plain(code) for code in codes], ensure_ascii=False, indent=2))
    elif code is None:
        tell("\n".join(f"{code}  {_message(code, languages[-1])}" for code in REGISTRY))
    else:
        tell("\n".join(_lines(full_code, languages)))


def _plain(code: str) -> dict[str, object]:
    from ...diagnostic_codes import REGISTRY
    from .examples import examples

    meaning = REGISTRY[code]
    example = examples().get(code)
    shown = example and {"in": example.kind, "wrong": example.wrong, "right": example.right}
    message = {"vi": meaning.message.vi, "en": meaning.message.in_language("en")}
    helped = meaning.help and {"vi": meaning.help.vi, "en": meaning.help.in_language("en")}
    return {"code": code, "severity": meaning.severity.value, "message": message, "help": helped, "example": shown}


def _message(code: str, language: Language) -> str:
    from ...diagnostic_codes import REGISTRY

    return REGISTRY[code].message.in_language(language).replace("{{", "{").replace("}}", "}")


def _lines(code: str, languages: tuple[Language, ...]) -> list[str]:
    from ...diagnostic_codes import REGISTRY
    from .examples import KINDS, WITHOUT, examples

    meaning = REGISTRY[code]
    lines = []
    for language in languages:
        severity = _SEVERITY[meaning.severity.value] if language == "vi" else meaning.severity.value
        lines.append(f"{code} ({severity}): {_message(code, language)}")
        if meaning.help is not None:
            helped = meaning.help.in_language(language).replace("{{", "{").replace("}}", "}")
            # A line that is filled in as a whole says nothing before.
            lines += [f"  {line}" for line in helped.splitlines() if not re.fullmatch(r"\{\w+\}", line.strip())]
    if code in WITHOUT:
        return [*lines, "", *(WITHOUT[code].in_language(language) for language in languages)]
    example = examples()[code]
    where = " / ".join(dict.fromkeys(KINDS[example.kind].in_language(language) for language in languages))
    for title, text in ((f"Sai / wrong ({where})", example.wrong), ("Đúng / right", example.right)):
        lines += ["", f"{title}:", *(f"    {line}" for line in text.strip("\n").splitlines())]
    return lines
