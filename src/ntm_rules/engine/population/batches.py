"""The statements of a population, in batches of families: from a mapping, a list, a stream in order, or a call that fetches."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import define, field, frozen

from ...model.arguments import is_several, refused
from ...model.fact import Attestation, Fact, PublishedDecision, Statement
from ...model.problem import Diagnostic, FactsError
from ...model.spelling import composed
from ...model.text import shortened
from ...model.units.unit import Unit, Units
from ...program.arguments import statements_of
from ...program.messages import ADMISSION
from ...program.wording import worded
from .kin import Family

Fetch = Callable[[Sequence[Unit]], Iterable[Statement]]
"""A call that gives the statements about some units."""
Facts = Mapping[str, Iterable[Statement] | Statement] | Iterable[Statement] | Fetch
"""Statements by the code of their unit, as a list or a stream, or as a call that fetches those of some units."""


@frozen(eq=False)
class Batch:
    """Units that are decided in one go, those whose statements are needed for it, and the statements (None: to be fetched).

    `indices` are the positions of the statements among those handed in, and `wrong` is what is not as it should be about how
    they were. One in which no unit is decided is only to be checked.
    """

    decided: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    statements: Sequence[Statement] | None = ()
    indices: Sequence[int] = ()
    wrong: tuple[Diagnostic, ...] = ()


def batches(facts: Facts, families: Sequence[Family], at_once: int) -> Iterator[Batch]:
    """The families with their statements, about `at_once` units in a batch.

    A mapping and a call are asked for what is needed; a list may be in any order; of what can be gone through once only,
    statements about one family must follow one another, and those about units above that several families read come first.
    Raises ArgumentError for anything else.
    """
    if callable(facts) and not isinstance(facts, type):
        return (Batch(*_codes(pack), None) for pack in packed(families, at_once))
    if isinstance(facts, Mapping):
        return _of_mapping(facts, families, at_once)
    statements = statements_of(facts, "facts")
    return (
        _of_list(statements, families, at_once)
        if isinstance(statements, Sequence)
        else _of_stream(statements, families, at_once)
    )


def fetched(fetch: Fetch, batch: Batch, units: Units) -> list[Statement]:
    """The statements about the units of a batch. Raises FactsError for one about another unit."""
    answer = fetch(tuple(units[code] for code in batch.needed))
    if not is_several(answer):
        raise refused("facts", answer, "hàm trả về danh sách phát biểu", "a function that returns statements")
    statements, needed = list(answer), frozenset(batch.needed)
    wrong = [
        worded(ADMISSION, "NTM731", statement.place, details={"unit": statement.unit, "index": index})
        for index, statement in enumerate(statements)
        if isinstance(_unit_of(statement), str) and statement.unit in units and statement.unit not in needed
    ]
    if wrong:
        raise FactsError(wrong)
    return statements


def packed(families: Iterable[Family], at_once: int) -> Iterator[list[Family]]:
    """Families in lists of about so many units."""
    pack: list[Family] = []
    size = 0
    for family in families:
        pack.append(family)
        size += len(family.members)
        if size >= at_once:
            yield pack
            pack, size = [], 0
    if pack:
        yield pack


def _codes(pack: Sequence[Family]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of the units decided, and of all whose statements are needed, each once."""
    needed = dict.fromkeys(code for family in pack for code in (*family.members, *family.shared))
    return tuple(code for family in pack for code in family.decided), tuple(needed)


def _of_mapping(
    facts: Mapping[str, Iterable[Statement] | Statement], families: Sequence[Family], at_once: int
) -> Iterator[Batch]:
    keys: dict[object, str] = {composed(key) if isinstance(key, str) else key: key for key in facts}
    seen: set[object] = set()

    def batch(pack: Sequence[Family], codes: Iterable[object]) -> Batch:
        statements, indices, wrong = list[Statement](), list[int](), list[Diagnostic]()
        for code in codes:
            seen.add(code)
            for index, statement in enumerate(statements_of(facts[keys[code]]) if code in keys else ()):
                if isinstance(statement, Fact | Attestation | PublishedDecision) and statement.unit != code:
                    details = {"key": shortened(code), "unit": shortened(statement.unit), "index": index}
                    wrong.append(worded(ADMISSION, "NTM730", statement.place, details=details))
                else:
                    statements.append(statement)
                    indices.append(index)
        return Batch(*_codes(pack), statements, indices, tuple(wrong))

    for pack in packed(families, at_once):
        yield batch(pack, _codes(pack)[1])
    for code in keys:
        if code not in seen:
            yield batch((), [code])


