"""Phrases for rules, rulesets and their tables, and how rules are known, each in both languages."""

from collections.abc import Mapping
from typing import Final

from ...model.condition import NoMembers
from ...model.measure import Better
from ...model.ruleset import ProvenanceStatus, SourceKind
from ...model.text import Text
from ...model.values.condition_words import Operator
from . import heads

# Rules in prose.
ALL_OF: Final = Text("tất cả các điều kiện sau: {parts}", "all of the following: {parts}")
ANY_OF: Final = Text("ít nhất một trong các điều kiện sau: {parts}", "at least one of the following: {parts}")
NONE_OF: Final = Text("không xảy ra điều nào sau đây: {parts}", "none of the following: {parts}")
AT_MOST_N: Final = Text("nhiều nhất {n} trong các điều kiện sau: {parts}", "at most {n} of the following: {parts}")
AT_LEAST_N: Final = Text("ít nhất {n} trong các điều kiện sau: {parts}", "at least {n} of the following: {parts}")
IS_FOUND: Final = Text("{measure}: kết luận là “{finding}”", "{measure}: the finding is “{finding}”")
IS_ONE_OF: Final = Text("{what} là {values}", "{what}: {values}")
IN_EACH_OF: Final = Text(
    "{text}, trong từng năm của {years} liên tiếp đến năm đánh giá",
    "{text}, in each of the {years} up to the one assessed",
)
MEAN_OVER: Final = Text(
    "Trung bình {years} đến năm đánh giá của {figure}",
    "Mean over the {years} up to the one assessed of {figure}",
)
IN_THE_YEAR: Final = Text("{text}, trong năm đánh giá", "{text}, in the year assessed")
IS_ATTAINED: Final = Text("đạt {rule}", "{rule} is attained")
IS_ATTAINED_ABOVE: Final = Text("{kind} chủ quản đạt {rule}", "its {kind} attains {rule}")
IS_ATTAINED_AROUND: Final = Text("{kind} của đơn vị đạt {rule}", "its {kind} attains {rule}")
CONTENT_UNKNOWN: Final = Text("(tệp chưa có nội dung)", "(content not in this file)")
LEVEL: Final = Text("mức “{level}”", "“{level}”")
SET_BY_ATTRIBUTE: Final = Text("mức quy định theo {attribute}", "the figure set by {attribute}")
SET_BY_YEAR: Final = Text("mức quy định theo năm", "the figure set for the year")
OTHER_CASES: Final = Text("các trường hợp khác", "otherwise")
OTHER_YEARS: Final = Text("các năm khác", "other years")
NOT_SET: Final = Text("tệp chưa có", "not in this file")
MEASURE_OF: Final = Text("{measure} của {unit}", "the {measure} of the {unit}")
OWN_MEASURE: Final = Text("{measure} của chính đơn vị", "the unit's own {measure}")
BANDS: Final[Mapping[Operator, Text]] = {
    Operator.LESS_THAN: Text("dưới {edge}", "under {edge}"),
    Operator.AT_MOST: Text("từ {edge} trở xuống", "up to {edge}"),
    Operator.AT_LEAST: Text("từ {edge} trở lên", "{edge} or more"),
    Operator.MORE_THAN: Text("trên {edge}", "over {edge}"),
    Operator.EQUALS: Text("bằng {edge}", "exactly {edge}"),
}
BAND_BETWEEN: Final[Mapping[tuple[Operator, Operator], Text]] = {
    (Operator.AT_LEAST, Operator.LESS_THAN): Text("từ {low} đến dưới {high}", "from {low} to under {high}"),
    (Operator.AT_LEAST, Operator.AT_MOST): Text("từ {low} đến {high}", "from {low} to {high}"),
    (Operator.MORE_THAN, Operator.LESS_THAN): Text("trên {low} đến dưới {high}", "over {low} to under {high}"),
    (Operator.MORE_THAN, Operator.AT_MOST): Text("trên {low} đến {high}", "over {low} to {high}"),
}
SET_BY_RULE: Final = Text("mức quy định tại {rule}", "the figure set by {rule}")
TIMES: Final = Text("{factor} lần {figure}", "{factor} times {figure}")
PER_CENT_OF: Final = Text("{factor}% {figure}", "{factor}% of {figure}")
FOR_EACH: Final = Text(
    "{base}; khi {measure} trên {beyond}, cứ thêm 1 thì cộng {plus}",
    "{base}, plus {plus} for every 1 by which the {measure} is above {beyond}",
)
DAY_OPERATORS: Final[Mapping[Operator, Text]] = {
    Operator.AT_LEAST: Text("{what} không trước {threshold}", "{what}: on or after {threshold}"),
    Operator.AT_MOST: Text("{what} không sau {threshold}", "{what}: on or before {threshold}"),
    Operator.MORE_THAN: Text("{what} sau {threshold}", "{what}: after {threshold}"),
    Operator.LESS_THAN: Text("{what} trước {threshold}", "{what}: before {threshold}"),
    Operator.EQUALS: Text("{what} đúng {threshold}", "{what}: {threshold}"),
}
"""Of dates."""
DAY_REQUIREMENTS: Final[Mapping[Operator, Text]] = {
    Operator.AT_LEAST: Text("không trước {threshold}", "on or after {threshold}"),
    Operator.AT_MOST: Text("không sau {threshold}", "on or before {threshold}"),
    Operator.MORE_THAN: Text("sau {threshold}", "after {threshold}"),
    Operator.LESS_THAN: Text("trước {threshold}", "before {threshold}"),
    Operator.EQUALS: Text("đúng {threshold}", "{threshold}"),
}
THE_YEAR_BEFORE: Final = Text("năm trước", "the year before")
THE_DAY: Final = Text("ngày {day}", "{day}")
DAYS_APART: Final[Mapping[bool, Text]] = {
    True: Text("muộn {gap}", "{gap} too late"),
    False: Text("sớm {gap}", "{gap} too early"),
}
"""Of a date that is later, or earlier, than it has to be."""
DAYS_AWAY: Final[Mapping[bool, Text]] = {
    True: Text("sau mốc {gap}", "{gap} later"),
    False: Text("trước mốc {gap}", "{gap} earlier"),
}
OF_ASSESSMENT: Final = Text("ngày đánh giá", "the day of the assessment")
BEFORE_DAY: Final = Text("{length} trước {anchor}", "{length} before {anchor}")
AFTER_DAY: Final = Text("{length} sau {anchor}", "{length} after {anchor}")
AT_LEAST_APART: Final = Text("{what} ít nhất {day}", "{what}: at least {day}")
AT_MOST_APART: Final = Text("{what} không quá {day}", "{what}: at most {day}")
MORE_APART: Final = Text("{what} hơn {day}", "{what}: more than {day}")
LESS_APART: Final = Text("{what} chưa đến {day}", "{what}: less than {day}")
APART_FROM_DAY: Final[Mapping[tuple[Operator, bool], Text]] = {
    (Operator.AT_MOST, True): AT_LEAST_APART,
    (Operator.LESS_THAN, True): MORE_APART,
    (Operator.AT_LEAST, True): AT_MOST_APART,
    (Operator.MORE_THAN, True): LESS_APART,
    (Operator.AT_LEAST, False): AT_LEAST_APART,
    (Operator.MORE_THAN, False): MORE_APART,
    (Operator.AT_MOST, False): AT_MOST_APART,
    (Operator.LESS_THAN, False): LESS_APART,
}
"""Of a date that is compared with one so long before (True) or after another: `ít nhất 2 năm trước ngày đánh giá`."""
SET_BY_AUTHORITY: Final = Text("mức do cấp {authority} quy định", "the figure set by the {authority}")
NO_LIMIT: Final = Text("không yêu cầu", "no limit")
UNKNOWN_FIGURE: Final = Text("mức chưa có trong tệp", "a figure not in this file")
ONE_BELOW: Final = Text("đạt {noun} {codes}", "{noun} {codes} is attained")
ALL_BELOW: Final = Text("đạt tất cả các {noun}: {codes}", "all its {noun} are attained: {codes}")
APPLIES_WHEN: Final = Text("Áp dụng khi: {condition}", "Applies when: {condition}")
BETTER_LINE: Final = Text("Chiều tốt: {measures}", "Better: {measures}")
BETTER: Final[Mapping[Better, Text]] = {
    Better.HIGHER: Text("{measure} càng cao càng tốt", "the higher the {measure}"),
    Better.LOWER: Text("{measure} càng thấp càng tốt", "the lower the {measure}"),
}
BETTER_FINDING: Final = Text("{measure}: “{finding}” là tốt", "{measure}: “{finding}”")
COMMITMENT_LINE: Final = Text("Cam kết: {commitment}", "Commitment: {commitment}")
VALID_FOR_LINE: Final = Text(
    "Xác nhận của cơ quan được dùng trong {duration}", "An attestation of it may be used for {duration}"
)
ASSURANCE_LINE: Final = Text(
    "Số liệu, xác nhận phải ở mức kiểm chứng từ “{level}” trở lên",
    "Figures and attestations must be “{level}” at least",
)
FIGURES_VALID_LINE: Final = Text("Số liệu được dùng trong: {measures}", "Figures may be used for: {measures}")
RESPONSIBLE_LINE: Final = Text("Phụ trách: {offices}", "Responsible: {offices}")
SPECIALISES_LINE: Final = Text("Cụ thể hóa: {title} [{ruleset}]", "Specialises: {title} [{ruleset}]")
INSTRUMENT_LINE: Final = Text("Văn bản: {instrument}", "Instrument: {instrument}")
SIGNED: Final = Text("ký ngày {day}", "signed {day}")
PERIOD_LINE: Final = Text("Hiệu lực: từ {start}", "In force: from {start}")
PERIOD_LINE_UNTIL: Final = Text("Hiệu lực: từ {start} đến {end}", "In force: from {start} to {end}")
APPLIES_TO_LINE: Final = Text("Áp dụng cho: {kind}", "Applies to: {kind}")
BASICALLY_MET_LINE: Final[Mapping[bool | None, Text]] = {
    True: Text("“Cơ bản đạt” được tính là đạt", "“Basically met” counts as met"),
    False: Text("“Cơ bản đạt” không được tính là đạt", "“Basically met” does not count as met"),
    None: Text(
        "Tệp chưa ghi văn bản có tính “cơ bản đạt” là đạt hay không",
        "It is not known whether the instrument counts “basically met” as met",
    ),
}
KNOWN_FROM: Final = Text("Nguồn của {rules}: {counts}", "Provenance of {rules}: {counts}")
ALL_CRITERIA: Final = Text("tất cả các tiêu chí đều đạt", "all criteria are attained")
ALL_CRITERIA_LISTED: Final = Text("các tiêu chí {codes} đều đạt", "the criteria {codes} are all attained")
ALL_CRITERIA_OF: Final = Text("tất cả các tiêu chí của “{title}” đều đạt", "all criteria of “{title}” are attained")
ALL_CRITERIA_LISTED_OF: Final = Text(
    "các tiêu chí {codes} của “{title}” đều đạt", "the criteria {codes} of “{title}” are all attained"
)
ADDS_LINE: Final = Text("Bổ sung so với bộ của cấp trên: {codes}", "Added to those of the superior: {codes}")
OR_NAMED_BY: Final = Text(
    "{values}, hoặc mục khác do cấp {authority} quy định", "{values}, or another that the {authority} names"
)
OF_GROUP: Final = Text("{codes} (nhóm “{group}”)", "{codes} (“{group}”)")
REPEALED_LINE: Final = Text(
    "{code}  {name}: bãi bỏ từ {day} theo {instrument}", "{code}  {name}: repealed from {day} by {instrument}"
)
OF_TITLE: Final = Text("{what} của “{title}”", "{what} of “{title}”")
IF_NONE: Final[Mapping[NoMembers, Text]] = {
    NoMembers.ATTAINED: Text(
        "{text} (nếu không có {kind} nào thì coi là đạt)", "{text} (attained where there is no {kind})"
    ),
    NoMembers.NOT_APPLICABLE: Text(
        "{text} (nếu không có {kind} nào thì không áp dụng)", "{text} (not applicable where there is no {kind})"
    ),
}
WEIGHTED_BY: Final = Text("{what}, tính theo {measure}", "{what}, weighted by {measure}")
AMONG: Final = Text(
    "{text} (chỉ xét {kind} thuộc diện: {condition})", "{text} (only those {kind} of which: {condition})"
)
MEETING: Final = Text("{text} (điều kiện: {condition})", "{text} (condition: {condition})")
COUNTS_COMPARED: Final[Mapping[Operator, Text]] = {
    Operator.AT_LEAST: Text("{what} không ít hơn {other}", "{what}: at least {other}"),
    Operator.AT_MOST: Text("{what} không nhiều hơn {other}", "{what}: at most {other}"),
    Operator.MORE_THAN: Text("{what} nhiều hơn {other}", "{what}: more than {other}"),
    Operator.LESS_THAN: Text("{what} ít hơn {other}", "{what}: less than {other}"),
    Operator.EQUALS: Text("{what} bằng {other}", "{what}: exactly {other}"),
}
THE_NUMBER: Final = Text("{what}", "the {what}")
NONE_IS_ZERO: Final = Text("{text} (nếu không có {kind} nào thì tính là 0)", "{text} (0 where there is no {kind})")
ONLY_UNITS: Final = Text("{what} (chỉ tính {units})", "{what} (only {units})")
OF_CRITERIA: Final = Text("{text} (trong các tiêu chí {codes})", "{text} (of the criteria {codes})")
INCLUDING: Final = Text("{text}, trong đó có {listed}", "{text}, including {listed}")
ANY_NUMBER_OF: Final = Text("{what}, bao nhiêu cũng được", "{what}, however many")

