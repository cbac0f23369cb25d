"""Number formats of workbooks: the appearance of a number, and whether that equals the number.

`#,##0,` shows 85000 as 85, `;;;` shows nothing, `0.0"%"` shows 85 as 85 %: a figure that looks otherwise than it is kept
must not be read as if it were seen.
"""

import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from attrs import frozen

from ...model.spelling import tidy

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<exponent>E[+-])|(?P<meridiem>AM/PM|A/P)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*([+-]?[0-9.]+)")
_COLOUR = re.compile(r"(black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]{1,2})", re.IGNORECASE)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CURRENCY = re.compile(r"\$(?P<symbol>[^-]*)(?:-[0-9a-fx,]*)?", re.IGNORECASE)
_SCALED = re.compile(r",(?=,*(?:\.|$))")
_DASH = re.compile("[-\u2010-\u2015\u2212]")
_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}


@frozen
class Shown:
    """Appearance of a number: a date, a percentage, leading zeros up to `digits`, the text `affix` beside it.

    `misleading`: it looks like another number: scaled, as a fraction, as a word, without its sign, or hidden. `dash`: a zero
    shown as a dash. `parts`: the parts of a date that are shown: `d`, `m`, `y`, and `t` for a time of day.
    """

    is_date: bool = False
    parts: str = ""
    dash: bool = False
    percentage: bool = False
    digits: int = 0
    affix: str = ""
    misleading: bool = False


@frozen
class _Section:
    """One of the parts of a format between semicolons."""

    condition: tuple[str, float] | None
    figure: str
    """The places for digits, the point and the commas."""
    literal: str
    percents: int
    is_date: bool
    parts: str
    general: bool
    text: bool
    strange: bool
    empty: bool


def shown(number_format: str, number: int | float) -> Shown:
    """Appearance of `number` in a number format.

    >>> shown("0.0%", 0.85).percentage, shown("#,##0,", 85000).misleading, shown('0.0" ha"', 3).affix
    (True, True, 'ha')
    """
    if number_format in ("General", "@"):
        return Shown()
    sections = _numeric(_sections(number_format))
    chosen = _chosen(sections, number)
    if chosen is None or chosen.empty:
        return Shown(misleading=True)
    if chosen.is_date:
        return Shown(is_date=True, parts=chosen.parts)
    literal, fine, dash = chosen.literal, True, number == 0 and _is_dash(chosen)
    if dash:
        literal = _DASH.sub("", literal)
    elif number < 0 and len(sections) > 1:
        bracketed = "(" in literal and ")" in literal
        fine = chosen.condition is None and ("-" in literal or "\u2212" in literal or bracketed)
        literal = re.sub("[-\u2212()]", "", literal)
    elif any(sign in literal for sign in "-\u2212("):
        fine = False
    affix = tidy(literal)
    if chosen.strange or chosen.percents > 1 or (chosen.percents and "%" in affix):
        fine = False
    if (
        not dash
        and not chosen.general
        and not chosen.text
        and (_SCALED.search(chosen.figure) or not _some_digit(chosen, number))
    ):
        fine = False
    digits = len(number_format) if re.fullmatch("0{2,}", number_format) else 0
    return Shown(percentage=chosen.percents == 1, digits=digits, affix=affix, misleading=not fine, dash=dash and fine)


def hides_text(number_format: str) -> bool:
    """True where the format does not show a text as it is: hidden, or with words added.

    >>> hides_text(";;;"), hides_text('_(* "-"_);_(@_)'), hides_text('"Xã "@')
    (True, False, True)
    """
    if number_format in ("General", "@"):
        return False
    sections = _sections(number_format)
    if len(sections) >= 4:
        return not sections[3].text or bool(tidy(sections[3].literal))
    return sections[-1].text and bool(tidy(sections[-1].literal))


def _numeric(sections: tuple[_Section, ...]) -> tuple[_Section, ...]:
    """The sections for numbers: not the fourth, nor a last one for text where there are others."""
    if len(sections) > 1 and sections[-1].text:
        sections = sections[:-1]
    return sections[:3]


