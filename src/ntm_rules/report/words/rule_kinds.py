"""Words for each kind of rule: outcome words, signs, the sense of a bound. One table for all reports.

A tick is good for the unit and a cross bad, nothing else: a revocation and a classification have signs of their own.
A bound is a demand on the unit only where its condition is one. Elsewhere, under a `none_of`, in a revocation or in a
classification, it is a level that figures are held against: nothing is required there, and nothing is short.
"""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from ...model.condition import Operator
from ...model.key import CONCLUSIONS, LEVEL
from ...model.outcome import Outcome
from ...model.text import Language, Text, printable
from ...model.values.identity import IdentityEnum
from .common import CONCLUSION, OUTCOMES


class RuleKind(IdentityEnum):
    """The kind of rule that an outcome is said of, or the comparison of two texts."""

    CRITERION = "criterion"
    RECOGNITION = "recognition"
    MAINTENANCE = "maintenance"
    REVOCATION = "revocation"
    CLASSIFICATION = "classification"
    LEVEL = "level"
    TEXTS = "texts"


@frozen
class Manner:
    """Manner of speaking of one kind of rule.

    `in_full` are outcomes where a line stands alone. `asks` introduces the condition. A condition that `demands` something
    is a requirement; the bounds of any other are a `level` or a `span` that counts against the unit, or sorts it. `goal`
    introduces what has to change; None: there is nothing to be attained. `level_out` and `span_out` are the level and the span
    under a `none_of` of a rule that demands nothing: who is there is spared.
    """

    outcomes: Mapping[Outcome, Text]
    in_full: Mapping[Outcome, Text]
    signs: Mapping[Outcome, str]
    asks: Text
    level: Text
    span: Text
    goal: Text | None = None
    demands: bool = True
    level_out: Text | None = None
    span_out: Text | None = None

    def bounds(self, *, negated: bool) -> tuple[Text, Text]:
        """The level and the range; under a `none_of` those that rule the rule out, where it demands nothing anyhow."""
        if negated and self.level_out is not None and self.span_out is not None:
            return self.level_out, self.span_out
        return self.level, self.span


_REQUIRES: Final = Text("Yêu cầu: {condition}", "Requires: {condition}")
_TO_ATTAIN: Final = Text("Để đạt: {steps}", "To attain: {steps}")
_EXCLUDED: Final = (Text("mức loại trừ", "excluded level"), Text("khung loại trừ", "excluded range"))


def _outcomes(*wordings: Text) -> Mapping[Outcome, Text]:
    """The words for outcomes in their order; for those at the end that have none of their own, the usual ones."""
    return {**OUTCOMES, **dict(zip(OUTCOMES, wordings, strict=False))}


def _signs(attained: str, not_attained: str) -> Mapping[Outcome, str]:
    return {
        Outcome.ATTAINED: attained,
        Outcome.NOT_ATTAINED: not_attained,
        Outcome.UNDETERMINED: "?",
        Outcome.NOT_APPLICABLE: "–",
    }


_GOOD_OR_BAD: Final = _signs("✓", "✗")
_QUALIFIES: Final = _outcomes(
    Text("Đủ điều kiện đề nghị công nhận", "Qualifies for recognition"),
    Text("Chưa đủ điều kiện đề nghị công nhận", "Does not qualify for recognition"),
)
_KEPT: Final = _outcomes(Text("Giữ được chuẩn", "Maintained"), Text("Không giữ được chuẩn", "Not maintained"))
_LIABLE: Final = _outcomes(
    Text("Thuộc trường hợp thu hồi", "Grounds for revocation"),
    Text("Không thuộc trường hợp thu hồi", "No grounds for revocation"),
    Text("Chưa xác định có thuộc trường hợp thu hồi không", "Grounds for revocation undetermined"),
    Text("Quy định thu hồi không áp dụng", "Revocation does not apply"),
)
_IN_GROUP: Final = _outcomes(
    Text("Thuộc nhóm này", "Belongs to this group"), Text("Không thuộc nhóm này", "Does not belong to this group")
)
_OF_LEVEL: Final = _outcomes(
    Text("Đủ điều kiện xếp mức này", "Qualifies for this level"),
    Text("Chưa đủ điều kiện xếp mức này", "Does not qualify for this level"),
)
_CONFORMS: Final = _outcomes(
    Text("PHÙ HỢP", "CONFORMS"), Text("KHÔNG PHÙ HỢP", "DOES NOT CONFORM"), Text("CHƯA KẾT LUẬN ĐƯỢC", "NOT DECIDED")
)

