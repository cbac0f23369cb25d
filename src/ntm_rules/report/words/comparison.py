"""Phrases for comparisons of two versions of a ruleset, each in both languages."""

from collections.abc import Mapping
from typing import Final

from ...evolution.comparison.diff import ChangeKind, Setting
from ...model.text import Text
from .common import Noun

# The heading.
COMPARED: Final = Text("So sánh hai văn bản: {title}", "Two texts compared: {title}")
SIDE: Final = Text("{number}, có hiệu lực từ {day}  [{version}]", "{number}, in force from {day}  [{version}]")
SIDE_FILE: Final = Text("{text}, tệp {file}", "{text}, file {file}")
OLD, NEW = Text("Cũ", "Old"), Text("Mới", "New")
YEARS_OPEN: Final = Text(
    "Ngưỡng theo năm được so cho các năm từ {first}, khi cả hai có thể cùng có hiệu lực, với số liệu của năm đánh giá.",
    "Thresholds by year are compared for the years from {first}, when both can be in force, by figures of the year assessed.",
)
YEARS_BETWEEN: Final = Text(
    "Ngưỡng theo năm được so cho các năm {first}–{last}, khi cả hai có thể cùng có hiệu lực, với số liệu của năm đánh giá.",
    "Thresholds by year are compared for the years {first}–{last}, when both can be in force, by figures of the year assessed.",
)
YEAR_ALONE: Final = Text(
    "Ngưỡng theo năm được so cho năm {first}, khi cả hai có thể cùng có hiệu lực, với số liệu của năm đánh giá.",
    "Thresholds by year are compared for {first}, when both can be in force, by figures of the year assessed.",
)
BASIS: Final = Text(
    "Mỗi quy tắc được so theo điều kiện của chính nó; tiêu chí và kết luận được so theo kết quả của "
    "các quy định hợp thành. "
    "Xác nhận của cơ quan có thẩm quyền ghi theo số của quy tắc và chỉ quyết định khi số liệu chưa quyết định được. "
    "Trong các bảng, quy tắc chưa xác định là quy tắc còn có thể đạt, chưa đạt hoặc không áp dụng.",
    "Each rule is compared by its own condition; criteria and conclusions as functions of what is below. An attestation names "
    "a rule by its number, and decides only where the figures do not. In the tables an undetermined rule can still be "
    "attained, not attained or not applicable.",
)
MEASURES: Final = Text(
    "Số liệu được khai báo khác nhau ở hai bên: {measures}.",
    "Measures declared differently on the two sides: {measures}.",
)
SETTINGS: Final = Text("Thông tin chung thay đổi:", "Changed in the ruleset itself:")
SETTING: Final = Text("{what}: {before} → {after}", "{what}: {before} → {after}")
SETTING_NOW: Final = Text("{what}: {text}", "{what}: {text}")
SETTING_NAMES: Final[Mapping[Setting, Text]] = {
    Setting.TITLE: Text("tên", "title"),
    Setting.INSTRUMENT: Text("văn bản", "instrument"),
    Setting.UNTIL: Text("hiệu lực đến", "in force until"),
    Setting.BASICALLY_MET: Text("“cơ bản đạt”", "“basically met”"),
    Setting.ASSURANCE: Text("mức kiểm chứng phải có", "assurance asked for"),
    Setting.APPLIES_TO: Text("áp dụng với", "applies to"),
    Setting.NOTES: Text("số ghi chú", "number of notes"),
}
NO_END: Final = Text("không thời hạn", "no end")
NOTES: Final = Text("{count}", "{count}")

