"""Phrases shared by all reports in both languages, and how they are put: fields filled in by name (`{what}`), letter case."""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from ...model.condition import Aggregate, CriteriaState, Direction, Operator
from ...model.decision import ReasonKind
from ...model.fact import Absence, Finding
from ...model.measure import Measure
from ...model.outcome import Outcome
from ...model.text import Language, Text
from ...model.units.kind import KINDS as NAMED_KINDS


@frozen
class Noun:
    """Noun for something that is counted: one form in Vietnamese, a singular and a plural in English."""

    vi: str
    one: str
    other: str

    def singular(self, language: Language) -> str:
        """The form for one of it."""
        return self.vi if language == "vi" else self.one

    def plural(self, language: Language) -> str:
        """The form for several."""
        return self.vi if language == "vi" else self.other


def say(phrase: Text, language: Language, **fields: object) -> str:
    """Phrase in `language` with its fields filled in; counts (`count`, `whole`) are grouped by thousands.

    >>> say(AS_OF, "en", day="30 Jun 2024"), say(AND_OTHERS, "vi", count=1835)
    ('as of 30 Jun 2024', 'và 1.835 nội dung khác')
    """
    for name in _COUNTS & fields.keys():
        if isinstance(count := fields[name], int):
            fields[name] = f"{count:,}".replace(",", "." if language == "vi" else ",")
    return phrase.in_language(language).format(**fields)


_COUNTS = frozenset(("count", "whole"))


NOTICE: Final = "!"
NEUTRAL: Final = "·"
OUTCOMES: Final[Mapping[Outcome, Text]] = {
    Outcome.ATTAINED: Text("Đạt", "Attained"),
    Outcome.NOT_ATTAINED: Text("Chưa đạt", "Not attained"),
    Outcome.UNDETERMINED: Text("Chưa xác định", "Undetermined"),
    Outcome.NOT_APPLICABLE: Text("Không áp dụng", "Not applicable"),
}
FINDINGS: Final[Mapping[Finding, Text]] = {
    Finding.MET: Text("Đạt", "Met"),
    Finding.NOT_MET: Text("Chưa đạt", "Not met"),
    Finding.BASICALLY_MET: Text("Cơ bản đạt", "Basically met"),
}
# Findings that are no success: of what must not be, or merely sorts a unit.
ANSWERS: Final[Mapping[Finding, Text]] = {
    Finding.MET: Text("Có", "Yes"),
    Finding.NOT_MET: Text("Không", "No"),
    Finding.BASICALLY_MET: FINDINGS[Finding.BASICALLY_MET],
}
ABSENCES: Final[Mapping[Absence, Text]] = {
    Absence.NOT_REPORTED: Text("chưa báo cáo", "not reported"),
    Absence.NOT_APPLICABLE: Text("không áp dụng", "not applicable"),
    Absence.NOT_YET_DUE: Text("chưa đến kỳ báo cáo", "not yet due"),
    Absence.DISPUTED: Text("số liệu đang có ý kiến khác nhau", "figure in dispute"),
}
REPORTED_NOT_APPLICABLE: Final = Text(
    "đơn vị báo là “không áp dụng”, nhưng không có văn bản nào cho phép",
    "reported as “not applicable”, which nothing allows: it decides nothing",
)

