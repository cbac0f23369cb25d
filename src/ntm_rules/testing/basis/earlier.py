"""Check that a ruleset, and all that it asks in turn, is in force on an earlier day."""

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from ...language.contents.traversal import conditions, references, thresholds_asked, thresholds_set
from ...model.library import Library
from ...model.problem import CompileError
from ...model.ruleset import Ruleset
from ...model.values.kept import Kept


@frozen
class _Question:
    """Question to another ruleset on a day: it must be in force, with these rules and these criteria."""

    ruleset: str
    day: date | None
    """None for the day on which the ruleset that asks is asked itself."""
    rules: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    threshold_for: str | None = None


def version_on(library: Library, id: str, day: date) -> Ruleset | None:
    """The version of a ruleset that is in force on a day; None where there is none.

    >>> version_on(Library(), "vn/commune-ntm", date(2023, 6, 30)) is None
    True
    """
    try:
        return library.ruleset(id, day)
    except CompileError:
        return None


def can_be_asked(library: Library, id: str, day: date) -> bool:
    """True when a version of the ruleset is in force on `day` and everything it refers to can be found from there.

    >>> can_be_asked(Library(), "vn/commune-ntm", date(2023, 6, 30))
    False
    """
    waiting, seen = [(_Question(id, day), day)], set[tuple[_Question, date]]()
    while waiting:
        asked = question, on = waiting.pop()
        if asked in seen:
            continue
        seen.add(asked)
        found = version_on(library, question.ruleset, on)
        if found is None or not all(found.rule(code) for code in question.rules):
            return False
        if not set(question.criteria) <= {criterion.code for criterion in found.criteria}:
            return False
        measure = question.threshold_for
        if measure is not None and any(len(thresholds_set(found, code, measure)) != 1 for code in question.rules):
            return False
        waiting += ((each, each.day or on) for each in _QUESTIONS.of(found))
    return True


def _questions(ruleset: Ruleset) -> Iterator[_Question]:
    for _, condition in conditions(ruleset):
        for rule, measure in thresholds_asked(condition):
            yield _Question(rule.ruleset, None, (rule.code,), threshold_for=measure)
    for _, _, one in references(ruleset):
        if one.ruleset is not None and one.criteria:
            yield _Question(one.ruleset, None, criteria=(*one.codes, *one.included))
        elif one.ruleset is not None:
            yield _Question(one.ruleset, None, rules=one.codes)
        if one.ruleset is not None and one.since is not None:
            yield _Question(one.ruleset, one.since)


_QUESTIONS: Kept[Ruleset, tuple[_Question, ...]] = Kept(lambda ruleset: tuple(_questions(ruleset)))
"""Of each ruleset that is drawn many rules after it ask whether it can be asked."""
