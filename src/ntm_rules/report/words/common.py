"""Phrases shared by all reports, each in both languages; variable parts are filled in by name (`{what}`)."""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from ...model.condition import Aggregate, CriteriaState, Direction, Operator
from ...model.decision import ReasonKind
from ...model.fact import Absence, Finding
from ...model.kind import KINDS as NAMED_KINDS
from ...model.outcome import Outcome
from ...model.ruleset import ProvenanceStatus
from ...model.text import Language, Text


@frozen
class Noun:
    """Noun for something that is counted: one form in Vietnamese, a singular and a plural in English."""

    vi: str
    one: str
    other: str


def say(phrase: Text, language: Language, **fields: object) -> str:
    """Phrase in `language` with its fields filled in.

    >>> say(AS_OF, "en", day="30 Jun 2024")
    'as of 30 Jun 2024'
    """
    return phrase.in_language(language).format(**fields)


SIGNS: Final[Mapping[Outcome, str]] = {
    Outcome.ATTAINED: "✓",
    Outcome.NOT_ATTAINED: "✗",
    Outcome.UNDETERMINED: "?",
    Outcome.NOT_APPLICABLE: "–",
}
NOTICE: Final = "!"
REVOCATION: Final = "revocation"
OUTCOMES: Final[Mapping[Outcome, Text]] = {
    Outcome.ATTAINED: Text("Đạt", "Attained"),
    Outcome.NOT_ATTAINED: Text("Chưa đạt", "Not attained"),
    Outcome.UNDETERMINED: Text("Chưa xác định", "Undetermined"),
    Outcome.NOT_APPLICABLE: Text("Không áp dụng", "Not applicable"),
}
REVOCATION_OUTCOMES: Final[Mapping[Outcome, Text]] = {
    Outcome.ATTAINED: Text("Thuộc trường hợp thu hồi", "Grounds for revocation"),
    Outcome.NOT_ATTAINED: Text("Không thuộc trường hợp thu hồi", "No grounds for revocation"),
    Outcome.UNDETERMINED: Text(
        "Chưa xác định có thuộc trường hợp thu hồi không", "Grounds for revocation undetermined"
    ),
    Outcome.NOT_APPLICABLE: Text("Quy định thu hồi không áp dụng", "Revocation does not apply"),
}
FINDINGS: Final[Mapping[Finding, Text]] = {
    Finding.MET: Text("Đạt", "Met"),
    Finding.NOT_MET: Text("Chưa đạt", "Not met"),
    Finding.BASICALLY_MET: Text("Cơ bản đạt", "Basically met"),
}
ABSENCES: Final[Mapping[Absence, Text]] = {
    Absence.NOT_REPORTED: Text("chưa báo cáo", "not reported"),
    Absence.NOT_APPLICABLE: Text("không áp dụng", "not applicable"),
    Absence.NOT_YET_DUE: Text("chưa đến kỳ báo cáo", "not yet due"),
    Absence.DISPUTED: Text("đang có ý kiến khác nhau về số liệu", "disputed"),
}

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
GAPS: Final[Mapping[Operator, Text]] = {
    Operator.AT_LEAST: Text("thiếu {gap}", "short by {gap}"),
    Operator.MORE_THAN: Text("thiếu {gap}", "short by {gap}"),
    Operator.AT_MOST: Text("vượt {gap}", "over by {gap}"),
    Operator.LESS_THAN: Text("vượt {gap}", "over by {gap}"),
    Operator.EQUALS: Text("lệch {gap}", "off by {gap}"),
}

