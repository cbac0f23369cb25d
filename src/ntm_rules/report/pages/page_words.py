"""Words of the report for a browser: headings, heads of columns, sentences, labels of its controls."""

from collections.abc import Mapping
from typing import Final

from ...model.decision import NoticeKind
from ...model.text import Text
from ..words import heads

RESULTS: Final = Text("Kết quả đánh giá", "Results")
MISSING_CRITERIA: Final = Text("Chưa đạt tiêu chí {codes}", "Criteria not attained: {codes}")
OPEN_CRITERIA: Final = Text("Chưa xác định tiêu chí {codes}", "Criteria undetermined: {codes}")
SINCE_THEN: Final = Text("Ngày {day}: {count}", "On {day}: {count}")
ALL_UNKNOWN: Final = Text(
    "{title}: {count}, chưa xác định được tiêu chí nào: {units}.",
    "{title}: {count} with no criterion determined: {units}.",
)
DIFFERS: Final = Text("≠ {published}", "≠ {published}")
NOT_PUBLISHED: Final = Text("Hồ sơ chưa ghi", "Not in the dossier")
KNOWN: Final = Text("{count} {manner}", "{count} {manner}")
CODES_COUNTED: Final = Text("{codes} ({count} {noun})", "{codes} ({count} {noun})")
"""Rules open for the same reason, by their codes."""

# A folder of pages.
PAGES: Final = Text("Các trang", "Pages")
UNITS_FROM_TO: Final = Text("đơn vị", "units")
UP: Final = Text("Trang trên: {name}", "Up: {name}")

# Notices, each with its count before it.
PUBLISHED_DIFFERS: Final = Text(
    "kết quả đã công bố khác kết quả tính toán", "published decisions that differ from the computed ones"
)
PUBLISHED_STATUS: Final = Text(
    "trạng thái do hội đồng công bố (như “cơ bản đạt”)", "statuses that a council published (such as “nearly attained”)"
)
REMARKS: Final[Mapping[NoticeKind, Text]] = {
    NoticeKind.OLD_FIGURE: Text(
        "kết quả dựa vào số liệu của năm trước", "outcomes resting on figures of an earlier year"
    ),
    NoticeKind.LATER_FIGURE: Text(
        "kết quả dựa vào số liệu sau năm đánh giá", "outcomes resting on figures of after the year assessed"
    ),
    NoticeKind.OUTSIDE_PERIOD: Text(
        "kết quả dựa vào số liệu của ngày đơn vị chưa được thành lập hoặc đã sắp xếp",
        "outcomes resting on figures of a day when the unit did not exist",
    ),
    NoticeKind.LESS_ASSURED: Text(
        "kết quả có số liệu khác ở mức kiểm chứng thấp hơn", "outcomes where less assured figures say something else"
    ),
}
EARLIER_TEXTS: Final = Text(
    "kết quả có xác nhận theo văn bản khác", "outcomes with an attestation made under another text"
)
DISAGREEMENTS: Final = Text(
    "kết quả có xác nhận khác số liệu", "outcomes where an attestation differs from the figures"
)
RECALLED_RULES: Final = Text(
    "quy định ghi theo trí nhớ, chưa đối chiếu với văn bản gốc",
    "rules stated from memory, not yet checked against the official text",
)
UNKNOWN_RULES: Final = Text("quy định chưa có nội dung trong tệp", "rules whose content is not in the files")
AND_MORE: Final = Text("và {count} mục khác", "and {count} more")

NEAREST_ALONE: Final = Text(
    "Chỉ nêu {count} đơn vị gần đủ điều kiện nhất; {others} đơn vị khác xem bảng tiêu chí, trên trang hoặc trong tệp Excel.",
    "Told: those nearest to qualifying ({count}); others ({others}) are in the tables, of the page or the workbook.",
)
WAYS_OF_FIRST: Final = Text(
    "Cách ngắn nhất được tìm cho {count} đơn vị thiếu ít tiêu chí nhất của trang này; tìm cho đơn vị khác: ntm-rules nearest.",
    "The shortest way is looked for of those of this page that lack fewest criteria ({count}); of others: ntm-rules nearest.",
)