# What it comes to.
SAME: Final = Text(
    "KHÔNG ĐỔI: không đơn vị nào có thể có kết quả khác, dù số liệu ra sao. Đã kiểm tra "
    "toàn bộ {combinations} tổ hợp giá trị của những gì các "
    "quy tắc có thay đổi câu chữ dựa vào.",
    "THE SAME EVERYWHERE: no unit can come to another outcome, whatever is reported. All {combinations} combinations of what "
    "the reworded rules read were gone through.",
)
SAME_WORDS: Final = Text(
    "KHÔNG ĐỔI: không đơn vị nào có thể có kết quả khác, dù số liệu ra sao. Điều kiện của mọi quy tắc giữ nguyên.",
    "THE SAME EVERYWHERE: no unit can come to another outcome, whatever is reported. The conditions of all rules are as "
    "they were.",
)
NO_LIMIT: Final = Text("không giới hạn", "no limit")
SAME_BY_FIGURES: Final = Text(
    "GIỮ NGUYÊN THEO SỐ LIỆU: số liệu ra sao cũng không đơn vị nào có kết quả khác. CHƯA KỂ xác nhận của cơ quan có thẩm "
    "quyền, vốn ghi theo số của quy tắc: {codes} đã đổi số hoặc đổi thời hạn sử dụng xác nhận, nên xác nhận cũ có thể tính "
    "cho quy tắc khác hoặc không còn tính.",
    "THE SAME BY FIGURES: no unit can come to another outcome, whatever figures are reported. NOT COUNTED are attestations, "
    "which name a rule by its number: {codes} changed number, or how long an attestation may be used, so that what was "
    "attested is said of another rule, or of none.",
)
READ_ELSEWHERE: Final = Text(
    "CHƯA KỂ các bộ tiêu chí khác mà quy tắc dẫn đến và hai bên có nội dung khác nhau: {rulesets}.",
    "NOT COUNTED are other rulesets that the rules ask and that differ between the two sides: {rulesets}.",
)
NOT_SHOWN: Final = Text(
    "CHƯA THẤY XẢY RA (không tìm được đơn vị nào như vậy, cũng chưa chứng minh được là không thể có):",
    "NOT SHOWN TO OCCUR (no such unit was found, nor is there proof that there can be none):",
)
CHANGED_FIGURE: Final = Text("Thay đổi: {what}: {before} → {after}.", "What changed: {what}: {before} → {after}.")
CHANGED_FIGURE_WITHIN: Final = Text(
    "Thay đổi: {what}: {before} → {after}; chỉ khác khi {where}, nếu các phần khác của điều kiện để ngỏ.",
    "What changed: {what}: {before} → {after}; differs only for {where}, where the rest of the condition leaves it open.",
)
BELOW_END: Final = Text("{low} ≤ {what} < {high}", "{low} ≤ {what} < {high}")
ABOVE_END: Final = Text("{low} < {what} ≤ {high}", "{low} < {what} ≤ {high}")
UNTRIED: Final = Text(
    "Còn {count} trường hợp khác chưa được tìm đơn vị cụ thể, không liệt kê ở đây (xem đầy đủ: --format json).",
    "Further cases, in which no unit was sought, are not listed here: {count} (all in --format json).",
)
DIFFERENT: Final = Text("CÓ THAY ĐỔI: {counts}.", "DIFFERENT: {counts}.")
DIFFERENT_SETTING: Final = Text(
    "có thay đổi áp dụng cho mọi quy tắc ({settings})", "changed for every rule ({settings})"
)
COUNTS: Final[Mapping[ChangeKind, Text]] = {
    ChangeKind.OUTCOME: Text("{count} có thể cho kết quả khác", "{count} can come to another outcome"),
    ChangeKind.ADDED: Text("{count} được bổ sung", "{count} added"),
    ChangeKind.REPEALED: Text("{count} bị bãi bỏ", "{count} repealed"),
    ChangeKind.RENUMBERED: Text(
        "{count} đổi số (xác nhận ghi theo số)", "{count} renumbered (attestations name the number)"
    ),
    ChangeKind.PARTLY_OPEN: Text(
        "{count} có thể khác khi căn cứ còn để ngỏ một phần", "{count} may differ where what it reads is partly open"
    ),
    ChangeKind.OTHER_YEARS: Text(
        "{count} có thể cho kết quả khác với số liệu của năm khác năm đánh giá",
        "{count} may differ by figures of a year other than the one assessed",
    ),
    ChangeKind.NOT_SHOWN: Text(
        "{count} có thể cho kết quả khác, CHƯA THẤY XẢY RA", "{count} may differ, NOT SHOWN TO OCCUR"
    ),
    ChangeKind.ASSURANCE: Text("mức kiểm chứng phải có", "assurance asked for"),
    ChangeKind.NOT_COMPARED: Text("{count} KHÔNG SO SÁNH ĐƯỢC", "{count} NOT COMPARED"),
}
SAME_RULES: Final = Text("{count} không đổi gì.", "{count} not changed at all.")
RULE: Final = Noun("quy tắc", "rule", "rules")

