"""Whether a ruleset can be asked for on an earlier day: it is in force then, and so is all that it asks in its turn."""

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from ...model import condition as form
from ...model.library import Library
from ...model.problem import CompileError
from ...model.ruleset import Ruleset


@frozen
class _Question:
    """What a condition asks of another ruleset on a day: that it is in force, with these rules and these criteria."""

    ruleset: str
    day: date
    rules: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()


def can_be_asked(library: Library, id: str, day: date) -> bool:
    """Whether a version of the ruleset is in force on `day` and everything it refers to can be found from there.

    >>> can_be_asked(Library(), "vn/commune-ntm", date(2023, 6, 30))
    False
    """
    waiting, seen = [_Question(id, day)], set[_Question]()
    while waiting:
        question = waiting.pop()
        if question in seen:
            continue
        seen.add(question)
        try:
            found = library.ruleset(question.ruleset, question.day)
        except CompileError:
            return False
        if not all(found.rule(code) for code in question.rules):
            return False
        if not set(question.criteria) <= {criterion.code for criterion in found.criteria}:
            return False
        waiting += _questions(found, question.day)
    return True


def _questions(ruleset: Ruleset, day: date) -> Iterator[_Question]:
    for rule in ruleset.rules():
        for condition in (rule.condition, rule.applies_when):
            yield from _asked(condition, day)


def _asked(condition: form.Condition | None, day: date) -> Iterator[_Question]:
    match condition:
        case form.AllOf(parts) | form.AnyOf(parts) | form.NoneOf(parts) | form.AtLeastN(parts=parts):
            for part in parts:
                yield from _asked(part, day)
        case form.Attained(rule) | form.MembersAttained(rule=rule):
            yield _Question(rule.ruleset, day, rules=(rule.code,))
        case form.OwnCriteria(ruleset=str(other)):
            yield _Question(other, day, criteria=(*condition.of, *condition.including_any_of))
        case form.MembersMeasure(of=form.CriteriaCount(other, since)):
            yield _Question(other, day)
            if since is not None:
                yield _Question(other, since)
        case form.CriteriaChange(other, since):
            yield _Question(other, day)
            yield _Question(other, since)
