"""Explanation of a decision: the outcome, the failed and undetermined rules with reasons and sources, and needed
changes.
"""

from collections.abc import Iterable, Iterator, Sequence

from attrs import field, frozen

from ...engine.remedies import Step, Steps
from ...language.contents.counted_criteria import uncounted_criteria
from ...model.arguments import checks_arguments
from ...model.decision import Decision, ReasonKind, distinct
from ...model.key import RECOGNITION, is_conclusion
from ...model.library import Library
from ...model.outcome import SHORT, Outcome
from ...model.ruleset import Ruleset
from ...model.text import Language, printable
from ...model.units.unit import Unit, Units
from ...program.arguments import units_of
from ..phrasing.names import Names
from ..phrasing.numbers import counted, day, day_seen
from ..phrasing.sources import stated
from ..quantities.tallies import tally_counted, tally_of_outcomes
from ..words import common as words
from ..words.common import say
from ..words.rule_kinds import RuleKind, outcome_word
from ..words.rule_kinds import sign as sign_of
from .outlook import prospects
from .told import (
    is_worth_reading,
    rests_on_attestation,
    speaks_of_the_rule,
    tally_below,
    uncounted_heading,
)
from .told_reasons import texts_of_reasons, told_reasons

_COLOURS = {
    Outcome.ATTAINED: "32",
    Outcome.NOT_ATTAINED: "31",
    Outcome.UNDETERMINED: "33",
    Outcome.NOT_APPLICABLE: "2",
}


@checks_arguments
def explain(
    decision: Decision,
    library: Library,
    units: Units | Iterable[Unit] | Unit,
    lang: Language = "vi",
    *,
    everything: bool = False,
    colour: bool = False,
    steps: Sequence[Step] | None = None,
    others: Sequence[Steps] = (),
) -> str:
    """A decision with its reasons, as text in `lang`.

    Criteria and indicators that failed or are not determined are shown in full, those attained by their codes; with
    `everything` all are shown in full, in the order of the ruleset. Members (other units) take a line each, unless
    `everything` is asked for. A source's date is named where it is not the date of the decision. `colour` adds terminal
    colours; without it the text has none. `steps` is what the engine found to be needed (`engine.remedies`: `to_attain` of a
    decision not attained, `to_settle` of one undetermined); without it the needs are read off the reasons. `others` are other
    ways to attain it (`ways_to_attain`).

    Raises ArgumentError for a language that is not spoken here.

    >>> from ntm_rules.testing.basis.examples import example_decision
    >>> decision = example_decision()
    >>> print(explain(decision, Library(), Unit("C", "Xã A", "commune")).splitlines()[1])
    ✓ ĐẠT
    """
    units = units_of(units)
    return "\n".join(_Page(Names(library, units, lang), everything, colour, steps, others).lines(decision))


def explain_uncounted(
    decisions: Sequence[Decision],
    ruleset: Ruleset,
    library: Library,
    units: Units,
    lang: Language = "vi",
    *,
    everything: bool = False,
    colour: bool = False,
) -> str:
    """Decisions that no conclusion counts, under their own headings: each by name, with its reasons.

    Those that a conclusion counts otherwise, as one that does not apply to the unit, stand apart.
    """
    page, codes = _Page(Names(library, units, lang), everything, colour, None), uncounted_criteria(ruleset)
    lines: list[str] = []
    for heading, own in (
        (uncounted_heading(ruleset, lang), [one for one in decisions if one.rule.code in codes]),
        (words.OTHER_CRITERIA.in_language(lang), [one for one in decisions if one.rule.code not in codes]),
    ):
        if own:
            lines += [f"{heading}:", *(line for decision in own for line in page.entry(decision, 2))]
    return "\n".join(lines)


