"""Queries of DuckDB as text: made once for all relations with the same columns, and bound once.

What is joined is a stage of its own, for DuckDB binds a query anew with every layer laid upon it, and a deep one not at all.
"""

import re
from collections.abc import Callable
from types import FunctionType
from typing import Any

from ..expressions.space import Native
from ..input.given import Given
from ..outcome_rows import CATEGORIES

_SOURCE, _STAGE, _WORDS = "ntm_rules_source", "ntm_rules_stage", "ntm_rules_words"


def as_sql(query: Callable[[Given], Native], given: Given) -> str | None:
    """A query over relations as text in which each has a name (`by_sql`); None where one has columns of a type of its own.

    It is made over empty tables with the same columns, in a database that is given up.
    """
    import duckdb

    stages: dict[str, str] = {}
    with duckdb.connect() as database:

        def like(relation: Any, name: str) -> Native:
            kinds = zip(relation.columns, relation.types, strict=True)
            columns = ", ".join(f"{_quoted(column)} {kind}" for column, kind in kinds)
            database.execute(f"CREATE TABLE {name} ({columns})")
            return _query_over(database.table(name))

        def apart(other: Native) -> Native:
            relation = _relation(other)
            text = _in_layers(relation.sql_query())
            if text not in stages:
                stages[text] = f"{_STAGE}_{len(stages)}"
                return like(relation, stages[text])
            return _query_over(database.table(stages[text]))

        try:
            named = {
                (kind, day): like(_relation(frame), f"{_SOURCE}_{number}")
                for number, (kind, day, frame) in enumerate(given.each())
            }
        except duckdb.Error:
            return None
        text = _with_words(_in_layers(_relation(query(given.over(named, apart))).sql_query()))
    before = ",\n".join(f"{name} AS MATERIALIZED (\n{made}\n)" for made, name in stages.items())
    if not stages:
        return text
    return f"WITH {before},\n{text.removeprefix('WITH ')}" if text.startswith("WITH ") else f"WITH {before}\n{text}"


def _relation(query: Any) -> Any:
    return query.to_native()


def _query_over(relation: Any) -> Native:
    import narwhals as nw

    query: Any = nw.from_native(relation)
    taken: Native = query.lazy()
    return taken


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _in_layers(text: str) -> str:
    """A query with parts that DuckDB named named anew, for a relation may have such of its own."""
    text = re.sub(r"\b__duckdb_s(\d+)\b", r"ntm_rules_s\1", text)
    # Of two frames, a layer may name the columns of one that is not the one before it.
    return _with_stars(text) if len(_NAMED.findall(text)) == 1 else text


_NAMED = re.compile(rf'FROM "?(?:{_SOURCE}|{_STAGE})_\d|JOIN')
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


def by_sql(sql: str, given: Given) -> Native | None:
    """The query that a text made by `as_sql` is over relations with the same columns; None where it may not look for them."""
    import duckdb

    first, *others = [_relation(frame) for _, _, frame in given.each()]
    # DuckDB finds other relations as the variables, by name, of the function that asks it.
    variables = {f"{_SOURCE}_{number}": relation for number, relation in enumerate(others, 1)}
    ask = FunctionType(_ask.__code__, variables)
    try:
        return _query_over(ask(first, f"{_SOURCE}_0", sql))
    except duckdb.CatalogException:
        # The setting python_enable_replacements is off.
        return None


def _ask(relation: Any, name: str, sql: str) -> Any:
    return relation.query(name, sql)
