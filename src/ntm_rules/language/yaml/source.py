"""One YAML file or text, read with every bound checked, and what a reader complains of in the words of who wrote it."""

import re
import unicodedata
from contextlib import suppress
from pathlib import Path

import yaml
from attrs import frozen

from ...model.place import Place
from ..diagnostics.mistakes import MOST_DIAGNOSTICS, Mistake, report
from ..files.input_file import TooLargeError, content_of, why_not_read
from ..grammar.conditions import OPERATORS
from ..grammar.synonyms import words_for
from .tree import INVISIBLE, Node, TreeBuilder

_KEY = re.compile(r"""(?P<lead>\s*(?:-\s+)*)(?P<key>[^\s:'"\[{#][^:]*?)\s*:(?P<rest>\s.*|$)""")
_NO_SPACE = re.compile(r"""\s*(?:-\s+)*(?P<key>[A-Za-z_]\w*):(?P<rest>[^\s:/].*)""")
SYMBOLS = {word.replace("_", " "): key for key in OPERATORS for word in words_for(key)}
"""Keys for the signs and words of comparison that people write before a number instead."""
_LONGEST_FIRST = sorted(SYMBOLS, key=len, reverse=True)
_SIGNS = "|".join(re.escape(word) for word in _LONGEST_FIRST if not word[0].isalpha())
_WORDS = "|".join(re.escape(word) for word in _LONGEST_FIRST if word[0].isalpha())
SYMBOL = re.compile(rf"(?P<symbol>(?:{_SIGNS})|(?:{_WORDS})(?=\s))\s*(?P<rest>[-+]?[0-9].*)", re.IGNORECASE)


WIDE = re.compile("[\uff01-\uff5e\u3000\u2212\u00a0\u2007\u202f]")
"""Characters that look like one of a usual keyboard, or like a space, and are others."""


def usual(text: str) -> str:
    """`text` with the characters of a usual keyboard for those that look like them.

    >>> usual("９０，５")
    '90,5'
    """
    return WIDE.sub(lambda match: "-" if match[0] == "\u2212" else unicodedata.normalize("NFKC", match[0]), text)


def code_point(character: str) -> str:
    """A character with its number, for a message; a space by its number alone.

    >>> code_point("：")
    '： (U+FF1A)'
    """
    return f"{character} (U+{ord(character):04X})" if character.strip() else f"U+{ord(character):04X}"


