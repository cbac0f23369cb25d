"""Words of the progress report, as offices write one."""

from collections.abc import Mapping
from typing import Final

from ...engine.pace import Course
from ...model.text import Text

TITLE: Final = Text("Tiến độ thực hiện {period}", "Progress in {period}")
COMPARED: Final = Text("Tính đến ngày {day}, so với ngày {before}", "As of {day}, against {before}")
KNOWN_ON: Final = Text("Theo số liệu đã biết đến ngày {day}", "As known on {day}")

RESULTS: Final = Text("1. Kết quả đến cuối {noun}", "1. Results at the end of the {noun}")
GAINED: Final = Text("2. Đạt thêm trong {noun}", "2. Newly attained in the {noun}")
LOST: Final = Text("3. Không còn đạt so với cuối {noun} trước", "3. No longer attained since the {noun} before")
PUBLISHED: Final = Text("4. Quyết định đã công bố trong {noun}", "4. Decisions published in the {noun}")
OPEN: Final = Text("5. Nội dung còn lại theo cơ quan", "5. What is open, by office")
TARGETS: Final = Text("6. Tiến độ các chỉ tiêu của kế hoạch", "6. Targets of the plan")
TO_NOTE: Final = Text("7. Lưu ý", "7. To note")
BASIS: Final = Text("8. Căn cứ", "8. Sources")
SHEETS: Final[Mapping[str, Text]] = {
    "results": Text("Kết quả", "Results"),
    "gained": Text("Đạt thêm", "Gained"),
    "lost": Text("Không còn đạt", "Lost"),
    "published": Text("Quyết định", "Decisions"),
    "open": Text("Còn lại theo cơ quan", "Open by office"),
    "targets": Text("Chỉ tiêu kế hoạch", "Targets"),
}

BEFORE: Final = Text("Cuối {noun} trước", "End of the {noun} before")
NOW: Final = Text("Cuối {noun} này", "End of this {noun}")
DIFFERENCE: Final = Text("Tăng, giảm", "More, fewer")
NOT_COMPARED: Final = Text("chưa so sánh được", "not compared")
NOT_COMPARED_WHY: Final = Text("{title}: không so sánh được với {noun} trước: {why}", "{title}: not compared: {why}")
WAS: Final = Text("Cuối {noun} trước", "Before")
IS_NOW: Final = Text("Nay", "Now")
NONE_GAINED: Final = Text("Trong {noun} không có nội dung nào đạt thêm.", "Nothing was newly attained in the {noun}.")
NONE_LOST: Final = Text("Không có nội dung nào đang đạt mà nay không còn đạt.", "Nothing that was attained is lost.")
NONE_PUBLISHED: Final = Text(
    "Hồ sơ không có quyết định nào được công bố trong {noun}.", "The dossier has no decision published in the {noun}."
)
DAY: Final = Text("Ngày", "Day")
BY: Final = Text("Cơ quan công bố", "Published by")
MOSTLY: Final = Text("Nội dung nhiều đơn vị còn thiếu nhất", "Open for most units")
OPEN_FOR: Final = Text("{rule} ({count} đơn vị)", "{rule} ({count} units)")

PLAN_COUNTS: Final = Text("{title}: {counts}.", "{title}: {counts}.")
COURSES: Final[Mapping[Course, Text]] = {
    Course.ATTAINED: Text("đã đạt", "attained"),
    Course.SLIPPING: Text(
        "đang đạt, theo nhịp độ hiện nay thì không giữ được", "attained, not kept at the present pace"
    ),
    Course.ON_TRACK: Text("theo nhịp độ hiện nay thì kịp", "on track at the present pace"),
    Course.BEHIND: Text("theo nhịp độ hiện nay thì chưa kịp", "not on track at the present pace"),
    Course.TOO_FEW: Text("chưa đủ số liệu", "too few figures"),
    Course.NO_FIGURE: Text(
        "chưa đạt, không tính nhịp độ (không phải con số)", "not attained, no figure to have a pace"
    ),
    Course.ENDED: Text("chưa đạt khi hết hạn", "not attained at the end"),
}
TARGET: Final = Text("Chỉ tiêu", "Target")
FIRST: Final = Text("Lần đầu", "First")
LATEST: Final = Text("Gần nhất", "Latest")
OF_DAY: Final = Text("{value} ({day})", "{value} ({day})")
ESTIMATE: Final = Text("Ước đến hạn nếu giữ nhịp độ", "Estimate at the end at this pace")
UNTIL: Final = Text("Hạn", "End")
COURSE: Final = Text("Đánh giá", "Course")
FORMULA: Final = Text(
    "Nhịp độ là mức tăng, giảm bình quân mỗi ngày từ số liệu lần đầu đến số liệu gần nhất; ước đến hạn là số liệu gần nhất "
    "cộng nhịp độ nhân với số ngày còn lại, trong giới hạn của chỉ tiêu. Đây là phép tính theo nhịp độ hiện nay, không phải "
    "kết luận; chỉ tiêu có số liệu của dưới hai ngày thì ghi “chưa đủ số liệu”.",
    "The pace is the change a day from the first figure to the latest; the estimate is the latest figure and the pace times "
    "the days left, within the bounds of the target. It says where the present pace leads and decides nothing; a target with "
    "figures of fewer than two days has too few.",
)
NO_PLAN: Final = Text(
    "Hồ sơ không có kế hoạch nào để theo dõi chỉ tiêu.", "The dossier has no plan whose targets could be told."
)
