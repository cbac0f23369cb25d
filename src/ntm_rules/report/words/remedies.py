"""Phrases for what is to be done so that a rule is attained, or settled."""

from collections.abc import Mapping
from typing import Final

from ...model.condition import Operator
from ...model.text import Text

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