MANNERS: Final[Mapping[RuleKind, Manner]] = {
    RuleKind.CRITERION: Manner(OUTCOMES, OUTCOMES, _GOOD_OR_BAD, _REQUIRES, *_EXCLUDED, _TO_ATTAIN),
    RuleKind.RECOGNITION: Manner(
        _outcomes(Text("Đủ điều kiện", "Qualifies"), Text("Chưa đủ điều kiện", "Does not qualify")),
        _QUALIFIES,
        _GOOD_OR_BAD,
        Text(
            "Đủ điều kiện đề nghị công nhận khi: {condition}",
            "Qualifies for recognition when: {condition}",
        ),
        *_EXCLUDED,
        _TO_ATTAIN,
    ),
    RuleKind.MAINTENANCE: Manner(
        _KEPT,
        _KEPT,
        _GOOD_OR_BAD,
        Text("Giữ được chuẩn khi: {condition}", "Maintained when: {condition}"),
        Text("mức xét mất chuẩn", "level for losing the standard"),
        Text("khung xét mất chuẩn", "range for losing the standard"),
        Text("Để giữ được chuẩn: {steps}", "To keep the standard: {steps}"),
    ),
    RuleKind.REVOCATION: Manner(
        _LIABLE,
        _LIABLE,
        _signs("⚠", "○"),
        Text("Bị thu hồi khi: {condition}", "Revoked when: {condition}"),
        Text("mức xét thu hồi", "level for revocation"),
        Text("khung xét thu hồi", "range for revocation"),
        demands=False,
        level_out=Text("mức loại trừ thu hồi", "level that rules revocation out"),
        span_out=Text("khung loại trừ thu hồi", "range that rules revocation out"),
    ),
    RuleKind.CLASSIFICATION: Manner(
        _IN_GROUP,
        _IN_GROUP,
        _signs("●", "○"),
        Text("Thuộc nhóm khi: {condition}", "Belongs to the group when: {condition}"),
        Text("mức phân nhóm", "level of the group"),
        Text("khung phân nhóm", "range of the group"),
        demands=False,
        level_out=Text("mức loại khỏi nhóm", "level that rules the group out"),
        span_out=Text("khung loại khỏi nhóm", "range that rules the group out"),
    ),
    RuleKind.LEVEL: Manner(
        _OF_LEVEL,
        _OF_LEVEL,
        _signs("●", "○"),
        Text("Xếp mức này khi: {condition}", "Of this level when: {condition}"),
        *_EXCLUDED,
        Text("Để được xếp mức này: {steps}", "To reach this level: {steps}"),
    ),
    RuleKind.TEXTS: Manner(_CONFORMS, _CONFORMS, _GOOD_OR_BAD, _REQUIRES, *_EXCLUDED),
}


class BoundSide(IdentityEnum):
    """The side of a figure on which a threshold bounds it."""

    LOWER = "lower"
    UPPER = "upper"


BOUNDS: Final[Mapping[Operator, BoundSide | None]] = {
    Operator.AT_LEAST: BoundSide.LOWER,
    Operator.MORE_THAN: BoundSide.LOWER,
    Operator.AT_MOST: BoundSide.UPPER,
    Operator.LESS_THAN: BoundSide.UPPER,
    Operator.EQUALS: None,
}

# Demanded or only held against; side of the bound; whether the condition holds.
DISTANCES: Final[Mapping[tuple[bool, BoundSide, bool], Text]] = {
    (True, BoundSide.LOWER, True): Text("cao hơn ngưỡng {gap}", "{gap} above the threshold"),
    (True, BoundSide.LOWER, False): Text("thiếu {gap}", "short by {gap}"),
    (True, BoundSide.UPPER, True): Text("thấp hơn ngưỡng {gap}", "{gap} below the threshold"),
    (True, BoundSide.UPPER, False): Text("vượt {gap}", "over by {gap}"),
    (False, BoundSide.LOWER, True): Text("đã vượt {level} {gap}", "{gap} beyond the {level}"),
    (False, BoundSide.LOWER, False): Text("còn cách {level} {gap}", "{gap} below the {level}"),
    # That a figure is below an upper bound does not say that it is in the range: another bound says that.
    (False, BoundSide.UPPER, True): Text(
        "thấp hơn mức trên của {span} {gap}", "{gap} under the upper bound of the {span}"
    ),
    (False, BoundSide.UPPER, False): Text(
        "cao hơn mức trên của {span} {gap}", "{gap} above the upper bound of the {span}"
    ),
}
AT_THRESHOLD: Final = Text("bằng đúng ngưỡng", "exactly at the threshold")
FROM_LEVEL: Final = Text("còn cách {level} {gap}", "{gap} away from the {level}")
"""Of a figure that is only held against one value alone, which is no range."""
AT_LEVEL: Final = Text("bằng đúng {level}", "exactly at the {level}")
REQUIRED: Final = Text("{observed}, yêu cầu {required}", "{observed}, required: {required}")
HELD_AGAINST: Final = Text("{observed}, {level}: {required}", "{observed}, {level}: {required}")


_CONCLUSION_KINDS = {code: RuleKind(code) for code in CONCLUSIONS}