DECISION_COLUMNS: Final = (
    heads.UNIT,
    heads.RULESET,
    heads.OUTCOME,
    heads.NUMBER_ATTAINED,
    heads.OPEN,
)
CHANGE_ASKED: Final = Text("{what} {bound}", "{what} of {bound}")
DAY_STEPS: Final[Mapping[Operator, Text]] = {
    Operator.AT_LEAST: Text("{what} muộn hơn {gap}", "{what} later by {gap}"),
    Operator.MORE_THAN: Text("{what} muộn hơn trên {gap}", "{what} later by more than {gap}"),
    Operator.AT_MOST: Text("{what} sớm hơn {gap}", "{what} earlier by {gap}"),
    Operator.LESS_THAN: Text("{what} sớm hơn trên {gap}", "{what} earlier by more than {gap}"),
}


PROVENANCE: Final[Mapping[ProvenanceStatus, Text]] = {
    ProvenanceStatus.TEXT: Text("theo chính văn bản", "the instrument itself"),
    ProvenanceStatus.PLAN: Text("theo kế hoạch", "printed in the plan"),
    ProvenanceStatus.READ: Text("đọc từ nguồn công bố", "read in a public source"),
    ProvenanceStatus.RECALLED: Text(
        "ghi theo trí nhớ, chưa đối chiếu với văn bản gốc",
        "stated from memory, not yet checked against the official text",
    ),
    ProvenanceStatus.UNKNOWN: Text("chưa có nội dung trong tệp", "content not in this file"),
}


SOURCES: Final[Mapping[SourceKind, Text]] = {
    SourceKind.OFFICIAL: Text("đọc từ văn bản chính thức", "read in an official text"),
    SourceKind.REPORT: Text("đọc từ báo cáo, tin tức", "read in a report"),
    SourceKind.SUMMARY: Text("đọc từ bài tóm tắt, trích đăng", "read in a summary by others"),
}
SOURCE_AT: Final = Text("{manner} tại {url}", "{manner} at {url}")
ARTICLE: Final = Text("{article}, trang {page}", "{article}, page {page}")
CONFIDENCES: Final[Mapping[str, Text]] = {
    "high": Text("mức chắc chắn: cao", "confidence: high"),
    "medium": Text("mức chắc chắn: trung bình", "confidence: medium"),
    "low": Text("mức chắc chắn: thấp", "confidence: low"),
}
