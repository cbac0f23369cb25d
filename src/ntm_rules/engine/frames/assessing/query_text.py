"""Queries of DuckDB as text: made once for all relations with the same columns, a stage for each step.

The last stages are projections, which DuckDB binds each by itself; a whole text it parses five times and binds three times.
"""

import builtins
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from types import FunctionType
from typing import Any

from attrs import frozen

from ..expressions.expression_library import Native
from ..input.inputs import FrameInputs

_SOURCE, _STAGE = "ntm_rules_source", "ntm_rules_stage"


@frozen
class QueryText:
    """A query as text: of the frame with the name `source`, or of a `statement`, `projections` laid one upon another."""

    source: str
    statement: str | None
    projections: tuple[str, ...]


def as_sql(query: Callable[[FrameInputs], Native], inputs: FrameInputs) -> QueryText | None:
    """A query over relations as text in which each has a name (`by_sql`); None where one has columns of a type of its own, or
    of a name that reads as something else there: `*` as all columns, and the names that are given to relations here.

    It is made over empty tables with the same columns, in a database that is given up.
    """
    import duckdb

    if any(_MISREAD.fullmatch(name) for _, _, frame in inputs.all_frames() for name in _relation(frame).columns):
        return None

    stages: dict[str, str] = {}
    names: dict[str, str] = {}
    shared: set[str] = set()
    with duckdb.connect() as database:

        def like(relation: Any, name: str) -> Native:
            kinds = zip(relation.columns, relation.types, strict=True)
            columns = ", ".join(f"{_quoted(column)} {kind}" for column, kind in kinds)
            database.execute(f"CREATE TABLE {name} ({columns})")
            table = database.table(name)
            names[table.sql_query()] = name
            return _query_over(table)

        def stage(frame: Native, is_shared: bool) -> Native:
            relation = _relation(frame)
            text = relation.sql_query()
            if text not in names:
                names[text] = f"{_STAGE}_{len(stages)}"
                stages[names[text]] = text
                like(relation, names[text])
            if is_shared:
                shared.add(names[text])
            return _query_over(database.table(names[text]))

        try:
            named = {
                (kind, day): like(_relation(frame), f"{_SOURCE}_{number}")
                for number, (kind, day, frame) in enumerate(inputs.all_frames())
            }
        except duckdb.Error:
            return None
        last = _relation(stage(query(inputs.with_frames(named, stage)), False)).sql_query()
        return _in_stages(stages, names[last], shared)


def _relation(query: Any) -> Any:
    return query.to_native()


def _query_over(relation: Any) -> Native:
    import narwhals as nw

    query: Any = nw.from_native(relation)
    taken: Native = query.lazy()
    return taken


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


_TABLE = rf"(?:{_SOURCE}|{_STAGE})_\d+"
_MISREAD = re.compile(rf"\*|{_TABLE}", re.IGNORECASE)
_READ = re.compile(rf"(?<! AS )\b{_TABLE}\b")
_PROJECTION = re.compile(rf"SELECT (?!DISTINCT )(.+) FROM ({_TABLE})", re.DOTALL)
_ALL_COLUMNS = re.compile(r"(?:SELECT |\.)\*")
_QUOTED = re.compile(r"""'(?:[^']|\'\')*'|"(?:[^"]|"")*\"""")
# In what follows each thing quoted is its number in quotes.
_NAME = r"""(?:"\d+"|\w+)"""
_ITEM = re.compile(rf"(?:.* AS )?({_NAME})", re.DOTALL)
_WITHIN_ELSE = re.compile(r"ELSE (\()?CASE +(WHEN (?:(?!\b(?:CASE|END)\b).)*) END(?(1)\)) END", re.DOTALL)
_BY_WORD = re.compile(rf"CASE WHEN \(({_NAME}) = ('\d+')\) THEN (\w+) WHEN \(\1 = ('\d+')\) THEN (\w+) ELSE NULL END")


