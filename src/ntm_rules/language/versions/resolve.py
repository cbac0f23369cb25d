"""Amendments and specialising rulesets to whole versions: each from the version that it starts from."""

from collections.abc import Iterable, Sequence
from datetime import date

from attrs import define, evolve, field

from ...model.place import Place
from ...model.ruleset import Instrument, Provenance, RepealedRule, Rule, Ruleset
from ...model.text import Text
from ...model.values.frozen_mapping import FrozenMapping
from ...model.values.graph import cycles
from ..contents.known_names import RULESETS
from ..diagnostics.mistakes import KnownNames, Mistake, of_cycle, report
from ..structuring.amendments import AmendmentDraft
from ..structuring.rules import NO_NAME
from ..structuring.rulesets import NO_ID, RulesetDraft, with_groups
from ..structuring.scalars import NO_DAY
from .amend import amended

Node = RulesetDraft | AmendmentDraft


def resolved(
    whole: Sequence[RulesetDraft], amendments: Sequence[AmendmentDraft], unread: Sequence[str]
) -> tuple[list[RulesetDraft], list[AmendmentDraft]]:
    """The versions that the amendments make, and the amendments from which none can be made; mistakes are reported.

    `unread` are the lines of files that could not be read; a ruleset named in them is not reported as missing.
    """
    work = _Resolution(whole, unread)
    waiting = work.without_twins(sorted(amendments, key=lambda amendment_draft: amendment_draft.version))
    work.expect(waiting)
    while waiting:
        left = [draft for draft in waiting if not work.resolve(draft)]
        if len(left) == len(waiting):
            work.report_cycle(left)
            break
        waiting = left
    rulesets = [work.versions[id(draft)] for draft in amendments if id(draft) in work.versions]
    return rulesets, [draft for draft in amendments if id(draft) not in work.versions]


@define
class _Resolution:
    """Versions to start from, by the id of the ruleset; `versions` and `failed` are keyed by the identity of the draft."""

    whole: Sequence[RulesetDraft]
    unread: Sequence[str]
    versions: dict[int, RulesetDraft] = field(factory=dict)
    failed: set[int] = field(factory=set)
    by_id: dict[str, list[Node]] = field(factory=dict)

    def without_twins(self, amendments: Iterable[AmendmentDraft]) -> list[AmendmentDraft]:
        """The amendments without those that have the date of another version."""
        first: dict[tuple[str, object], Place | None] = {
            (str(draft.ruleset.id), draft.ruleset.version): draft.places.get("version") for draft in self.whole
        }
        waiting: list[AmendmentDraft] = []
        for draft in amendments:
            named = (str(draft.id), draft.version)
            if NO_ID in (draft.id, draft.start) or draft.version == NO_DAY:
                continue
            if draft.specialises and draft.start == draft.id:
                report(of_cycle("NTM338", (str(draft.id),), [draft.place]))
                continue
            if named in first:
                params = {"ruleset": draft.id, "version": draft.version}
                report(Mistake("NTM309", draft.places.get("version"), params, related=(first[named],)))
                continue
            first[named] = draft.places.get("version")
            waiting.append(draft)
        return waiting

    def expect(self, amendments: Iterable[AmendmentDraft]) -> None:
        """Register the amendments among all versions that there will be."""
        for whole in self.whole:
            self.by_id.setdefault(str(whole.ruleset.id), []).append(whole)
        for draft in amendments:
            self.by_id.setdefault(str(draft.id), []).append(draft)

    def resolve(self, draft: AmendmentDraft) -> bool:
        """Make the version from its base; False where the base has to be made first."""
        base = self._base(draft)
        if isinstance(base, AmendmentDraft):
            if id(base) in self.failed:
                # Mistakes in the base have been reported.
                self.failed.add(id(draft))
                return True
            if id(base) not in self.versions:
                return False
            base = self.versions[id(base)]
        if base is None:
            self._nothing(draft)
            self.failed.add(id(draft))
        else:
            self.versions[id(draft)] = _version(draft, base)
        return True

    def _base(self, draft: AmendmentDraft) -> Node | None:
        """The newest version to start from: before the amendment, or when the specialising ruleset takes effect."""
        begun = [
            other
            for other in self.by_id.get(str(draft.start), ())
            if other is not draft
            and (_begins(other) < draft.version or (draft.specialises and _begins(other) == draft.version))
            and _begins(other) != NO_DAY
        ]
        return max(begun, key=_begins, default=None)

    def _nothing(self, draft: AmendmentDraft) -> None:
        known = [
            other
            for other in self.by_id.get(str(draft.start), ())
            if isinstance(other, RulesetDraft) or id(other) in self.versions
        ]
        versions = sorted({_begins(version) for version in known if _begins(version) != NO_DAY})
        if versions:
            params = {"ruleset": draft.start, "version": draft.version, "versions": tuple(versions)}
            report(Mistake("NTM339" if draft.specialises else "NTM334", draft.places.get("version"), params))
        elif not any(draft.start in line for line in self.unread):
            unknown = (NO_ID, draft.id, draft.start)
            titles = {name: _title(drafts) for name, drafts in self.by_id.items() if name not in unknown}
            params = {"name": draft.start}
            report(Mistake("NTM305", draft.place, params, word=draft.start, known=KnownNames(RULESETS, titles)))

    def report_cycle(self, left: Sequence[AmendmentDraft]) -> None:
        """Report amendments that wait for one another."""
        by_name = {f"{draft.id}@{draft.version}": draft for draft in left}
        follows = {}
        for name, draft in by_name.items():
            base = self._base(draft)
            follows[name] = (f"{base.id}@{base.version}",) if isinstance(base, AmendmentDraft) else ()
        for round_ in cycles(follows):
            report(of_cycle("NTM338", round_, [by_name[name].place for name in round_]))


