"""The text that an attestation attests, and whether it means what a program asks.

An attestation attests the rule as it stood on its day, or in the version that it names. It holds for a program whose rule of
that key means the same, with every rule that it rests on. Where nobody knows what a rule says, its name stands for it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from attrs import field, frozen

from ...model.decision import ReasonKind
from ...model.fact import Absence, Attestation, Finding
from ...model.library import Library
from ...model.problem import CompileError
from ...model.ruleset import Ruleset
from ...model.values.kept import Kept
from ...program.compiling import compile
from ...program.content_hash import digest
from ...program.program import Program
from ...program.terms import Attested, OpenTruth, OutcomeOf, walk
from ...program.verdict import NOT_APPLICABLE, Verdict, settled

_DAY = timedelta(days=1)


def attests(program: Program, attestation: Attestation) -> bool:
    """True if an attestation attests what the rule means in the program; False if it attests another text, or none.

    >>> from ...language.library import load_library
    >>> program = compile("vn/civilised-township", date(2024, 6, 30), load_library())
    >>> attests(program, Attestation("T", "vn/civilised-township#3.3", True, date(2024, 6, 30)))
    True
    """
    if attestation.version is None and attestation.as_of >= unchanged_since(program):
        return True
    if attestation.rule.ruleset != program.ruleset.id or attestation.rule.code not in program.by_code:
        # Of a rule that the program does not have: it is not this one that is told by its text.
        return True
    same, key = _TEXT_CHANGES.of(program).same, (attestation.rule.code, attestation.version, attestation.as_of)
    if key not in same:
        then = _attested(program, attestation.version, attestation.as_of)
        same[key] = then is not None and _same(program, attestation.rule.code, *then)
    return same[key]


def text_attested(program: Program, attestation: Attestation) -> Ruleset | None:
    """The version of the program's ruleset that an attestation attests; None where none was in force on its day."""
    attested = _attested(program, attestation.version, attestation.as_of)
    return None if attested is None else attested[0]


def unchanged_since(program: Program) -> date:
    """The first day from which nothing that the program rests on has changed up to its own day."""
    return _TEXT_CHANGES.of(program).since


def days_of_other_texts(program: Program, code: str) -> tuple[tuple[date, date], ...]:
    """The stretches of days before that of the program on which an attestation of a rule attests another text, or none.

    Each is a pair of its first and its last day; the first begins with the first day that there is.
    """
    known, stretches = _TEXT_CHANGES.of(program), list[tuple[date, date]]()
    days = [date.min, *(day for day in known.changes if day < known.since), known.since]
    for first, after in pairwise(days):
        then = _attested(program, None, first)
        if (then is None or not _same(program, code, *then)) and first <= program.as_of:
            if stretches and stretches[-1][1] == first - _DAY:
                first, _ = stretches.pop()
            stretches.append((first, after - _DAY))
    return tuple(stretches)


_Meanings = Mapping[str, str] | None
"""The meaning of each rule of a version, by its code (`meaning_below`); None where it cannot be compiled."""


@frozen(eq=False)
class _TextChanges:
    """The days on which something that a program may rest on changes, the last of them, and what was worked out already."""

    changes: tuple[date, ...]
    since: date
    own: dict[tuple[str, date], _Meanings] = field(factory=dict)
    same: dict[tuple[str, date | None, date], bool] = field(factory=dict)


def _text_changes(program: Program) -> _TextChanges:
    day = program.as_of
    changes = {program.ruleset.version, *_CHANGES.of(program.library)}
    # What is required may change with the year.
    first = min(changes).year
    changes |= {date(year, 1, 1) for year in range(first, day.year + 1)}
    ordered = tuple(sorted(changes))
    before = [change for change in ordered if change <= day]
    in_force = _attested(program, None, day)
    # A text that is not in force is attested by no day.
    is_own = in_force is not None and in_force[0] is program.ruleset
    return _TextChanges(ordered, before[-1] if is_own else date.max)


_TEXT_CHANGES: Kept[Program, _TextChanges] = Kept(_text_changes)


