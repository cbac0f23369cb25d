"""Phrases for kinds of reasons, for what must be seen though it does not decide, and for what is to be done."""

from collections.abc import Mapping
from typing import Final

from ...model.condition import Operator
from ...model.decision import NoticeKind, ReasonKind
from ...model.text import Text

OUTDATED_WORD: Final = Text(
    "xác nhận {sources} quá cũ, không được dùng", "the attestation {sources} is too old to be used"
)
UNASSURED_WORD: Final = Text(
    "xác nhận {sources} ở mức kiểm chứng “{level}”, phải từ “{subject}” trở lên",
    "the attestation {sources} is “{level}”; it must be “{subject}” at least",
)
NOTICES: Final[Mapping[NoticeKind, Text]] = {
    NoticeKind.OLD_FIGURE: Text("{what} ngày {days}", "{what} of {days}"),
    NoticeKind.LATER_FIGURE: Text("{what} ngày {days}, sau năm đánh giá", "{what} of {days}, after the year assessed"),
    NoticeKind.OUTSIDE_PERIOD: Text(
        "{what} ngày {days}, khi đơn vị chưa được thành lập hoặc đã sắp xếp",
        "{what} of {days}, when the unit did not exist",
    ),
    NoticeKind.LESS_ASSURED: Text(
        "không thay bằng {sources} ở mức kiểm chứng thấp hơn ({level})",
        "not displaced by {sources}, which is less assured ({level})",
    ),
}
FIGURE: Final = Text("số liệu", "figure")
FINDING: Final = Text("kết luận", "finding")
WORD: Final = Text("xác nhận", "attestation")
VALUE_OF_DAY: Final = Text("{value} ngày {day}", "{value} of {day}")


REASON_KINDS: Final[Mapping[ReasonKind, Text]] = {
    ReasonKind.COMPARED: Text("so sánh với mức yêu cầu", "compared"),
    ReasonKind.MISSING: Text("chưa có số liệu", "not reported"),
    ReasonKind.OUTDATED: Text("số liệu quá cũ", "too old to be used"),
    ReasonKind.NOT_ASSURED: Text("chưa đủ mức kiểm chứng", "not assured enough"),
    ReasonKind.ABSENT: Text("báo không có số liệu", "reported as absent"),
    ReasonKind.CONFLICT: Text("số liệu mâu thuẫn", "conflicting reports"),
    ReasonKind.NO_WHOLE: Text("mẫu số bằng 0", "denominator of 0"),
    ReasonKind.NO_ATTRIBUTE: Text("chưa ghi đặc điểm của đơn vị", "attribute not given"),
    ReasonKind.NO_UNIT_ABOVE: Text("chưa có đơn vị cấp trên", "no unit above"),
    ReasonKind.NO_THRESHOLD: Text("tệp chưa có ngưỡng cho trường hợp này", "no threshold for this case in the file"),
    ReasonKind.NO_LIMIT: Text("không yêu cầu mức", "no limit"),
    ReasonKind.DELEGATED: Text("ngưỡng giao cấp khác quy định", "threshold left to another authority"),
    ReasonKind.UNKNOWN_THRESHOLD: Text("tệp chưa có ngưỡng", "threshold not in the file"),
    ReasonKind.UNKNOWN_CONTENT: Text("tệp chưa có nội dung", "content not in the file"),
    ReasonKind.TALLY: Text("đếm kết quả", "counted"),
    ReasonKind.SCORE: Text("cộng điểm", "points added up"),
    ReasonKind.NO_MEMBERS: Text("không có đơn vị trực thuộc", "no members"),
    ReasonKind.OTHER_RULE: Text("theo nội dung khác", "by another rule"),
    ReasonKind.APPLIES: Text("áp dụng", "applies"),
    ReasonKind.DOES_NOT_APPLY: Text("không áp dụng", "does not apply"),
    ReasonKind.MAY_NOT_APPLY: Text("chưa rõ có áp dụng hay không", "may not apply"),
    ReasonKind.ATTESTED: Text("theo xác nhận", "by attestation"),
    ReasonKind.BASICALLY_MET: Text("cơ bản đạt", "basically met"),
    ReasonKind.ATTESTATION_DISAGREES: Text("xác nhận khác với số liệu", "attestation differs from the figures"),
    ReasonKind.PRINTED: Text("chỉ có khoảng", "an interval only"),
    ReasonKind.OTHER_TEXT: Text("xác nhận theo quy định khác", "attested under another text"),
    ReasonKind.PUBLISHED_DIFFERS: Text("công bố khác với kết quả tính toán", "published decision differs"),
}