# One rule.
CHANGES: Final[Mapping[ChangeKind, Text]] = {
    ChangeKind.ADDED: Text("bổ sung", "added"),
    ChangeKind.REPEALED: Text("bãi bỏ", "repealed"),
    ChangeKind.RENUMBERED: Text("đổi số, trước là {code}", "renumbered, was {code}"),
    ChangeKind.MOVED: Text("chuyển từ tiêu chí {criterion}", "moved from criterion {criterion}"),
    ChangeKind.OUTCOME: Text("kết quả thay đổi", "outcomes change"),
    ChangeKind.PARTLY_OPEN: Text(
        "kết quả như cũ, trừ khi quy tắc hay số liệu làm căn cứ còn để ngỏ một phần",
        "the same outcomes, unless a rule or a figure that it reads is open between some outcomes only",
    ),
    ChangeKind.OTHER_YEARS: Text(
        "kết quả như cũ với số liệu của năm đánh giá; với số liệu của năm khác thì có thể khác",
        "the same outcomes by figures of the year assessed; by figures of another year they may differ",
    ),
    ChangeKind.NOT_SHOWN: Text("có thể đổi kết quả, CHƯA THẤY XẢY RA", "outcomes may change, NOT SHOWN TO OCCUR"),
    ChangeKind.REWRITTEN: Text("sửa câu chữ, kết quả không đổi", "rewritten, the same outcomes"),
    ChangeKind.NAME: Text("tên", "name"),
    ChangeKind.PROVENANCE: Text("nguồn", "provenance"),
    ChangeKind.POINTS: Text("điểm", "points"),
    ChangeKind.COMMITMENT: Text("cam kết, phụ trách", "commitment, offices"),
    ChangeKind.ATTESTATION: Text("thời hạn sử dụng xác nhận", "validity of attestations"),
    ChangeKind.NOT_COMPARED: Text("KHÔNG SO SÁNH ĐƯỢC", "NOT COMPARED"),
}
REWRITTEN_PROOF: Final = Text(
    "{text} (đã xét {combinations} tổ hợp)", "{text} ({combinations} combinations gone through)"
)
CONDITION: Final = Text("{side}: {condition}", "{side}: {condition}")
BOTH_CONDITIONS: Final = Text("Điều kiện giữ nguyên: {condition}", "Same condition: {condition}")
APPLIES_WHEN: Final = Text("{condition}; chỉ áp dụng khi: {applies}", "{condition}; applies only when: {applies}")
CHANGED_FROM: Final = Text("{what}: “{before}” → “{after}”", "{what}: “{before}” → “{after}”")
ADDRESS_CHANGED: Final = Text("địa chỉ sửa đổi", "address changed")
NOTE_CHANGED: Final = Text("ghi chú sửa đổi", "note reworded")
CHANGED_PLAIN: Final = Text("{what}: {before} → {after}", "{what}: {before} → {after}")
NOTHING: Final = Text("không", "none")
COMMON: Final = Text("Mọi dòng dưới đây: {where}", "All lines below: {where}")
TRANSITION: Final = Text("{before} → {after}", "{before} → {after}")
EVERYWHERE: Final = Text("mọi trường hợp", "everywhere")
PARTS: Final = Text(
    "Như trước, tiêu chí đạt khi tất cả chỉ tiêu của nó đạt; {texts}.",
    "As before, the criterion is attained when all its indicators are; {texts}.",
)
PARTS_ADDED: Final = Text("nay có thêm chỉ tiêu {codes}", "newly among them: {codes}")
PARTS_GONE: Final = Text("không còn chỉ tiêu {codes}", "no longer among them: {codes}")
ABOVE: Final = Text("Ảnh hưởng đến: {rules}", "Affects: {rules}")
UNLISTED: Final = Text(
    "CHƯA HẾT: còn những trường hợp khác nữa, quá nhiều để liệt kê.",
    "NOT ALL: there are more cases, too many to be listed.",
)
MORE_ROWS: Final = Text(
    "… và {count} dòng nữa (xem đầy đủ: --format json)", "… and {count} more (all in --format json)"
)
NOT_COMPARED: Final = Text(
    "KHÔNG SO SÁNH ĐƯỢC, nên không kết luận gì được về quy tắc này: {why}",
    "NOT COMPARED, so nothing can be said of this rule: {why}",
)
ONLY_WORDS: Final = Text("Chỉ đổi câu chữ, nguồn, số thứ tự", "Only wording, provenance or number")

