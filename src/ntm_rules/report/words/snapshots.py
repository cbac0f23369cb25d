"""Phrases for snapshots, each in both languages."""

from typing import Final

from ...model.text import Text
from .common import Noun

UNCHANGED: Final = Text(
    "Không kết quả nào thay đổi so với {file} ({count}).", "No decision differs from {file} ({count})."
)
CHANGED: Final = Text("Khác với {file}: {what}.", "Differs from {file}: {what}.")
OF_UNITS: Final = Text("{decisions} của {units}", "{decisions} about {units}")
OTHER_DAYS: Final = Text("ngày đánh giá", "the day of the assessment")
DECISION: Final = Noun("kết quả", "decision", "decisions")
RULE: Final = Noun("quy tắc", "rule", "rules")

DAYS: Final = Text("Bản ghi lập theo {was}; tính lại theo {now}.", "Made {was}; decided again {now}.")
AS_OF: Final = Text("ngày {day}", "as of {day}")
AS_OF_KNOWN: Final = Text(
    "ngày {day} theo số liệu báo cáo đến {known}", "as of {day} with what was recorded by {known}"
)
ABOUT: Final = Text("{days}, đánh giá năm {year}", "{days}, about the year {year}")

RULES: Final = Text("Quy tắc ({count})", "Rules ({count})")
OTHER_VERSION: Final = Text(
    "{ruleset}: trước: phiên bản {was}; nay: phiên bản {now} ({count})",
    "{ruleset}: was version of {was}, now version of {now} ({count})",
)
OTHER_RULES: Final = Text(
    "{ruleset} (phiên bản có hiệu lực từ {version}), nội dung, tên hoặc nguồn đã sửa: {codes}",
    "{ruleset} (version in force from {version}), edited in content, name or source: {codes}",
)
NEW_RULES: Final = Text(
    "{ruleset} (phiên bản có hiệu lực từ {version}), mới có: {codes}",
    "{ruleset} (version in force from {version}), new: {codes}",
)
GONE_RULES: Final = Text(
    "{ruleset} (phiên bản có hiệu lực từ {version}), không còn: {codes}",
    "{ruleset} (version in force from {version}), gone: {codes}",
)

RENUMBERED: Final = Text(
    "{ruleset}: {was} đổi số thành {now}, mọi kết quả như cũ", "{ruleset}: {was} is now {now}, every decision as before"
)

DECISIONS: Final = Text("Kết quả thay đổi ({count})", "Changed decisions ({count})")
COME_AND_GONE: Final = Text(
    "Kết quả của quy tắc, đơn vị mới hoặc không còn ({count})",
    "Decisions of rules and units that are new or gone ({count})",
)
AS_BEFORE: Final = Text(
    "Kết quả không đổi nhưng số liệu, ngưỡng hoặc lý do đã đổi ({count})",
    "Same outcome, different figure, threshold or reason ({count})",
)
NEW: Final = Text("{what} (mới)", "{what} (new)")
GONE: Final = Text("{what} (không còn)", "{what} (gone)")
STILL: Final = Text("vẫn {now}", "still {now}")
OBSERVED: Final = Text("số liệu {value}", "observed {value}")
FOUND: Final = Text("kết luận {value}", "found {value}")
REQUIRED: Final = Text("yêu cầu {value}", "required: {value}")
HELD_AGAINST: Final = Text("{level}: {value}", "{level}: {value}")
GAP: Final = Text("{value}", "{value}")
KIND: Final = Text("lý do {value}", "reason {value}")
THE_RULE: Final = Text("quy định này", "this rule")
NO_FIGURE: Final = Text("không có", "none")
NOT_TOLD_YET: Final = Text("chưa xác định được", "cannot be told yet")
AND_MORE: Final = Text("và {count} dòng nữa", "and {count} more")
HOW_TO_ACCEPT: Final = Text(
    "Nếu thay đổi là đúng, cập nhật bản ghi bằng lệnh: {command}",
    "If the change is intended, update the record: {command}",
)