def _days_of_change(library: Library) -> frozenset[date]:
    versions = [ruleset for rulesets in library.versions.values() for ruleset in rulesets]
    ends = (version.until + _DAY for version in versions if version.until is not None and version.until < date.max)
    return frozenset((*(version.version for version in versions), *ends))


_CHANGES: Kept[Library, frozenset[date]] = Kept(_days_of_change)
_EARLIER: Kept[Library, dict[tuple[str, date], _Meanings]] = Kept(lambda library: {})
"""The meanings of the versions in force, by ruleset and day."""


def _attested(program: Program, named: date | None, day: date) -> tuple[Ruleset, date] | None:
    """The version attested and a day on which it says what was attested; None where there is none.

    The program's own text stands in the place of the version of its date.
    """
    own = program.ruleset
    versions = {ruleset.version: ruleset for ruleset in program.library.versions.get(own.id, ())}
    versions[own.version] = own
    begun = [start for start in versions if start <= day]
    version = versions.get(named) if named is not None else versions[max(begun)] if begun else None
    if version is None:
        return None
    later = [start - _DAY for start in versions if start > version.version]
    last = min(filter(None, (version.until, *later)), default=date.max)
    if named is None and day > last:
        return None
    return version, max(version.version, min(day, last))


def _same(program: Program, code: str, version: Ruleset, day: date) -> bool:
    """True if the rule of a version meant on a day what it means in the program."""
    known = _TEXT_CHANGES.of(program)
    if version is program.ruleset and day >= known.since:
        return True
    place = bisect_right(known.changes, day)
    # The last day of the stretch: a change is asked about from its first day on.
    last = known.changes[place] - _DAY if place < len(known.changes) else day
    then = _meanings(program, version, last)
    return then is not None and then.get(code) == meaning_below(program, code)


def _meanings(program: Program, version: Ruleset, day: date) -> _Meanings:
    library, key = program.library, (version.id, day)
    try:
        is_in_force = library.ruleset(version.id, day) is version
    except CompileError:
        is_in_force = False
    meanings = _EARLIER.of(library) if is_in_force else _TEXT_CHANGES.of(program).own
    if key not in meanings:
        try:
            then = compile(version, day, library)
            meanings[key] = {code: meaning_below(then, code) for code in then.by_code}
        except CompileError:
            # Such as a change since a day that had not come: it could not be attested either.
            meanings[key] = None
    return meanings[key]


def meaning_below(program: Program, code: str) -> str:
    """SHA-256 of what a rule means with all the rules that it rests on; the programs of the day are named without it."""
    known = _MEANINGS.of(program)
    if code not in known:
        rule = program.by_code[code]
        outcome_terms = dict.fromkeys(term for term in walk(rule.truth) if isinstance(term, OutcomeOf))
        is_open = any(isinstance(term, OpenTruth) for term in walk(rule.truth))
        known[code] = digest(
            rule.meaning_hash,
            rule.rule.name.vi if is_open else None,
            [meaning_below(program.asked(term.program), term.code) for term in outcome_terms],
        )
    return known[code]


_MEANINGS: Kept[Program, dict[str, str]] = Kept(lambda program: {})


def unusable(term: Attested, words: Sequence[Attestation], today: date) -> ReasonKind | None:
    """The reason why words on a truth, all of one day and level, cannot decide it: too old, or not assured; None: they can."""
    if words and term.valid_for is not None and words[0].as_of < term.valid_for.before(today):
        return ReasonKind.OUTDATED
    is_assured = not words or term.assured is None or words[0].assurance in term.assured
    return None if is_assured else ReasonKind.NOT_ASSURED


def attested_verdict(words: Iterable[Attestation], term: Attested) -> Verdict | None:
    """The verdict of authorities' words on a truth; None where they decide nothing, as where several differ."""
    values = {attestation.value for attestation in words}
    if len(values) != 1:
        return None
    (word,) = values
    if isinstance(word, Absence):
        return NOT_APPLICABLE if word is Absence.NOT_APPLICABLE else None
    met = term.basically if word is Finding.BASICALLY_MET else word is Finding.MET
    return None if met is None else settled(met)
