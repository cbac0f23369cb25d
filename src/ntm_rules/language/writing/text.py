"""Mappings as YAML that every reader takes alike: block style, texts in quotes where they need them, exact figures."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ...model.arguments import checks_arguments, refuse_parts_of_other_types, refused
from ...model.measure import Attribute, Measure
from ...model.ruleset import Ruleset
from ...model.values.number import may_be_thousands, without_zeros
from ..structuring.figures import readings
from .files import catalogue_written, origin_written, ruleset_written

_PLAIN = re.compile(r"[^\W\d_](?:[\w .,()%/;!+*=-]*[\w.)%!])?")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Words that YAML 1.1 or 1.2 reads as something else than text."""
_ALLOWED = re.compile(
    r"[\x20-\x7e\xa0-\u200a\u2010-\u2027\u202f-\u205f\u2070-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def plain(text: str) -> str:
    """A text without quotation marks where it needs none; else `quoted`.

    >>> print(plain("Nước sạch vừa đúng ngưỡng 90%"), plain("Nước sạch: 90"), plain("yes"))
    Nước sạch vừa đúng ngưỡng 90% "Nước sạch: 90" "yes"
    """
    return text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else quoted(text)


def quoted(text: str) -> str:
    r"""Text in quotation marks, with invisible characters written as escapes.

    >>> print(quoted("3.10"), quoted('"\u200b'))
    "3.10" "\"\u200b"
    """
    return "".join(_escaped(character) for character in json.dumps(text, ensure_ascii=False))


def _escaped(character: str) -> str:
    if _ALLOWED.fullmatch(character):
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


_WIDTH = 110
_MOST_DIGITS = 15
_MOST_BITS = 1_000
DEEPEST = 60


def yaml_text(value: Any) -> str:
    """Mappings, lists, texts, numbers and dates as the text of a rule file. Raises ArgumentError for anything else.

    >>> print(yaml_text({"code": "3.10", "name": "Nước: sạch", "at_least": Decimal("12.500"), "of": ["1", "2"]}), end="")
    code: "3.10"
    name: "Nước: sạch"
    at_least: 12.5
    of: ["1", "2"]
    """
    return "\n".join(_block(value, "", 0)) + "\n"


@checks_arguments
def rule_file_text(ruleset: Ruleset) -> str:
    """The text of a rule file of this version; comments say what it was made from, where other files made it.

    >>> from ..library import load_library
    >>> rule_file_text(load_library().versions["vn/civilised-township"][0]).splitlines()[0]
    'ruleset: vn/civilised-township'
    """
    refuse_parts_of_other_types(ruleset)
    origin = origin_written(ruleset)
    comments = [f"# {name}: {_flow(value)}\n" for name, value in origin.items() if name != "enacted"]
    return "".join(comments) + yaml_text(ruleset_written(ruleset))


@checks_arguments
def catalogue_text(measures: Iterable[Measure], attributes: Iterable[Attribute] = ()) -> str:
    """The text of a catalogue of these measures and attributes.

    >>> from ...model.text import Text
    >>> print(catalogue_text([Measure("score", Text("Score"), decimals=1)]), end="")
    measures: {score: {name: Score, decimals: 1}}
    """
    measures, attributes = tuple(measures), tuple(attributes)
    for declared, kind in (
        *((measure, Measure) for measure in measures),
        *((attribute, Attribute) for attribute in attributes),
    ):
        if not isinstance(declared, kind):
            raise refused("measures", declared, "Measure; Attribute", "measures, then attributes")
    declarations: tuple[Measure | Attribute, ...] = (*measures, *attributes)
    for part in declarations:
        refuse_parts_of_other_types(part)
    return yaml_text(catalogue_written(measures, attributes))


def _block(value: Any, indent: str, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        raise refused("mapping", "…", "ít cấp hơn", f"at most {DEEPEST} levels")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _entry(f"{indent}{_key(key)}:", inner, indent + "  ", depth)
    elif isinstance(value, list | tuple):
        for inner in value:
            short = _short(inner, len(indent) + 2)
            if short is not None:
                yield f"{indent}- {short}"
                continue
            lines = list(_block(inner, indent + "  ", depth + 1))
            yield f"{indent}- {lines[0][len(indent) + 2 :]}"
            yield from lines[1:]
    else:
        yield indent + _scalar(value)


def _entry(start: str, value: Any, indent: str, depth: int) -> Iterator[str]:
    short = _short(value, len(start) + 1)
    if short is not None:
        yield f"{start} {short}"
        return
    yield start
    yield from _block(value, indent, depth + 1)


def _short(value: Any, beside: int) -> str | None:
    """A value in one line; None for one that is told better in several."""
    if not isinstance(value, Mapping | list | tuple):
        return _scalar(value)
    parts = value.values() if isinstance(value, Mapping) else value
    if any(isinstance(deep, Mapping | list | tuple) for part in parts if _is_open(part) for deep in _parts(part)):
        return None
    flow = _flow(value)
    return flow if len(flow) + beside <= _WIDTH else None


def _is_open(value: Any) -> bool:
    return isinstance(value, Mapping | list | tuple)


def _parts(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, Mapping) else value


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_key(key)}: {_flow(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_flow(inner) for inner in value)}]"
    shown = _scalar(value)
    return quoted(str(value)) if "," in shown and not shown.startswith('"') else shown


def _key(key: Any) -> str:
    if not isinstance(key, str | int) or isinstance(key, bool) or (isinstance(key, int) and _is_vast(key)):
        raise refused("mapping", key, "khóa là chữ", "a text as a key")
    return plain(key) if isinstance(key, str) else str(key)


def _is_vast(number: int) -> bool:
    """True for a number that Python does not write out, or only slowly."""
    return number.bit_length() > _MOST_BITS


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        is_long = value.strip("-").replace(".", "", 1).isdecimal() and len(value) > _MOST_DIGITS
        return value if is_long and value.isascii() else plain(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float):
        value = Decimal(repr(float(value)))
    if isinstance(value, int) and not _is_vast(value):
        return str(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            return quoted(str(value))
        shown = without_zeros(value)
        return readings(value)["point"] if may_be_thousands(Decimal(shown)) else shown
    raise refused("mapping", value, "chữ, số, ngày, danh sách hoặc nhóm khóa", "texts, numbers, dates, lists, mappings")