def syntax_mistake(error: yaml.YAMLError, lines: tuple[str, ...], file: str) -> Mistake:
    """Mistake, with place and remedy, for the complaint of PyYAML's own (pure Python) reader."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Mistake("NTM120", Place(file), {"problem": str(error)})
    problem = error.problem or ""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Mistake("NTM120", Place(file), {"problem": problem})
    line, column = _within(mark.line, mark.column, lines)
    here = _Location(file, lines, line, column)
    if error.context_mark is not None:
        opened = _Location(file, lines, *_within(error.context_mark.line, error.context_mark.column, lines))
    else:
        opened = here
    for location in (here, opened):
        match = WIDE.search(location.text)
        if match is not None and not location.text.lstrip().startswith("#"):
            place = Place(file, location.line + 1, match.start() + 1, match.end() + 1)
            return Mistake(
                "NTM126", place, {"character": code_point(match[0]), "instead": usual(location.text).strip()}
            )
    return _explained(problem, error.context or "", here, opened)


def _within(line: int, column: int, lines: tuple[str, ...]) -> tuple[int, int]:
    """A position inside the text, for one that may be its end."""
    if line >= len(lines) or not lines[line].strip():
        line = min(line, len(lines) - 1)
        while line > 0 and not lines[line].strip():
            line -= 1
        column = len(lines[line].rstrip())
    return line, min(column, max(0, len(lines[line].rstrip()) - 1))


class _Location:
    def __init__(self, file: str, lines: tuple[str, ...], line: int, column: int) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.text = lines[line]
        self.lines = lines

    def place(self, width: int = 1) -> Place:
        return Place(self.file, self.line + 1, self.column + 1, self.column + 1 + width)

    def rest(self) -> Place:
        return self.place(max(1, len(self.text.rstrip()) - self.column))

    def written(self) -> Place:
        """The line without its indentation."""
        start = len(self.text) - len(self.text.lstrip())
        return Place(self.file, self.line + 1, start + 1, max(start + 1, len(self.text.rstrip())) + 1)


def _explained(problem: str, context: str, here: _Location, opened: _Location) -> Mistake:
    if "mapping values are not allowed" in problem:
        return _colon(here)
    if "quoted scalar" in context and ("end of stream" in problem or "document separator" in problem):
        return Mistake("NTM116", opened.rest(), {"quote": opened.text[opened.column]})
    if "escape" in problem or ("double-quoted scalar" in context and "escape sequence" in problem):
        return Mistake("NTM123", here.place(), {})
    if "flow sequence" in context or "flow mapping" in context:
        bracket = "[" if "sequence" in context else "{"
        return Mistake("NTM117", opened.place(), {"bracket": bracket, "closing": "]" if bracket == "[" else "}"})
    if "flow node" in context and "stream end" in problem:
        return _open_bracket(here)
    if "cannot start any token" in problem or "chomping" in problem:
        start = opened if "chomping" in problem else here
        symbol = SYMBOL.match(start.text[start.column :].rstrip(" ,}]"))
        if symbol:
            place = start.place(symbol.end())
            instead = f"{SYMBOLS[symbol['symbol'].lower()]}: {symbol['rest']}"
            params = {"character": symbol["symbol"], "instead": instead}
            return Mistake("NTM119", place, params, hint="symbol")
        return Mistake("NTM119", here.rest(), {"character": here.text[here.column]})
    if "could not find expected ':'" in problem:
        return _no_colon(opened)
    if "sequence entries are not allowed" in problem:
        return Mistake("NTM120", here.rest(), {"problem": problem}, hint="list_in_line")
    if "parsing a block" in context:
        if "'<scalar>'" in problem or "','" in problem:
            return Mistake("NTM124", here.rest()) if here.text[: here.column].strip() else _no_colon(here)
        return Mistake("NTM115", here.written())
    return Mistake("NTM120", here.place(), {"problem": problem})


def _open_bracket(here: _Location) -> Mistake:
    """The file ends inside brackets: the last one opened."""
    for line in range(here.line, -1, -1):
        column = max(here.lines[line].rfind("["), here.lines[line].rfind("{"))
        if column >= 0:
            bracket = here.lines[line][column]
            params = {"bracket": bracket, "closing": "]" if bracket == "[" else "}"}
            return Mistake("NTM117", _Location(here.file, here.lines, line, column).place(), params)
    return Mistake("NTM120", here.place(), {"problem": "the file ends inside brackets"})


def _colon(here: _Location) -> Mistake:
    """A second colon in a line, or a key where the line above has not ended."""
    match = _KEY.match(here.text)
    if match and match.end("key") < here.column and ":" in here.text[: here.column]:
        start = match.start("rest") + len(match["rest"]) - len(match["rest"].lstrip())
        text = here.text[start:].rstrip()
        place = Place(here.file, here.line + 1, start + 1, start + 1 + max(1, len(text)))
        return Mistake("NTM114", place, {"text": text.replace('"', "'")})
    above = here.line - 1
    if above >= 0:
        no_space = _NO_SPACE.fullmatch(here.lines[above].rstrip())
        if no_space and not here.lines[above].lstrip().startswith("#"):
            return _no_colon(_Location(here.file, here.lines, above, 0))
        if here.text[: len(here.text) - len(here.text.lstrip())] <= _indentation(here.lines[above]):
            return _no_colon(_Location(here.file, here.lines, above, 0))
    return Mistake("NTM115", here.written())


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _no_colon(location: _Location) -> Mistake:
    match = _NO_SPACE.fullmatch(location.text.rstrip())
    if match:
        instead = f"{match['key']}: {match['rest'].strip()}"
        return Mistake("NTM118", location.written(), {"instead": instead}, hint="space_after_colon")
    return Mistake("NTM118", location.written(), {})


MOST_BYTES = 2_000_000

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
# A comment right after the sign of a block text, which only the C reader takes.
_LENIENT = re.compile(r"[|>][-+0-9]*#")
# Too deep, too many: the same by either reader, and slow by the other.
_TOO_MUCH = ("NTM112", "NTM113")
_FAST = getattr(yaml, "CSafeLoader", None)


@frozen
class Source:
    """A file as read: its name in diagnostics, its lines for the caret, its tree (None where it is not readable)."""

    file: str
    lines: tuple[str, ...]
    root: Node | None


def read_file(path: Path, file: str | None = None) -> Source:
    """Read one YAML file; mistakes are reported."""
    name = file or str(path)
    content = yaml_content(path, name)
    return Source(name, (), None) if content is None else read_bytes(content, name)


def yaml_content(path: Path, file: str) -> bytes | None:
    """The bytes of a file; None where it cannot be read, which is reported. Its size is checked before its content is read."""
    try:
        return content_of(path, MOST_BYTES)
    except TooLargeError as error:
        report(Mistake("NTM102", Place(file), {"size": error.size, "most": MOST_BYTES}))
    except (OSError, ValueError) as error:
        report(Mistake("NTM101", Place(file), {"why": why_not_read(error)}))
    return None


def read_bytes(content: bytes, file: str) -> Source:
    """Read the bytes of one YAML file; mistakes are reported."""
    if len(content) > MOST_BYTES:
        report(Mistake("NTM102", Place(file), {"size": len(content), "most": MOST_BYTES}))
        return Source(file, (), None)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        lines = _LINE_BREAK.split(before)
        wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        place = Place(file, len(lines), len(lines[-1]) + 1, len(lines[-1]) + 2)
        report(Mistake("NTM103", place, hint="utf16" if wide else None))
        return Source(file, (), None)
    return read_text(text, file)


def read_text(text: str, file: str) -> Source:
    """Read the text of one YAML file; mistakes are reported."""
    if len(text) > MOST_BYTES:
        report(Mistake("NTM102", Place(file), {"size": len(text), "most": MOST_BYTES}))
        return Source(file, (), None)
    text = text.removeprefix("\ufeff")
    lines = tuple(_LINE_BREAK.split(text))
    if not _visible(lines, file):
        return Source(file, lines, None)
    if not any(line.strip() and not line.lstrip().startswith("#") for line in lines):
        report(Mistake("NTM106", Place(file, 1, 1, 2)))
        return Source(file, lines, None)
    return Source(file, lines, _tree(text, lines, file))


def _visible(lines: tuple[str, ...], file: str) -> bool:
    found_so_far = 0
    for number, line in enumerate(lines, 1):
        for match in INVISIBLE.finditer(line):
            if found_so_far > MOST_DIAGNOSTICS:
                return False
            place = Place(file, number, match.start() + 1, match.end() + 1)
            report(Mistake("NTM104", place, {"character": f"U+{ord(match[0]):04X}"}))
            found_so_far += 1
        tab = line.find("\t")
        if found_so_far > MOST_DIAGNOSTICS:
            return False
        if tab >= 0 and not line.lstrip().startswith("#"):
            end = tab + len(line[tab:]) - len(line[tab:].lstrip("\t"))
            report(Mistake("NTM105", Place(file, number, tab + 1, end + 1)))
            found_so_far += 1
    return not found_so_far


def _tree(text: str, lines: tuple[str, ...], file: str) -> Node | None:
    """Tree by the C reader; by PyYAML's own where the C reader fails or is more lenient, so that both give the same."""
    if _FAST is not None and not _LENIENT.search(text):
        builder = TreeBuilder(lines, file)
        with suppress(yaml.YAMLError):
            root = builder.build(yaml.parse(text, Loader=_FAST))
            too_many = len(builder.mistakes) > MOST_DIAGNOSTICS
            if too_many or all(mistake.code in _TOO_MUCH for mistake in builder.mistakes):
                for mistake in builder.mistakes:
                    report(mistake)
                return root
    builder = TreeBuilder(lines, file)
    try:
        return builder.build(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.YAMLError as error:
        builder.mistakes.append(syntax_mistake(error, lines, file))
        return None
    finally:
        for mistake in builder.mistakes:
            report(mistake)
