"""Changes of a rule that are none of its conditions: its name, its source, how it binds, how long attestations hold."""

from collections.abc import Iterator

from attrs import evolve

from ...evolution.comparison.diff import ChangeKind, RuleChange
from ...language.grammar.conditions import COMMITMENTS
from ...model.ruleset import Provenance, Rule, short_name
from ...model.text import Language, printable
from ..phrasing.names import Names
from ..phrasing.numbers import duration
from ..rules.sheet import provenance_of
from ..words import comparison as diff_words
from ..words.common import say


def wording_lines(change: RuleChange, names: Names) -> Iterator[str]:
    """Name, provenance and commitment, old and new, where they have changed."""
    before, after, language = change.before, change.after, names.language
    if before is None or after is None:
        return
    if ChangeKind.NAME in change.changes:
        fields = {"before": _named(before, names), "after": _named(after, names)}
        yield say(
            diff_words.CHANGED_FROM, language, what=diff_words.CHANGES[ChangeKind.NAME].in_language(language), **fields
        )
    if ChangeKind.PROVENANCE in change.changes:
        what = diff_words.CHANGES[ChangeKind.PROVENANCE].in_language(language)
        yield say(
            diff_words.SETTING_NOW,
            language,
            what=what,
            text="; ".join(_provenance(before.provenance, after.provenance, names)),
        )
    if ChangeKind.COMMITMENT in change.changes:
        what = diff_words.CHANGES[ChangeKind.COMMITMENT].in_language(language)
        fields = {"before": _commitment(before, names), "after": _commitment(after, names)}
        yield say(diff_words.CHANGED_PLAIN, language, what=what, **fields)
    if ChangeKind.ATTESTATION in change.changes:
        what = diff_words.CHANGES[ChangeKind.ATTESTATION].in_language(language)
        fields = {"before": _validity(before, language), "after": _validity(after, language)}
        yield say(diff_words.CHANGED_PLAIN, language, what=what, **fields)
    if ChangeKind.ASSURANCE in change.changes:
        what = diff_words.CHANGES[ChangeKind.ASSURANCE].in_language(language)
        nothing = diff_words.NOTHING.in_language(language)
        was, now = (one.requires_assurance for one in (before, after))
        fields = {
            "before": nothing if was is None else names.assurance(was),
            "after": nothing if now is None else names.assurance(now),
        }
        yield say(diff_words.CHANGED_PLAIN, language, what=what, **fields)


def _named(rule: Rule, names: Names) -> str:
    name, short = names.text(rule.name), names.text(short_name(rule))
    return name if short == name else f"{name} ({short})"


def _provenance(before: Provenance, after: Provenance, names: Names) -> Iterator[str]:
    """Changed parts of a provenance, old and new."""
    language = names.language

    def changed(old: str | None, new: str | None) -> str:
        nothing = diff_words.NOTHING.in_language(language)
        return say(diff_words.TRANSITION, language, before=printable(old or nothing), after=printable(new or nothing))

    old, new = (provenance_of(evolve(one, cite=None, url=None), language) for one in (before, after))
    if old != new:
        yield changed(old, new)
    if before.cite != after.cite:
        yield changed(before.cite, after.cite)
    if before.url != after.url:
        yield diff_words.ADDRESS_CHANGED.in_language(language)
    if before.note != after.note:
        yield diff_words.NOTE_CHANGED.in_language(language)


def _commitment(rule: Rule, names: Names) -> str:
    language = names.language
    items = [] if rule.commitment is None else [COMMITMENTS[rule.commitment].in_language(language)]
    items += [names.text(office) for office in rule.responsible]
    return "; ".join(items) or diff_words.NOTHING.in_language(language)


def _validity(rule: Rule, language: Language) -> str:
    return diff_words.NO_LIMIT.in_language(language) if rule.valid_for is None else duration(rule.valid_for, language)
