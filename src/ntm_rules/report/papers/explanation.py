"""Explanations as papers: the outcome, the failed and undetermined rules with reasons and sources, and needed changes."""

from collections.abc import Iterator, Sequence

from attrs import evolve, field, frozen

from ...engine.remedies import Step, Steps
from ...language.contents.counted_criteria import uncounted_criteria
from ...model.decision import Decision, ReasonKind, distinct
from ...model.fact import PublishedDecision
from ...model.key import RECOGNITION, is_conclusion
from ...model.outcome import SHORT, Outcome, Tally
from ...model.ruleset import Ruleset
from ...model.text import Language, Text, printable
from ..decisions.needs import needs, needs_of_steps
from ..decisions.outlook import ahead, reservations
from ..decisions.told import (
    codes_marked,
    is_worth_reading,
    rests_on_attestation,
    speaks_of_the_rule,
    tally_below,
    uncounted_heading,
)
from ..decisions.told_needs import told_need
from ..decisions.told_reasons import texts_of_reasons, told_reasons
from ..overview.open_rules import is_attested
from ..pages.two_languages import Badge, Look, badge_of
from ..phrasing.names import Names
from ..phrasing.numbers import day, day_seen, in_runs
from ..phrasing.sources import stated
from ..quantities.tallies import attested_text, tally_counted
from ..words import common as words
from ..words.rule_kinds import RuleKind, outcome_word
from .paper import Heading, Paper, PaperBlock, Paragraph, signed_item


def explanation(
    decision: Decision,
    names: Names,
    *,
    everything: bool = False,
    steps: Sequence[Step] | None = None,
    others: Sequence[Steps] = (),
    revoked: Sequence[PublishedDecision] = (),
) -> Paper:
    """A decision with its reasons, in the language of the names.

    Criteria and indicators that failed or are not determined are shown in full, those attained by their codes; with
    `everything` all are shown in full, in the order of the ruleset. Members (other units) take a line each, unless
    `everything` is asked for. `steps` is what the engine found to be needed, `others` are other ways to attain it; without
    `steps` the needs are read off the reasons. `revoked` are the published decisions that ended the recognition since.

    >>> from ntm_rules.testing.basis.examples import example_decision
    >>> from ...model.library import Library
    >>> decision = example_decision()
    >>> explanation(decision, Names(Library(), None, "vi")).blocks[0].mark
    '✓'
    """
    telling = _Telling(names, everything, steps, others, revoked)
    return Paper(None, Text(telling.heading(decision)), (), tuple(telling.blocks(decision)))


def uncounted_blocks(
    decisions: Sequence[Decision], ruleset: Ruleset, names: Names, *, everything: bool = False
) -> Iterator[PaperBlock]:
    """Decisions that no conclusion counts, under their own headings: each by name, with its reasons.

    Those that a conclusion counts otherwise, as one that does not apply to the unit, stand apart.
    """
    telling, codes = _Telling(names, everything, None), uncounted_criteria(ruleset)
    for heading, own in (
        (
            uncounted_heading(ruleset, names.language),
            [decision for decision in decisions if decision.rule.code in codes],
        ),
        (names.say(words.OTHER_CRITERIA), [decision for decision in decisions if decision.rule.code not in codes]),
    ):
        if own:
            yield Heading(Text(heading))
            for decision in own:
                yield from telling.entry(decision, 0)


