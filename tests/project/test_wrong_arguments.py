"""Every public call refuses what is of no type that it takes, with one of our errors that names the argument."""

import copy
import enum
import inspect
import json
import pickle
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest

import ntm_rules as ntm

JUNE = date(2024, 6, 30)
LIBRARY = ntm.load_library()
PROGRAM = ntm.compile("vn/civilised-township", JUNE, LIBRARY)
TOWN = ntm.Unit("T", "Thị trấn", "township")
TOWN_NAME = ntm.Text("Thị trấn")
DECISIONS = ntm.evaluate(PROGRAM, TOWN, [])
GIVEN: dict[str, Any] = {
    "library": LIBRARY,
    "program": PROGRAM,
    "programs": PROGRAM,
    "units": ntm.Units([TOWN]),
    "statements": [],
    "decision": DECISIONS.decision("T"),
    "as_of": JUNE,
    "values": {},
    "decisions": DECISIONS,
    "runs": DECISIONS,
    "record": ntm.record_assessment(DECISIONS),
    "snapshot": ntm.snapshot(DECISIONS, JUNE),
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


class Unprintable:
    """An object of a caller that cannot even be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no")


class Ambiguous:
    """As an array of numpy, or what pandas writes for no value: neither true nor false, equal to nothing."""

    def __bool__(self) -> bool:
        raise ValueError("ambiguous")

    def __eq__(self, other: object) -> Any:
        return self

    __hash__ = None  # type: ignore[assignment]


WRONG: tuple[Any, ...] = (
    *(Ambiguous(), bytearray(b"x"), 10**5000, "a\0b", datetime(2024, 6, 30, tzinfo=UTC)),
    *(None, "", "x", "vn/", "#", "\ud800", b"x", 3, -1, 1.5, float("nan"), True, "2024-06-30", datetime(2024, 6, 30)),
    *(
        [],
        [None],
        [3],
        ["x"],
        (),
        {},
        {"a": 1},
        {1: 2},
        {"x"},
        object(),
        Unprintable(),
        int,
        iter([3]),
        print,
        TOWN,
        JUNE,
    ),
    *(ntm.RuleKey("vn/x", "1"), ntm.Fact("Z", "m", 1, JUNE), ntm.Text("x"), DECISIONS.decision("T", "3.3")),
)
"""Arguments of every kind, most of them wrong for most calls."""


def check_told(error: ntm.NtmError) -> None:
    """An error can be sent to another process and, in plain form, as JSON."""
    told = [ntm.to_plain(found) for found in error.diagnostics]
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert pickle.loads(pickle.dumps(error)).diagnostics == error.diagnostics


def callables() -> Iterator[tuple[str, Any]]:
    """Every public function and class, and the methods of what they return."""
    for name in ntm.__all__:
        call = getattr(ntm, name)
        if callable(call) and (not inspect.isclass(call) or name in MADE_BY_CALLERS):
            yield name, call
    live = (ntm.Session(PROGRAM, [TOWN]), ntm.Service(PROGRAM, [TOWN]))
    for thing in (DECISIONS, DECISIONS.outcomes("T"), *live, ntm.Units([TOWN]), LIBRARY, PROGRAM, TOWN, ntm.RuleKey):
        for name in dir(thing):
            if not name.startswith("_") and callable(call := getattr(thing, name)) and name not in NOT_CALLED:
                yield f"{getattr(thing, '__name__', type(thing).__name__)}.{name}", call


MADE_BY_CALLERS = (
    "Attestation",
    "Belonging",
    "Fact",
    "PublishedDecision",
    "RuleKey",
    "Session",
    "Text",
    "Unit",
    "Units",
)
SLOW = ("check_paths", "compile", "load_library", "read_ruleset", "ruleset_from_mapping", "ruleset_from_text")
NOT_CALLED = ("close", "values", "items", "keys", "pop", "get")
OWN = (ntm.NtmError,)
CALLABLES = list(callables())


@pytest.mark.parametrize(("name", "call"), CALLABLES, ids=[name for name, _ in CALLABLES])
def test_nothing_raw_comes_out_of_a_public_call(
    name: str, call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    parameters = [
        one
        for one in inspect.signature(call).parameters.values()
        if one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL)
    ]
    usual = {one.name: GIVEN[one.name] for one in parameters if one.default is one.empty and one.name in GIVEN}
    raw = []
    for parameter in parameters:
        for value in WRONG[9::18] if name in SLOW else WRONG:
            given: dict[str, Any] = dict.fromkeys((one.name for one in parameters if one.default is one.empty), "x")
            given |= {**usual, parameter.name: value}
            by_place = [given.pop(one.name) for one in parameters if one.kind is one.POSITIONAL_ONLY]
            try:
                result = call(*by_place, **given)
                if isinstance(result, Iterator):
                    list(islice(result, 3))
            except OWN as error:
                check_told(error)
            except Exception as error:  # noqa: BLE001 - it is what is looked for
                raw.append(f"{parameter.name}={type(value).__name__}: {type(error).__name__}: {str(error)[:80]}")
    assert raw == []


@pytest.mark.parametrize("live", [ntm.Session(PROGRAM, TOWN), ntm.Service(PROGRAM, TOWN)], ids=["session", "service"])
def test_what_is_live_is_not_copied(live: object) -> None:
    for way in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(ntm.ArgumentError, match=type(live).__name__):
            way(live)


def test_a_diagnostic_says_in_fields_what_it_is_about() -> None:
    day, far = date(2024, 3, 31), "clean_water_househods"
    good = ntm.Fact("T", "clean_water_households", 99, day)
    wrong = [
        good,
        ntm.Fact("T", far, 3, day),
        ntm.Fact("T", "clean_water_households", 101, day),
        ntm.Fact("t", far, 1, day),
    ]
    for call in (lambda: ntm.evaluate(PROGRAM, TOWN, wrong), lambda: ntm.Session(PROGRAM, TOWN).assert_fact(*wrong)):
        with pytest.raises(ntm.FactsError) as error:
            call()
        told = [ntm.to_plain(found)["fields"] for found in error.value.diagnostics]
        assert [one["index"] for one in told] == [1, 2, 3]
        assert [(one["unit"], one["value"]) for one in told[:2]] == [("T", "3"), ("T", "101")]
        assert told[0]["suggestion"] == told[1]["measure"] == "clean_water_households"
    with pytest.raises(ntm.UnknownNameError) as unknown:
        DECISIONS.outcome("T", "3.33")
    fields = unknown.value.diagnostics[0].fields
    assert fields["suggestion"] == "3.3"
    assert "3.3" in fields["allowed"]  # type: ignore[operator]
    with pytest.raises(ntm.CompileError) as no_ruleset:
        ntm.compile("vn/civilised-townshp", JUNE, LIBRARY)
    assert no_ruleset.value.diagnostics[0].fields["suggestion"] == "vn/civilised-township"
    with pytest.raises(ntm.RulesetError) as misspelt:
        ntm.catalogue_from_text("measures: {m: {name: M, decimls: 1}}")
    assert misspelt.value.diagnostics[0].fields["suggestion"] == "decimals"
    said: tuple[Callable[[Any], object], ...] = (
        lambda lang: ntm.explain(DECISIONS.decision("T"), LIBRARY, [TOWN], lang=lang),
        TOWN_NAME.in_language,
        error.value.render,
        error.value.diagnostics[0].render,
    )
    for say, lang in product(said, ("fr", None, "VI")):
        with pytest.raises(ntm.ArgumentError, match="vi, en"):
            say(lang)
    for reference in ("{nam}", "{0}", "#/x", "{name!r}", "{"):
        with pytest.raises(ntm.ArgumentError, match="reference"):
            ntm.schema("decision", reference=reference)


def test_too_many_arguments_are_told_with_the_call() -> None:
    version = PROGRAM.ruleset
    with pytest.raises(TypeError, match=r"diff\(\) takes 2 positional arguments but 3 were given"):
        ntm.diff(version, version, LIBRARY)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"evaluate\(\) missing"):
        ntm.evaluate(PROGRAM)  # type: ignore[call-arg]