def _chosen(sections: tuple[_Section, ...], number: int | float) -> _Section | None:
    count = len(sections)
    if count == 1 and sections[0].condition is None:
        return sections[0]
    for index, section in enumerate(sections):
        if section.condition is not None:
            sign, bound = section.condition
            holds = _OPERATORS[sign](number, bound)
        elif index == 0:
            holds = number > 0 or (number == 0 and count == 2)
        elif index == 1 and count > 2:
            holds = number < 0
        else:
            holds = True
        if holds:
            return section
    return None


def _is_dash(section: _Section) -> bool:
    """True where the section shows a zero as a dash, as the formats of accounts do: `"-"??`."""
    return not (section.general or section.text or "0" in section.figure) and len(_DASH.findall(section.literal)) == 1


def _some_digit(section: _Section, number: int | float) -> bool:
    """True where any digit is shown: `#` shows nothing of zero."""
    if "0" in section.figure:
        return True
    if not set(section.figure) & set("#?"):
        return False
    decimals = len(section.figure.partition(".")[2].replace(",", ""))
    return bool(round(abs(number) * 100**section.percents, decimals))


@lru_cache(maxsize=4096)
def _sections(number_format: str) -> tuple[_Section, ...]:
    parts: list[list[tuple[str, str]]] = [[]]
    for token in _TOKEN.finditer(number_format):
        kind, text = token.lastgroup or "other", token[token.lastgroup or 0]
        if kind == "other" and text == ";":
            parts.append([])
        else:
            parts[-1].append((kind, text))
    return tuple(_section(part) for part in parts)


def _section(tokens: list[tuple[str, str]]) -> _Section:
    condition: tuple[str, float] | None = None
    figure = literal = ""
    percents, is_date, general, text, strange, exponent = 0, False, False, False, False, False
    dated = ""
    for kind, token in tokens:
        if kind in ("quoted", "escaped"):
            literal += token
        elif kind == "space":
            literal += " "
        elif kind == "fill":
            literal += token if token.strip() else " "
        elif kind == "general":
            general = True
        elif kind == "meridiem":
            is_date, dated = True, dated + "t"
        elif kind == "exponent":
            exponent = True
        elif kind == "bracket":
            if compared := _CONDITION.fullmatch(token):
                try:
                    condition = (compared[1], float(compared[2]))
                except ValueError:
                    strange = True
            elif _ELAPSED.fullmatch(token):
                is_date, dated = True, dated + token.lower().replace("m", "t")
            elif currency := _CURRENCY.fullmatch(token):
                literal += currency["symbol"]
            elif not _COLOUR.fullmatch(token):
                strange = True
        elif token in "0#?.,":
            if not exponent:
                figure += token
        elif token == "%":
            percents += 1
        elif token == "@":
            text = True
        elif token in "dmyhsbgDMYHSBG":
            is_date, dated = True, dated + token.lower()
        elif token == "/" and figure and not is_date:
            strange = True  # a fraction
        else:
            literal += token
        if token.lower() not in "dmyhsbg" or kind != "other":
            dated += "." if dated[-1:] not in ("", ".") else ""
    strange = strange or figure.count(".") > 1 or figure.startswith(",") or bool(figure and (general or text))
    parts = _date_parts(dated) if is_date else ""
    return _Section(condition, figure, literal, percents, is_date, parts, general, text, strange, not tokens)


def _date_parts(dated: str) -> str:
    """Parts of a date that its format shows; `ddd` is only the day of the week, `m` after `h` a minute."""
    letters = [run[0] for run in re.finditer(r"(.)\1*", dated.replace(".", " ")) if run[0].strip()]
    parts = ""
    for at, run in enumerate(letters):
        letter, count = run[0], len(run)
        if letter == "m" and count <= 2:
            near = (letters[at - 1][0] if at else "", letters[at + 1][0] if at + 1 < len(letters) else "")
            letter = "t" if near[0] in ("h", "t") or near[1] == "s" else "m"
        elif letter in "hs":
            letter = "t"
        elif letter in "bg":
            letter = "y"
        if letter in "dmyt" and not (letter == "d" and count > 2) and letter not in parts:
            parts += letter
    return parts
