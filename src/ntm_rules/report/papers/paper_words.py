"""Words of workbooks and papers: heads of tables, sentences of the memo, what stands above and below them."""

from typing import Final

from ...model.text import Text

# Sheets, by names that fit their tabs.
SUMMARY_TITLE: Final = Text("Tổng hợp kết quả đánh giá", "Summary of the results")
ATTAINMENT: Final = Text("Kết quả theo tiêu chí: {title}", "Attainment by criterion: {title}")
OPEN: Final = Text("Việc theo cơ quan", "Work by office")
OPEN_TITLE: Final = Text(
    "Nội dung chưa đạt, chưa xác định theo cơ quan phụ trách", "What is not attained or undetermined, by office"
)
FIGURES_TITLE: Final = Text("Yêu cầu (kế hoạch) và thực hiện: {title}", "Asked or planned, and actual: {title}")
NOTICES: Final = Text("Lưu ý", "Notices")
SOURCES: Final = Text("Căn cứ", "Sources")

# Heads of columns.
NUMBER: Final = Text("TT", "No.")
RULESET: Final = Text("Bộ tiêu chí, văn bản", "Ruleset, instrument")
COUNTED: Final = Text("Tính theo", "Counted")
WHOLE: Final = Text("Tổng số được xét", "Applicable")
CONCLUSION: Final = Text("Kết luận, ghi chú", "Conclusion, remarks")
ABOVE: Final = Text("Trực thuộc", "Part of")
SECTION: Final = Text("Mục", "Section")
TARGET: Final = Text("Chỉ tiêu", "Indicator")
COMPARED: Final = Text("So sánh", "Compared")
NOTICE: Final = Text("Lưu ý", "Notice")
AS_OF_DAY: Final = Text("Ngày", "As of")
OF_WHAT: Final = Text("Cụ thể", "In detail")
VERSION: Final = Text("Phiên bản", "Version")
CHANGE: Final = Text("Thay đổi", "Change")
STATE: Final = Text("Tình trạng công nhận", "Recognition")
DECIDED_BY: Final = Text("Quyết định", "Decision")
INDICATORS: Final = Text("Chỉ tiêu đạt", "Indicators attained")

# Around tables.
FORM: Final = Text("Biểu số {number}", "Form {number}")
COMMITTEE: Final = Text("UBND {unit}", "People's Committee, {unit}")
KEY: Final = Text("Ký hiệu: {signs}.", "Key: {signs}.")
OLD_MARK: Final = Text(
    "* dựa vào số liệu của năm trước, hoặc của ngày chưa có đơn vị",
    "* rests on figures of an earlier year, or of a day when there was no such unit",
)
PAGE: Final = Text("Trang &P/&N", "Page &P of &N")
MAKER_SIGNS: Final = Text("(Ký, họ tên)", "(Signature, name)")
HEAD_SIGNS: Final = Text("(Ký, đóng dấu, họ tên)", "(Signature, seal, name)")
UNITS_ATTAINING: Final = Text("Số đơn vị đạt", "Units attaining")

# The memo.
REPORT: Final = Text("BÁO CÁO", "REPORT")
RESULTS: Final = Text("1. Kết quả", "1. Results")
MISSING: Final = Text("2. Đơn vị chưa đủ điều kiện", "2. Units that do not qualify yet")
WORK: Final = Text("3. Việc cần làm theo cơ quan", "3. What to do, by office")
TO_NOTE: Final = Text("4. Lưu ý", "4. To note")
BASIS: Final = Text("5. Căn cứ", "5. Sources")
TILE: Final = Text("{counted}: {count}. {lines}", "{counted}: {count}. {lines}")
TITLE_OF: Final = Text("{title}: ", "{title}: ")
NOBODY: Final = Text(
    "Không có đơn vị nào chưa đủ điều kiện mà đã xác định được tiêu chí.",
    "No unit of which anything is determined falls short.",
)
SOURCE_LINE: Final = Text(
    "{title}: {instrument}, hiệu lực từ {day}; {known}.", "{title}: {instrument}, in force from {day}; {known}."
)
ATTAINED: Final = Text("Đạt", "Attained")
NEAREST_TITLE: Final = Text(
    "Đơn vị chưa đủ điều kiện, gần nhất xếp trước", "Units that do not qualify yet, the nearest first"
)
LEAST: Final = Text("Ít nhất phải làm", "The least to be done")
SUPPLIED: Final = Text("chỉ cần bổ sung", "to be supplied only")
LACKS: Final = Text("Tiêu chí chưa đạt, chưa xác định", "Criteria not attained or undetermined")
UNITS: Final = Text("Đơn vị", "Units")
MORE_ITEMS: Final = Text(
    "và {count} nội dung khác (xem biểu “Việc theo cơ quan” của tệp Excel)",
    "and {count} more (see the sheet “Work by office” of the workbook)",
)
MORE_UNITS: Final = Text(
    "và {count} đơn vị khác (xem biểu “Việc theo cơ quan” của tệp Excel)",
    "and {count} more (see the sheet “Work by office” of the workbook)",
)
TIMELINES_TOLD: Final = Text(
    "Quá trình công nhận của các đơn vị có quyết định:", "Recognition over time, of units that were decided on:"
)
MORE_TIMELINES: Final = Text(
    "và {count} đơn vị khác (xem biểu “Quá trình công nhận” của tệp Excel)",
    "and {count} more (see the sheet “Recognition over time” of the workbook)",
)
NATION: Final = Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM")
MOTTO: Final = Text("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness")
PAPER_NUMBER: Final = Text("Số:        /BC-", "No.:        /BC-")
DATED: Final = Text("{place}, ngày      tháng      năm {year}", "{place},                      {year}")
RECIPIENTS: Final = Text("Nơi nhận:", "Recipients:")
RECIPIENT_LINES: Final = (
    Text("- UBND cấp trên (báo cáo);", "- the higher People's Committee;"),
    Text("- Các cơ quan nêu trong báo cáo;", "- the offices named in the report;"),
    Text("- Lưu: VT.", "- files."),
)
NO_PLACE: Final = Text("……………", "……………")