# Declared changes.
PROVED: Final = Text(
    "ĐÃ CHỨNG MINH: ngoài {codes}, không quy tắc nào có thể cho kết quả khác.",
    "PROVED: besides {codes} no rule can come to another outcome.",
)
NOT_PROVED: Final = Text(
    "KHÔNG ĐÚNG NHƯ KHAI BÁO: ngoài {codes}, còn có thay đổi khác:", "NOT AS DECLARED: besides {codes} there is also:"
)
UNDECLARED_FOR: Final = Text("{transition}, ví dụ khi {where}", "{transition}, for one where {where}")
UNDECLARED_NOT_SHOWN: Final = Text(
    "có thể {transition}, CHƯA THẤY XẢY RA: không tìm được đơn vị nào như vậy, cũng chưa chứng minh được là không thể có",
    "{transition} is NOT SHOWN TO OCCUR: no such unit was found, nor is there proof that there can be none",
)

# Conformity.
CONFORM: Final = Text("{lower} so với {higher}", "{lower} against {higher}")
CONFORMS: Final = Text(
    "{verdict}: không đơn vị nào đạt theo bộ cấp dưới mà chưa đạt theo bộ cấp trên. Đã so {count}.",
    "{verdict}: no unit can pass the lower rule and fail the higher one. Compared: {count}.",
)
CONFORMS_SO_FAR: Final = Text(
    "{verdict}: {count} so được đều không yêu cầu thấp hơn, {unknown} chưa so được.",
    "{verdict}: {count} that can be compared ask for no less, {unknown} cannot be compared.",
)
FALLS_SHORT: Final = Text(
    "{verdict}: ở {count}, bộ tiêu chí cấp dưới yêu cầu thấp hơn cấp trên.",
    "{verdict}: in {count} the lower ruleset asks for less than the higher one.",
)
NOT_DECIDED: Final = Text("{verdict}: {count} không so sánh được.", "{verdict}: {count} could not be compared.")
MAY_FALL_SHORT: Final = Text(
    "{verdict}: {count} có thể được yêu cầu thấp hơn, nhưng chưa thấy xảy ra.",
    "{verdict}: {count} may be asked less of, which is not shown to occur.",
)
BASICALLY_MET_COUNTS: Final = Text(
    "Cấp dưới tính “cơ bản đạt” là đạt, cấp trên thì không: mọi quy tắc đều có thể bị hạ thấp.",
    "The lower ruleset counts “basically met” as met, the higher does not: every rule may be weaker in the lower one.",
)
UNKNOWN: Final = Text(
    "Không so được {count} vì tệp của một bên chưa có nội dung hoặc ngưỡng: {codes}.",
    "{count} cannot be compared, as the file of one side lacks the content or the threshold: {codes}.",
)
ASSUMED: Final = Text(
    "Kết luận này giả định rằng “{lower}” yêu cầu không thấp hơn “{higher}”; kiểm tra bằng lệnh: ntm-rules conform {lower_id} "
    "{higher_id}",
    "This assumes that “{lower}” asks for no less than “{higher}”; to check: ntm-rules conform {lower_id} {higher_id}",
)
AS_A_CASE: Final = Text(
    "Một đơn vị như vậy, viết như trong tệp trường hợp kiểm tra (đã xét theo cả hai bên):",
    "Such a unit, written as in a case file (it was decided by both sides):",
)
HIGHER, LOWER = Text("Cấp trên", "Higher"), Text("Cấp dưới", "Lower")
NO_SUCH_RULE: Final = Text("Cấp dưới không có quy tắc này.", "The lower ruleset has no such rule.")
ASKS_LESS: Final = Text("Trường hợp yêu cầu thấp hơn:", "Where less is asked:")
SIDE_BY_SIDE: Final = Text(
    "theo bộ cấp trên: {before}; theo bộ cấp dưới: {after}", "higher set: {before}; lower set: {after}"
)
COUNTEREXAMPLE: Final = Text("Ví dụ một đơn vị như vậy: {where}", "A unit of this kind: {where}")
WHERE_HEAD: Final = Text("Trường hợp", "Where")
NO_ROOM: Final = Text(
    "Không hiển thị hết trong bảng này: {rules} (xem --format text, json).",
    "Not shown here: {rules} (see --format text, json).",
)
