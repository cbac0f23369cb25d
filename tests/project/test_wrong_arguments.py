"""Every public call refuses what is of no type that it takes, with one of our errors that names the argument."""

import enum
import inspect
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

import ntm_rules as ntm

JUNE = date(2024, 6, 30)
LIBRARY = ntm.load_library()
PROGRAM = ntm.compile("vn/civilised-township", JUNE, LIBRARY)
TOWN = ntm.Unit("T", "Thị trấn", "township")
DECISIONS = ntm.evaluate(PROGRAM, TOWN, [])
GIVEN: dict[str, Any] = {
    "library": LIBRARY,
    "program": PROGRAM,
    "programs": PROGRAM,
    "units": ntm.Units([TOWN]),
    "statements": [],
    "decision": DECISIONS.decision("T"),
    "recorded": DECISIONS.record("T", "3.3"),
    "as_of": JUNE,
    "values": {},
}


class Stranger:
    """Of no type that any call takes."""


def arguments() -> Iterator[tuple[str, str]]:
    for name in ntm.__all__:
        call = getattr(ntm, name)
        if inspect.isclass(call) and (issubclass(call, BaseException | enum.Enum) or not name[0].isupper()):
            continue
        if inspect.isclass(call) and name not in ("Session", "Units"):
            continue
        if callable(call):
            for parameter in inspect.signature(call).parameters.values():
                if parameter.annotation not in (Any, bool, int) and parameter.kind is not parameter.VAR_KEYWORD:
                    yield name, parameter.name


@pytest.mark.parametrize(("name", "argument"), list(arguments()))
def test_a_stranger_is_refused(name: str, argument: str) -> None:
    call = getattr(ntm, name)
    positional: list[object] = []
    named: dict[str, object] = {}
    for parameter in inspect.signature(call).parameters.values():
        given = Stranger() if parameter.name == argument else GIVEN.get(parameter.name, "vn/civilised-township")
        if parameter.name != argument and parameter.default is not parameter.empty:
            continue
        if parameter.kind is parameter.VAR_POSITIONAL:
            if parameter.name == argument:
                positional.append(given)
        elif parameter.kind is not parameter.VAR_KEYWORD:
            named[parameter.name] = given
    with pytest.raises(ntm.NtmError) as error:
        call(*positional, **named)
    assert all(found.message.vi and found.message.en for found in error.value.diagnostics)
