"""Text written in YAML such that every reader takes it for just that text."""

import json
import re

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
