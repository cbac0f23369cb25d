"""Words of the forms that offices fill in."""

from typing import Final

from ...model.text import Text

TITLE: Final = Text("PHIẾU NHẬP SỐ LIỆU: {kinds}", "FORM FOR FIGURES: {kinds}")
SUBTITLE: Final = Text("{titles}. Kỳ này: {day}", "{titles}. This period: {day}")
INSTRUCTIONS: Final = (
    Text(
        "Chỉ nhập vào ô màu vàng. Để trống nếu chưa có số liệu; số 0 là một số liệu.",
        "Fill in the yellow cells alone. Leave a cell blank where there is no figure yet; 0 is a figure.",
    ),
    Text(
        "Ô màu xám là kỳ trước, không sửa. Số liệu của ngày khác: sửa ngày số liệu.",
        "Grey cells are of the last period. Where figures are of another day, change the date.",
    ),
)
NUMBER: Final = Text("TT", "No")
CODE: Final = Text("Mã đơn vị", "Code")
UNIT: Final = Text("Tên đơn vị", "Name")
DAY: Final = Text("Ngày số liệu", "as_of")
REPORTER: Final = Text("Người báo cáo", "reported_by")
EVIDENCE: Final = Text("Minh chứng", "evidence")
ITEM: Final = Text("Nội dung", "measure_name")
EARLIER: Final = Text("kỳ trước", "last period")
EARLIER_ON: Final = Text("kỳ trước ({day})", "last period ({day})")
EARLIER_OF: Final = Text("kỳ trước {unit}", "last period {unit}")
SECTION: Final = Text("Mục {code}. {name}", "Section {code}. {name}")
SECTION_NAMED: Final = Text("Mục: {name}", "Section: {name}")
FURTHER: Final = Text("Mục khác. Số liệu dùng chung", "Section of further figures")
JUDGED: Final = Text("{name} (kết luận thẩm định)", "{name} (appraisal)")
JUDGED_WHOLE: Final = Text("{name} (kết luận thẩm định cả tiêu chí)", "{name} (appraisal of the whole criterion)")
ATTESTED_WHOLE: Final = Text(
    "Chỉ ghi khi cơ quan có thẩm quyền đã kết luận cả tiêu chí; để trống thì xét theo các chỉ tiêu.",
    "Only where the authority has appraised the whole criterion; left blank, its indicators decide.",
)
ATTESTED: Final = Text(
    "Tệp quy tắc chưa có nội dung hoặc mức quy định: ghi kết luận của cơ quan có thẩm quyền.",
    "The content or its bound is not in the rule files: state what the authority has found.",
)
DERIVED: Final = Text("tính được từ: {parts}; có thể để trống", "computed from: {parts}; may be left blank")
ASKED_BY: Final = Text("{code}: {asked}", "{code}: {asked}")
BETWEEN: Final = Text("số từ {low} đến {high}", "a number from {low} to {high}")
AT_LEAST: Final = Text("số từ {low} trở lên", "a number of at least {low}")
AT_MOST: Final = Text("số không quá {high}", "a number of at most {high}")
ANY_NUMBER: Final = Text("một số", "a number")
DATE: Final = Text("ngày/tháng/năm", "date")
DATE_BETWEEN: Final = Text("một ngày từ {low} đến {high}", "a date from {low} to {high}")
WHOLE: Final = Text("{what}, không có số lẻ", "{what}, whole")
DECIMALS: Final = Text("{what}, tối đa {count} chữ số thập phân", "{what}, decimals: at most {count}")
OR_NOT_APPLICABLE: Final = Text("{what}; hoặc “{word}”", "{what}; or “{word}”")
CHOICE: Final = Text("một mục trong danh sách: {words}", "one of the list: {words}")
ENTER: Final = Text("Nhập {what}.", "Enter {what}.")
WRONG: Final = Text("Ô này cần {what}.", "This cell needs {what}.")
WRONG_TITLE: Final = Text("Chưa đúng", "Not a value of it")