# The relation that an observed value has to what is required, when the comparison holds and when it does not.
RELATIONS: Final[Mapping[Operator, tuple[str, str]]] = {
    Operator.AT_LEAST: ("≥", "<"),
    Operator.AT_MOST: ("≤", ">"),
    Operator.MORE_THAN: (">", "≤"),
    Operator.LESS_THAN: ("<", "≥"),
    Operator.EQUALS: ("=", "≠"),
}
OPERATORS: Final[Mapping[Operator, Text]] = {
    Operator.AT_LEAST: Text("{what} từ {threshold} trở lên", "{what}: at least {threshold}"),
    Operator.AT_MOST: Text("{what} không quá {threshold}", "{what}: at most {threshold}"),
    Operator.MORE_THAN: Text("{what} trên {threshold}", "{what}: more than {threshold}"),
    Operator.LESS_THAN: Text("{what} dưới {threshold}", "{what}: less than {threshold}"),
    Operator.EQUALS: Text("{what} bằng {threshold}", "{what}: exactly {threshold}"),
}
REQUIREMENTS: Final[Mapping[Operator, Text]] = {
    Operator.AT_LEAST: Text("từ {threshold} trở lên", "at least {threshold}"),
    Operator.AT_MOST: Text("không quá {threshold}", "at most {threshold}"),
    Operator.MORE_THAN: Text("trên {threshold}", "more than {threshold}"),
    Operator.LESS_THAN: Text("dưới {threshold}", "less than {threshold}"),
    Operator.EQUALS: Text("bằng {threshold}", "exactly {threshold}"),
}
NONE_LEFT: Final = Text("không còn {noun} nào ({threshold})", "no {noun} ({threshold})")
REASONS: Final[Mapping[ReasonKind, Text]] = {
    ReasonKind.COMPARED: Text("{comparison}", "{comparison}"),
    ReasonKind.MISSING: Text("chưa có số liệu", "no figure reported"),
    ReasonKind.OUTDATED: Text(
        "số liệu {sources} quá cũ, không được dùng", "the figure {sources} is too old to be used"
    ),
    ReasonKind.NOT_ASSURED: Text(
        "số liệu {sources} ở mức kiểm chứng “{level}”, phải từ “{subject}” trở lên",
        "the figure {sources} is “{level}”; it must be “{subject}” at least",
    ),
    ReasonKind.ABSENT: Text("{absence}", "{absence}"),
    ReasonKind.CONFLICT: Text("số liệu mâu thuẫn: {sources}", "conflicting figures: {sources}"),
    ReasonKind.NO_WHOLE: Text("không tính được vì mẫu số bằng 0", "it cannot be computed: the denominator is 0"),
    ReasonKind.NO_ATTRIBUTE: Text("chưa ghi “{subject}” của đơn vị", "the unit's “{subject}” is not given"),
    ReasonKind.NO_UNIT_ABOVE: Text(
        "hồ sơ chưa có {subject} để so sánh", "the dossier has no {subject} to compare with"
    ),
    ReasonKind.NO_THRESHOLD: Text(
        "tệp chưa có ngưỡng cho trường hợp “{subject}”", "this file has no threshold for the case “{subject}”"
    ),
    ReasonKind.NO_LIMIT: Text("không yêu cầu mức đối với {subject}", "no limit is set for {subject}"),
    ReasonKind.DELEGATED: Text(
        "ngưỡng giao cấp {subject} quy định; tệp này chưa có mức đó",
        "the threshold is left to the {subject}; this file does not have it",
    ),
    ReasonKind.UNKNOWN_THRESHOLD: Text(
        "tệp chưa có ngưỡng của văn bản", "the instrument's threshold is not in this file"
    ),
    ReasonKind.UNKNOWN_CONTENT: Text(
        "tệp chưa có nội dung quy định; cần kết quả thẩm định của cơ quan có thẩm quyền",
        "the content of the rule is not in this file; the competent authority's appraisal is needed",
    ),
    ReasonKind.TALLY: Text("{comparison}", "{comparison}"),
    ReasonKind.SCORE: Text("{comparison}", "{comparison}"),
    ReasonKind.NO_MEMBERS: Text("{subject}", "{subject}"),
    ReasonKind.OTHER_RULE: Text("theo {rule}: {outcome}", "by {rule}: {outcome}"),
    ReasonKind.APPLIES: Text("áp dụng với đơn vị này", "applies to this unit"),
    ReasonKind.DOES_NOT_APPLY: Text("không áp dụng với đơn vị này", "does not apply to this unit"),
    ReasonKind.MAY_NOT_APPLY: Text(
        "chưa rõ có áp dụng với đơn vị này hay không", "it is not known whether the rule applies to this unit"
    ),
    ReasonKind.ATTESTED: Text("theo xác nhận: {finding}", "attested: {finding}"),
    ReasonKind.BASICALLY_MET: Text(
        "được xác nhận là “Cơ bản đạt”; tệp chưa ghi như vậy có được tính là đạt hay không",
        "attested as “basically met”; this file does not say whether that counts as met",
    ),
    ReasonKind.ATTESTATION_DISAGREES: Text(
        "đã được xác nhận là “{finding}”, nhưng số liệu không khớp; kết quả lấy theo số liệu",
        "attested as “{finding}”, but the figures say otherwise; the figures decide",
    ),
    ReasonKind.PRINTED: Text("nguồn chỉ ghi một khoảng: {finding}", "the source prints an interval: {finding}"),
    ReasonKind.OTHER_TEXT: Text(
        "đã được xác nhận là “{finding}” {text}; quy định đang áp dụng có nội dung khác nên xác nhận này không quyết định",
        "attested as “{finding}” {text}; the text in force asks for something else, so this decides nothing",
    ),
    ReasonKind.PUBLISHED_DIFFERS: Text(
        "kết quả đã công bố là “{finding}”, khác với kết quả tính toán",
        "the published decision is “{finding}”, which differs from the computed one",
    ),
}
LEVEL_NOT_SAID: Final = Text("chưa ghi mức kiểm chứng", "assurance not said")
WEAKEST: Final = Text("Mức kiểm chứng thấp nhất của căn cứ: {level}", "Weakest assurance of what it rests on: {level}")
PUBLISHED_BESIDE: Final = Text("Kết quả đã công bố", "Published decision")
REVOKED_SINCE: Final = Text("Sau đó: {said}", "Since then: {said}")
UNDER_TEXT: Final = Text("theo {number}", "under {number}")
BEFORE_ANY_TEXT: Final = Text("khi bộ tiêu chí này chưa có hiệu lực", "before this ruleset was in force")
FINDING_REASONS: Final[Mapping[ReasonKind, Text]] = {
    ReasonKind.MISSING: Text("chưa có kết luận", "no finding reported"),
    ReasonKind.OUTDATED: Text(
        "kết luận {sources} quá cũ, không được dùng", "the finding {sources} is too old to be used"
    ),
    ReasonKind.NOT_ASSURED: Text(
        "kết luận {sources} ở mức kiểm chứng “{level}”, phải từ “{subject}” trở lên",
        "the finding {sources} is “{level}”; it must be “{subject}” at least",
    ),
    ReasonKind.CONFLICT: Text("kết luận mâu thuẫn: {sources}", "conflicting findings: {sources}"),
}


