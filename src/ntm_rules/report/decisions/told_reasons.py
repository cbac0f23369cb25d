"""The reasons of one decision that are told, with their sources and the citation: for every writer, terminal or page."""

from collections.abc import Sequence

from attrs import frozen

from ...model.decision import Decision, Reason, ReasonKind
from ...model.key import is_conclusion
from ...model.outcome import OPPOSITE, SHORT, Outcome
from ...model.ruleset import Provenance, ProvenanceStatus
from ...model.text import Language
from ...model.values.kept import Kept
from ..phrasing.names import Names
from ..phrasing.numbers import first_of
from ..phrasing.reasons import ReasonText, deciding, reason_text
from ..phrasing.rules import provenance_of
from ..phrasing.sources import sources
from ..words import common as words
from ..words import overview as overview_words
from ..words.common import mid_sentence, say
from ..words.rule_kinds import RuleKind, demands
from ..words.rule_kinds import sign as sign_of
from .told import MOST_UNITS, WORTH_READING, is_plain_tally


@frozen
class ToldReason:
    """One reason: its sign, the outcome that the sign is of (None: a sign of neither good nor bad), subject, body, sources."""

    sign: str
    standing: Outcome | None
    about: str | None
    body: str
    sources: tuple[str, ...]


@frozen
class ToldReasons:
    """The reasons of a decision, the sources that all of them share, and the citation of its rule (empty: none)."""

    lines: tuple[ToldReason, ...]
    sources: tuple[str, ...]
    citation: str


def told_reasons(decision: Decision, names: Names, *, everything: bool = False, top: bool = False) -> ToldReasons:
    """The reasons of a decision itself; with `everything` also those that do not decide. `top` is of a page of its own.

    >>> from ntm_rules.testing.basis.examples import example_decision
    >>> from ...model.library import Library
    >>> from ...model.ruleset import Provenance
    >>> decision = example_decision(provenance=Provenance(ProvenanceStatus.PLAN, cite="II.1"))
    >>> told_reasons(decision, Names(Library(), None, "en")).citation
    'legal basis: II.1'
    """
    texts = texts_of_reasons(decision, names, everything=everything, top=top)
    kind = names.kind_of(decision)
    cited = [_cited(reasons, decision, names) for _, reasons in texts]
    shared = all(own == cited[0] for own in cited)
    lines = []
    for (text, reasons), own in zip(texts, cited, strict=True):
        standing = reasons[0].standing
        nobody = reasons[0].kind is ReasonKind.NO_MEMBERS and standing not in SHORT
        if nobody or reasons[0].kind in WORTH_READING:
            sign, of = words.NOTICE, None
        elif _is_neutral(standing, decision, kind):
            sign, of = words.NEUTRAL, None
        else:
            sign, of = sign_of(RuleKind.CRITERION, standing), standing
        lines.append(ToldReason(sign, of, text.about, text.body, () if shared else tuple(own)))
    return ToldReasons(tuple(lines), tuple(cited[0]) if cited and shared else (), citation_of(decision, names))


def _cited(reasons: Sequence[Reason], decision: Decision, names: Names) -> list[str]:
    """The sources of reasons told as one; of a conflict its own words tell them."""
    if any(reason.kind is ReasonKind.CONFLICT for reason in reasons):
        return []
    facts = reasons[0].facts if len(reasons) == 1 else [fact for reason in reasons for fact in reason.facts]
    return sources(facts, reasons[0], decision, names)


def texts_of_reasons(
    decision: Decision, names: Names, *, everything: bool = False, top: bool = False
) -> list[tuple[ReasonText, tuple[Reason, ...]]]:
    """Texts of the reasons to be printed; missing figures are gathered into one."""
    reasons = decision.reasons if everything else deciding(decision.reasons)
    if everything:
        printed = [reason for reason in reasons if not is_plain_tally(reason)]
    else:
        printed = [reason for reason in reasons if _is_told(reason, decision, names, top=top)]
    if not printed and not any(child.outcome in SHORT for child in decision.children):
        printed = [reason for reason in reasons if not is_plain_tally(reason)]
    texts: list[tuple[ReasonText, tuple[Reason, ...]]] = []
    for reason in printed:
        is_missing = reason.kind is ReasonKind.MISSING and len(printed) > 1
        missing = [other for other in printed if _is_missing_like(other, reason, names)] if is_missing else []
        if len(missing) < 2:
            texts.append((reason_text(reason, decision, names), (reason,)))
        elif reason is missing[0]:
            texts.append((_gathered(missing, decision, names), tuple(missing)))
    return texts


