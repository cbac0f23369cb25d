"""One YAML file or text, read with every bound checked: its bytes, its characters, its tree."""

import re
from contextlib import suppress
from pathlib import Path

import yaml
from attrs import frozen

from ...model.place import Place
from ..diagnostics.mistakes import MOST_DIAGNOSTICS, Mistake, report
from ..files.input_file import TooLargeError, content_of, why_not_read
from .complaints import syntax_mistake
from .tree import INVISIBLE, Node, TreeBuilder

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
        for found in INVISIBLE.finditer(line):
            if found_so_far > MOST_DIAGNOSTICS:
                return False
            place = Place(file, number, found.start() + 1, found.end() + 1)
            report(Mistake("NTM104", place, {"character": f"U+{ord(found[0]):04X}"}))
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