def finding_word(finding: Finding, measure: Measure | None, language: Language, *, answers: bool = False) -> str:
    """Word for a finding: the measure's own, or else met and not met, or yes and no where it `answers` a question.

    >>> finding_word(Finding.NOT_MET, None, "en", answers=True)
    'No'
    """
    own = measure.labelled(finding.value) if measure else None
    return (own or (ANSWERS if answers else FINDINGS)[finding]).in_language(language)


AGGREGATES: Final[Mapping[Aggregate, Text]] = {
    Aggregate.MEAN: Text("trung bình {figure} của các {kind} trên địa bàn", "mean {figure} of its {kind}"),
    Aggregate.SUM: Text("tổng {figure} của các {kind} trên địa bàn", "total {figure} of its {kind}"),
    Aggregate.MINIMUM: Text(
        "mức thấp nhất trong các {kind} trên địa bàn của {figure}", "lowest {figure} among its {kind}"
    ),
    Aggregate.MAXIMUM: Text(
        "mức cao nhất trong các {kind} trên địa bàn của {figure}", "highest {figure} among its {kind}"
    ),
}
DIRECTIONS: Final[Mapping[Direction, Text]] = {
    Direction.INCREASED: Text("mức tăng {figure} so với {day}", "increase in {figure} since {day}"),
    Direction.DECREASED: Text("mức giảm {figure} so với {day}", "decrease in {figure} since {day}"),
}
RELATIVE_DIRECTIONS: Final[Mapping[Direction, Text]] = {
    Direction.INCREASED: Text("tỷ lệ tăng {figure} so với {day}", "percentage increase in {figure} since {day}"),
    Direction.DECREASED: Text("tỷ lệ giảm {figure} so với {day}", "percentage decrease in {figure} since {day}"),
}
STATES: Final[Mapping[str, Text]] = {
    CriteriaState.ALL.value: Text("tiêu chí đạt", "criteria attained"),
    CriteriaState.ATTAINED.value: Text("tiêu chí đạt", "criteria attained"),
    CriteriaState.NOT_ATTAINED.value: Text("tiêu chí chưa đạt", "criteria not attained"),
}
CONCLUSION: Final[Mapping[str, Text]] = {
    "recognition": Text("Công nhận", "Recognition"),
    "maintenance": Text("Duy trì", "Maintenance"),
    "revocation": Text("Thu hồi", "Revocation"),
}
CRITERION: Final = Noun("tiêu chí", "criterion", "criteria")
INDICATOR: Final = Noun("chỉ tiêu", "indicator", "indicators")
CONTENT: Final = Noun("nội dung", "content", "contents")
LEVEL_NAMED: Final = Text("mức “{name}”", "level “{name}”")
CONCLUSION_NOUN: Final = Noun("kết luận", "conclusion", "conclusions")
MEMBER: Final = Noun("đơn vị", "unit", "units")
YEAR: Final = Noun("năm", "year", "years")
MONTH: Final = Noun("tháng", "month", "months")
DAY: Final = Noun("ngày", "day", "days")
PERCENTAGE_POINT: Final = Noun("điểm phần trăm", "percentage point", "percentage points")
KINDS: Final[Mapping[str, Noun]] = {
    kind.id: Noun(kind.name.vi, kind.name.en or kind.id, kind.plural) for kind in NAMED_KINDS.values()
}
# Headings and joints.
IN_FORCE: Final = Text("có hiệu lực từ {day}", "in force since {day}")
AS_OF: Final = Text("tính đến {day}", "as of {day}")
AS_OF_KNOWN: Final = Text("tính đến {day}, theo những gì đã biết ngày {known}", "as of {day}, as known on {known}")
NO_MEMBERS: Final = Text("không có {kind} nào thuộc {unit}", "no {kind} of {unit} is known")
NO_MEMBER_APPLIES: Final = Text(
    "quy tắc không áp dụng với {kind} nào thuộc {unit}", "the rule applies to no {kind} of {unit}"
)
NO_CRITERIA: Final = Text("không có tiêu chí nào được tính", "no criterion is counted")
UNCOUNTED: Final = Text("Tiêu chí không tính vào kết luận", "Criteria that no conclusion counts")
OTHER_CRITERIA: Final = Text("Các tiêu chí khác", "Other criteria")
PERHAPS_COUNTED: Final = Text(
    "Tiêu chí (tệp chưa ghi kết luận tính những tiêu chí nào)",
    "Criteria (this file does not say which of them the conclusion counts)",
)
BY_RULESET: Final = Text("Theo “{title}”:", "By “{title}”:")
BY_ATTESTATION: Final = Text("theo xác nhận", "by attestation")
REPORTED_OF: Final = Text("{count} có số liệu", "{count} reported")
LATER_NO_FIGURE: Final = Text("sau đó báo chưa có số liệu, {day}", "later reports no figure, {day}")
SOURCE_FACT: Final = Text("số liệu: {source}", "figures: {source}")
SOURCE_FINDING: Final = Text("kết luận của: {source}", "found by: {source}")
SOURCE_ATTESTATION: Final = Text("xác nhận của: {source}", "attested by: {source}")
SOURCE_PUBLISHED: Final = Text("công bố của: {source}", "published by: {source}")
SOURCE_UNNAMED: Final = Text("không ghi nguồn", "no source given")
SOURCE_DAY: Final = Text("ngày {day}", "{day}")
AND_OTHERS: Final = Text("và {count} nội dung khác", "and {count} more")
COMPUTED_FROM: Final = Text("kết quả tính từ {parts}", "the figure computed from {parts}")
AND_OTHER_FIGURES: Final = Text("và {count} số liệu khác", "and {count} more figures")
AND_OTHER_RULES: Final = Text("và {count} {noun} khác", "and {count} more {noun}")
CITED: Final = Text("căn cứ: {cite}", "legal basis: {cite}")
STATED: Final = Text("nguồn tham khảo: {cite}", "source: {cite}")
READ_AT: Final = Text("đọc tại {url}", "read at {url}")
AS_COMPARED: Final = Text("{given} (tính là {used})", "{given} (counted as {used})")
RULES_OUT: Final = Text("là trường hợp loại trừ, nên không thuộc", "which rules it out")
MUST_NOT: Final = Text("thuộc trường hợp bị loại trừ", "which counts against the unit")
OTHER_THAN: Final = Text("{given} (không phải {required})", "{given} (not {required})")
SETTLED_ANYHOW: Final = Text(", không làm thay đổi kết luận", ", which cannot change this")
NOT_YET_KNOWN: Final = Text("chưa tính được", "cannot be worked out yet")
EXCEPT: Final = Text("khác {required}", "other than {required}")
IN_YEAR: Final = Text("năm {year}", "the year {year}")
ON_DAY: Final = Text("{what} ngày {day}", "{what} on {day}")
OF_ONE_YEAR: Final = Text("{what} năm {year}", "{what} in {year}")
MEAN_OF_YEARS: Final = Text(
    "trung bình {figure} các năm {first}–{last}", "mean {figure} of the years {first} to {last}"
)
OF_UNIT: Final = Text("{what} ({unit})", "{what} ({unit})")
OF_WHICH_ATTAINED: Final = Text("{count} đạt", "{count} attained")
CRITERIA_ATTAINED_OF: Final = Text("số tiêu chí đạt của “{title}”", "criteria attained of “{title}”")
COUNT_OF: Final = Text("số {what}", "number of {what}")
SHARE_OF: Final = Text("tỷ lệ {what}", "share of {what}")
CRITERIA_ATTAINED: Final = Text("tiêu chí đạt", "criteria attained")
MEMBERS_THAT_ATTAIN: Final = Text("{kind} trên địa bàn đạt {rule}", "its {kind} attaining {rule}")
MEMBERS_THAT_MEET: Final = Text("{kind} trên địa bàn đáp ứng điều kiện", "its {kind} meeting the condition")
AT_LEAST_ONE_OF: Final = Text("ít nhất một trong các tiêu chí {codes}", "at least one of the criteria {codes}")
AMONG: Final = Text("{count} trong các tiêu chí {codes}", "{count} of the criteria {codes}")
AMONG_REQUIRED: Final = Text("{text}, yêu cầu ít nhất một", "{text}, required: at least one")
TALLY: Final = Text("{attained} đạt, {not_attained} chưa đạt", "{attained} attained, {not_attained} not attained")
TALLY_OPEN: Final = Text("{count} chưa xác định", "{count} undetermined")
TALLY_LEFT_OUT: Final = Text("{count} không áp dụng", "{count} not applicable")
OF_RULESET: Final = Text("{rule} của “{title}”", "{rule} of “{title}”")