@frozen(eq=False)
class _Telling:
    names: Names
    everything: bool
    steps: Sequence[Step] | None
    others: Sequence[Steps] = ()
    revoked: Sequence[PublishedDecision] = ()
    language: Language = field(init=False)

    @language.default
    def _language_of_names(self) -> Language:
        return self.names.language

    def blocks(self, decision: Decision) -> Iterator[Paragraph]:
        kind = self.names.kind_of(decision)
        verdict = outcome_word(kind, decision.outcome, self.language, in_full=True).upper()
        count = self.count(decision)
        if count and kind is RuleKind.REVOCATION:
            count = self.names.say(words.OF_WHICH_ATTAINED, count=count)
        rest = ((Text(f": {count}"), False),) if count else ()
        yield Paragraph(((Text(verdict), True), *rest), badge=badge_of(kind, decision.outcome))
        yield from self.own_reasons(decision, 1, top=True)
        if decision.assurance_levels:
            yield _line(self.names.say(words.WEAKEST, level=self.names.assurance(decision.assurance)))
        if decision.published and all(reason.kind is not ReasonKind.PUBLISHED_DIFFERS for reason in decision.reasons):
            statements = "; ".join(stated(published, decision, self.names) for published in decision.published)
            yield _line(f"{self.names.say(words.PUBLISHED_BESIDE)}: {statements}")
        if self.revoked:
            statements = "; ".join(stated(published, decision, self.names) for published in self.revoked)
            yield _line(self.names.say(words.REVOKED_SINCE, said=statements))
        yield from self.below(decision, 1)
        needed = needs(decision, self.names) if self.steps is None else needs_of_steps(self.steps, decision)
        told_needs = (told_need(need, decision, self.names) for need in needed)
        yield from map(_line, ahead(decision, self.names, told_needs, self.others))
        yield from map(_line, reservations(decision, self.names))

    def heading(self, decision: Decision) -> str:
        names, language = self.names, self.language
        ruleset = names.ruleset(decision.rule.ruleset, decision.version)
        title = names.title(decision.rule.ruleset, decision.version)
        since = self.names.say(words.IN_FORCE, day=day(decision.version, language))
        number = f"{printable(ruleset.instrument.number)}, " if ruleset else ""
        parts = [names.unit(decision.unit), f"{title} ({number}{since})"]
        if decision.rule.code != RECOGNITION:
            own = names.text(decision.name)
            code = printable(decision.rule.code)
            parts.append(own if is_conclusion(decision.rule.code) else f"{code} {own}")
        return " · ".join([*parts, day_seen(decision.as_of, decision.known_on, language)])

    def badge(self, decision: Decision) -> Badge:
        return badge_of(self.names.kind_of(decision), decision.outcome)

    def count(self, decision: Decision) -> str:
        """`8/9 tiêu chí`; empty where there is nothing below to count.

        What an attestation decides rests on no indicator: of these it says how many are reported.
        """
        tally = tally_below(decision)
        if not tally.applicable:
            return ""
        noun = words.CRITERION if is_conclusion(decision.rule.code) else words.INDICATOR
        if is_attested(decision):
            return attested_text(tally, noun, self.language)
        return tally_counted(tally, noun, self.language)

    def below(self, decision: Decision, level: int) -> Iterator[Paragraph]:
        """The rules below a decision: in full what is open (or all), the others by their codes."""
        own = [child for child in distinct(decision.children) if child.unit == decision.unit]
        if self.everything:
            heading = ""
            for child in own:
                before, heading = heading, self.names.heading(child.rule, child.version)
                if heading not in ("", before):
                    yield _line(heading.upper(), level)
                yield from self.entry(child, level)
        else:
            for outcome in SHORT:
                for child in own:
                    if child.outcome is outcome:
                        yield from self.entry(child, level)
            closed = [child for child in own if child.outcome not in SHORT]
            for child in closed:
                if is_worth_reading(child):
                    yield from self.entry(child, level)
            yield from self.in_short([child for child in closed if not is_worth_reading(child)], level)
        yield from self.members([child for child in distinct(decision.children) if child.unit != decision.unit], level)

    def entry(self, decision: Decision, level: int) -> Iterator[Paragraph]:
        """A rule below another one: its line, its reasons and sources, and what is below it."""
        code = "" if is_conclusion(decision.rule.code) else printable(decision.rule.code)
        name = self.names.text(decision.name)
        if decision.rule.code == RECOGNITION:
            name = self.names.title(decision.rule.ruleset, decision.version)
        texts = texts_of_reasons(decision, self.names, everything=self.everything)
        single = len(texts) == 1 and not decision.children and speaks_of_the_rule(decision, texts[0])
        item = signed_item(self.badge(decision), f"{name}: {texts[0][0].body}" if single else name, level, code)
        reasons = list(self.own_reasons(decision, level + 1, said=single))
        if reasons and not reasons[0].badge and reasons[0].level == level + 1:
            # What there are of sources alone stands below the rule itself.
            item, reasons = evolve(item, below=tuple(text for text, _ in reasons[0].runs)), reasons[1:]
        yield item
        yield from reasons
        yield from self.below(decision, level + 1)

    def own_reasons(
        self, decision: Decision, level: int, *, top: bool = False, said: bool = False
    ) -> Iterator[Paragraph]:
        """The reasons of a decision itself, each on a line unless already `said`, then sources and citation."""
        reasons = told_reasons(decision, self.names, everything=self.everything, top=top)
        lines: dict[Paragraph, None] = {}
        for line in () if said else reasons.lines:
            badge = Badge(Look.NEUTRAL, line.sign, Text(""))
            if line.standing is not None:
                badge = evolve(badge_of(RuleKind.CRITERION, line.standing), sign=line.sign)
            text = f"{f'{line.about}: ' if line.about else ''}{line.body}"
            text = f"{text} [{' · '.join(line.sources)}]" if line.sources else text
            lines[signed_item(badge, text, level)] = None
        details = list(reasons.sources)
        if reasons.lines or (self.everything and not top):
            details += filter(None, [reasons.citation])
        *first, last = lines or (None,)
        yield from first
        below = (Text(" · ".join(details)),) if details else ()
        if last is not None:
            yield evolve(last, below=below)
        elif below:
            yield _line(below[0], level)

    def in_short(self, closed: Sequence[Decision], level: int) -> Iterator[Paragraph]:
        attested = [
            decision for decision in closed if decision.outcome is Outcome.ATTAINED and rests_on_attestation(decision)
        ]
        plain = [
            decision
            for decision in closed
            if decision.outcome is Outcome.ATTAINED and not rests_on_attestation(decision)
        ]
        left_out = [decision for decision in closed if decision.outcome is Outcome.NOT_APPLICABLE]
        for decisions, remark in (
            (plain, ""),
            (attested, f" ({self.names.say(words.BY_ATTESTATION)})"),
            (left_out, f" ({self.names.say(words.OUTCOMES[Outcome.NOT_APPLICABLE]).lower()})"),
        ):
            if decisions:
                codes = ", ".join(in_runs(self.names.short(decision) for decision in decisions))
                yield signed_item(self.badge(decisions[0]), f"{codes}{remark}", level)

    def members(self, decisions: Sequence[Decision], level: int) -> Iterator[Paragraph]:
        """Decisions on other units: in full with `everything`, else a line for each unit that matters."""
        groups: dict[tuple[str, str], list[Decision]] = {}
        for decision in decisions:
            groups.setdefault((decision.rule.ruleset, decision.unit), []).append(decision)
        alone = {ruleset for (ruleset, _), own in groups.items() if len(own) == 1}
        by_ruleset, headed = len(alone) > 1 and not self.everything, ""
        order = list(dict.fromkeys(ruleset for ruleset, _ in groups))
        for (ruleset, unit), own in sorted(groups.items(), key=lambda group: order.index(group[0][0])):
            title = self.names.title(ruleset, own[0].version)
            if by_ruleset and len(own) == 1 and ruleset != headed:
                headed = ruleset
                yield _line(self.names.say(words.BY_RULESET, title=title), level)
            if self.everything:
                yield _line(f"{self.names.unit(unit)} · {title}", level)
                for decision in own:
                    yield from self.entry(decision, level + 1)
            elif len(own) == 1:
                yield self.member(own[0], level)
            else:
                tally = Tally.of(decision.outcome for decision in own)
                count = tally_counted(tally, words.CRITERION, self.language)
                yield _line(f"{self.names.unit(unit)} · {title}: {count}", level)

    def member(self, decision: Decision, level: int) -> Paragraph:
        kind = self.names.kind_of(decision)
        verdict = outcome_word(kind, decision.outcome, self.language).lower()
        count = self.count(decision)
        text = f"{self.names.unit(decision.unit)}: {verdict}{f', {count}' if count else ''}"
        marks = codes_marked(decision.children, self.names)
        return signed_item(self.badge(decision), f"{text} ({marks})" if marks else text, level)


def _line(text: Text | str, level: int = 1) -> Paragraph:
    """A line within the tree of reasons, without a sign."""
    return Paragraph(((Text(text) if isinstance(text, str) else text, False),), level=level)
