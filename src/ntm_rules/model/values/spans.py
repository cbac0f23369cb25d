"""Spans of OpenTelemetry around the larger calls, for an application that has loaded its API; without it nothing happens.

An application that traces has imported `opentelemetry.trace` itself, so that it need not be looked for here, nor loaded.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

Tell = Callable[..., None]
"""A call that adds attributes to a span, by name."""


def span(name: str, **attributes: str | int | bool) -> AbstractContextManager[Tell]:
    """A span `ntm_rules.NAME` around a block, with attributes; an error that leaves the block is recorded in it.

    >>> with span("load_library", folders=1) as tell:
    ...     tell(rulesets=17)
    """
    trace: Any = sys.modules.get("opentelemetry.trace")
    return nullcontext(_untold) if trace is None else _recorded(trace, name, attributes)


def _untold(**attributes: str | int | bool) -> None:
    """Leave attributes alone, where nobody traces."""


@contextmanager
def _recorded(trace: Any, name: str, attributes: dict[str, str | int | bool]) -> Iterator[Tell]:
    with trace.get_tracer("ntm_rules").start_as_current_span(f"ntm_rules.{name}") as current:

        def tell(**more: str | int | bool) -> None:
            for key, value in more.items():
                current.set_attribute(f"ntm_rules.{key}", value)

        tell(**attributes)
        yield tell
