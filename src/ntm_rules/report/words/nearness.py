"""Words of the pages about what is missing to a recognition, and what is nearly lost."""

from typing import Final

from ...model.text import Text
from .common import Noun

NEAREST: Final = Text("{title}: gần đủ điều kiện nhất xếp trước", "{title}: nearest to recognition first")
ALL_ATTAIN: Final = Text("{title}: mọi đơn vị đã đủ điều kiện", "{title}: every unit qualifies")
LACKS: Final = Text("còn {count} ({codes})", "{count} short ({codes})")
CRITERION: Final = Noun("tiêu chí", "criterion", "criteria")
NO_WAY: Final = Text(
    "chưa tìm được cách đạt: còn thiếu quá nhiều, hoặc không thay đổi nào đủ",
    "no way found: too much is missing, or no change is enough",
)
ONLY_DATA: Final = Text("Chỉ cần bổ sung số liệu, xác nhận:", "To be supplied only:")
OR_ELSE: Final = Text("Hoặc: {steps}", "Or: {steps}")
WITH_SHARE: Final = Text("{step} (bằng {share} mức phải đạt)", "{step} ({share} of what is required)")
AT_RISK: Final = Text(
    "{title}: đang đạt nhưng chỉ dư tối đa {margin} so với ngưỡng",
    "{title}: attained with at most {margin} of the threshold to spare",
)
NOTHING_AT_RISK: Final = Text(
    "{title}: không có số liệu nào đang đạt mà chỉ dư tối đa {margin} so với ngưỡng",
    "{title}: no figure attains with at most {margin} of the threshold to spare",
)
RISK_COLUMNS: Final = (
    Text("Đơn vị", "Unit"),
    Text("Quy tắc, chỉ số", "Rule, measure"),
    Text("Số liệu", "Figure"),
    Text("Dư", "To spare"),
    Text("Tỷ lệ", "Share"),
    Text("Nếu không giữ được thì mất theo", "Lost with it"),
)
RULE_ALONE: Final = Text("chỉ quy tắc này", "this rule alone")
NOT_TRIED: Final = Text("chưa xét (số liệu tính từ số liệu khác)", "not tried (computed from other figures)")
