"""The catalogue of diagnostics: a page a code, from the registry."""

import re
from itertools import groupby

from diagnostic_examples import found

from ntm_rules.cli.diagnostics.examples import KINDS, WITHOUT, examples
from ntm_rules.diagnostic_codes import REGISTRY
from ntm_rules.model.problem import Message, Severity
from ntm_rules.model.text import Language, Text
from ntm_rules.report.words.common import capital

_SEVERITY = {
    Severity.ERROR: Text(
        "lỗi: đầu vào không dùng được cho đến khi sửa", "error: the input cannot be used until it is mended"
    ),
    Severity.WARNING: Text("cảnh báo: nên xem lại", "warning: it should be looked at"),
    Severity.NOTE: Text("ghi chú", "note"),
}
_LANGUAGES: dict[Language, str] = {"vi": "Tiếng Việt", "en": "English"}
_GROUPS = {
    "NTM0": "Of no other kind",
    "NTM1": "Reading rule files",
    "NTM2": "Structure of rule files",
    "NTM3": "Names, versions, amendments",
    "NTM4": "Sense of rules",
    "NTM5": "Tables, units and facts",
    "NTM6": "Compiling, frames, arguments",
    "NTM7": "Sessions, units as values, plain forms",
    "NTM8": "Records and snapshots",
    "NTM9": "Cases",
}
"""Roughly what the codes of a hundred are about."""
_FOLDER = re.compile(r"(?<!\S)/(?:[^/\s]+/)+(?=[^/\s])")
"""The folder that an example was written to."""
_MOST_TOLD = 3
"""So many diagnostics of a wrong example are shown."""


def diagnostic_pages(step: int = 1) -> dict[str, str]:
    """Pages of the catalogue: an index by the hundred, and a page for each code; with a `step`, for each of so many."""
    shown = list(REGISTRY)[::step]
    index = [
        "# Diagnostics",
        "",
        "Every code that `check`, `assess` and the library can tell, in Vietnamese and English.",
        "",
    ]
    index += ["On the command line: `ntm-rules diagnostic NTM301`.", ""]
    for hundred, codes in groupby(shown, lambda code: code[:4]):
        index += [f"## {hundred}xx: {_GROUPS[hundred]}", "", "| code | meaning | |", "|---|---|---|"]
        index += [
            f"| [{code}]({code}.md) | {_cell(REGISTRY[code])} | {REGISTRY[code].severity.value} |" for code in codes
        ]
        index.append("")
    return {"diagnostics/index.md": "\n".join(index), **{f"diagnostics/{code}.md": _page(code) for code in shown}}


def _cell(meaning: Message) -> str:
    return _escaped(meaning.message.in_language("en")).replace("|", "\\|")


def _escaped(text: str) -> str:
    """A wording with its details in italics: `{name}` is filled in where it is told."""
    return text.replace("{{", "{").replace("}}", "}").replace("<", "&lt;").replace("*", "\\*")


def _page(code: str) -> str:
    meaning = REGISTRY[code]
    lines = [f"# {code}", ""]
    for language, title in _LANGUAGES.items():
        lines += [f"**{title}** ({_SEVERITY[meaning.severity].in_language(language)})", ""]
        lines += [f"> {_escaped(meaning.message.in_language(language))}", ""]
        if meaning.help is not None:
            lines += [_escaped(meaning.help.in_language(language)), ""]
    if code in WITHOUT:
        return "\n".join([*lines, WITHOUT[code].vi, "", WITHOUT[code].in_language("en"), ""])
    example = examples()[code]
    where = " / ".join(dict.fromkeys((KINDS[example.kind].vi, KINDS[example.kind].in_language("en"))))
    highlighted = {"python": "python"} | dict.fromkeys(("facts", "units", "sheet", "folder"), "text")
    for title, part in (("Sai / Wrong", example.wrong), ("Đúng / Right", example.right)):
        lines += [f"## {title}", ""]
        lines += [where if "." in where.split()[0] else capital(where), ""] if part is example.wrong else []
        lines += [f"```{highlighted.get(example.kind, 'yaml')}", part.strip("\n"), "```", ""]
        if part is example.wrong:
            told = [each for each in found(example.kind, part) if each.code == code][:_MOST_TOLD]
            shown = "\n\n".join(each.render(language) for language in _LANGUAGES for each in told)
            lines += ["```text", _FOLDER.sub("", shown), "```", ""]
    return "\n".join(lines)
