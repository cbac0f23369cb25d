"""Spans of OpenTelemetry, where an application traces; without its API everything goes on without them."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import ntm_rules as ntm

JUNE = date(2024, 6, 30)
TOWN = ntm.Unit("T", "Tam Đường", "township")
WATER = ntm.Fact("T", "clean_water_households", 100, JUNE)
RULES = Path(__file__).parents[2] / "examples" / "own_rules" / "rules"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The spans that are finished, of a provider of this test alone."""
    pytest.importorskip("opentelemetry.sdk")
    from opentelemetry import trace
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    provider, exporter = TracerProvider(), InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    return exporter.get_finished_spans


def use() -> None:
    ntm.load_library(RULES)
    program = ntm.compile("vn/civilised-township", JUNE)
    ntm.evaluate(program, TOWN, [WATER])
    list(ntm.evaluate_many(program, [TOWN], [WATER]))
    service = ntm.Service(program, TOWN)
    service.post({"a": WATER})
    with pytest.raises(ntm.FactsError):
        service.withdraw("b")
    service.move_to(date(2024, 12, 31))


def test_the_larger_calls_have_spans(spans: Any) -> None:
    use()
    made = {one.name: one for one in spans()}
    assert {f"ntm_rules.{name}" for name in ("load_library", "evaluate", "evaluate_many")} <= made.keys()
    assert {f"ntm_rules.service.{name}" for name in ("post", "withdraw", "move_to")} <= made.keys()
    assert made["ntm_rules.evaluate"].attributes == {
        "ntm_rules.ruleset": "vn/civilised-township",
        "ntm_rules.as_of": "2024-06-30",
        "ntm_rules.units": 1,
    }
    loaded = [one.attributes["ntm_rules.measures"] for one in spans() if one.name == "ntm_rules.load_library"]
    assert 3 in loaded
    assert made["ntm_rules.service.post"].attributes["ntm_rules.changes"] == 1
    refused = made["ntm_rules.service.withdraw"]
    assert not refused.status.is_ok
    assert refused.events[0].attributes["exception.type"].endswith("FactsError")


def test_without_the_api_nothing_is_traced_and_nothing_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "opentelemetry.trace", raising=False)
    use()
    assert "opentelemetry.trace" not in sys.modules
