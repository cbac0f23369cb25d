"""The changes of an amendment, carried out on the rules of the version before it, in the order written."""

from collections.abc import Callable, Mapping, Sequence

from attrs import define, evolve, field, fields, frozen

from ...model.key import LEVEL, conclusion_place
from ...model.place import Place, PlacedText, place_of
from ...model.ruleset import WORDING, Conclusion, Criterion, Indicator, Rule, Ruleset
from ..contents.known_names import CODES
from ..diagnostics.mistakes import KnownNames, Mistake, collecting, report
from ..grammar.conditions import CONDITION_KEYS, CONDITIONS
from ..structuring.amendments import Insert, Repeal, Replace, Revise, RuleChange, without
from ..structuring.condition_keys import NO_CONDITION
from ..structuring.converter import KEY_NOUN, after_mistake
from ..structuring.rulesets import conclusion, criterion, indicator, rule_level, rule_nodes
from ..yaml.tree import PlacedMapping, Scalar

_KEPT = ("code", "level", "name", "provenance", "indicators", *CONDITION_KEYS)
"""Keys of a rule that a replacement keeps, or says anew in other words."""


@frozen
class AmendedRules:
    """The resulting rules, and the places where the others were repealed, by their codes."""

    criteria: tuple[Criterion, ...]
    conclusions: tuple[Conclusion, ...]
    repealed: dict[str, Place | None]
    nodes: dict[str, PlacedMapping]


def amended(
    base: Ruleset,
    changes: tuple[RuleChange, ...],
    nodes: Mapping[str, PlacedMapping],
    *,
    specialises: bool = False,
) -> AmendedRules:
    """The rules of `base`, written as `nodes`, with the changes made; an impossible change is reported and not made.

    A rule that no change touches is the same object as in `base`. What a replacement leaves out is told, except in a ruleset
    that `specialises` another: it may ask more units than its superior.
    """
    rules = _Rules(list(base.criteria), list(base.conclusions), specialises, dict(nodes))
    for change in changes:
        match change:
            case Replace():
                rules.replace(change)
            case Revise():
                rules.revise(change)
            case Insert():
                rules.insert(change)
            case Repeal():
                rules.repeal(change)
    rules.close()
    return AmendedRules(
        tuple(rules.criteria),
        tuple(sorted(rules.conclusions, key=lambda one: conclusion_place(one.code))),
        rules.repealed,
        rules.nodes,
    )