def _is_missing_like(other: Reason, reason: Reason, names: Names) -> bool:
    """True where both are missing, figures with figures and findings with findings."""
    both = other.kind is reason.kind is ReasonKind.MISSING and other.outcome is reason.outcome
    return both and names.is_finding(other.measure) is names.is_finding(reason.measure)


def _gathered(missing: Sequence[Reason], decision: Decision, names: Names) -> ReasonText:
    """Missing figures in one text: a figure of several units by its name once."""
    groups: dict[object, list[Reason]] = {}
    for place, reason in enumerate(missing):
        elsewhere = reason.unit not in (None, decision.unit) and reason.measure is not None
        groups.setdefault(reason.measure if elsewhere else place, []).append(reason)
    called: dict[str, None] = {}
    for alike in groups.values():
        subject = reason_text(alike[0], decision, names).about
        if len(alike) > 1:
            units = list(dict.fromkeys(names.unit(reason.unit) for reason in alike if reason.unit is not None))
            of_units = first_of(units, ", ", MOST_UNITS, names.language, overview_words.AND_OTHER_UNITS)
            what = names.measure_name(alike[0].measure or "")
            subject = names.say(words.OF_UNIT, what=what, unit=of_units)
        if subject:
            called[mid_sentence(subject)] = None
    are_findings = all(names.is_finding(reason.measure) for reason in missing)
    phrases = words.FINDING_REASONS if are_findings else words.REASONS
    body = phrases[ReasonKind.MISSING].in_language(names.language)
    return ReasonText(None, f"{body} ({', '.join(called)})" if called else body)


def _is_told(reason: Reason, decision: Decision, names: Names, *, top: bool) -> bool:
    if is_plain_tally(reason):
        return False
    if reason.kind is ReasonKind.NO_MEMBERS:
        return True
    if OPPOSITE.get(decision.outcome) is reason.standing:
        # It does not decide: under a success it would read as a shortfall, and under a failure as a merit.
        demanded = demands(names.kind_of(decision), negated=reason.negated)
        if decision.outcome is Outcome.ATTAINED or not demanded:
            return reason.kind in WORTH_READING
    if top and (decision.outcome not in SHORT or is_conclusion(decision.rule.code)):
        return True
    if reason.kind is ReasonKind.ATTESTED:
        return True
    if any(other.kind in WORTH_READING for other in decision.reasons):
        return True  # a disagreement is shown with the reasons that it contradicts
    if decision.outcome not in SHORT:
        return decision.outcome is Outcome.NOT_APPLICABLE
    if any(other.kind is ReasonKind.ATTESTED for other in decision.reasons):
        return False  # the finding decides, so missing figures do not matter
    return reason.standing in SHORT


def _is_neutral(standing: Outcome, decision: Decision, kind: RuleKind) -> bool:
    """True where a reason is neither good nor bad: nothing is demanded, or it does not decide."""
    decides = decision.outcome not in OPPOSITE or standing is not OPPOSITE[decision.outcome]
    return standing in OPPOSITE and not (decides and demands(kind, negated=False))


def citation_of(decision: Decision, names: Names) -> str:
    """The clause, or where there is none, the source that a rule was read in; empty for content that is not known."""
    return _CITATIONS.of(decision.provenance)[names.language]


def _citations(provenance: Provenance) -> dict[Language, str]:
    if provenance.status is ProvenanceStatus.UNKNOWN and not provenance.cite:
        return {"vi": "", "en": ""}
    stands = provenance.cite or provenance.status is ProvenanceStatus.TEXT
    phrase = words.CITED if stands else words.STATED
    languages: tuple[Language, ...] = ("vi", "en")
    return {
        language: say(phrase, language, cite=provenance_of(provenance, language, full=False)) for language in languages
    }


_CITATIONS: Kept[Provenance, dict[Language, str]] = Kept(_citations)
