"""Names of rules in a comparison of two rulesets, some of whose rules have another code in each."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from ...evolution.regions.quantity import OWN
from ...model.key import RuleKey, is_conclusion
from ...model.library import Library
from ...model.ruleset import Rule, Ruleset
from ...model.text import Language, printable
from ..words import quantities as phrases
from ..words import rules as rule_words
from ..words.common import Noun
from .names import Names, noun_of_rule
from .numbers import counted, in_runs, listed


@frozen(eq=False)
class Terms:
    """The names of a library, two rulesets (`before`, `after`), and what their rules are called in each other's place.

    `renamed` gives the codes of the newer ruleset that are others in the older, `stands_for` the rulesets that the newer one
    names in place of others, as in a `Side`.
    """

    names: Names
    before: Ruleset | None = None
    after: Ruleset | None = None
    renamed: Mapping[str, str] = field(factory=dict)
    stands_for: Mapping[str, str] = field(factory=dict)

    @classmethod
    def of(cls, library: Library, language: Language) -> "Terms":
        """Terms for a library alone, without a comparison."""
        return cls(Names(library, None, language))

    @property
    def language(self) -> Language:
        """Language of the names."""
        return self.names.language

    def rule_name(self, key: RuleKey) -> str:
        """Name of a rule within a sentence."""
        if key.ruleset != OWN:
            return self.names.rule_name(key)
        return self.own_name(self._code(key.code), self._rule(key.code))

    def own_name(self, code: str, rule: Rule | None) -> str:
        """Name of a rule of the compared rulesets within a sentence, from its printed code."""
        if is_conclusion(code):
            return self.names.called(code, rule)
        return f"{noun_of_rule(rule).singular(self.language)} {code}"

    def rules_name(self, keys: Sequence[RuleKey]) -> str:
        """Name of a group of rules that are counted together: `16 tiêu chí (1–9, 11–16 và 18)`."""
        if len(keys) == 1:
            return self.rule_name(keys[0])
        groups: list[str] = []
        for ruleset in dict.fromkeys(key.ruleset for key in keys):
            own = [key for key in keys if key.ruleset == ruleset]
            codes = [self._code(key.code) if ruleset == OWN else printable(key.code) for key in own]
            text = self._counted(own, codes)
            if ruleset != OWN:
                text = self.names.say(rule_words.OF_TITLE, what=text, title=self.names.title(ruleset))
            groups.append(text)
        return listed(groups, self.language)

    def _counted(self, keys: Sequence[RuleKey], codes: Sequence[str]) -> str:
        number = counted(len(keys), self._noun(keys), self.language)
        newest = self.after or self.before
        if (
            newest is not None
            and keys[0].ruleset == OWN
            and {*codes} == {criterion.code for criterion in newest.criteria}
        ):
            return self.names.say(phrases.ALL_OF_THEM, number=number)
        return f"{number} ({self.codes(codes)})"

    def codes(self, codes: Iterable[str]) -> str:
        """Codes in their order, those that follow one another as one: `1–9, 11 và 12`.

        >>> Terms.of(Library(), "en").codes(["17.10", "10", "1", "2", "3", "17.2"])
        '1–3, 10, 17.2, and 17.10'
        """
        return listed(in_runs(sorted(dict.fromkeys(codes), key=_in_order)), self.language)

    def _code(self, code: str) -> str:
        """The code in print of a rule that is called `code` in the comparison."""
        newer = next((own for own, called in self.renamed.items() if called == code), None)
        if newer is not None:
            return printable(newer)
        if code in self.renamed:
            # The newer ruleset has another rule of this code.
            return self.names.say(phrases.REPLACED, code=printable(code))
        return printable(code)

    def _rule(self, code: str) -> Rule | None:
        newer = next((own for own, called in self.renamed.items() if called == code), None)
        if newer is not None:
            return None if self.after is None else self.after.rule(newer)
        order = (self.before, self.after) if code in self.renamed else (self.after, self.before)
        return next(
            (rule for ruleset in order if ruleset is not None and (rule := ruleset.rule(code)) is not None), None
        )

    def _noun(self, keys: Sequence[RuleKey]) -> Noun:
        rules = [self._rule(key.code) if key.ruleset == OWN else self.names.rule(key) for key in keys]
        nouns = {noun_of_rule(rule) for rule in rules}
        return nouns.pop() if len(nouns) == 1 else phrases.RULE


def _in_order(code: str) -> tuple[tuple[int, int, str], ...]:
    """Part by part, numbers by size, before what is printed otherwise: 2.1 before 10, 17.2 before 17.10."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in code.split("."))