REASONS: Final[Mapping[ReasonKind, Text]] = {
    ReasonKind.COMPARED: Text("{comparison}", "{comparison}"),
    ReasonKind.MISSING: Text("chưa có số liệu", "no figure reported"),
    ReasonKind.ABSENT: Text("{absence}", "{absence}"),
    ReasonKind.CONFLICT: Text("số liệu mâu thuẫn: {sources}", "conflicting figures: {sources}"),
    ReasonKind.NO_WHOLE: Text("không tính được tỷ lệ vì mẫu số bằng 0", "the share cannot be computed: the whole is 0"),
    ReasonKind.NO_ATTRIBUTE: Text("chưa khai thuộc tính “{subject}” của đơn vị", "the unit's “{subject}” is not given"),
    ReasonKind.NO_UNIT_ABOVE: Text(
        "không có đơn vị “{subject}” cấp trên để so sánh", "there is no unit of kind “{subject}” above to compare with"
    ),
    ReasonKind.NO_THRESHOLD: Text(
        "không có ngưỡng quy định cho trường hợp “{subject}”", "no threshold is set for the case “{subject}”"
    ),
    ReasonKind.DELEGATED: Text(
        "ngưỡng do cấp {subject} quy định, chưa được quy định ở đây",
        "the threshold is left to the {subject} and is not set here",
    ),
    ReasonKind.UNKNOWN_THRESHOLD: Text("chưa biết ngưỡng của văn bản", "the instrument's threshold is not known here"),
    ReasonKind.UNKNOWN_CONTENT: Text(
        "chưa biết nội dung quy định; chỉ xác định được bằng xác nhận của cơ quan có thẩm quyền",
        "the content of the rule is not known; only an authority's attestation can decide it",
    ),
    ReasonKind.TALLY: Text("{comparison}", "{comparison}"),
    ReasonKind.NO_MEMBERS: Text("{subject}", "{subject}"),
    ReasonKind.OTHER_RULE: Text("theo {rule}: {outcome}", "by {rule}: {outcome}"),
    ReasonKind.APPLIES: Text("áp dụng với đơn vị này", "applies to this unit"),
    ReasonKind.DOES_NOT_APPLY: Text("không áp dụng với đơn vị này", "does not apply to this unit"),
    ReasonKind.MAY_NOT_APPLY: Text(
        "chưa rõ có áp dụng với đơn vị này hay không", "it is not known whether the rule applies to this unit"
    ),
    ReasonKind.ATTESTED: Text("theo xác nhận: {finding}", "attested: {finding}"),
    ReasonKind.BASICALLY_MET: Text(
        "được xác nhận là Cơ bản đạt, nhưng bộ tiêu chí không nói như vậy có tính là đạt hay không",
        "attested as basically met, and the ruleset does not say whether that counts",
    ),
    ReasonKind.ATTESTATION_DISAGREES: Text(
        "xác nhận khác với số liệu ({finding}): kết quả theo số liệu",
        "an attestation differs from the figures ({finding}): the figures decide",
    ),
    ReasonKind.PUBLISHED_DIFFERS: Text(
        "kết quả đã công bố khác với kết quả tính toán ({finding})",
        "the published decision differs from the computed one ({finding})",
    ),
}

