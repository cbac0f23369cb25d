"""Names of measures, attributes, their values and kinds of units that nothing in the library has."""

from collections.abc import Container, Iterator

from ...model.condition import Condition, CriteriaCount
from ...model.measure import MeasureType
from ...model.named import ReferenceKind, named
from ...model.place import Place, place_of
from ...model.ruleset import Conclusion, Ruleset
from ...model.text import Text
from ...model.threshold import ByAttribute
from ..contents.known_names import KINDS, LEVELS, TYPES, VALUES, NameScope, known_levels, with_name
from ..contents.traversal import Node, children, conditions, thresholds, within
from ..diagnostics.mistakes import KnownNames, Mistake, nearest
from ..grammar.conditions import KINDS as USUAL_KINDS
from ..grammar.conditions import RESERVED_VALUES
from ..grammar.synonyms import synonym
from ..structuring.nodes import KEY_NOUN

OTHERWISE = RESERVED_VALUES[-1]


def check_names(ruleset: Ruleset, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for names of measures, attributes, values and kinds of units that the library does not declare."""
    for kind in ruleset.applies_to:
        yield from _kind(kind)
    yield from _assurance(ruleset, scope)
    for _, condition in conditions(ruleset):
        counts = (part for part in children(condition) if isinstance(part, CriteriaCount))
        for node in (condition, *counts, *thresholds(condition)):
            yield from _in_node(node, scope)


def _in_node(node: Node, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for the names in the fields of a condition or threshold itself."""
    for kind in (*named(node, ReferenceKind.KIND), *named(node, ReferenceKind.AUTHORITY)):
        yield from _kind(kind)
    for measure in named(node, ReferenceKind.MEASURE):
        yield from unknown_measure(measure, scope)
    for attribute in named(node, ReferenceKind.ATTRIBUTE):
        yield from unknown_attribute(attribute, scope)
        for value in named(node, ReferenceKind.ATTRIBUTE_VALUE):
            yield from unknown_value(attribute, value, scope, in_choice=isinstance(node, ByAttribute))


def _assurance(ruleset: Ruleset, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for levels of assurance that no catalogue declares, and that a conclusion asks of no figure."""
    known = known_levels(scope.library.assurance, LEVELS)
    for asking in (ruleset, *ruleset.rules()):
        level = asking.requires_assurance
        place = place_of(level) if level is not None else None
        if level is None or place is None:
            continue
        if level not in known.names and not scope.may_declare(level):
            yield Mistake("NTM460", place, {"name": level}, word=level, known=known)
        if isinstance(asking, Conclusion) and not _reads_figures(asking.condition):
            yield Mistake("NTM461", place, {"rule": asking.code})


def _reads_figures(condition: Condition) -> bool:
    nodes = (node for part in within(condition) for node in (part, *thresholds(part)))
    return any(tuple(named(node, ReferenceKind.MEASURE)) for node in nodes)


def unknown_measure(name: str, scope: NameScope) -> Iterator[Mistake]:
    """Yield a mistake where the library declares no measure of this name."""
    yield from _unknown("NTM301", name, scope.library.measures, scope.measures, scope)


def unknown_attribute(name: str, scope: NameScope) -> Iterator[Mistake]:
    """Yield a mistake where the library declares no attribute of this name."""
    yield from _unknown("NTM302", name, scope.library.attributes, scope.attributes, scope)


def _unknown(code: str, name: str, declared: Container[str], known: KnownNames, scope: NameScope) -> Iterator[Mistake]:
    place = place_of(name)
    if place is not None and name not in declared and not scope.may_declare(name):
        yield Mistake(code, place, {"name": name}, word=name, known=known)


def no_number(name: str | None, place: Place | None, scope: NameScope, what: Text) -> Iterator[Mistake]:
    """Yield a mistake where a measure, of which `what` is asked, is not a number."""
    measure = None if name is None else scope.library.measures.get(name)
    if measure is not None and measure.type is not MeasureType.NUMBER:
        yield Mistake("NTM412", place, {"measure": with_name(measure), "type": TYPES[measure.type], "what": what})


def unknown_value(attribute: str, value: str, scope: NameScope, *, in_choice: bool = False) -> Iterator[Mistake]:
    """Yield a mistake where an attribute with a closed list of values does not have this one, or a choice has a word for
    `otherwise`.
    """
    declared = scope.library.attributes.get(attribute)
    place = place_of(value)
    if declared is None or place is None or value in declared.value_ids:
        return
    params = {"attribute": attribute, "name": value}
    if synonym(value, (OTHERWISE,)) and (in_choice or declared.values):
        yield Mistake("NTM303", place, params, word=value, known=KnownNames.words(KEY_NOUN, (OTHERWISE,)))
    elif declared.values:
        yield Mistake("NTM303", place, params, word=value, known=known_levels(declared.values, VALUES))


def _kind(name: str) -> Iterator[Mistake]:
    """Yield a mistake for a kind of unit that looks like a misspelling of a usual one; any other word is a kind."""
    place = place_of(name)
    if place is not None and unfamiliar(name):
        yield Mistake("NTM317", place, {"name": name}, word=name, known=KnownNames(KINDS, USUAL_KINDS))


def unfamiliar(kind: str) -> bool:
    """True where a kind of unit is not a usual one but is spelled much like one: probably a misspelling."""
    near = synonym(kind, USUAL_KINDS) or nearest(kind, tuple(USUAL_KINDS))
    return kind not in USUAL_KINDS and near is not None
