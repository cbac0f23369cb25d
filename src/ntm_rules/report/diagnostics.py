"""Diagnostics in the forms that people and tools read: a paper, JSON, SARIF 2.1.0, GitHub annotations."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

from attrs import asdict, evolve

from ..model.place import Place
from ..model.problem import Diagnostic, Severity
from ..model.text import Language, Text, builtins_of, json_text, printable_lines
from .papers.paper import Listing, Paper, PaperBlock, Paragraph, plain
from .phrasing.numbers import counted
from .words.common import Noun

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"

_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_GITHUB_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


_COUNTED = {
    Severity.ERROR: Noun("lỗi", "error", "errors"),
    Severity.WARNING: Noun("cảnh báo", "warning", "warnings"),
    Severity.NOTE: Noun("ghi chú", "note", "notes"),
}
_NONE = Text("Không có lỗi, cảnh báo nào", "No errors or warnings")


def diagnostics_paper(diagnostics: Sequence[Diagnostic], language: Language) -> Paper:
    """The number of diagnostics by their severity, then each of them.

    >>> diagnostics_paper([], "en").title.vi
    'No errors or warnings'
    """
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    parts = [counted(counts[severity], noun, language) for severity, noun in _COUNTED.items() if counts[severity]]
    title = ", ".join(parts) or _NONE.in_language(language)
    blocks: list[PaperBlock] = []
    for diagnostic in diagnostics:
        blocks.append(plain(diagnostic.headline(language)))
        if excerpt := diagnostic.excerpt():
            blocks.append(Listing("\n".join(excerpt)))
        blocks += (evolve(plain(line), level=1) for line in diagnostic.advice(language))
    return Paper(None, Text(title), (), tuple(blocks))


def diagnostic_item(diagnostic: Diagnostic, language: Language) -> Paragraph:
    """A diagnostic as an item of a list, without the line of the file that it is about.

    >>> diagnostic_item(Diagnostic("NTM301", Place("a.yaml", 4, 2), Text("không có", "unknown measure")), "en").runs
    ((Text(vi='a.yaml:4:2: [NTM301] unknown measure', en=None), False),)
    """
    return evolve(plain(diagnostic.headline(language), item=True), below=tuple(map(Text, diagnostic.advice(language))))


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Diagnostics as a JSON list, wording in both languages, and what it is made of as `fields`.

    >>> as_json([])
    '[]'
    """
    return json_text([_plain(diagnostic) for diagnostic in diagnostics], indent=2)


def _plain(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "place": plain_place(diagnostic.place),
        "message": plain_text(diagnostic.message),
        "help": plain_text(diagnostic.help),
        "source_line": diagnostic.source_line,
        "related": [plain_place(place) for place in diagnostic.related],
        "fields": builtins_of(diagnostic.fields),
    }


def plain_text(text: Text | None) -> dict[str, str] | None:
    """Wording in both languages, as plain data.

    >>> plain_text(Text("không có", "none"))
    {'vi': 'không có', 'en': 'none'}
    """
    return None if text is None else {"vi": text.vi, "en": text.in_language("en")}


def plain_place(place: Place | None) -> dict[str, object] | None:
    """A place, as plain data.

    >>> plain_place(Place("a.yaml", 4, 2))
    {'file': 'a.yaml', 'line': 4, 'column': 2, 'end_column': None, 'sheet': None, 'cell': None}
    """
    return None if place is None else {**asdict(place), "cell": place.cell}


def as_sarif(diagnostics: Sequence[Diagnostic], lang: Language = "en", *, tool_version: str | None = None) -> str:
    """Diagnostics as a SARIF 2.1.0 log with one run.

    A cell of a workbook has no line in a text file, so it is given as a logical location (`Chỉ tiêu!C3`), without a region.

    >>> '"version": "2.1.0"' in as_sarif([])
    True
    """
    codes = list(dict.fromkeys(diagnostic.code for diagnostic in diagnostics))
    driver: dict[str, object] = {"name": "ntm-rules", "rules": [{"id": code} for code in codes]}
    if tool_version is not None:
        driver["version"] = tool_version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, codes, lang) for diagnostic in diagnostics],
    }
    return json_text({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _result(diagnostic: Diagnostic, codes: list[str], lang: Language) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": diagnostic.code,
        "ruleIndex": codes.index(diagnostic.code),
        "level": _SARIF_LEVELS[diagnostic.severity],
        "message": {"text": _message(diagnostic, lang)},
    }
    if diagnostic.place is not None:
        result["locations"] = [_location(diagnostic.place)]
    if diagnostic.related:
        result["relatedLocations"] = [
            {"id": number, **_location(place)} for number, place in enumerate(diagnostic.related)
        ]
    return result


def _message(diagnostic: Diagnostic, lang: Language) -> str:
    message = diagnostic.message.in_language(lang)
    return f"{message}\n{diagnostic.help.in_language(lang)}" if diagnostic.help else message


def _location(place: Place) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.sheet is not None:
        logical = {"fullyQualifiedName": f"{place.sheet}!{place.cell}", "kind": "member"}
        return {"physicalLocation": physical, "logicalLocations": [logical]}
    region = {"startLine": place.line, "startColumn": place.column}
    if place.end_column is not None and place.end_column > place.column:
        region["endColumn"] = place.end_column
    return {"physicalLocation": {**physical, "region": region}}


def _uri(file: str) -> str:
    """A file name as a URI reference: `rulesets/a b.yaml` is `rulesets/a%20b.yaml`, absolute ones are `file:///...`."""
    if "\\" in file or PureWindowsPath(file).drive:
        path = PureWindowsPath(file)
        return path.as_uri() if path.is_absolute() else quote(path.as_posix())
    posix = PurePosixPath(file)
    if posix.is_absolute():
        return posix.as_uri()
    # A colon in the first segment would be read as a scheme.
    return quote(file, safe="/")


def as_annotations(diagnostics: Iterable[Diagnostic], lang: Language = "en") -> str:
    """Diagnostics as GitHub workflow commands, a line each, which a build shows beside the changed lines.

    >>> print(as_annotations([Diagnostic("NTM301", Place("a.yaml", 4, 2), Text("hụt", "50 % short"))]))
    ::error file=a.yaml,line=4,col=2,title=NTM301::50 %25 short
    """
    return "\n".join(_annotation(diagnostic, lang) for diagnostic in diagnostics)


def _annotation(diagnostic: Diagnostic, lang: Language) -> str:
    properties: list[tuple[str, str]] = []
    message = _message(diagnostic, lang)
    place = diagnostic.place
    if place is not None:
        properties.append(("file", place.file))
        if place.sheet is None:
            properties += [("line", str(place.line)), ("col", str(place.column))]
            if place.end_column is not None and place.end_column > place.column:
                properties.append(("endColumn", str(place.end_column)))
        else:
            message = f"{place.sheet}!{place.cell}: {message}"
    properties.append(("title", diagnostic.code))
    written = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties)
    return f"::{_GITHUB_COMMANDS[diagnostic.severity]} {written}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    """Text as a workflow command takes it: what would end the command or a property is percent-encoded."""
    text = printable_lines(text).replace("%", "%25")
    for character in "\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
