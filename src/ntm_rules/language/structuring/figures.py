"""Figures and lengths of time in rule files, each from the text as written, and what to write instead of one that is none."""

import re
from collections.abc import Callable
from decimal import Decimal

from ...model.place import place_of
from ...model.text import Text
from ...model.values.duration import LONGEST, Duration
from ...model.values.number import NotAFigure, decimals, exact, may_be_thousands, without_zeros
from ..diagnostics.mistakes import KnownNames, Mistake, StructuringError
from ..grammar.files import DURATION
from ..grammar.synonyms import synonym
from ..yaml.source import SYMBOL, SYMBOLS
from ..yaml.tree import Node, Scalar
from .converter import made_from, make, usual_hook
from .nodes import KEY_NOUN, keys_of
from .scalars import OTHERWISE, scalar

FIGURE = Text("một số", "a number")
_FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_LIKE_A_FIGURE = re.compile(r"[-+]?\.?[0-9]")
_AFTERWARDS = re.compile(r"(?P<figure>[-+]?[0-9][0-9.,]*)\s*%?\s*(?P<words>trở lên|trở xuống|or more|or less|or fewer)")
_UPWARDS = ("trở lên", "or more")


def figure(node: Node) -> Decimal:
    """A plain decimal: 90, 89.995, -1.5."""
    value = scalar(node, FIGURE)
    if not value.plain and _FIGURE.fullmatch(value):
        raise StructuringError(_unquoted(value))
    return decimal(value)


def like_a_figure(value: Scalar) -> bool:
    """True where a number was probably meant: an unquoted text that begins like one or with a sign of comparison."""
    return value.plain and bool(_LIKE_A_FIGURE.match(value) or SYMBOL.fullmatch(value))


def decimal(value: Scalar) -> Decimal:
    """`value` as an exact decimal; raises StructuringError with the nearest way to write it."""
    written = str(value)
    if not _FIGURE.fullmatch(written):
        raise StructuringError(_mended(value))
    try:
        number = exact(Decimal(written))
    except NotAFigure:
        raise StructuringError(Mistake("NTM226", value.place, {"text": value})) from None
    assert isinstance(number, Decimal)
    return number


def readings(number: Decimal) -> dict[str, str]:
    """The two ways to write a figure that could be thousands (`may_be_thousands`), so that each can be read in one way only.

    >>> readings(Decimal("12.500")), readings(Decimal("1.234"))["point"]
    ({'whole': '12500', 'point': '12.5'}, '1.2340')
    """
    point = without_zeros(number)
    return {"whole": format(number, "f").replace(".", ""), "point": f"{point}0" if decimals(number) == 3 else point}


def _no_figure(value: Scalar, hint: str, instead: object = "", what: Text = FIGURE, **more: str) -> Mistake:
    return Mistake("NTM211", place_of(value), {"text": value, "what": what, "instead": instead, **more}, hint=hint)


def _unquoted(value: Scalar, what: Text = FIGURE) -> Mistake:
    """A figure in quotes: without them, unless it could then be read in two ways."""
    number = Decimal(str(value))
    if may_be_thousands(number):
        return _no_figure(value, "two_readings", what=what, **readings(number))
    return _no_figure(value, "unquote", str(value), what)


def _mended(value: Scalar) -> Mistake:
    """Mistake for a text that is nearly a number, with the number that was probably meant."""
    written = str(value).strip()
    if (symbol := SYMBOL.fullmatch(written)) is not None:
        return _by_key(value, SYMBOLS[symbol["symbol"].lower()], symbol["rest"])
    if (after := _AFTERWARDS.fullmatch(written.lower())) is not None:
        return _by_key(value, "at_least" if after["words"] in _UPWARDS else "at_most", after["figure"])
    if re.fullmatch(r"[-+]?[0-9]{1,3}([. ][0-9]{3})+(,[0-9]+)?|[-+]?[0-9]{1,3}([_, ][0-9]{3}){2,}(\.[0-9]+)?", written):
        vietnamese = "," in written and written.count(",") == 1 and ("." in written or " " in written)
        instead = re.sub(r"[. ]", "", written).replace(",", ".") if vietnamese else re.sub(r"[.,_ ]", "", written)
        return _proposed(value, "separators", instead)
    if re.fullmatch(r"[-+]?[0-9]+,[0-9]+", written):
        return _proposed(value, "comma", written.replace(",", "."))
    if re.fullmatch(r"[-+]?[0-9]+([.,][0-9]+)?\s*%", written):
        return _proposed(value, "percent", _bare(written))
    if re.fullmatch(r"[-+]?[0-9][0-9_]*(\.[0-9]+)?", written):
        return _proposed(value, "typed", written.replace("_", ""))
    if re.fullmatch(r"[-+]?[0-9.]+[eE][-+]?[0-9]+", written):
        return _no_figure(value, "exponent")
    if _FIGURE.fullmatch(_bare(written)):
        return _proposed(value, "typed", _bare(written))
    return _no_figure(value, "plain")