def _of_list(statements: Sequence[Statement], families: Sequence[Family], at_once: int) -> Iterator[Batch]:
    of: dict[object, list[int]] = {}
    for index, statement in enumerate(statements):
        of.setdefault(_unit_of(statement), []).append(index)

    def batch(pack: Sequence[Family], indices: Sequence[int]) -> Batch:
        return Batch(*_codes(pack), [statements[index] for index in indices], indices)

    seen: set[object] = set()
    for pack in packed(families, at_once):
        codes = _codes(pack)[1]
        seen.update(codes)
        yield batch(pack, [index for code in codes for index in of.get(code, ())])
    yield batch((), [index for code, own in of.items() if code not in seen for index in own])


def _unit_of(statement: object) -> str | None:
    """The code of the unit that a statement is about; None of what is none, which is refused later."""
    if isinstance(statement, Fact | Attestation | PublishedDecision):
        unit: object = statement.unit
        return unit if isinstance(unit, str) else None
    return None


Numbered = list[tuple[int, Statement]]


@define
class _Gathered:
    """A stream on its way into batches. `of` has the number of each unit's family, `above` the statements about shared units,
    `read` the shared units that a batch has read, and `late` those whose statements came too late.
    """

    families: Sequence[Family]
    at_once: int
    of: dict[object, int] = field(init=False)
    above: dict[object, Numbered] = field(init=False)
    done: set[int] = field(factory=set)
    read: set[str] = field(factory=set)
    waiting: list[Family] = field(factory=list)
    unread: Numbered = field(factory=list)
    late: dict[object, Diagnostic] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.of = {code: number for number, family in enumerate(self.families) for code in family.members}
        self.above = {code: [] for family in self.families for code in family.shared}

    def is_late(self, index: int, statement: Statement) -> bool:
        """True for a statement about a unit that others have been decided with already, or without."""
        code = _unit_of(statement)
        if code not in self.read and self.of.get(code) not in self.done:
            return False
        details = {"unit": code, "index": index}
        self.late.setdefault(code, worded(ADMISSION, "NTM732", statement.place, details=details))
        return True

    def close(self, number: int) -> Iterator[Batch]:
        """Take a family as complete; the batch where it is full."""
        self.done.add(number)
        self.waiting.append(self.families[number])
        if sum(len(family.members) for family in self.waiting) >= self.at_once:
            yield self.batch()

    def batch(self) -> Batch:
        """The batch of the families that wait."""
        decided, needed = _codes(self.waiting)
        numbered = [*(entry for code in needed for entry in self.above.get(code, ())), *self.unread]
        self.read.update(code for code in needed if code in self.above)
        self.waiting, self.unread = [], []
        return _numbered(numbered, decided, needed)


def _numbered(numbered: Numbered, decided: tuple[str, ...] = (), needed: tuple[str, ...] = ()) -> Batch:
    return Batch(decided, needed, [statement for _, statement in numbered], [index for index, _ in numbered])


def _of_stream(statements: Iterable[Statement], families: Sequence[Family], at_once: int) -> Iterator[Batch]:
    gathered = _Gathered(families, at_once)
    current: int | None = None
    others: Numbered = []
    for index, statement in enumerate(statements):
        code = _unit_of(statement)
        number = gathered.of.get(code)
        if gathered.is_late(index, statement):
            continue
        if code in gathered.above:
            gathered.above[code].append((index, statement))
        elif number is None:
            others.append((index, statement))
            if len(others) >= _MOST_OTHERS:
                yield _numbered(others)
                others = []
        else:
            if current not in (None, number):
                yield from gathered.close(current)
            current = number
            gathered.unread.append((index, statement))
    yield Batch(
        statements=[statement for _, statement in others],
        indices=[index for index, _ in others],
        wrong=tuple(gathered.late.values()),
    )
    if current is not None:
        yield from gathered.close(current)
    for number in range(len(families)):
        if number not in gathered.done:
            yield from gathered.close(number)
    if gathered.waiting:
        yield gathered.batch()


_MOST_OTHERS = 1000
"""So many statements about units that no family reads are held before they are checked."""
