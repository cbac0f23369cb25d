"""Decisions to plain data for JSON and back, as `assess --format json` writes them, and without repetitions."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import evolve
from cattrs import Converter
from cattrs.errors import BaseValidationError

from ...model.arguments import checks_arguments
from ...model.decision import Decision
from ...model.key import RuleKey
from ...model.problem import ReplayError
from ..diagnostics.messages import diagnostic
from .complaints import complaints
from .converter import ASSURANCE, CONVERTER, NOT_OFFICIAL, agrees, decision_without, without
from .plain_values import MisfitError, complaint_of


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
    return plain | {name: value for name, value in derived.items() if value}


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


_ALONE = decision_without()


def compact_to_plain(roots: Sequence[Decision], alone: Callable[[Decision], dict[str, Any]] = _ALONE) -> dict[str, Any]:
    """`decisions`, each below those that name it by its position in `children`, and the positions of the `roots`.

    `alone` makes the plain form of a decision without those below it.

    >>> compact_to_plain(())
    {'decisions': [], 'roots': []}
    """
    listed: list[dict[str, Any]] = []
    alike: dict[tuple[str, RuleKey, date], list[int]] = {}
    by_identity: dict[int, int] = {}

    def position(decision: Decision) -> int:
        known = by_identity.get(id(decision))
        if known is None:
            children = [position(child) for child in decision.children]
            plain = {**alone(decision), "children": children}
            about = alike.setdefault((decision.unit, decision.rule, decision.as_of), [])
            known = next((at for at in about if listed[at] == plain), len(listed))
            if known == len(listed):
                listed.append(plain)
                about.append(known)
            by_identity[id(decision)] = known
        return known

    top = [position(root) for root in roots]
    return {"decisions": listed, "roots": top}


def decisions_from_compact(plain: Mapping[str, Any], converter: Converter = CONVERTER) -> tuple[Decision, ...]:
    """The decisions of the `roots`. Raises ValueError, or an error of cattrs, for what is no such form."""
    decisions: list[Decision] = []
    if not all(isinstance(plain.get(name), list) for name in ("decisions", "roots")):
        raise MisfitError(
            "phải có hai danh sách decisions và roots", "compact decisions have the lists decisions and roots"
        )
    for entry in plain["decisions"]:
        below = _of(decisions, entry["children"])
        decisions.append(evolve(converter.structure({**entry, "children": []}, Decision), children=below))
    return _of(decisions, plain["roots"])


def _of(decisions: Sequence[Decision], positions: object) -> tuple[Decision, ...]:
    if not isinstance(positions, list) or not all(type(at) is int and 0 <= at < len(decisions) for at in positions):
        raise MisfitError(
            "kết quả bên dưới phải được nêu bằng vị trí của một kết quả đứng trước",
            "a decision below is named by the position of one that stands before",
        )
    return tuple(decisions[at] for at in positions)
