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
