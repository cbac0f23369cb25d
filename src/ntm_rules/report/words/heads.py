"""Heads of columns and sections that pages, papers, overviews and lists share."""

from typing import Final

from ...model.text import Text

UNIT: Final = Text("Đơn vị", "Unit")
RULESET: Final = Text("Bộ tiêu chí", "Ruleset")
OUTCOME: Final = Text("Kết quả", "Outcome")
OPEN: Final = Text("Chưa đạt, chưa xác định", "Not attained or undetermined")
NUMBER_ATTAINED: Final = Text("Số đạt", "Attained")
OFFICE: Final = Text("Cơ quan phụ trách", "Office responsible")
NO_OFFICE: Final = Text("Chưa phân công cơ quan phụ trách", "No office named as responsible")
CODE: Final = Text("Mã", "Code")
CRITERION: Final = Text("Tiêu chí", "Criterion")
INDICATORS: Final = Text("Chỉ tiêu", "Indicators")
ITEM: Final = Text("Nội dung", "Item")
WHAT_IS_OPEN: Final = Text("Còn gì", "What is open")
MEASURED_IN: Final = Text("Đơn vị tính", "Unit of measure")
ASKED: Final = Text("Yêu cầu", "Asked")
REQUIRED: Final = Text("Yêu cầu", "Required")
ACTUAL: Final = Text("Thực hiện", "Actual")
GAP: Final = Text("Chênh lệch", "Difference")
ASKED_AND_ACTUAL: Final = Text("Yêu cầu và thực hiện", "Asked and actual")
COUNT: Final = Text("Số lượng", "Number")
INSTRUMENT: Final = Text("Văn bản", "Instrument")
IN_FORCE: Final = Text("Hiệu lực từ", "In force from")
HOW_KNOWN: Final = Text("Nguồn các quy định", "How the rules are known")
SOURCE: Final = Text("Nguồn của quy định", "Source of the rule")
PUBLISHED: Final = Text("Đã công bố", "Published")
ALL: Final = Text("Tất cả", "All")
SUMMARY: Final = Text("Tổng hợp", "Summary")
NEAREST: Final = Text("Gần đủ điều kiện nhất", "Nearest to recognition")
TIMELINES: Final = Text("Quá trình công nhận", "Recognition over time")
NOTICES: Final = Text("Lưu ý trước khi dùng", "To note before use")
CHANGES: Final = Text("Thay đổi", "Changes")
SOURCES: Final = Text("Căn cứ và phiên bản", "Sources and versions")
ONLY_DATA: Final = Text("Chỉ cần bổ sung số liệu, xác nhận:", "To be supplied only:")
NOTHING_OPEN: Final = Text(
    "Không còn nội dung nào chưa đạt hoặc chưa xác định.", "Nothing is left to attain or to settle."
)
MAKER: Final = Text("NGƯỜI LẬP BIỂU", "PREPARED BY")
HEAD: Final = Text("THỦ TRƯỞNG ĐƠN VỊ", "HEAD OF THE OFFICE")