def kind_of_code(code: str, *, classifies: bool = False) -> RuleKind:
    """The kind of a rule by its code, and by what its ruleset does: one that `classifies` sorts units into groups.

    >>> kind_of_code("revocation"), kind_of_code("3.3")
    (<RuleKind.REVOCATION: 'revocation'>, <RuleKind.CRITERION: 'criterion'>)
    """
    rule_kind = _CONCLUSION_KINDS.get(code)
    if rule_kind is not None:
        return rule_kind
    if classifies:
        return RuleKind.CLASSIFICATION
    return RuleKind.LEVEL if code.startswith(LEVEL) else RuleKind.CRITERION


def conclusion_called(code: str) -> Text:
    """A conclusion by its code, as it begins a line; a level by its id.

    >>> conclusion_called("revocation").vi, conclusion_called("level:four_stars").vi
    ('Thu hồi', 'Mức four_stars')
    """
    id = printable(code.removeprefix(LEVEL))
    return CONCLUSION.get(code) or Text(f"Mức {id}", f"Level {id}")


def outcome_word(kind: RuleKind, outcome: Outcome, language: Language, *, in_full: bool = False) -> str:
    """An outcome in words, as it is said of a kind of rule.

    >>> outcome_word(RuleKind.CRITERION, Outcome.NOT_ATTAINED, "vi")
    'Chưa đạt'
    >>> outcome_word(RuleKind.REVOCATION, Outcome.NOT_ATTAINED, "en")
    'No grounds for revocation'
    """
    manner = MANNERS[kind]
    return (manner.in_full if in_full else manner.outcomes)[outcome].in_language(language)


DECIDED: Final[Mapping[RuleKind, Mapping[Outcome, Text]]] = {
    RuleKind.RECOGNITION: {
        Outcome.ATTAINED: Text("Công nhận", "Recognised"),
        Outcome.NOT_ATTAINED: Text("Không công nhận", "Not recognised"),
    },
    RuleKind.REVOCATION: {
        Outcome.ATTAINED: Text("Đã thu hồi", "Revoked"),
        Outcome.NOT_ATTAINED: Text("Không thu hồi", "Not revoked"),
    },
    RuleKind.LEVEL: {
        Outcome.ATTAINED: Text("Xếp mức này", "Given this level"),
        Outcome.NOT_ATTAINED: Text("Không xếp mức này", "Not given this level"),
    },
}
"""The words for what an authority decided, where the rules say only whether a unit qualifies, or whether there are grounds."""
STATUS_SIGN: Final = "◐"
"""The sign of a status that no rule computes."""


def sign(kind: RuleKind, outcome: Outcome) -> str:
    """Sign of an outcome, as it is printed for a kind of rule.

    >>> sign(RuleKind.MAINTENANCE, Outcome.ATTAINED), sign(RuleKind.REVOCATION, Outcome.ATTAINED)
    ('✓', '⚠')
    """
    return MANNERS[kind].signs[outcome]


def demands(kind: RuleKind, *, negated: bool) -> bool:
    """True where a condition, `negated` under a `none_of` or not, is what the unit has to meet.

    >>> demands(RuleKind.CRITERION, negated=False), demands(RuleKind.CRITERION, negated=True)
    (True, False)
    """
    return MANNERS[kind].demands and not negated


def distance_phrase(
    kind: RuleKind, operator: Operator, order: int, language: Language, gap: str, *, negated: bool, holds: bool
) -> str:
    """Distance of a figure from a bound: `gap` in words, on the side where the figure lies (`order` -1 below, 1 above).

    >>> distance_phrase(RuleKind.REVOCATION, Operator.AT_MOST, -1, "en", "5", negated=False, holds=True)
    '5 under the upper bound of the range for revocation'
    """
    manner, demanded = MANNERS[kind], demands(kind, negated=negated)
    level, span = (text.in_language(language) for text in manner.bounds(negated=negated))
    if order == 0:
        return (AT_THRESHOLD if demanded else AT_LEVEL).in_language(language).format(level=level)
    if BOUNDS[operator] is None and not demanded:
        return FROM_LEVEL.in_language(language).format(gap=gap, level=level)
    # Of a figure that has to be one value alone, the side where it lies is that of the bound it breaks.
    bound = BOUNDS[operator] or (BoundSide.LOWER if order < 0 else BoundSide.UPPER)
    return DISTANCES[demanded, bound, holds].in_language(language).format(gap=gap, level=level, span=span)


def required_phrase(kind: RuleKind, observed: str, required: str, language: Language, *, negated: bool) -> str:
    """Observed value and what it is held against, called a requirement only where it is one.

    >>> required_phrase(RuleKind.REVOCATION, "20%", "at least 30%", "en", negated=False)
    '20%, level for revocation: at least 30%'
    """
    phrase = REQUIRED if demands(kind, negated=negated) else HELD_AGAINST
    level = MANNERS[kind].bounds(negated=negated)[0].in_language(language)
    return phrase.in_language(language).format(observed=observed, required=required, level=level)