@frozen(eq=False)
class _Page:
    names: Names
    everything: bool
    colour: bool
    steps: Sequence[Step] | None
    others: Sequence[Steps] = ()
    language: Language = field(init=False)

    @language.default
    def _language_of_names(self) -> Language:
        return self.names.language

    def lines(self, decision: Decision) -> Iterator[str]:
        yield self.heading(decision)
        kind = self.kind_of(decision)
        verdict = outcome_word(kind, decision.outcome, self.language, in_full=True).upper()
        count = self.count(decision)
        if count and kind is RuleKind.REVOCATION:
            count = say(words.OF_WHICH_ATTAINED, self.language, count=count)
        yield self.painted(f"{sign_of(kind, decision.outcome)} {verdict}", decision.outcome) + (
            f": {count}" if count else ""
        )
        yield from self.own_reasons(decision, "  ", top=True)
        if decision.assurance_levels:
            yield f"  {say(words.WEAKEST, self.language, level=self.names.assurance(decision.assurance))}"
        if decision.published and all(one.kind is not ReasonKind.PUBLISHED_DIFFERS for one in decision.reasons):
            said = "; ".join(stated(one, decision, self.names) for one in decision.published)
            yield f"  {words.PUBLISHED_BESIDE.in_language(self.language)}: {said}"
        yield from self.below(decision, 2)
        yield from (f"  {line}" for line in prospects(decision, self.names, self.steps, self.others))

    def heading(self, decision: Decision) -> str:
        names, language = self.names, self.language
        ruleset = names.ruleset(decision.rule.ruleset, decision.version)
        title = names.title(decision.rule.ruleset, decision.version)
        since = say(words.IN_FORCE, language, day=day(decision.version, language))
        number = f"{printable(ruleset.instrument.number)}, " if ruleset else ""
        parts = [names.unit(decision.unit), f"{title} ({number}{since})"]
        if decision.rule.code != RECOGNITION:
            own = names.text(decision.name)
            code = printable(decision.rule.code)
            parts.append(own if is_conclusion(decision.rule.code) else f"{code} {own}")
        return " · ".join([*parts, day_seen(decision.as_of, decision.known_on, language)])

    def kind_of(self, decision: Decision) -> RuleKind:
        return self.names.rule_kind(decision.rule, decision.version)

    def sign(self, decision: Decision) -> str:
        return self.painted(sign_of(self.kind_of(decision), decision.outcome), decision.outcome)

    def count(self, decision: Decision) -> str:
        """`8/9 tiêu chí`; empty where there is nothing below to count.

        What an attestation decides rests on no indicator: of these it says how many are reported.
        """
        tally = tally_below(decision)
        if not tally.applicable:
            return ""
        noun = words.CRITERION if is_conclusion(decision.rule.code) else words.INDICATOR
        if any(reason.kind is ReasonKind.ATTESTED for reason in decision.reasons):
            known = tally.applicable - tally.undetermined
            count = f"{known}/{counted(tally.applicable, noun, self.language)}"
            reported = say(words.REPORTED_OF, self.language, count=count)
            return f"{words.BY_ATTESTATION.in_language(self.language)}; {reported}"
        return tally_counted(tally, noun, self.language)

    def painted(self, text: str, outcome: Outcome) -> str:
        return f"\x1b[{_COLOURS[outcome]}m{text}\x1b[0m" if self.colour else text

    def below(self, decision: Decision, indent: int) -> Iterator[str]:
        """The rules below a decision: in full what is open (or all), the others by their codes."""
        own = [child for child in distinct(decision.children) if child.unit == decision.unit]
        if self.everything:
            heading = ""
            for child in own:
                before, heading = heading, self.names.heading(child.rule, child.version)
                yield from [f"{' ' * indent}{heading.upper()}"] if heading not in ("", before) else []
                yield from self.entry(child, indent)
        else:
            for outcome in SHORT:
                for child in own:
                    if child.outcome is outcome:
                        yield from self.entry(child, indent)
            closed = [child for child in own if child.outcome not in SHORT]
            for child in closed:
                if is_worth_reading(child):
                    yield from self.entry(child, indent)
            yield from self.in_short([child for child in closed if not is_worth_reading(child)], indent)
        yield from self.members([child for child in distinct(decision.children) if child.unit != decision.unit], indent)

    def entry(self, decision: Decision, indent: int) -> Iterator[str]:
        """A rule below another one: its line, its reasons and sources, and what is below it."""
        code = "" if is_conclusion(decision.rule.code) else printable(decision.rule.code)
        name = self.names.text(decision.name)
        if decision.rule.code == RECOGNITION:
            name = self.names.title(decision.rule.ruleset, decision.version)
        sign = self.sign(decision)
        head = f"{' ' * indent}{sign} {code}  {name}" if code else f"{' ' * indent}{sign} {name}"
        hanging = " " * (indent + 2 + (len(code) + 2 if code else 0))
        told = texts_of_reasons(decision, self.names, everything=self.everything)
        single = len(told) == 1 and not decision.children and speaks_of_the_rule(decision, told[0])
        yield f"{head}: {told[0][0].body}" if single else head
        yield from self.own_reasons(decision, hanging, said=single)
        yield from self.below(decision, indent + 2)

    def own_reasons(self, decision: Decision, indent: str, *, top: bool = False, said: bool = False) -> Iterator[str]:
        """The reasons of a decision itself, each on a line unless already `said`, then sources and citation."""
        told = told_reasons(decision, self.names, everything=self.everything, top=top)
        if not said:
            lines: dict[str, None] = {}
            for one in told.lines:
                sign = one.sign if one.standing is None else self.painted(one.sign, one.standing)
                line = f"{indent}{sign} {f'{one.about}: ' if one.about else ''}{one.body}"
                lines[f"{line} [{' · '.join(one.sources)}]" if one.sources else line] = None
            yield from lines
        details = list(told.sources)
        if told.lines or (self.everything and not top):
            details += filter(None, [told.citation])
        if details:
            yield indent + ("" if said or not told.lines else "  ") + " · ".join(details)

    def in_short(self, closed: Sequence[Decision], indent: int) -> Iterator[str]:
        attested = [one for one in closed if one.outcome is Outcome.ATTAINED and rests_on_attestation(one)]
        plain = [one for one in closed if one.outcome is Outcome.ATTAINED and not rests_on_attestation(one)]
        left_out = [one for one in closed if one.outcome is Outcome.NOT_APPLICABLE]
        for decisions, remark in (
            (plain, ""),
            (attested, f" ({words.BY_ATTESTATION.in_language(self.language)})"),
            (left_out, f" ({words.OUTCOMES[Outcome.NOT_APPLICABLE].in_language(self.language).lower()})"),
        ):
            if decisions:
                sign = self.sign(decisions[0])
                yield f"{' ' * indent}{sign} {', '.join(self.names.short(one) for one in decisions)}{remark}"

    def members(self, decisions: Sequence[Decision], indent: int) -> Iterator[str]:
        """Decisions on other units: in full with `everything`, else a line for each unit that matters."""
        groups: dict[tuple[str, str], list[Decision]] = {}
        for decision in decisions:
            groups.setdefault((decision.rule.ruleset, decision.unit), []).append(decision)
        alone = {ruleset for (ruleset, _), own in groups.items() if len(own) == 1}
        several, headed = len(alone) > 1 and not self.everything, ""
        order = list(dict.fromkeys(ruleset for ruleset, _ in groups))
        for (ruleset, unit), own in sorted(groups.items(), key=lambda group: order.index(group[0][0])):
            margin, title = " " * indent, self.names.title(ruleset, own[0].version)
            if several and len(own) == 1 and ruleset != headed:
                headed = ruleset
                yield f"{margin}{say(words.BY_RULESET, self.language, title=title)}"
            if self.everything:
                yield f"{margin}{self.names.unit(unit)} · {title}"
                for decision in own:
                    yield from self.entry(decision, indent + 2)
            elif len(own) == 1:
                yield margin + self.member(own[0])
            else:
                tally = tally_of_outcomes(one.outcome for one in own)
                count = tally_counted(tally, words.CRITERION, self.language)
                yield f"{margin}{self.names.unit(unit)} · {title}: {count}"

    def member(self, decision: Decision) -> str:
        kind = self.kind_of(decision)
        sign = self.sign(decision)
        said = outcome_word(kind, decision.outcome, self.language).lower()
        count = self.count(decision)
        text = f"{sign} {self.names.unit(decision.unit)}: {said}{f', {count}' if count else ''}"
        children = distinct(decision.children)
        failing = [self.names.short(child) for child in children if child.outcome is Outcome.NOT_ATTAINED]
        unknown = [self.names.short(child) for child in children if child.outcome is Outcome.UNDETERMINED]
        marks = [f"{sign} {', '.join(codes)}" for sign, codes in (("✗", failing), ("?", unknown)) if codes]
        return f"{text} ({'; '.join(marks)})" if marks else text
