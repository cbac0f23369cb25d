"""Phrases for what became known between two days, each in both languages."""

from collections.abc import Mapping
from typing import Final

from ...engine.corrections.corrections import Succession
from ...model.text import Text
from .common import Noun

TITLE: Final = Text("Biết thêm sau ngày {since}", "Known since {since}")
TITLE_TO: Final = Text("Biết thêm sau ngày {since}, đến hết ngày {known_on}", "Known since {since}, up to {known_on}")
DECIDED_ON: Final = Text("{title}; kết luận tính đến ngày {day}", "{title}; decided as of {day}")
NOTHING_OF_THESE: Final = Text(
    "Không có gì được biết thêm mà liên quan đến các đơn vị được chọn.",
    "Nothing became known that concerns these units.",
)
NOTHING: Final = Text("Không có số liệu, xác nhận hay công bố nào được biết thêm.", "Nothing became known.")
STATEMENTS: Final = Text("Số liệu, xác nhận, công bố được biết thêm: {count}", "What became known: {count}")
CHANGES: Final = Text("Kết luận thay đổi: {count}", "Outcomes that changed: {count}")
NO_CHANGES: Final = Text("Không kết luận nào thay đổi.", "No outcome changed.")
STATEMENT: Final = Noun("mục", "statement", "statements")
OUTCOME: Final = Noun("kết luận", "outcome", "outcomes")
SUBJECT: Final = Text("{unit} · {about}, ngày {day}: {value}", "{unit} · {about}, {day}: {value}")
PUBLISHED: Final = Text("công bố về {rule}", "published on {rule}")
ATTESTED: Final = Text("xác nhận về {rule}", "attested: {rule}")
BY: Final = Text("{who}, ghi ngày {day}", "{who}, recorded {day}")
WITHOUT_DAY: Final = Text("{who}, không ghi ngày lập", "{who}, no day of recording")
STANDINGS: Final[Mapping[Succession, Text]] = {
    Succession.FIRST: Text("trước đó chưa có", "nothing was known before"),
    Succession.CORRECTS: Text("thay cho {others}", "in place of {others}"),
    Succession.NEWER: Text("mới hơn {others}", "newer than {others}"),
    Succession.BESIDE: Text("cùng ngày còn có {others}", "beside {others} of the same day"),
    Succession.EARLIER: Text(
        "nói về ngày trước; số liệu đang dùng vẫn là {others}", "about an earlier day; {others} stands on"
    ),
    Succession.NO_EFFECT: Text("không thay được {others}", "does not take the place of {others}"),
}
ALSO_BESIDE: Final = Text("{text}; cùng ngày còn có {others}", "{text}; beside {others} of the same day")
OF_DAY: Final = Text("{value} ngày {day}", "{value} of {day}")
NOT_YET: Final = Text("nói về ngày sau ngày đánh giá, chưa dùng", "about a day after the assessment, not used")
CHANGES_NOTHING: Final = Text("không làm đổi kết luận nào", "changes no outcome")
CHANGED: Final = Text("làm đổi {count}", "changes {count}")
BECAUSE: Final = Text(
    "{rules}: {before} → {after}; do mục {numbers}", "{rules}: {before} → {after}; because of {numbers}"
)
BECAUSE_EACH: Final = Text(
    "{rules}: {before} → {after}; do các mục {numbers} (bỏ mục nào trong đó, kết luận cũng trở lại như trước)",
    "{rules}: {before} → {after}; because of {numbers} (without any one of them it is as before)",
)
BECAUSE_TOGETHER: Final = Text(
    "{rules}: {before} → {after}; do các mục {numbers} cùng nhau (phải bỏ tất cả, kết luận mới trở lại như trước)",
    "{rules}: {before} → {after}; because of {numbers} together (only without all of them is it as before)",
)
OF_UNIT: Final = Text("{unit} · {title}", "{unit} · {title}")
