"""Records of assessments, made from what `evaluate` was given."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from ...engine.decisions import Decisions, same_input
from ...model.arguments import checks_arguments
from ...model.place import place_of
from .contents import AssessmentInput, assessment_lines, programs_of, versions_known
from .record import AssessmentRecord, text_of


@checks_arguments
def record_assessment(runs: Decisions | Iterable[Decisions], *, self_contained: bool = False) -> AssessmentRecord:
    """The record of an assessment: of the decisions of one ruleset, or of several about the same units on the same day.

    With `self_contained` it carries the rule files as well. Raises ArgumentError for runs about different things, OSError where
    a rule file is no longer there.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town = ntm.Unit("T", "Thị trấn Tam Đường", "township")
    >>> record = record_assessment(ntm.evaluate(program, town, []))
    >>> record.header["counts"]["decision"], len(record.root)
    (35, 64)
    """
    given = input_of(same_input(runs))
    texts = _texts(given) if self_contained else ()
    return AssessmentRecord.of(assessment_lines(given, texts))


def input_of(runs: Sequence[Decisions]) -> AssessmentInput:
    """The input that runs about the same are made of."""
    first = runs[0]
    evidence, units = first.world.evidence, first.world.units
    statements = tuple(evidence.statements())
    programs = tuple(run.program for run in runs)
    return AssessmentInput(programs, units, statements, evidence.as_of, evidence.known_on, first.program.library)


def _texts(given: AssessmentInput) -> list[str]:
    """The rule files and catalogues that an assessment needs, each once."""
    library = given.library
    used = versions_known(given, programs_of(given).values())
    placed: list[object] = [version for id in used for version in library.versions.get(id, ())]
    placed += [*library.measures.values(), *library.attributes.values()]
    files = dict.fromkeys(place.file for place in map(place_of, placed) if place is not None)
    return [text_of(Path(file)) for file in files]