@define
class _Rules:
    """The rules as they stand after the changes so far."""

    criteria: list[Criterion]
    conclusions: list[Conclusion]
    specialises: bool
    nodes: dict[str, PlacedMapping]
    changed: dict[str, Place | None] = field(factory=dict)
    repealed: dict[str, Place | None] = field(factory=dict)
    emptied: dict[str, Place | None] = field(factory=dict)
    """Criteria whose last indicator was repealed, and where."""
    swept: set[str] = field(factory=set)
    """Indicators that went with their criterion."""

    def find(self, code: str) -> Rule | None:
        every: list[Rule] = [*self.criteria, *self.conclusions]
        every += [indicator for criterion in self.criteria for indicator in criterion.indicators]
        return next((rule for rule in every if rule.code == code), None)

    def above(self, code: str) -> Criterion:
        """The criterion of an indicator."""
        return next(one for one in self.criteria if any(below.code == code for below in one.indicators))

    def replace(self, change: Replace) -> None:
        old = self._once(change.code)
        if old is None:
            return
        by = change.by
        after = {old.code: by.node, **rule_nodes(by.node)}
        if not self.specialises:
            self._report_lost(after, change.code.place)
        self.nodes |= after | {
            old.code: laid_over(self.nodes.get(old.code), by.node, lambda key: key in ("code", "level", "name"))
        }
        new = evolve(
            old,
            name=by.name or old.name,
            provenance=by.provenance,
            applies_when=by.applies_when,
            commitment=by.commitment,
            responsible=by.responsible,
            place=change.code.place,
        )
        if not isinstance(new, Conclusion):
            new = evolve(new, points=by.points, maximum=by.maximum)
        if isinstance(new, Criterion) and isinstance(old, Criterion):
            own = {each.code for each in old.indicators}
            below = self._not_taken(by.indicators, own)
            self.repealed |= dict.fromkeys(own - {each.code for each in below}, change.code.place)
            new = evolve(new, condition=by.condition, indicators=below)
        elif isinstance(new, Indicator | Conclusion):
            if by.below is not None:
                report(Mistake("NTM340", by.below, {"name": change.code}))
            new = evolve(new, condition=by.condition or NO_CONDITION)
        self._put(old, new)

    def _report_lost(self, after: Mapping[str, PlacedMapping], place: Place | None) -> None:
        """Report the keys that rules had and that those put in their place have no longer."""
        for code, node in after.items():
            dropped = tuple(str(key) for key in self.nodes.get(code, ()) if key not in _KEPT and key not in node)
            if dropped:
                before, at = self.find(code), node[node.key("code")].place if "code" in node else place
                related = _related(before.place if before else None)
                report(Mistake("NTM344", at, {"name": code, "keys": dropped}, related=related))

    def revise(self, change: Revise) -> None:
        """Lay the keys that a change names over the rule as it is written."""
        old, code = self._once(change.code), change.code
        node = self.nodes.get(code)
        if old is None or node is None:
            return
        if not isinstance(old, Criterion) and "indicators" in change.to:
            report(Mistake("NTM340", change.to.key("indicators").place, {"name": code}))
            return
        for key in change.drop:
            if key not in node:
                known = KnownNames.words(KEY_NOUN, [str(key) for key in node if key not in ("code", "level", "name")])
                report(Mistake("NTM182", key.place, {"key": key, "name": code}, word=key, known=known))
        merged = laid_over(node, change.to, _kept(node, change))
        new = evolve(_structured(old, merged, node, code), place=code.place)
        if isinstance(new, Criterion) and isinstance(old, Criterion):
            if "indicators" in change.to:
                own = {each.code for each in old.indicators}
                new = evolve(new, indicators=self._not_taken(new.indicators, own))
                self.nodes |= rule_nodes(change.to)
            elif new.indicators:
                new = evolve(new, indicators=old.indicators)
            kept = {each.code for each in new.indicators}
            self.repealed |= {each.code: code.place for each in old.indicators if each.code not in kept}
        meant = tuple(
            field.name
            for field in fields(type(old))
            if field.name not in (*WORDING, "place") and getattr(old, field.name) != getattr(new, field.name)
        )
        if change.corrects and meant:
            report(Mistake("NTM181", code.place, {"name": code}, related=_related(old.place)))
            return
        if new == old and change.to:
            report(Mistake("NTM183", code.place, {"name": code}, related=_related(old.place)))
        elif meant and "provenance" not in change.to and not self.specialises:
            report(Mistake("NTM180", code.place, {"name": code}, related=_related(old.provenance.place)))
        self.nodes[code] = merged
        self._put(old, new)

    def repeal(self, change: Repeal) -> None:
        code = change.code
        if code in self.swept:
            return
        old = self._once(code)
        if old is None:
            return
        self.repealed[code] = code.place
        if isinstance(old, Conclusion):
            del self.conclusions[_index(self.conclusions, old)]
        elif isinstance(old, Criterion):
            del self.criteria[_index(self.criteria, old)]
            self.swept |= {below.code for below in old.indicators}
            self.emptied.pop(old.code, None)
        else:
            above = self.above(code)
            rest = tuple(below for below in above.indicators if below is not old)
            self._put(above, evolve(above, indicators=rest))
            if not rest:
                self.emptied[above.code] = code.place

    def insert(self, change: Insert) -> None:
        rule = change.rule
        if not self._free(rule.code, place_of(rule.code) or rule.place):
            return
        self.repealed.pop(rule.code, None)
        self.swept.discard(rule.code)
        self.changed[rule.code] = place_of(rule.code)
        self.nodes |= {rule.code: change.node, **rule_nodes(change.node)}
        if isinstance(rule, Conclusion):
            levels = [one for one in self.conclusions if one.code.startswith(LEVEL)]
            place = self._position(levels, change.after) if rule.code.startswith(LEVEL) else 0
            others = [one for one in self.conclusions if one not in levels]
            self.conclusions = [*others, *levels[:place], rule, *levels[place:]]
        elif isinstance(rule, Criterion):
            rule = evolve(rule, indicators=self._not_taken(rule.indicators, {rule.code}))
            self.criteria.insert(self._position(self.criteria, change.after), rule)
        elif change.into is not None:
            self._insert_below(rule, change.into, change.after)

    def _insert_below(self, rule: Indicator, into: PlacedText, after: PlacedText | None) -> None:
        found = self.find(into)
        if not isinstance(found, Criterion):
            params = {"name": into, "criterion": self.above(into).code if isinstance(found, Indicator) else ""}
            hint = "indicator_not_criterion" if isinstance(found, Indicator) else None
            known = None if hint else KnownNames(CODES, {each.code: each.name for each in self.criteria})
            report(Mistake("NTM332", into.place, params, hint=hint, word=into, known=known))
            return
        if found.condition is not None:
            report(Mistake("NTM341", into.place, {"name": into}, related=_related(found.place)))
            return
        below = list(found.indicators)
        below.insert(self._position(below, after), rule)
        self.emptied.pop(found.code, None)
        self._put(found, evolve(found, indicators=tuple(below)))

    def close(self) -> None:
        """Report criteria that the changes leave with neither indicators nor a condition."""
        for code, place in self.emptied.items():
            criterion = self.find(code)
            if isinstance(criterion, Criterion) and not criterion.indicators and criterion.condition is None:
                report(Mistake("NTM336", place, {"name": code}, related=_related(criterion.place)))
                self._put(criterion, evolve(criterion, condition=NO_CONDITION))

    def _once(self, code: PlacedText) -> Rule | None:
        """The rule with this code; None, reported, where there is none or it was changed before."""
        if code in self.changed or code in self.repealed:
            first = self.changed.get(code) or self.repealed.get(code)
            report(Mistake("NTM337", code.place, {"name": code}, related=_related(first)))
            return None
        found = self.find(code)
        if found is None:
            every: list[Rule] = [
                *self.criteria,
                *(below for one in self.criteria for below in one.indicators),
                *self.conclusions,
            ]
            known = KnownNames(CODES, {each.code: each.name for each in every})
            report(Mistake("NTM330", code.place, {"name": code}, word=code, known=known))
            return None
        self.changed[code] = code.place
        return found

    def _free(self, code: str, place: Place | None) -> bool:
        """True where no rule has this code yet; one that has is reported."""
        taken = None if code == "?" else self.find(code)
        if taken is None:
            return True
        report(Mistake("NTM331", place, {"name": code}, related=_related(taken.place)))
        return False

    def _not_taken(self, below: tuple[Indicator, ...], own: set[str]) -> tuple[Indicator, ...]:
        """The indicators without those whose code another rule has."""
        return tuple(one for one in below if one.code in own or self._free(one.code, place_of(one.code)))

    def _position(self, among: Sequence[Rule], after: PlacedText | None) -> int:
        if after is None:
            return len(among)
        codes = [each.code for each in among]
        if after in codes:
            return codes.index(after) + 1
        known = KnownNames(CODES, {each.code: each.name for each in among})
        report(Mistake("NTM333", after.place, {"name": after}, word=after, known=known))
        return len(among)

    def _put(self, old: Rule, new: Rule) -> None:
        """Put one rule in the place of another."""
        if isinstance(old, Conclusion) and isinstance(new, Conclusion):
            self.conclusions[_index(self.conclusions, old)] = new
        elif isinstance(old, Criterion) and isinstance(new, Criterion):
            self.criteria[_index(self.criteria, old)] = new
        elif isinstance(old, Indicator) and isinstance(new, Indicator):
            above = self.above(old.code)
            self._put(above, evolve(above, indicators=tuple(new if one is old else one for one in above.indicators)))


