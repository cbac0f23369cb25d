"""Hypothesis strategies and ready properties for rulesets and decisions (`pip install ntm-rules[testing]`).

With them an application that embeds the engine can test itself. Strategies: `worlds()` is the whole input of an assessment and
`histories(world)` a way in which its statements may come in; `amended_worlds()` has one of its rulesets amended,
`detailed_worlds()` levels of assurance, printed intervals and figures of groups. For rule files of one's own: `units_for`,
`facts_for`, `amended` and `statements`. Everything generated is valid, and a failure shrinks to few criteria, units, reports
and edits. Properties: `agrees`, `follows`, `order_does_not_matter`, `retraction_undoes`, `says_what_is_possible` and `replays`
of programs, `is_total` and `never_easier` of rule files. Nothing else in the library imports Hypothesis.

>>> from hypothesis import given, settings
>>> from ntm_rules.program.compiling import compile
>>> from ntm_rules.language.library import load_library
>>> library = load_library()
>>> township = library.ruleset("vn/civilised-township", AS_OF)
>>> program = compile(township, AS_OF, library)
>>> @settings(max_examples=5, database=None, deadline=None)
... @given(units_for(township, library), facts_for(township, library))
... def test_every_executor_agrees(units, facts):
...     agrees(program, units, facts)
>>> test_every_executor_agrees()
"""

from .basis.boundary import boundary_values, reportable_values, usual_thresholds
from .basis.input_point import InputPoint, points_of
from .basis.scope import AS_OF, RuleScope
from .edits.amended import EDITS, WRITING, Amended, AmendedWorld, amended, amended_worlds, with_version
from .properties.executors import (
    agrees,
    follows,
    matchers,
    order_does_not_matter,
    replays,
    retraction_undoes,
    says_what_is_possible,
    specified,
)
from .properties.rules import is_total, never_easier
from .properties.smallest import smallest_world
from .strategies.catalogue import libraries, measures
from .strategies.condition import conditions
from .strategies.detailed_world import detailed_worlds
from .strategies.for_ruleset import facts_for, units_for
from .strategies.history import Assert, Correct, History, Retract, Step, histories
from .strategies.ruleset import rulesets
from .strategies.statement import statements
from .strategies.threshold import thresholds
from .strategies.world import World, worlds

__all__ = [
    "AS_OF",
    "EDITS",
    "WRITING",
    "Amended",
    "AmendedWorld",
    "Assert",
    "Correct",
    "History",
    "InputPoint",
    "Retract",
    "RuleScope",
    "Step",
    "World",
    "agrees",
    "amended",
    "amended_worlds",
    "boundary_values",
    "conditions",
    "detailed_worlds",
    "facts_for",
    "follows",
    "histories",
    "is_total",
    "libraries",
    "matchers",
    "measures",
    "never_easier",
    "order_does_not_matter",
    "points_of",
    "replays",
    "reportable_values",
    "retraction_undoes",
    "rulesets",
    "says_what_is_possible",
    "smallest_world",
    "specified",
    "statements",
    "thresholds",
    "units_for",
    "usual_thresholds",
    "with_version",
    "worlds",
]
