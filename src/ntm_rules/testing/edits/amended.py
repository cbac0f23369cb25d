"""Strategies for amendments of rulesets, and for worlds with an amended ruleset."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from attrs import evolve, frozen
from hypothesis import reject
from hypothesis import strategies as st

from ...model.library import Library
from ...model.ruleset import Instrument, Ruleset
from ..basis.boundary import reportable_values
from ..basis.choosing import optional, pick, several
from ..basis.edit import Edit, EditContext, asked_for_elsewhere
from ..basis.scope import AS_OF
from ..strategies.ruleset import rulesets
from ..strategies.statement import Reportable, draw_statements
from ..strategies.world import World, draw_setting
from .condition import CONDITION_EDITS
from .rule import RULE_EDITS
from .threshold import THRESHOLD_EDITS
from .wording import WRITING_EDITS

_EDITS: Mapping[str, Edit] = {**THRESHOLD_EDITS, **CONDITION_EDITS, **RULE_EDITS, **WRITING_EDITS}
EDITS: tuple[str, ...] = tuple(_EDITS)
"""Names of all edits, as in `Amended.edits`."""

WRITING: tuple[str, ...] = ("text changed", "provenance changed", *WRITING_EDITS)
"""Names of the edits that change no outcome of any rule."""

# Rarely possible edits are offered more often.
_OFTEN = (*EDITS, *("indicator moved", "applies_when changed", "content repealed") * 3)

ANOTHER = "another ruleset"
"""Description of two rulesets of which neither was made from the other."""

_AMENDING = Instrument("211/QĐ-TTg", "Thủ tướng Chính phủ", date(2024, 3, 1))


@frozen
class Amended:
    """A ruleset before and after an amendment, and what the amendment did: `threshold moved by one unit: 1.2, 90 → 90.1`.

    The edits were made in this order, and a later one may undo an earlier one.
    """

    before: Ruleset
    after: Ruleset
    edits: tuple[str, ...]


@frozen(eq=False)
class AmendedWorld:
    """A world, and one of its rulesets amended. Statements lie around the thresholds of both versions.

    `world` has the ruleset as it was before: `amended.before` is what it is assessed under. `world_after` has the amended one.
    """

    world: World
    amended: Amended

    @property
    def world_after(self) -> World:
        """The same world with the amended ruleset in force."""
        return evolve(self.world, library=with_version(self.world.library, self.amended.after))


def with_version(library: Library, ruleset: Ruleset) -> Library:
    """The library with one more version of a ruleset, in place of that of the same date if there is one.

    >>> from ntm_rules.model.text import Text
    >>> first = Ruleset("a/b", date(2022, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), ())
    >>> library = with_version(with_version(Library(), evolve(first, version=date(2024, 1, 1))), first)
    >>> [str(version.version) for version in library.versions["a/b"]]
    ['2022-01-01', '2024-01-01']
    """
    others = [version for version in library.versions.get(ruleset.id, ()) if version.version != ruleset.version]
    versions = tuple(sorted((*others, ruleset), key=lambda version: version.version))
    return evolve(library, versions={**library.versions, ruleset.id: versions})


def _dated(draw: st.DrawFn, before: Ruleset, after: Ruleset, as_of: date) -> Ruleset:
    """`after` in force from the same day as `before`, or, where that has no end, from a later one, as of the assessment."""
    days = (before.version, *(() if before.until else (as_of, as_of - timedelta(days=60))))
    day = pick(draw, tuple(day for day in days if before.version <= day <= as_of) or (before.version,))
    instrument = before.instrument if day == before.version else _AMENDING
    until = after.until if after.until is None or after.until >= day else None
    return evolve(after, version=day, until=until, instrument=instrument)


def _draw_amended(
    draw: st.DrawFn, ruleset: Ruleset, library: Library, as_of: date, kinds: Sequence[str], most: int
) -> Amended:
    after, details = ruleset, list[str]()

    def edit() -> None:
        nonlocal after
        context = EditContext.of(after, library, as_of)
        first = pick(draw, range(len(kinds)))
        # An edit that is not possible gives way to the next possible one.
        for kind in (*kinds[first:], *kinds[:first]):
            edited = _EDITS[kind](draw, context)
            if edited is not None and context.allows(edited[0]):
                after, detail = edited
                details.append(f"{kind}: {detail}")
                break

    several(draw, edit, 1, most, 7)
    if not details:
        reject()
    return Amended(ruleset, _dated(draw, ruleset, after, as_of), tuple(details))


@st.composite
def amended(
    draw: st.DrawFn,
    ruleset: Ruleset,
    library: Library,
    *,
    as_of: date = AS_OF,
    kinds: Sequence[str] = EDITS,
    most: int = 3,
) -> Amended:
    """A ruleset changed as an amendment changes one: by one to `most` edits of the `kinds` given (words of `EDITS`).

    The ruleset that results is valid, also for those of the library that ask it: a rule that another asks for by its code
    stays. It is in force on `as_of`, from the same day as before or a later one. Works as well with real rule files. With
    only kinds of edit for which the ruleset has nothing, nothing is generated.

    >>> from hypothesis import given, settings
    >>> from ntm_rules.language.library import load_library
    >>> library = load_library()
    >>> township = library.ruleset("vn/civilised-township", AS_OF)
    >>> @settings(max_examples=5, database=None)
    ... @given(amended(township, library, kinds=["indicator repealed"], most=1))
    ... def has_one_rule_less(amended):
    ...     assert len(list(amended.after.rules())) == len(list(township.rules())) - 1
    >>> has_one_rule_less()
    """
    return _draw_amended(draw, ruleset, library, as_of, kinds, most)


def _draw_independent(draw: st.DrawFn, world: World, before: Ruleset) -> Amended | None:
    """Unrelated ruleset under the same id; None where a rule that another ruleset asks for is missing from it."""
    context = EditContext.of(before, world.library, world.as_of)
    other = draw(rulesets(context.scope.library, id=before.id, applies_to=before.applies_to, as_of=world.as_of))
    codes = asked_for_elsewhere(world.library, before.id)
    if not codes <= {rule.code for rule in other.rules()} or not context.allows(other):
        return None
    return Amended(before, _dated(draw, before, evolve(other, until=before.until), world.as_of), (ANOTHER,))


@st.composite
def amended_worlds(draw: st.DrawFn) -> AmendedWorld:
    """A world (as `worlds()` makes them), and one of its rulesets amended or, now and then, another under the same id.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(amended_worlds())
    ... def is_amended(drawn):
    ...     before = drawn.amended.before
    ...     assert drawn.world.library.ruleset(before.id, drawn.world.as_of) is before
    ...     assert drawn.world_after.library.ruleset(before.id, drawn.world.as_of) is drawn.amended.after
    >>> is_amended()
    """
    world = draw_setting(draw)
    before = world.library.ruleset(pick(draw, tuple(world.rulesets.values())), world.as_of)
    amended = optional(draw, 2, lambda: _draw_independent(draw, world, before))
    amended = amended or _draw_amended(draw, before, world.library, world.as_of, _OFTEN, 3)
    return AmendedWorld(evolve(world, statements=draw_statements(draw, _reportable(world, amended))), amended)


def _reportable(world: World, amended: Amended) -> Reportable:
    """Statements that can be reported under either version: values near the thresholds of both, rules that both have."""
    own = amended.before.id
    of_both = evolve(world.library, versions={**world.library.versions, own: (amended.before, amended.after)})
    before = Reportable.of(world.library, world.units, world.as_of)
    after = Reportable.of(with_version(world.library, amended.after), world.units, world.as_of)
    keys = {at: tuple(key for key in every if key in after.keys[at]) for at, every in before.keys.items()}
    return evolve(before, values=reportable_values(of_both), keys=keys)
