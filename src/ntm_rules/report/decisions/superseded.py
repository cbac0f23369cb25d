"""Notices of the superseded texts that the decisions of a specialising ruleset rest on."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from ...language.versions.superiors import superseded
from ...model.decision import Decision
from ...model.key import CONCLUSIONS
from ...model.ruleset import Ruleset
from ...model.text import printable
from ..phrasing.names import Names
from ..phrasing.numbers import day
from ..words import common as words
from ..words.common import say


def of_decision(decision: Decision, names: Names) -> Iterator[str]:
    """A notice for each superseded text that a decision or one below it rests on, where a rule decided is another by now."""
    decided: dict[tuple[str, date], set[str]] = {}
    for one in decision.walk():
        decided.setdefault((one.rule.ruleset, one.version), set()).add(one.rule.code)
    for (id, version), codes in decided.items():
        ruleset = names.ruleset(id, version)
        if ruleset is not None and ruleset.specialises is not None:
            # A conclusion is also about the rules that it would count by now.
            counted = {rule.code for rule in ruleset.rules()} & codes if not codes & {*CONCLUSIONS} else None
            yield from notices(ruleset, decision.as_of, names, counted)


def of_rulesets(rulesets: Iterable[Ruleset], as_of: date, names: Names) -> Iterator[str]:
    """A notice for each superseded text that some rulesets rest on at a day."""
    for ruleset in rulesets:
        yield from notices(ruleset, as_of, names, None)


def notices(ruleset: Ruleset, as_of: date, names: Names, decided: Collection[str] | None) -> Iterator[str]:
    """The notices for one ruleset; of the rules that are others by now, those among the ones `decided` (None: all)."""
    language = names.language
    for found in superseded(ruleset, names.library, as_of):
        codes = [code for code in found.codes if decided is None or code in decided]
        if codes:
            yield say(
                words.SUPERSEDED,
                language,
                ruleset=names.text(found.by.title),
                before=printable(found.drawn_from.instrument.number),
                version=f"{found.drawn_from.id}@{found.drawn_from.version}",
                after=printable(found.now.instrument.number),
                day=day(found.now.version, language),
                rules=names.codes(tuple(map(printable, codes))),
            )