def _begins(draft: Node) -> date:
    return draft.ruleset.version if isinstance(draft, RulesetDraft) else draft.version


def _title(drafts: Sequence[Node]) -> Text | None:
    titles = [draft.ruleset.title if isinstance(draft, RulesetDraft) else draft.title for draft in drafts]
    return next((title for title in reversed(titles) if title is not None and title != NO_NAME), None)


def _further(draft: AmendmentDraft, before: Ruleset) -> tuple[Instrument, ...]:
    """The instruments beside that of a version: its own further ones, and those of the text that it starts from."""
    of_days = {
        further_instrument.number: further_instrument
        for further_instrument in (*draft.further_instruments, *before.instruments)
    }
    return tuple(instrument for number, instrument in of_days.items() if number != draft.instrument.number)


def _enacted(before: Ruleset, rules: Iterable[Rule]) -> FrozenMapping[str, str]:
    """The numbers of the instruments of rules that are taken over, as they stand or corrected only.

    A source in the same words, such as "Annex", is the same only where it is written in the same place.
    """
    old = {rule.code: rule for rule in before.rules()}
    taken = [rule.code for rule in rules if rule.code in old and _same(old[rule.code].provenance, rule.provenance)]
    return FrozenMapping({code: before.instrument_of(old[code]).number for code in taken})


def _same(one: Provenance, other: Provenance) -> bool:
    return one == other and one.place == other.place


def _version(draft: AmendmentDraft, base: RulesetDraft) -> RulesetDraft:
    """The version that `draft` makes of `base`."""
    before = base.ruleset
    places = dict(draft.places)
    until = draft.until
    ended = before.until is not None and before.until < draft.version
    if ended:
        params = {"ruleset": draft.start, "version": draft.version, "until": before.until}
        place = draft.places.get("version")
        report(Mistake("NTM335", place, params, related=(base.places.get("until"),)))
    elif until is None and not draft.specialises:
        until = before.until
        places["until"] = base.places.get("until")
    rules = amended(before, draft.changes, base.nodes, specialises=draft.specialises)
    ruleset = evolve(
        before,
        id=draft.id,
        version=draft.version,
        title=draft.title or before.title,
        instrument=draft.instrument,
        further_instruments=_further(draft, before),
        adds=draft.adds if draft.specialises else before.adds,
        applies_where=draft.applies_where or before.applies_where,
        groups=tuple({group.id: group for group in (*before.groups, *draft.groups)}.values()),
        criteria=rules.criteria,
        conclusions=rules.conclusions,
        until=until,
        basically_met=before.basically_met if draft.basically_met is None else draft.basically_met,
        requires_assurance=draft.requires_assurance or before.requires_assurance,
        specialises=str(draft.start) if draft.specialises else before.specialises,
        notes=draft.notes if draft.specialises else (*before.notes, *draft.notes),
        place=draft.places.get("ruleset" if draft.specialises else "amends"),
    )
    ruleset = with_groups(evolve(ruleset, enacted=_enacted(before, ruleset.rules())))
    repealed = rules.repealed if draft.specialises else {**base.repealed, **rules.repealed}
    present = {rule.code for rule in ruleset.rules()}
    gone = {code: place for code, place in repealed.items() if code not in present}
    names = {rule.code: rule.name for rule in before.rules()}
    number, since = draft.instrument.number, draft.version
    now = [RepealedRule(str(code), names[code], number, since) for code in gone if code in names]
    still_repealed = [repealed_rule for repealed_rule in before.repealed if repealed_rule.code not in present]
    ruleset = evolve(ruleset, repealed=(*still_repealed, *now))
    return RulesetDraft(ruleset, draft.source, places, base, gone, rules.nodes)