def _in_stages(stages: Mapping[str, str], last: str, shared: Collection[str]) -> QueryText:
    """The text of the query that the stage `last` is, without the columns that no stage reads."""
    numbers: dict[str, str] = {}

    def numbered(quoted: re.Match[str]) -> str:
        if re.fullmatch(_TABLE, quoted[0][1:-1]):
            return quoted[0][1:-1]
        return numbers.setdefault(quoted[0], f"{quoted[0][0]}{len(numbers)}{quoted[0][0]}")

    texts = {name: _shorter(re.sub(r"\bmain\.", "", _QUOTED.sub(numbered, text))) for name, text in stages.items()}
    read: set[str] = set()
    for name, text in reversed(texts.items()):
        own = _PROJECTION.fullmatch(text)
        if own is not None and name not in (last, *read):
            items = [item for item in _items(own[1]) if (named := _ITEM.fullmatch(item)) is None or named[1] in read]
            texts[name] = f"SELECT {', '.join(items)} FROM {own[2]}"
        read.update(re.findall(_NAME, re.sub(_TABLE, "", texts[name])))
        if (every := _ALL_COLUMNS.search(text)) is not None:
            # All columns of a table after that may be read.
            read.update(_READ.findall(text, every.end()))
    projections: list[str] = []
    while (own := _PROJECTION.fullmatch(texts.get(last, ""))) is not None:
        if any(last in _READ.findall(text) for text in texts.values()):
            break
        del texts[last]
        projections.insert(0, own[1])
        last = own[2]
    statement = None
    if last in texts:
        modes = ("AS MATERIALIZED" if name in shared else "AS NOT MATERIALIZED" for name in texts)
        listed = ",\n".join(f"{name} {how} (\n{texts[name]}\n)" for name, how in zip(texts, modes, strict=True))
        statement = f"WITH {listed}\nSELECT * FROM {last}"
    spellings = {number: own for own, number in numbers.items()}

    def spelled(text: str) -> str:
        return re.sub(r"""(['"])\d+\1""", lambda numeral: spellings[numeral[0]], text)

    source = f"{_SOURCE}_0" if statement is not None else last
    return QueryText(source, statement and spelled(statement), tuple(map(spelled, projections)))


def _items(listed: str) -> Iterator[str]:
    """The parts of a list between commas that are not within brackets."""
    depth, begun = 0, 0
    for mark in re.finditer(r"[()\[\],]", listed):
        if mark[0] != ",":
            depth += 1 if mark[0] in "([" else -1
        elif depth == 0:
            yield listed[begun : mark.start()].strip()
            begun = mark.end()
    yield listed[begun:].strip()


def _shorter(text: str) -> str:
    """A text in which choices in the last way of others are ways of these."""
    before = ""
    while before != text:
        before, text = text, _WITHIN_ELSE.sub(r"\2 END", text)
    return _BY_WORD.sub(r"CASE \1 WHEN \2 THEN \3 WHEN \4 THEN \5 END", text)


def by_sql(text: QueryText, inputs: FrameInputs) -> Native | None:
    """The query that a text made by `as_sql` is over relations with the same columns; None where it may not look for them."""
    import duckdb

    relations = {f"{_SOURCE}_{number}": _relation(frame) for number, (_, _, frame) in enumerate(inputs.all_frames())}
    relation = relations.pop(text.source)
    if text.statement is not None:
        # DuckDB finds other relations as the variables, by name, of the function that asks it.
        ask = FunctionType(_ask.__code__, {"__builtins__": builtins, **relations})
        try:
            relation = ask(relation, text.source, text.statement)
        except duckdb.CatalogException:
            # The setting python_enable_replacements is off.
            return None
    for projection in text.projections:
        relation = relation.project(projection)
    return _query_over(relation)


def _ask(relation: Any, name: str, sql: str) -> Any:
    return relation.query(name, sql)
