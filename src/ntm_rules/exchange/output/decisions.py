"""Decisions to plain data for JSON and back, as `assess --format json` writes them."""

from typing import Any

from cattrs import Converter
from cattrs.errors import BaseValidationError

from ...model.arguments import checks_arguments
from ...model.decision import Decision
from ...model.problem import ReplayError
from ..diagnostics.messages import diagnostic
from .complaints import complaints
from .converter import ASSURANCE, CONVERTER, NOT_OFFICIAL, agrees, without
from .misfit import complaint_of


@checks_arguments
def decision_to_plain(decision: Decision) -> dict[str, Any]:
    """The decision, its reasons and the decisions below it, as dicts, lists and texts; `to_plain` says the form as well.

    >>> import json
    >>> from datetime import date
    >>> from ... import Unit, compile, evaluate, load_library
    >>> program = compile("vn/civilised-township", date(2024, 6, 30), load_library())
    >>> decision = evaluate(program, Unit("T", "Thị trấn Tam Đường", "township"), []).decision("T", "3.3")
    >>> plain = json.loads(json.dumps(decision_to_plain(decision)))
    >>> plain["rule"], plain["outcome"], decision_from_plain(plain) == decision
    ('vn/civilised-township#3.3', 'undetermined', True)
    """
    plain: dict[str, Any] = CONVERTER.unstructure(decision)
    derived = {NOT_OFFICIAL: decision.not_official(), ASSURANCE: decision.assurance}
    return plain | {name: held for name, held in derived.items() if held}


def decision_from_plain(plain: object) -> Decision:
    """The decision that `plain` records. Raises ReplayError, naming every field at fault, when it records none.

    >>> try:
    ...     decision_from_plain({"unit": "T"})
    ... except ReplayError as error:
    ...     error.diagnostics[0].code
    'NTM590'
    """
    try:
        return decision_of(plain, CONVERTER)
    except BaseValidationError as error:
        raise ReplayError(diagnostic("NTM590", None, why=why) for why in complaints(error, "decision")) from error
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ReplayError(diagnostic("NTM590", None, why=complaint_of(error))) from error


def decision_of(plain: object, converter: Converter) -> Decision:
    """The decision that `plain` records, by a converter. Raises ValueError, or an error of cattrs, when it records none."""
    rest, counts = without(plain, NOT_OFFICIAL)
    rest, assurance = without(rest, ASSURANCE)
    decision: Decision = converter.structure(rest, Decision)
    agrees(NOT_OFFICIAL, counts, decision.not_official())
    agrees(ASSURANCE, assurance, decision.assurance)
    return decision