PROVENANCE: Final[Mapping[ProvenanceStatus, Text]] = {
    ProvenanceStatus.PLAN: Text("theo kế hoạch", "printed in the plan"),
    ProvenanceStatus.READ: Text("đã đọc trong văn bản công bố", "read in a published text"),
    ProvenanceStatus.RECALLED: Text(
        "theo trí nhớ, cần kiểm tra với văn bản", "recalled, to be verified against the instrument"
    ),
    ProvenanceStatus.UNKNOWN: Text("chưa biết nội dung", "content not known"),
}
CONFIDENCES: Final[Mapping[str, Text]] = {
    "high": Text("độ tin cậy cao", "high confidence"),
    "medium": Text("độ tin cậy trung bình", "medium confidence"),
    "low": Text("độ tin cậy thấp", "low confidence"),
}
AGGREGATES: Final[Mapping[Aggregate, Text]] = {
    Aggregate.MEAN: Text("trung bình {figure} của các {kind} trực thuộc", "mean {figure} of its {kind}"),
    Aggregate.SUM: Text("tổng {figure} của các {kind} trực thuộc", "total {figure} of its {kind}"),
    Aggregate.MINIMUM: Text("{figure} thấp nhất trong các {kind} trực thuộc", "lowest {figure} among its {kind}"),
    Aggregate.MAXIMUM: Text("{figure} cao nhất trong các {kind} trực thuộc", "highest {figure} among its {kind}"),
}
DIRECTIONS: Final[Mapping[Direction, Text]] = {
    Direction.INCREASED: Text("mức tăng {figure} so với ngày {day}", "increase in {figure} since {day}"),
    Direction.DECREASED: Text("mức giảm {figure} so với ngày {day}", "decrease in {figure} since {day}"),
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
CONCLUSION_NOUN: Final = Noun("kết luận", "conclusion", "conclusions")
MEMBER: Final = Noun("đơn vị", "unit", "units")
PERCENTAGE_POINT: Final = Noun("điểm %", "percentage point", "percentage points")
KINDS: Final[Mapping[str, Noun]] = {
    kind.id: Noun(kind.name.vi, kind.name.en or kind.id, kind.plural) for kind in NAMED_KINDS.values()
}
# Units of measurement as Vietnamese instruments print them; any other is printed as it stands.
MEASUREMENT: Final[Mapping[str, Noun]] = {
    "triệu đồng": Noun("triệu đồng", "million VND", "million VND"),
    "nghìn đồng": Noun("nghìn đồng", "thousand VND", "thousand VND"),
    "tỷ đồng": Noun("tỷ đồng", "billion VND", "billion VND"),
    "đồng": Noun("đồng", "VND", "VND"),
    "người": Noun("người", "person", "people"),
    "hộ": Noun("hộ", "household", "households"),
    "nhà": Noun("nhà", "house", "houses"),
    "xã": Noun("xã", "commune", "communes"),
    "năm": Noun("năm", "year", "years"),
    "tháng": Noun("tháng", "month", "months"),
    "ngày": Noun("ngày", "day", "days"),
    "lần": Noun("lần", "time", "times"),
    "vụ": Noun("vụ", "case", "cases"),
    "điểm": Noun("điểm", "point", "points"),
    "cuộc": Noun("cuộc", "occasion", "occasions"),
}

# Headings and joints.
IN_FORCE: Final = Text("hiệu lực {day}", "in force since {day}")
AS_OF: Final = Text("tính đến {day}", "as of {day}")
NO_MEMBERS: Final = Text("không có {kind} nào thuộc {unit}", "no {kind} of {unit} is known")
NO_MEMBER_APPLIES: Final = Text(
    "quy tắc không áp dụng với {kind} nào thuộc {unit}", "the rule applies to no {kind} of {unit}"
)
NO_CRITERIA: Final = Text("không có tiêu chí nào được tính", "no criterion is counted")
UNCOUNTED: Final = Text("Tiêu chí không tính vào kết luận", "Criteria that no conclusion counts")
OTHER_CRITERIA: Final = Text("Các tiêu chí khác", "Other criteria")
PERHAPS_COUNTED: Final = Text(
    "Tiêu chí (chưa biết kết luận tính những tiêu chí nào)",
    "Criteria (which of them the conclusion counts is not known)",
)
BY_ATTESTATION: Final = Text("theo xác nhận", "by attestation")
LATER_NO_FIGURE: Final = Text("sau đó báo chưa có số liệu, {day}", "later reports no figure, {day}")
SOURCE_FACT: Final = Text("số liệu: {source}", "figures: {source}")
SOURCE_ATTESTATION: Final = Text("xác nhận của: {source}", "attested by: {source}")
SOURCE_PUBLISHED: Final = Text("công bố của: {source}", "published by: {source}")
SOURCE_UNNAMED: Final = Text("không ghi nguồn", "no source given")
SOURCE_DAY: Final = Text("ngày {day}", "{day}")
AND_OTHERS: Final = Text("và {count} khác", "and {count} more")
CITED: Final = Text("căn cứ: {cite}", "source of the rule: {cite}")
READ_AT: Final = Text("đọc tại {url}", "read at {url}")
AS_COMPARED: Final = Text("{given} (tính là {used})", "{given} (counted as {used})")
MUST_NOT: Final = Text("không được như vậy", "which must not be the case")
REQUIRED_IS: Final = Text("{observed}, yêu cầu {required}", "{observed}, required: {required}")
NOT_YET_KNOWN: Final = Text("chưa tính được", "cannot be worked out yet")
EXCEPT: Final = Text("không phải {required}", "not {required}")
IN_YEAR: Final = Text("năm {year}", "the year {year}")
ON_DAY: Final = Text("{what} ngày {day}", "{what} on {day}")
OF_UNIT: Final = Text("{what} ({unit})", "{what} ({unit})")
OF_WHICH_ATTAINED: Final = Text("{count} đạt", "{count} attained")
CRITERIA_ATTAINED_OF: Final = Text("số tiêu chí đạt của “{title}”", "criteria attained of “{title}”")
COUNT_OF: Final = Text("số {what}", "number of {what}")
SHARE_OF: Final = Text("tỷ lệ {what}", "share of {what}")
CRITERIA_ATTAINED: Final = Text("tiêu chí đạt", "criteria attained")
MEMBERS_THAT_ATTAIN: Final = Text("{kind} trực thuộc đạt {rule}", "its {kind} attaining {rule}")
AT_LEAST_ONE_OF: Final = Text("ít nhất một trong các tiêu chí {codes}", "at least one of the criteria {codes}")
TALLY: Final = Text("{attained} đạt, {not_attained} chưa đạt", "{attained} attained, {not_attained} not attained")
TALLY_OPEN: Final = Text("{count} chưa xác định", "{count} undetermined")
TALLY_LEFT_OUT: Final = Text("{count} không áp dụng", "{count} not applicable")
OF_RULESET: Final = Text("{rule} của “{title}”", "{rule} of “{title}”")

# What is to be done.
TO_ATTAIN: Final = Text("Để đạt: {steps}", "To attain: {steps}")
TO_SETTLE: Final = Text("Để xác định: {steps}", "To settle it: {steps}")
STEPS: Final[Mapping[Operator, Text]] = {
    Operator.AT_LEAST: Text("thêm {gap} {what}", "{what}: {gap} more"),
    Operator.MORE_THAN: Text("thêm hơn {gap} {what}", "{what}: over {gap} more"),
    Operator.AT_MOST: Text("giảm {gap} {what}", "{what}: {gap} less"),
    Operator.LESS_THAN: Text("giảm hơn {gap} {what}", "{what}: over {gap} less"),
    Operator.EQUALS: Text("điều chỉnh {gap} {what}", "{what}: {gap} closer"),
}
BRING: Final = Text("{what}: {required}", "{what}: {required}")
SUPPLY: Final = Text("bổ sung số liệu {rules}", "supply figures for {rules}")
RECONCILE: Final = Text("thống nhất số liệu mâu thuẫn {rules}", "reconcile the conflicting figures of {rules}")
ATTEST: Final = Text("xin xác nhận của cơ quan có thẩm quyền về {rules}", "obtain an attestation of {rules}")
ESTABLISH: Final = Text("làm rõ ngưỡng hoặc phạm vi áp dụng của {rules}", "establish the threshold or scope of {rules}")
RULE_ON_BASICALLY_MET: Final = Text(
    "xác định “cơ bản đạt” có được tính là đạt đối với {rules}", "establish whether “basically met” counts for {rules}"
)
SETTLE_MEMBERS: Final = Text("làm rõ kết quả của {rules}", "settle the results of {rules}")
MEET: Final = Text("đáp ứng {rules}", "meet {rules}")

EITHER_WAY: Final = Text(
    "Còn có thể đạt hoặc chưa đạt, tùy số liệu bổ sung.", "It can still go either way: attained or not attained."
)
ONE_WAY: Final = Text("Chỉ còn một khả năng: {outcome}.", "It can only go one way: {outcome}.")
SEVERAL_WAYS: Final = Text("Còn có thể là: {outcomes}.", "It can still become: {outcomes}.")
NO_WAY: Final = Text(
    "Không số liệu nào xác định được: cần xác nhận hoặc làm rõ quy định.",
    "No figure can settle it: an attestation or a clarification of the rule is needed.",
)
RESTS_ON_RECALLED: Final = Text(
    "Lưu ý: kết quả dựa cả vào quy định ghi theo trí nhớ ({rules}); kiểm tra với văn bản trước khi dùng chính thức.",
    "Note: this rests on rules that are recalled, not read ({rules}); verify them against the instrument before official use.",
)
SUPERSEDED: Final = Text(
    "Lưu ý: “{ruleset}” cụ thể hóa {before} [{version}], đã có {after} thay từ {day}; ở đó khác đi: {rules}.",
    "Note: “{ruleset}” specialises {before} [{version}], which {after} has replaced since {day}; other there: {rules}.",
)


def outcome_word(code: str, outcome: Outcome, language: Language) -> str:
    """An outcome in words: of a revocation, whether there are grounds for it.

    >>> outcome_word("3.3", Outcome.NOT_ATTAINED, "vi")
    'Chưa đạt'
    """
    return (REVOCATION_OUTCOMES if code == REVOCATION else OUTCOMES)[outcome].in_language(language)
