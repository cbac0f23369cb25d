"""The outcomes of the rules of a program by code, also of figures already chosen."""

from collections.abc import Iterator, Mapping, ValuesView
from decimal import Decimal, InvalidOperation

from attrs import evolve

from ..model.arguments import refused
from ..model.fact import Value, as_value
from ..model.key import RuleKey
from ..model.outcome import Outcome
from ..model.problem import Diagnostic, FactsError, UnitsError
from ..model.spelling import nearest
from ..model.text import shortened
from ..model.values.frozen_mapping import FrozenMapping
from ..program.admission.misfit import PLAIN_VALUES, is_plain, misfit
from ..program.messages import ADMISSION, COMPILING
from ..program.program import Program
from ..program.verdict import OUTCOME, POSSIBLE, Verdict
from ..program.wording import hint, worded
from .compiled.values import CODE
from .naming import code_of


def decide_values(program: Program, values: Mapping[str, object]) -> "RuleOutcomes":
    """The outcomes of a program for figures already chosen: measure id to Decimal, Finding or Absence.

    The quickest way for a caller that keeps its own figures, of the day of the program. It is for programs that ask for no
    more than the figures of one unit on that day. An int, a float or a scalar of numpy is taken as `Fact` takes it.
    Raises FactsError for every value that does not fit its measure and every name that is no measure, UnitsError when a rule
    asks for more than figures.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> library, day = ntm.load_library(), date(2024, 6, 30)
    >>> head = {"ruleset": "a/b", "version": day, "title": "B", "applies_to": "commune", "instrument": {"number": "1"}}
    >>> rule = {"code": "1", "name": "W", "measure": "income_per_capita", "at_least": 39, "provenance": {"status": "recalled"}}
    >>> ruleset = ntm.ruleset_from_mapping({**head, "criteria": [rule]}, library)
    >>> decide_values(ntm.compile(ruleset, day, library), {"income_per_capita": 39.5})["1"]
    <Outcome.ATTAINED: 'attained'>
    """
    if not isinstance(program, Program):
        raise refused("program", program, "một Program (compile)", "a Program (compile)")
    if type(values) is not dict and not isinstance(values, Mapping):
        raise refused("values", values, "một Mapping[str, object]", "a Mapping[str, object]")
    form, plain = CODE.of(program).form(attested=False), PLAIN_VALUES.of(program.library)
    admitted: dict[str, object] = dict(values)
    wrong: list[Diagnostic] = []
    for name, value in admitted.items():
        try:
            kind, minimum, maximum, last_decimal, words = plain[name]
            # As `is_plain`, without the call.
            if (
                (minimum <= value <= maximum and not value % last_decimal)
                if type(value) is Decimal and kind is Decimal
                else is_plain(value, (kind, minimum, maximum, last_decimal, words))
            ):
                continue
        except (KeyError, InvalidOperation):
            # A name that is no measure's, more digits than the context has.
            pass
        taken = admitted[name] = admitted_value(name, value, program)
        if isinstance(taken, Diagnostic):
            wrong.append(taken)
    if wrong:
        raise FactsError(wrong)
    if form.attributes or form.others:
        more = form.attributes[0] if form.attributes else type(form.others[0]).__name__
        details = {"ruleset": program.ruleset.id, "what": more}
        raise UnitsError(worded(COMPILING, "NTM653", None, details=details))
    return RuleOutcomes(program, form.decide([*map(admitted.get, form.measures)], {}))


def admitted_value(name: object, value: object, program: Program) -> Value | Diagnostic:
    """A value for a measure as it is admitted, or the reason why it is not."""
    measure = program.measures.get(name) if isinstance(name, str) else None
    if measure is None:
        shown = name if isinstance(name, str) else shortened(name)
        advice = hint(nearest(shown, program.measures), program.measures)
        return worded(ADMISSION, "NTM562", None, advice=advice, details={"text": shown, "measure": shown})
    try:
        taken = as_value(value)
    except FactsError as error:
        return evolve(error.diagnostics[0], fields=FrozenMapping({**error.diagnostics[0].fields, "measure": name}))
    fault = misfit(measure, taken)
    return taken if fault is None else fault.at()


class RuleOutcomes(Mapping[str, Outcome]):
    """The outcome of each rule of a program, by code, in the order of the program; an unknown one is an UnknownNameError.

    A rule may be named as `ruleset#code` and by a RuleKey as well.
    """

    __slots__ = ("_program", "_verdicts")

    def __init__(self, program: Program, verdicts: tuple[Verdict, ...]) -> None:
        self._program = program
        self._verdicts = verdicts

    def __getitem__(self, code: RuleKey | str) -> Outcome:
        return OUTCOME[self._verdict(code)]

    def possible(self, code: RuleKey | str) -> frozenset[Outcome]:
        """The outcomes of a rule that figures still to come can lead to; one when it is determined."""
        return POSSIBLE[self._verdict(code)]

    def _verdict(self, code: RuleKey | str) -> Verdict:
        position = self._program.position.get(code) if isinstance(code, str) else None
        return self._verdicts[self._program.position[code_of(self._program, code)] if position is None else position]

    def __iter__(self) -> Iterator[str]:
        return iter(self._program.position)

    def values(self) -> ValuesView[Outcome]:
        """The outcomes in the order of the program."""
        return _OutcomeValues(self)

    def __len__(self) -> int:
        return len(self._verdicts)

    def __repr__(self) -> str:
        return f"RuleOutcomes({ {code: outcome.value for code, outcome in self.items()} })"


class _OutcomeValues(ValuesView[Outcome]):
    """The outcomes of rules, without a look at each rule's name."""

    __slots__ = ()
    _mapping: RuleOutcomes

    def __iter__(self) -> Iterator[Outcome]:
        return iter([OUTCOME[verdict] for verdict in self._mapping._verdicts])
