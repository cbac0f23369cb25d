"""Phrases for what is old, and for what must be seen though it does not decide."""

from collections.abc import Mapping
from typing import Final

from ...model.decision import NoticeKind
from ...model.text import Text

OUTDATED_WORD: Final = Text(
    "xác nhận {sources} quá cũ, không được dùng", "the attestation {sources} is too old to be used"
)
UNASSURED_WORD: Final = Text(
    "xác nhận {sources} ở mức kiểm chứng “{level}”, phải từ “{subject}” trở lên",
    "the attestation {sources} is “{level}”; it must be “{subject}” at least",
)
NOTICES: Final[Mapping[NoticeKind, Text]] = {
    NoticeKind.OLD_FIGURE: Text("số liệu ngày {days}", "figure of {days}"),
    NoticeKind.LATER_FIGURE: Text("số liệu ngày {days}, sau năm đánh giá", "figure of {days}, after the year assessed"),
    NoticeKind.LESS_ASSURED: Text(
        "không thay bằng {sources} ở mức kiểm chứng thấp hơn ({level})",
        "not displaced by {sources}, which is less assured ({level})",
    ),
}
FINDING_NOTICE: Final = Text("kết luận ngày {days}", "finding of {days}")
WORD_NOTICE: Final = Text("xác nhận ngày {days}", "attestation of {days}")
VALUE_OF_DAY: Final = Text("{value} ngày {day}", "{value} of {day}")