RESTS_ON_RECALLED: Final = Text(
    "Lưu ý: kết quả dựa cả vào quy định ghi theo trí nhớ, chưa đối chiếu với văn bản gốc ({rules}); đối chiếu trước khi "
    "dùng chính thức.",
    "Note: this rests on rules stated from memory, not yet checked against the official text ({rules}); check them before "
    "official use.",
)
SUPERSEDED: Final = Text(
    "Lưu ý: “{ruleset}” cụ thể hóa {before} [{version}], đã có {after} thay từ {day}; ở đó khác đi: {rules}.",
    "Note: “{ruleset}” specialises {before} [{version}], which {after} has replaced since {day}; other there: {rules}.",
)
CONDITION_OF: Final[Mapping[str, Text]] = {
    "recognition": Text("điều kiện công nhận", "conditions for recognition"),
    "maintenance": Text("điều kiện duy trì", "conditions for maintenance"),
    "revocation": Text("trường hợp thu hồi", "grounds for revocation"),
}


def mid_sentence(text: str) -> str:
    """Text with a small first letter, unless it begins with an abbreviation.

    >>> mid_sentence("Hộ nghèo"), mid_sentence("GRDP")
    ('hộ nghèo', 'GRDP')
    """
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def capital(text: str) -> str:
    """Text with a capital first letter.

    >>> capital("số tiêu chí đạt")
    'Số tiêu chí đạt'
    """
    return text[:1].upper() + text[1:]