LABELS: Final[dict[str, Text]] = {
    "skip": Text("Đến nội dung chính", "Skip to the content"),
    "skip_tables": Text("Đến bảng tiêu chí", "Skip to the tables"),
    "sections": Text("Các phần của báo cáo", "Sections of the report"),
    "language": Text("Ngôn ngữ", "Language"),
    "print": Text("In", "Print"),
    "glance": Text("Kết luận từng cấp", "At a glance"),
    "notices": heads.NOTICES,
    "missing": Text("Còn thiếu gì để được công nhận", "What is missing for recognition"),
    "timelines": heads.TIMELINES,
    "only_data": heads.ONLY_DATA,
    "nearest": heads.NEAREST,
    "bottlenecks": Text("Điểm nghẽn chung", "Common bottlenecks"),
    "work": Text("Việc cần làm theo cơ quan", "What to do next, by office"),
    "tables": Text("Bảng tiêu chí", "Criteria"),
    "asked_actual": heads.ASKED_AND_ACTUAL,
    "asked": heads.ASKED,
    "actual": heads.ACTUAL,
    "gap": heads.GAP,
    "progress": Text("Diễn biến trong năm", "Progress over the year"),
    "changes": heads.CHANGES,
    "sources": heads.SOURCES,
    "see_table": Text("Xem bảng", "See the table"),
    "unit": heads.UNIT,
    "units": UNITS_FROM_TO,
    "unit_name": Text("Tên đơn vị", "Name of the unit"),
    "outcome": heads.OUTCOME,
    "any": heads.ALL,
    "office": heads.OFFICE,
    "source": heads.SOURCE,
    "reset": Text("Bỏ lọc", "Clear filters"),
    "filter": Text("Lọc", "Filter"),
    "shown": Text("Đang hiện {units} đơn vị, {cells} kết quả.", "Shown: units {units}, outcomes {cells}."),
    "attained": heads.NUMBER_ATTAINED,
    "units_attaining": Text("Số đơn vị đạt", "Units attaining it"),
    "criteria_missing": Text("Tiêu chí còn thiếu", "Criteria missing"),
    "criterion": heads.CRITERION,
    "below": heads.INDICATORS,
    "open": heads.OPEN,
    "why": Text("Vì sao", "Why"),
    "to_do": Text("Cần làm", "To do"),
    "basis": Text("Căn cứ", "Based on"),
    "parts": Text("Các phần", "Parts"),
    "members": Text("Đơn vị khác", "Other units"),
    "published": heads.PUBLISHED,
    "close": Text("Đóng", "Close"),
    "back": Text("Trước", "Back"),
    "print_reason": Text("In lý do này", "Print this reason"),
    "reason": Text("Lý do", "Reason"),
    "in_book": Text("Xem trong sổ quy định", "See it in the rule book"),
    "evidence": Text("Nguồn số liệu", "Sources of the figures"),
    "figures": Text("Xem số", "Figures"),
    "old": Text("số liệu cũ", "old figures"),
    "key": Text("Ký hiệu", "Key"),
    "old_mark": Text(
        "góc xanh: dựa vào số liệu của năm trước, hoặc của ngày chưa có đơn vị",
        "blue corner: rests on figures of an earlier year, or of a day when there was no such unit",
    ),
    "count": heads.COUNT,
    "rule": heads.ITEM,
    "what": heads.WHAT_IS_OPEN,
    "day": Text("Ngày", "Date"),
    "instrument": heads.INSTRUMENT,
    "in_force": heads.IN_FORCE,
    "how_known": heads.HOW_KNOWN,
    "ruleset": heads.RULESET,
    "maker": heads.MAKER,
    "head": heads.HEAD,
    "nothing_missing": Text("Không đơn vị nào còn thiếu tiêu chí.", "No unit lacks a criterion."),
    "nothing_open": heads.NOTHING_OPEN,
    "cautions": Text("ghi chú của hồ sơ", "notes on the dossier"),
    "no_notice": Text("Không có lưu ý nào.", "Nothing to note."),
    "opened": Text("Đã mở lý do", "Reason opened"),
}