def _kept(node: PlacedMapping, change: Revise) -> Callable[[Scalar], bool]:
    """Which keys of a rule stay beside those that a change names: of its condition none, where it is another sort of one."""
    contents = ("indicators", *CONDITIONS)
    named = next((key for key in change.to if key in contents), None)
    another = named is not None and named not in node
    return lambda key: key not in change.drop and not (another and key in ("indicators", *CONDITION_KEYS))


def laid_over(below: PlacedMapping | None, above: PlacedMapping, kept: Callable[[Scalar], bool]) -> PlacedMapping:
    """The kept keys of one mapping and all of another, which takes the place of those it has too."""
    if below is None:
        return above
    merged = without(below, lambda key: key not in above and not kept(key))
    for key, value in above.items():
        if key in merged:
            del merged[key]
        merged.write(key, value)
    return merged


def _structured(old: Rule, node: PlacedMapping, before: PlacedMapping, code: PlacedText) -> Rule:
    """The rule that a mapping says; of its mistakes those that the mapping `before` did not have, told at `code`."""
    hook = (
        criterion
        if isinstance(old, Criterion)
        else indicator
        if isinstance(old, Indicator)
        else rule_level
        if old.code.startswith(LEVEL)
        else conclusion(old.code)
    )
    with collecting() as known:
        after_mistake(hook, before, None)
    with collecting() as found:
        new: Rule = after_mistake(hook, node, old)
    for mistake in found:
        if mistake in known:
            continue
        here = mistake.place is not None and code.place is not None and mistake.place.file == code.place.file
        report(mistake if here else evolve(mistake, place=code.place, related=_related(mistake.place)))
    return new


def _index(among: Sequence[Rule], rule: Rule) -> int:
    return next(index for index, each in enumerate(among) if each is rule)


def _related(place: Place | None) -> tuple[Place, ...]:
    return () if place is None else (place,)