def _proposed(value: Scalar, hint: str, instead: str) -> Mistake:
    """A mistake that proposes a figure: one that can be read, and in one way only."""
    plain = without_zeros(Decimal(instead)) if instead.lstrip("+-").startswith("00") else instead.lstrip("+")
    if may_be_thousands(Decimal(plain)):
        return _no_figure(value, "two_readings", "", FIGURE, **readings(Decimal(plain)))
    return _no_figure(value, hint, plain)


def _by_key(value: Scalar, key: str, written: str) -> Mistake:
    """A mistake that proposes a key of comparison, with the figure where that is certain."""
    bare = _bare(written).strip()
    is_certain = _FIGURE.fullmatch(bare) and not may_be_thousands(Decimal(bare))
    return _no_figure(value, "symbol", f"{key}: {bare if is_certain else '…'}")


def _bare(written: str) -> str:
    """The digits that were meant: decimal point for a comma, no look-alike letters, no stray sign or unit."""
    text = written.translate(str.maketrans("oOl,", "001.", "%+ "))
    # "95,1o": the letter after the figure was one key too many.
    cut = re.fullmatch(r"[-+]?[0-9]+(?:[.,][0-9]+)?(?=[oOl]$)[oOl]", written)
    return text[:-1] if cut else text


def whole(node: Node, most: int = 999_999_999) -> int:
    """A whole number that is not below zero, and not above `most`."""
    what = Text("một số nguyên không âm", "a whole number, not below zero")
    value = scalar(node, what)
    if not value.plain and value.isascii() and value.isdigit():
        raise StructuringError(_no_figure(value, "unquote", str(value), what))
    if _THOUSANDS.fullmatch(value):
        raise StructuringError(
            _no_figure(value, "two_readings", what=what, **readings(Decimal(value.replace(",", "."))))
        )
    if not re.fullmatch(r"[0-9]+", value):
        raise StructuringError(Mistake("NTM211", value.place, {"text": value, "what": what}))
    if len(value) > 9 or int(value) > most:
        what = Text(f"một số nguyên từ 0 đến {most}", f"a whole number from 0 to {most}")
        raise StructuringError(Mistake("NTM211", value.place, {"text": value, "what": what}))
    return int(value)


def whole_up_to(most: int) -> Callable[[Node], int]:
    """A hook for a whole number that is not below zero, and not above `most`."""
    return lambda node: whole(node, most)


def year(value: Scalar) -> int:
    """A year in four digits."""
    if not re.fullmatch(r"[0-9]{4}", value) or not 1900 <= int(value) <= 2999:
        what = Text("một năm (bốn chữ số)", "a year in four digits")
        known = KnownNames.words(KEY_NOUN, (OTHERWISE,)) if synonym(value, (OTHERWISE,)) else None
        raise StructuringError(
            Mistake("NTM211", value.place, {"text": value, "what": what}, word=str(value), known=known)
        )
    return int(value)


def meant_figure(value: str) -> tuple[str, dict[str, object]] | None:
    """Hint, and its details, for writing a quoted text as a number; None where no number was meant."""
    if _FIGURE.fullmatch(value):
        mistake = _unquoted(Scalar(value))
    elif _LIKE_A_FIGURE.match(value) or SYMBOL.fullmatch(value):
        mistake = _mended(Scalar(value))
    else:
        return None
    details = {name: value for name, value in mistake.params.items() if name in ("instead", "whole", "point")}
    return mistake.hint or "plain", details


length = whole_up_to(LONGEST)
"""A number of years or months."""


def duration(node: Node) -> Duration:
    """A length of time, of a month at least: years, months, or both."""
    duration = make(Duration, keys_of(node, DURATION))
    if not duration.in_months:
        raise StructuringError(Mistake("NTM155", node.place))
    return duration


made_from(Duration, years=(length, 1), months=(length, 1))
usual_hook(Duration, duration, None)
usual_hook(Decimal, figure, Decimal(0))
usual_hook(int, whole, 1)
