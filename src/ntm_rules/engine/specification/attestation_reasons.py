"""Reasons of what authorities attest: what decides, disagrees, is too old, or is of another text."""

from collections.abc import Sequence

from ...model.decision import Reason, ReasonKind
from ...model.fact import Absence, Attestation, Finding
from ...model.outcome import Outcome
from ...program.program import Program
from ...program.terms import Attested
from ...program.verdict import OUTCOME
from ..evidence.attested_text import attested_verdict, text_attested, unusable
from ..evidence.evidence import Evidence
from .figure_reasons import Reasons


def of_attestation(
    truth: Attested, inside: Reasons, by_figures: Outcome, unit: str, program: Program, evidence: Evidence
) -> Reasons:
    """The reasons of the figures, `inside`, which come to `by_figures`, and what authorities say beside them."""
    attestations, of_other_texts = evidence.attested_apart(unit, truth.rule, program)
    inside += notices_of(of_other_texts, program)
    if not attestations:
        return inside
    is_open = by_figures is Outcome.UNDETERMINED
    if (why := unusable(truth, attestations, program.as_of)) is not None:
        return (_unusable_word(why, truth, attestations), *inside) if is_open else inside
    word, by_words = attestations[0].value, attested_verdict(attestations, truth)
    if any(attestation.value is not word for attestation in attestations):
        return (
            Reason(kind=ReasonKind.CONFLICT, outcome=Outcome.UNDETERMINED, rule=truth.rule, facts=attestations),
            *inside,
        )
    if not is_open:
        if by_words is None or OUTCOME[by_words] is by_figures:
            return inside
        kind = ReasonKind.ATTESTATION_DISAGREES
        return (*inside, Reason(kind=kind, outcome=OUTCOME[by_words], observed=word, facts=attestations))
    attestations += evidence.of_lower_level(attestations, program)
    if by_words is not None:
        return (Reason(kind=ReasonKind.ATTESTED, outcome=OUTCOME[by_words], observed=word, facts=attestations), *inside)
    kind = ReasonKind.BASICALLY_MET if word is Finding.BASICALLY_MET else ReasonKind.ABSENT
    return (Reason(kind=kind, outcome=Outcome.UNDETERMINED, observed=word, facts=attestations), *inside)


def _unusable_word(why: ReasonKind, truth: Attested, words: tuple[Attestation, ...]) -> Reason:
    """The reason that authorities' words on a rule cannot decide it: they are too old, or of too low a level."""
    assurance = truth.assured[0] if truth.assured and why is ReasonKind.NOT_ASSURED else None
    return Reason(kind=why, outcome=Outcome.UNDETERMINED, rule=truth.rule, subject=assurance, facts=words)


def notices_of(attestations: Sequence[Attestation], program: Program) -> Reasons:
    """The reasons that tell of attestations of another text: of each text and finding one. They decide nothing."""
    by_text: dict[tuple[str | None, Finding | Absence], list[Attestation]] = {}
    for attestation in attestations:
        text = text_attested(program, attestation)
        by_text.setdefault((None if text is None else text.instrument.number, attestation.value), []).append(
            attestation
        )
    kind, open_ = ReasonKind.OTHER_TEXT, Outcome.UNDETERMINED
    return tuple(
        Reason(kind=kind, outcome=open_, subject=number, observed=value, facts=tuple(of_text))
        for (number, value), of_text in by_text.items()
    )
