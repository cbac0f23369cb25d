"""Hypothesis strategies for rulesets, units and what is reported about them (`pip install ntm-rules[testing]`).

With them an application that embeds the engine can test itself: `worlds()` is the whole input of an assessment,
`histories(world)` a way in which its statements may come in, and `statements(library, units)` what may be reported under
rulesets of one's own. Everything generated is valid, and a failure shrinks to few criteria, units and reports. Nothing
else in the library imports Hypothesis.
"""

from .boundary import boundary_values, reportable_values, usual_thresholds
from .catalogue import libraries, measures
from .condition import conditions
from .history import Assert, Correct, History, Retract, Step, histories
from .ruleset import rulesets
from .scope import Scope
from .statement import statements
from .threshold import thresholds
from .world import World, worlds

__all__ = [
    "Assert",
    "Correct",
    "History",
    "Retract",
    "Scope",
    "Step",
    "World",
    "boundary_values",
    "conditions",
    "histories",
    "libraries",
    "measures",
    "reportable_values",
    "rulesets",
    "statements",
    "thresholds",
    "usual_thresholds",
    "worlds",
]
