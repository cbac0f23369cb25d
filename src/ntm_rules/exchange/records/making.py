"""Records of assessments, made from what `evaluate` was given."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from ...engine.decisions import Decisions
from ...model.arguments import checks_arguments, refused
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
    several = (runs,) if isinstance(runs, Decisions) else tuple(runs)
    given = input_of(several)
    texts = _texts(given) if self_contained else ()
    return AssessmentRecord.of(assessment_lines(given, texts))


def input_of(runs: Sequence[Decisions]) -> AssessmentInput:
    """The input that runs are made of. Raises ArgumentError where they are not about the same."""
    if not runs or not all(isinstance(run, Decisions) for run in runs):
        raise refused("runs", runs, "các kết quả của evaluate", "what evaluate gives")
    first = runs[0]
    evidence, units = first.world.evidence, first.world.units
    statements = tuple(evidence.statements())
    for run in runs[1:]:
        other = run.world.evidence
        if (
            tuple(run.world.units) != tuple(units)
            or tuple(other.statements()) != statements
            or (other.as_of, other.known_on, run.program.assessed)
            != (evidence.as_of, evidence.known_on, first.program.assessed)
            or run.program.library is not first.program.library
        ):
            raise refused("runs", run, "các kết quả về cùng đơn vị, số liệu và ngày", "runs about the same input")
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
