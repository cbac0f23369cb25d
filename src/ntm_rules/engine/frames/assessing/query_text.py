"""Queries of DuckDB as text: made once for all relations with the same columns, and bound once."""

import re
from collections.abc import Callable
from typing import Any

from ..expressions.space import Native
from ..outcome_rows import CATEGORIES

_SOURCE, _NAMED, _WORDS = "ntm_rules_source", "ntm_rules_frame", "ntm_rules_words"


def as_sql(query: Callable[[Any], Any], source: Any) -> str | None:
    """A query of DuckDB over one relation as text in which that relation has a name; None where it cannot be had."""
    import narwhals as nw

    relation = source.to_native()
    own, named = relation.sql_query(), relation.query(_NAMED, f"SELECT * FROM {_NAMED}")
    text: str = query(nw.from_native(named).lazy()).to_native().sql_query()
    # Later versions put the relation into the query itself; before it was a view, which the next query would replace.
    if text.count(own) != 1:
        return None
    # The parts that DuckDB names are named anew, for a relation may have such of its own.
    text = re.sub(r"\b__duckdb_s(\d+)\b", r"ntm_rules_s\1", text.replace(own, f"SELECT * FROM {_SOURCE}"))
    return _with_words(_with_stars(text))


_LAST_LAYER = re.compile(r'FROM "ntm_rules_s\d+" AS "(?:[^"]|"")*"')


def _with_words(text: str) -> str:
    """A query in layers in which each word for outcomes is written once, and not with all words wherever it is shown."""
    before, _, shown = text.rpartition("\n)\nSELECT ")
    kind = ", ".join(f"'{word}'" for word in CATEGORIES)
    words = {word: f"CAST('{word}' AS ENUM({kind}))" for word in CATEGORIES}
    is_known = _LAST_LAYER.fullmatch(shown, shown.rfind(" FROM ") + 1) is not None
    if not is_known or not any(word in shown for word in words.values()):
        return text
    for word, written in words.items():
        shown = shown.replace(written, f"{_WORDS}_{word}")
    # A row of constants, of names that no column of a frame has.
    listed = ", ".join(f"{written} AS {_WORDS}_{word}" for word, written in words.items())
    return f"{before}\n),\n{_WORDS} AS NOT MATERIALIZED (\nSELECT {listed}\n)\nSELECT {shown}, {_WORDS}"


_COLUMNS = re.compile(r'SELECT ((?:"(?:[^"]|"")+", )+)')


def _with_stars(text: str) -> str:
    """A query in layers, of which each that names all columns of the one before takes them as they are: half the text."""
    before = ""

    def shorter(found: re.Match[str]) -> str:
        nonlocal before
        passes_all = before and found[1].startswith(before)
        before = found[1]
        return "SELECT *, " if passes_all else found[0]

    return _COLUMNS.sub(shorter, text)


def by_sql(sql: str, source: Any) -> Native:
    """The query that a text made by `as_sql` is over another relation with the same columns."""
    import narwhals as nw

    found: Any = nw.from_native(source.to_native().query(_SOURCE, sql))
    taken: Native = found
    return taken
