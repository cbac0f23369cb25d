"""Reasons of what authorities attest: what decides, disagrees, is too old, or is of another text."""

from collections.abc import Sequence

from ...model.decision import Reason, ReasonKind
from ...model.fact import Absence, Attestation, Finding
from ...model.outcome import Outcome
from ...program.program import Program
from ...program.terms import Attested
from ...program.verdict import OUTCOME
from ..evidence.attested_text import text_attested, unusable
from .assessed import Assessed
from .figure_reasons import Reasons
from .meaning import said_by, verdict


def of_attestation(truth: Attested, inside: Reasons, at: Assessed) -> Reasons:
    """The reasons of the figures, `inside`, and what authorities say beside them."""
    standing = at.attested(truth.rule)
    why = unusable(truth, standing, at.day)
    found = () if why else standing
    _, of_other_texts = at.world.evidence.attested_apart(at.unit.code, truth.rule, at.program)
    inside += notices_of(of_other_texts, at.program)
    if not found:
        is_open = OUTCOME[verdict(truth.truth, at)] is Outcome.UNDETERMINED
        return (unusable_word(why, truth, standing), *inside) if why and is_open else inside
    word, said = found[0].value, said_by(found, truth.basically)
    if any(one.value is not word for one in found):
        return (Reason(kind=ReasonKind.CONFLICT, outcome=Outcome.UNDETERMINED, rule=truth.rule, facts=found), *inside)
    by_figures = OUTCOME[verdict(truth.truth, at)]
    if by_figures is not Outcome.UNDETERMINED:
        if said is None or OUTCOME[said] is by_figures:
            return inside
        kind = ReasonKind.ATTESTATION_DISAGREES
        return (*inside, Reason(kind=kind, outcome=OUTCOME[said], observed=word, facts=found))
    found += at.world.evidence.of_lower_level(found, at.program)
    if said is not None:
        return (Reason(kind=ReasonKind.ATTESTED, outcome=OUTCOME[said], observed=word, facts=found), *inside)
    kind = ReasonKind.BASICALLY_MET if word is Finding.BASICALLY_MET else ReasonKind.ABSENT
    return (Reason(kind=kind, outcome=Outcome.UNDETERMINED, observed=word, facts=found), *inside)


def unusable_word(why: ReasonKind, truth: Attested, words: tuple[Attestation, ...]) -> Reason:
    """The reason that authorities' words on a rule cannot decide it: they are too old, or of too low a level."""
    asked = truth.assured[0] if truth.assured and why is ReasonKind.NOT_ASSURED else None
    return Reason(kind=why, outcome=Outcome.UNDETERMINED, rule=truth.rule, subject=asked, facts=words)


def notices_of(attestations: Sequence[Attestation], program: Program) -> Reasons:
    """The reasons that tell of attestations of another text: of each text and finding one. They decide nothing."""
    told: dict[tuple[str | None, Finding | Absence], list[Attestation]] = {}
    for one in attestations:
        text = text_attested(program, one)
        told.setdefault((None if text is None else text.instrument.number, one.value), []).append(one)
    kind, open_ = ReasonKind.OTHER_TEXT, Outcome.UNDETERMINED
    return tuple(
        Reason(kind=kind, outcome=open_, subject=number, observed=value, facts=tuple(several))
        for (number, value), several in told.items()
    )
