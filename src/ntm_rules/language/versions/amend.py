"""The changes of an amendment, carried out on the rules of the version before it, in the order written."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import define, evolve, field, fields, frozen

from ...model.key import LEVEL, conclusion_place
from ...model.place import Place, PlacedText, place_of
from ...model.ruleset import WORDING, Conclusion, Content, Criterion, Indicator, Rule, Ruleset
from ..contents.known_names import CODES
from ..contents.rewriting import Path, replaced, rules_at, with_below
from ..contents.rewriting import without as without_part
from ..contents.traversal import all_below
from ..diagnostics.mistakes import KnownNames, Mistake, collecting, report
from ..grammar.conditions import CONDITION_KEYS, CONDITIONS
from ..structuring.amendments import Insert, Repeal, Replace, Revise, RuleChange, without
from ..structuring.condition_keys import NO_CONDITION
from ..structuring.converter import after_mistake
from ..structuring.nodes import KEY_NOUN
from ..structuring.rules import PARTS, RULE_HOOKS, conclusion, rule_level
from ..structuring.rulesets import rule_nodes
from ..yaml.tree import PlacedMapping, Scalar

_REPLACED = ("provenance", "applies_when", "commitment", "responsible", "valid_for", "requires_assurance")
"""Fields of a rule that a replacement says anew, or leaves out."""
_KEPT = ("code", "level", "name", "short", "provenance", *PARTS, *CONDITION_KEYS)
"""Keys of a rule that a replacement keeps, or says anew in other words."""


@frozen
class AmendedRules:
    """The resulting rules, and the places where the others were repealed, by their codes."""

    criteria: tuple[Criterion, ...]
    conclusions: tuple[Conclusion, ...]
    repealed: dict[str, Place | None]
    nodes: dict[str, PlacedMapping]


def amended(
    base: Ruleset, changes: tuple[RuleChange, ...], nodes: Mapping[str, PlacedMapping], *, specialises: bool = False
) -> AmendedRules:
    """The rules of `base`, written as `nodes`, with the changes made; an impossible change is reported and not made.

    A rule that no change touches is the same object as in `base`. What a replacement leaves out is told, except in a ruleset
    that `specialises` another: it may ask more units than its superior.
    """
    rules = _Rules(base, specialises, dict(nodes))
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
    conclusions = tuple(sorted(rules.ruleset.conclusions, key=lambda conclusion: conclusion_place(conclusion.code)))
    return AmendedRules(rules.ruleset.criteria, conclusions, rules.repealed, rules.nodes)


@define
class _Rules:
    """The rules as they stand after the changes so far."""

    ruleset: Ruleset
    specialises: bool
    nodes: dict[str, PlacedMapping]
    changed: dict[str, Place | None] = field(factory=dict)
    repealed: dict[str, Place | None] = field(factory=dict)
    emptied: dict[str, Place | None] = field(factory=dict)
    """Criteria whose last indicator was repealed, and where."""
    swept: set[str] = field(factory=set)
    """Indicators and contents that went with the rule above them."""

    def replace(self, change: Replace) -> None:
        old = self._once(change.code)
        if old is None:
            return
        by = change.by
        after = {old.code: by.node, **rule_nodes(by.node)}
        self._report_lost(after, change.code.place)
        # A short name is that of the name beside it: with a new name it goes.
        kept_fields = ("code", "level", "name") if by.name else ("code", "level", "name", "short")
        self.nodes |= after | {old.code: laid_over(self.nodes.get(old.code), by.node, lambda key: key in kept_fields)}
        replaced = {name: getattr(by, name) for name in _REPLACED}
        new = evolve(old, name=by.name or old.name, place=change.code.place, **replaced)
        if not isinstance(new, Conclusion):
            short = by.short or (None if by.name else new.short)
            new = evolve(new, points=by.points, maximum=by.maximum, short=short)
        own = {rule.code for rule in all_below(old)}
        if by.below is None or by.below == _holds(old):
            below = self._not_taken(by.indicators if isinstance(old, Criterion) else by.contents, own)
            self.repealed |= dict.fromkeys(
                own - {indicator.code for part in below for indicator in (part, *part.below)}, change.code.place
            )
            condition = by.condition or (None if below else NO_CONDITION)
            new = evolve(with_below(new, below), condition=condition)  # type: ignore[arg-type]
        else:
            report(Mistake("NTM340", by.below.place, {"name": change.code, "parts": by.below}))
            new = evolve(new, condition=NO_CONDITION)
        self._put(old, new)

    def _report_lost(self, after: Mapping[str, PlacedMapping], place: Place | None) -> None:
        """Report the keys that rules had and that those put in their place have no longer."""
        for code, node in after.items():
            dropped = tuple(str(key) for key in self.nodes.get(code, ()) if key not in _KEPT and key not in node)
            if dropped:
                before, at = self.ruleset.rule(code), node[node.key("code")].place if "code" in node else place
                report(Mistake("NTM344", at, {"name": code, "keys": dropped}, related=(place_of(before),)))

    def revise(self, change: Revise) -> None:
        """Lay the keys that a change names over the rule as it is written."""
        old, code = self._once(change.code), change.code
        node = self.nodes.get(code)
        if old is None or node is None:
            return
        holds = _holds(old)
        for parts in PARTS:
            if parts in change.to and parts != holds:
                report(Mistake("NTM340", change.to.key(parts).place, {"name": code, "parts": parts}))
                return
        for key in change.drop:
            if key not in node:
                known = KnownNames.words(KEY_NOUN, [str(key) for key in node if key not in ("code", "level", "name")])
                report(Mistake("NTM182", key.place, {"key": key, "name": code}, word=key, known=known))
        merged = laid_over(node, change.to, _kept(node, change))
        new = evolve(_structured(old, merged, node, code), place=code.place)
        if holds is not None:
            if holds in change.to:
                own = {rule.code for rule in all_below(old)}
                new = with_below(new, self._not_taken(new.below, own))
                self.nodes |= rule_nodes(change.to)
            elif new.below:
                new = with_below(new, old.below)
            codes = {rule.code for rule in all_below(new)}
            self.repealed |= {rule.code: code.place for rule in all_below(old) if rule.code not in codes}
        meant = tuple(
            field.name
            for field in fields(type(old))
            if field.name not in (*WORDING, "place") and getattr(old, field.name) != getattr(new, field.name)
        )
        if change.corrects and meant:
            report(Mistake("NTM181", code.place, {"name": code}, related=(old.place,)))
            return
        if new == old and change.to:
            report(Mistake("NTM183", code.place, {"name": code}, related=(old.place,)))
        elif meant and "provenance" not in change.to and not self.specialises:
            report(Mistake("NTM180", code.place, {"name": code}, related=(old.provenance.place,)))
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
        self.swept |= {below.code for below in all_below(old)}
        above = self.ruleset.above(code)
        if above is not None and len(above.below) == 1:
            self.emptied[above.code] = code.place
        self.emptied.pop(old.code, None)
        self.ruleset = without_part(self.ruleset, self._path(old))

    def insert(self, change: Insert) -> None:
        rule = change.rule
        if not self._free(rule.code, place_of(rule.code) or rule.place):
            return
        self.repealed.pop(rule.code, None)
        self.swept.discard(rule.code)
        self.changed[rule.code] = place_of(rule.code)
        self.nodes |= {rule.code: change.node, **rule_nodes(change.node)}
        conclusions, criteria = self.ruleset.conclusions, self.ruleset.criteria
        if isinstance(rule, Conclusion):
            levels = self.ruleset.levels
            place = self._position(levels, change.after) if rule.code.startswith(LEVEL) else 0
            others = [conclusion for conclusion in conclusions if conclusion not in levels]
            conclusions = (*others, *levels[:place], rule, *levels[place:])
            self.ruleset = evolve(self.ruleset, conclusions=conclusions)
        elif isinstance(rule, Criterion):
            rule = evolve(rule, indicators=self._not_taken(rule.indicators, {rule.code}))
            place = self._position(criteria, change.after)
            self.ruleset = evolve(self.ruleset, criteria=(*criteria[:place], rule, *criteria[place:]))
        elif change.into is not None:
            self._insert_below(rule, change.into, change.after)

    def _insert_below(self, rule: Indicator, into: PlacedText, after: PlacedText | None) -> None:
        found = self.ruleset.rule(into)
        if not (
            isinstance(found, Criterion)
            or (isinstance(found, Indicator) and (found.contents or found.code in self.emptied))
        ):
            above = self.ruleset.above(into)
            params = {"name": into, "criterion": above.code if above is not None else ""}
            hint = "indicator_not_criterion" if isinstance(found, Indicator) else None
            known = (
                None
                if hint
                else KnownNames(CODES, {criterion.code: criterion.name for criterion in self.ruleset.criteria})
            )
            report(Mistake("NTM332", into.place, params, hint=hint, word=into, known=known))
            return
        if found.condition is not None:
            report(Mistake("NTM341", into.place, {"name": into}, related=(found.place,)))
            return
        if isinstance(found, Indicator):
            if rule.contents:
                report(Mistake("NTM340", rule.place, {"name": rule.code, "parts": "contents"}))
            rule = Content(**{field.name: getattr(rule, field.name) for field in fields(Indicator)})
            rule = evolve(rule, contents=(), condition=rule.condition or NO_CONDITION)
        below = list(found.below)
        below.insert(self._position(below, after), rule)
        self.emptied.pop(found.code, None)
        self._put(found, with_below(found, tuple(below)))

    def close(self) -> None:
        """Report rules that the changes leave with neither rules below nor a condition."""
        for code, place in self.emptied.items():
            rule = self.ruleset.rule(code)
            if rule is not None and not rule.below and rule.condition is None:
                report(Mistake("NTM336", place, {"name": code}, related=(rule.place,)))
                self._put(rule, evolve(rule, condition=NO_CONDITION))

    def _once(self, code: PlacedText) -> Rule | None:
        """The rule with this code; None, reported, where there is none or it was changed before."""
        if code in self.changed or code in self.repealed:
            first = self.changed.get(code) or self.repealed.get(code)
            report(Mistake("NTM337", code.place, {"name": code}, related=(first,)))
            return None
        rule = self.ruleset.rule(code)
        if rule is None:
            known = KnownNames(CODES, {known_rule.code: known_rule.name for known_rule in self._every()})
            report(Mistake("NTM330", code.place, {"name": code}, word=code, known=known))
            return None
        self.changed[code] = code.place
        return rule

    def _free(self, code: str, place: Place | None) -> bool:
        """True where no rule has this code yet; one that has is reported."""
        taken = None if code == "?" else self.ruleset.rule(code)
        if taken is None:
            return True
        report(Mistake("NTM331", place, {"name": code}, related=(taken.place,)))
        return False

    def _not_taken(self, below: Sequence[Indicator], own: set[str]) -> tuple[Indicator, ...]:
        """The indicators or contents without those whose code another rule has."""

        def free(indicator: Indicator) -> bool:
            return indicator.code in own or self._free(indicator.code, place_of(indicator.code))

        return tuple(
            evolve(indicator, contents=tuple(filter(free, indicator.contents))) if indicator.contents else indicator
            for indicator in below
            if free(indicator)
        )

    def _position(self, among: Sequence[Rule], after: PlacedText | None) -> int:
        if after is None:
            return len(among)
        codes = [rule.code for rule in among]
        if after in codes:
            return codes.index(after) + 1
        known = KnownNames(CODES, {rule.code: rule.name for rule in among})
        report(Mistake("NTM333", after.place, {"name": after}, word=after, known=known))
        return len(among)

    def _every(self) -> Iterator[Rule]:
        """Every rule: criteria, indicators, contents, conclusions."""
        level: list[Rule] = [*self.ruleset.criteria]
        while level:
            yield from level
            level = [below for rule in level for below in rule.below]
        yield from self.ruleset.conclusions

    def _path(self, rule: Rule) -> Path:
        return next(path for path, other in rules_at(self.ruleset) if other is rule)

    def _put(self, old: Rule, new: Rule) -> None:
        """Put one rule in the place of another."""
        self.ruleset = replaced(self.ruleset, self._path(old), new)


def _holds(rule: Rule) -> str | None:
    """The key of the rules below one; None where there can be none."""
    return "indicators" if isinstance(rule, Criterion) else "contents" if type(rule) is Indicator else None


def _kept(node: PlacedMapping, change: Revise) -> Callable[[Scalar], bool]:
    """The test of the keys of a rule that stay beside those a change names: none of a condition that changes its form."""
    named = next((key for key in change.to if key in (*PARTS, *CONDITIONS)), None)
    another = named is not None and named not in node
    return lambda key: key not in change.drop and not (another and key in (*PARTS, *CONDITION_KEYS))


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
    hook = RULE_HOOKS.get(type(old)) or (rule_level if old.code.startswith(LEVEL) else conclusion(old.code))
    with collecting() as known:
        after_mistake(hook, before, None)
    with collecting() as mistakes:
        new: Rule = after_mistake(hook, node, old)
    for mistake in mistakes:
        if mistake in known:
            continue
        here = mistake.place is not None and code.place is not None and mistake.place.file == code.place.file
        report(mistake if here else evolve(mistake, place=code.place, related=(mistake.place,)))
    return new