TO_SETTLE: Final = Text("Để xác định: {steps}", "To settle it: {steps}")
OR_ELSE: Final = Text("Hoặc: {steps}", "Or: {steps}")
STEPS: Final[Mapping[Operator, Text]] = {
    Operator.AT_LEAST: Text("tăng {what} thêm {gap}", "raise the {what} by {gap}"),
    Operator.MORE_THAN: Text("tăng {what} thêm hơn {gap}", "raise the {what} by more than {gap}"),
    Operator.AT_MOST: Text("giảm {what} đi {gap}", "lower the {what} by {gap}"),
    Operator.LESS_THAN: Text("giảm {what} đi hơn {gap}", "lower the {what} by more than {gap}"),
}
BRING_DOWN: Final = Text(
    "giảm {what} từ {observed} xuống {required}", "bring the {what} down from {observed} to {required}"
)
BRING_UP: Final = Text("tăng {what} từ {observed} lên {required}", "bring the {what} up from {observed} to {required}")
BRING: Final = Text("“{what}”: cần {required}", "“{what}” must be: {required}")
SUPPLY: Final = Text("bổ sung số liệu {rules}", "supply figures for {rules}")
AT_LEVEL: Final = Text("{what} (mức kiểm chứng từ “{level}” trở lên)", "{what} (at least “{level}”)")
GIVE: Final = Text("ghi thông tin của đơn vị: {rules}", "give the unit's {rules}")
SUPPLY_FINDING: Final = Text("bổ sung kết luận {rules}", "supply findings on {rules}")
RECONCILE: Final = Text("thống nhất số liệu mâu thuẫn {rules}", "reconcile the conflicting figures of {rules}")
ATTEST: Final = Text(
    "cần kết quả thẩm định của cơ quan có thẩm quyền đối với: {rules}",
    "the competent authority's appraisal is needed of: {rules}",
)
ESTABLISH: Final = Text(
    "bổ sung vào tệp ngưỡng hoặc phạm vi áp dụng của {rules}", "add to the file the threshold or the scope of {rules}"
)
RULE_ON_BASICALLY_MET: Final = Text(
    "làm rõ “cơ bản đạt” có được tính là đạt hay không đối với {rules}",
    "establish whether “basically met” counts as met for {rules}",
)
SETTLE_MEMBERS: Final = Text("chờ kết quả của {rules}", "await the results of {rules}")
MEET: Final = Text("đạt {rules}", "attain {rules}")
BE_ATTESTED: Final = Text(
    "thực hiện yêu cầu và được cơ quan có thẩm quyền xác nhận đạt",
    "do what it asks, and have the competent authority attest it",
)
WHOLE: Final = Text("đáp ứng đủ yêu cầu của quy định", "meet all that it requires")
ANY_WAY: Final = Text("đáp ứng một trong các cách mà quy định cho phép", "meet it in one of the ways that it allows")

EITHER_WAY: Final = Text(
    "Kết quả còn có thể là đạt hoặc chưa đạt.", "It can still go either way: attained or not attained."
)
ONE_WAY: Final = Text("Chỉ còn một khả năng: {outcome}.", "It can only go one way: {outcome}.")
SEVERAL_WAYS: Final = Text("Còn có thể là: {outcomes}.", "It can still become: {outcomes}.")
NO_WAY: Final = Text(
    "Không số liệu nào xác định được: cần kết quả thẩm định hoặc bổ sung nội dung quy định vào tệp.",
    "No figure can settle it: an appraisal is needed, or the text of the rule in the file.",
)
