"""The functions generated of a program's rules: of all of them, or of one rule with what its decision shows."""

from collections.abc import Iterable, Iterator, Mapping

from ...program.terms import Figure, OutcomeOf, ProgramKey, Told, Truth, walk
from .form import GeneratedFunction, OfMembers
from .source import Writer


def generate(
    terms: Iterable[Truth | Figure],
    rules: Mapping[str, Truth],
    key: ProgramKey | None,
    *,
    attested: bool,
    every: bool = False,
) -> GeneratedFunction:
    """The function of terms. It returns their results in order, or with `every` those of all terms in them.

    `rules` are those of the program `key`, whose outcomes are worked out in the function. Without `attested` it is one for
    units of which nothing is attested.
    """
    writer = Writer(rules, key, attested, every)
    terms = tuple(terms)
    for code in _in_order(rules):
        writer.value(rules[code])
    names = tuple(writer.value(term) for term in terms)
    results = writer.variables.values() if every else names
    positions = {term: place for place, term in enumerate(writer.variables if every else terms)}
    return writer.function(f"({''.join(f'{result}, ' for result in results)})", positions)


def _in_order(rules: Mapping[str, Truth]) -> list[str]:
    """The rules, those asked before those that ask: rules may ask others that are written later."""
    codes_asked = {
        code: [term.code for term in walk(truth) if isinstance(term, OutcomeOf)] if rules else []
        for code, truth in rules.items()
    }
    ordered: dict[str, None] = {}
    for code in rules:
        waiting = [(code, iter(codes_asked[code]))]
        while waiting:
            at, others = waiting[-1]
            other = next((below for below in others if below in codes_asked and below not in ordered), None)
            if other is None or any(other == above for above, _ in waiting):
                ordered.setdefault(at)
                waiting.pop()
            else:
                waiting.append((other, iter(codes_asked[other])))
    return list(ordered)


def part_of_rules(
    codes: Iterable[str], rules: Mapping[str, Truth], key: ProgramKey, whole: GeneratedFunction
) -> GeneratedFunction | None:
    """The function of every term that the decisions of some rules rest on or show; None where that is most of the `whole`."""
    terms: dict[object, None] = {}
    needed = dict.fromkeys(codes)
    waiting = list(needed)
    while waiting:
        for term in _with_shown(rules[waiting.pop()]):
            terms[term] = None
            if isinstance(term, OutcomeOf) and term.program == key and term.code in rules and term.code not in needed:
                needed[term.code] = None
                waiting.append(term.code)
        if 2 * len(needed) > len(rules):
            return None
    writer = Writer(rules, key, attested=True, every=True)
    for code in _in_order({code: rules[code] for code in needed}):
        writer.value(rules[code])
    for term in terms:
        if term in whole.positions and not isinstance(term, OfMembers):
            writer.value(term)  # type: ignore[arg-type]
    positions = {term: whole.positions[term] for term in writer.variables}
    results = ", ".join(f"{positions[term]}: {name}" for term, name in writer.variables.items())
    return writer.function(f"{{{results}}}", positions)


def _with_shown(term: object) -> Iterator[object]:
    """A term with all terms in it, and those of the groups that are shown below them."""
    for part in walk(term):
        yield part
        if isinstance(part, Told):
            for group in part.decisions:
                yield from _with_shown(group)
