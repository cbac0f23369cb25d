"""Messages of the diagnostics about tables, figures, units, facts and dossiers (codes NTM5xx), in both languages.

Each wording is written here once; braces name the details of a diagnostic.
"""

from collections.abc import Iterable, Mapping

from ...model.place import Place
from ...model.problem import Diagnostic, Message, Severity
from ...model.problem import message as _say
from ...model.text import Text
from ...model.units.diagnostics import UNIT_WORDINGS
from ...program.messages import ADMISSION
from ...program.wording import worded

HINT = "{hint_vi}", "{hint_en}"
"""The help of a message that is worded where the mistake is found, such as by `hint`."""
FILES: Mapping[str, Message] = {
    "NTM501": _say(
        "không đọc được tệp {file}: {why}",
        "the file {file} cannot be read: {why_en}",
    ),
    "NTM502": _say(
        "tệp '{file}' nằm ngoài thư mục hồ sơ",
        "the file '{file}' lies outside the dossier's folder",
        "chỉ ghi tên tệp nằm trong thư mục hồ sơ, không dùng đường dẫn tuyệt đối, '..' hay liên kết ra ngoài",
        "name a file inside the folder: no absolute path, no '..', no link to the outside",
    ),
    "NTM503": _say(
        "tệp quá lớn: {size} byte, tối đa {most}",
        "the file is too large: {size} bytes, at most {most}",
        "chia thành nhiều tệp",
        "divide it into several files",
    ),
    "NTM504": _say(
        "không hỗ trợ loại tệp '{suffix}'",
        "'{suffix}' files are not supported",
        "lưu thành .xlsx (Excel) hoặc .csv (CSV UTF-8)",
        "save it as .xlsx (Excel workbook) or .csv (CSV UTF-8)",
    ),
    "NTM505": _say(
        "tệp không phải văn bản UTF-8 (byte 0x{byte:02X})",
        "the file is not UTF-8 text (byte 0x{byte:02X})",
        "trong Excel chọn Lưu thành → “CSV UTF-8 (Comma delimited)”; bảng mã cũ như TCVN3, VNI không được đọc",
        'in Excel choose Save As → "CSV UTF-8 (Comma delimited)"; old encodings such as TCVN3 and VNI are not read',
    ),
    "NTM506": _say(
        "không mở được bảng tính: {why}",
        "the workbook cannot be opened: {why_en}",
        "mở bằng Excel và lưu lại thành .xlsx, không đặt mật khẩu",
        "open it in Excel and save it again as .xlsx, without a password",
    ),
    "NTM507": _say(
        "bảng có quá nhiều {what}: tối đa {most}",
        "the table has too many {what_en}: at most {most}",
        "chia thành nhiều tệp; nếu các ô thừa là ô trống có định dạng, xóa chúng",
        "divide it into several files; if the excess is formatted empty cells, delete them",
    ),
    "NTM508": _say(
        "không tìm thấy dòng tiêu đề; cần có cột {needed}",
        "no header row was found; it must have the columns {needed}",
        *HINT,
    ),
    "NTM509": _say(
        "trang tính '{sheet}' đang ẩn nên không được đọc",
        "the sheet '{sheet}' is hidden and was not read",
        "bỏ ẩn nếu cần đọc, xóa nếu không",
        "unhide it to have it read, or delete it",
        severity=Severity.WARNING,
    ),
    "NTM511": _say(
        "trang tính '{sheet}' là trang hướng dẫn hoặc ghi chú, không được đọc",
        "the sheet '{sheet}' holds instructions or notes and was not read",
        severity=Severity.NOTE,
    ),
    "NTM512": _say(
        "ô chứa công thức chưa được tính: {formula}",
        "the cell holds a formula that was never calculated: {formula}",
        "mở tệp bằng Excel, lưu lại, rồi đọc lại",
        "open the file in Excel, save it, and read it again",
    ),
    "NTM513": _say(
        "ô báo lỗi {text}",
        "the cell shows the error {text}",
        "sửa công thức, hoặc ghi “chưa có số liệu”",
        'mend the formula, or write "not reported"',
    ),
    "NTM514": _say(
        "dòng có {found} ô, dòng tiêu đề có {expected}",
        "cells in the row: {found}; in the header: {expected}",
        "số thập phân có dấu phẩy và văn bản có dấu ngăn cách phải để trong dấu ngoặc kép",
        "a decimal comma, or text with the separator in it, must stand in double quotes",
    ),
    "NTM515": _say(
        "cột '{name}' xuất hiện hai lần",
        "the column '{name}' appears twice",
        "xóa hoặc đổi tên một trong hai",
        "remove or rename one of the two",
    ),
    "NTM516": _say(
        "không nhận ra cột '{name}'",
        "unknown column '{name}'",
        *HINT,
    ),
    "NTM517": _say(
        "thiếu cột '{name}'",
        "the column '{name}' is missing",
        "thêm cột {name} vào dòng tiêu đề",
        "add the column {name} to the header row",
    ),
    "NTM518": _say(
        "ô có nội dung '{text}' nhưng cột không có tiêu đề",
        "the cell holds '{text}', but its column has no header",
        *HINT,
    ),
    "NTM519": _say(
        "dấu ngoặc kép sai: {why}",
        "misplaced double quote: {why_en}",
        'trong ô có ngoặc kép, mỗi dấu " bên trong viết thành ""',
        'in a quoted cell every " inside is written ""',
    ),
    "NTM520": _say(
        "bỏ qua {count} dòng phía trên dòng tiêu đề: {rows}",
        "rows above the header, skipped (taken as a title): {rows} ({count} in all)",
        severity=Severity.NOTE,
    ),
    "NTM526": _say(
        "phía trên bảng ghi đơn vị tính '{text}', nhưng {measure} tính bằng {measured_in}",
        "above the table it says that figures are in '{text}', but {measure} is in {measured_in}",
        "ghi số liệu theo đơn vị tính của chỉ số rồi sửa dòng này, hoặc ghi đơn vị tính trong ngoặc ở tiêu đề từng cột",
        "give the figures in the measure's unit and mend this row, or write the unit in brackets in each column's heading",
    ),
    "NTM527": _say(
        "phía trên bảng ghi '{text}' ({stated}), nhưng bảng được coi là số liệu của ngày {day}",
        "above the table it says '{text}' ({stated}), but its figures are taken to be of {day}",
        "nếu đó là ngày của số liệu, ghi trong dossier.yaml, ở tệp này: as_of: {stated}, hoặc thêm cột ngày (as_of)",
        "if the figures are of that day, write in dossier.yaml, for this file: as_of: {stated}, or add a column as_of",
        severity=Severity.WARNING,
    ),
    "NTM528": _say(
        "dòng bị bỏ qua phía trên dòng tiêu đề có con số: {cells}",
        "rows skipped above the header hold figures: {cells}",
        "nếu đó là một bảng khác, ghi thêm một mục cho cùng tệp trong dossier.yaml, với first_row: và last_row:",
        "if that is another table, add an entry for the same file to dossier.yaml, with first_row: and last_row:",
        severity=Severity.WARNING,
    ),
    "NTM529": _say(
        "bỏ qua {count} cột theo dossier.yaml: {columns}",
        "columns skipped, as dossier.yaml says: {columns} ({count} in all)",
        severity=Severity.NOTE,
    ),
    "NTM521": _say(
        "tệp trống",
        "the file is empty",
    ),
    "NTM522": _say(
        "không rõ dấu ngăn cách các cột: dòng tiêu đề đọc được với nhiều dấu khác nhau",
        "it is not clear what separates the columns: the header can be read with more than one separator",
        "chỉ dùng một trong ba dấu: phẩy, chấm phẩy hoặc tab",
        "use one of comma, semicolon and tab, and only that one",
    ),
    "NTM523": _say(
        "ký tự điều khiển U+{codepoint:04X} không được có trong bảng",
        "the control character U+{codepoint:04X} has no place in a table",
    ),
    "NTM524": _say(
        "ô quá dài: {size} ký tự, tối đa {most}",
        "the cell is too long: {size} characters, at most {most}",
    ),
}

SHEETS: Mapping[str, Message] = {
    "NTM660": _say(
        "tệp {file} thực ra là {kind}",
        "the file {file} is really {kind_en}",
        "mở tệp, lưu lại (Lưu thành, Save As) thành .xlsx (Excel) hoặc .csv (CSV UTF-8); không chỉ đổi đuôi tên tệp",
        "open it and save it (Save As) as .xlsx (Excel workbook) or .csv (CSV UTF-8); its ending must say what it is",
    ),
    "NTM661": _say(
        "{ranges}: một ô gộp (merge) đứng cho nhiều dòng của cột '{column}'",
        "{ranges}: one merged cell stands for several rows of the column '{column}'",
        "bỏ gộp ô và ghi con số của từng dòng: không rõ đó là số của mỗi dòng hay số chung",
        "unmerge it and write the figure in each row: it may be the figure of each, or one for all together",
    ),
    "NTM662": _say(
        "ô gộp (merge) {ranges} của cột '{column}' được đọc là nội dung của từng dòng trong đó",
        "the merged cells {ranges} of the column '{column}' were read as the content of each of their rows",
    ),
    "NTM663": _say(
        "{ranges}: một ô gộp (merge) đứng cho nhiều cột, trong đó có '{column}'",
        "{ranges}: one merged cell stands for several columns, '{column}' among them",
        "bỏ gộp ô và ghi nội dung của từng cột",
        "unmerge it and write what belongs in each column",
    ),
    "NTM664": _say(
        "{ranges}: ô gộp (merge) từ dòng tiêu đề xuống đến các dòng số liệu của cột '{column}'",
        "{ranges}: a merged cell reaches from the header into the rows below it, in the column '{column}'",
        "nếu tiêu đề có {rows} dòng, ghi trong dossier.yaml, ở tệp này: header_rows: {rows}; nếu không, bỏ gộp ô",
        "if the header takes {rows} rows, write in dossier.yaml, for this file: header_rows: {rows}; if not, unmerge it",
    ),
    "NTM665": _say(
        "ô có nội dung bị ô gộp (merge) che khuất: {cells}",
        "cells hold something that the merged cell over them hides: {cells}",
        "bỏ gộp ô, xóa nội dung thừa hoặc ghi rõ từng ô",
        "unmerge the range; delete what is left over, or write out each cell",
    ),
    "NTM666": _say(
        "{what} đang ẩn nhưng vẫn được đọc",
        "hidden, and read all the same: {what_en}",
        "bỏ ẩn để thấy những gì được tính, hoặc xóa nếu không dùng",
        "unhide them to see what counts, or delete them",
        severity=Severity.WARNING,
    ),
    "NTM667": _say(
        "sai thứ tự trong tệp: {why}",
        "out of place in the file: {why_en}",
        "mở bằng Excel và lưu lại thành .xlsx",
        "open it in Excel and save it again as .xlsx",
    ),
    "NTM668": _say(
        "ô chứa {text} nhưng định dạng '{format}' hiển thị khác đi",
        "the cell holds {text}, but its number format '{format}' shows something else",
        "đổi định dạng của ô sang Chung (General), nếu là ngày thì dd/mm/yyyy, và kiểm tra lại giá trị",
        "give the cell the format General, or for a date dd/mm/yyyy, and check its value",
    ),
    "NTM669": _say(
        "trang tính có nội dung không được đọc: {what}",
        "the sheet holds something that was not read: {what_en}",
        "nếu trong đó có số liệu, ghi vào ô",
        "if there are figures in it, write them into cells",
        severity=Severity.NOTE,
    ),
    "NTM670": _say(
        "các số của {measure} (tính bằng %) đều từ 0 đến 1: {count} ô ({cells})",
        "all figures of {measure}, which is in %, lie between 0 and 1: {cells} ({count} in all)",
        "nếu 0,15 nghĩa là 15%, ghi 15 hoặc định dạng ô là phần trăm",
        "if 0.15 means 15%, write 15, or format the cells as percentages",
        severity=Severity.WARNING,
    ),
    "NTM671": _say(
        "trong các số của {measure} có {formatted} ô định dạng phần trăm ({formatted_cells}) và {plain} ô không ({cells})",
        "some figures of {measure} are formatted as percentages ({formatted}: {formatted_cells}), "
        "others are not ({plain}: {cells})",
        "kiểm tra: ô không định dạng phần trăm chứa 85 thì đọc là 85%, chứa 0,85 thì đọc là 0,85%",
        "check them: in a cell not so formatted 85 is read as 85%, and 0.85 as 0.85%",
        severity=Severity.WARNING,
    ),
    "NTM672": _say(
        "ô chứa số {number}, nhưng có định dạng ngày nên hiển thị là {day}",
        "the cell holds the number {number}, which its date format shows as {day}",
        "nếu là năm {number}, đổi định dạng của ô sang Chung (General); nếu đúng là ngày {day}, nhập lại dạng văn bản (Text)",
        "for the year {number}, give the cell the format General; if the day {day} is meant, type it again as Text",
    ),
    "NTM673": _say(
        "các ô hiển thị dấu gạch (-) trong cột '{column}' chứa số 0 và được đọc là 0: {count} ô ({cells})",
        "cells that show a dash in the column '{column}' hold 0 and are read as 0: {count} ({cells})",
        "nếu chưa có số liệu, xóa số 0 hoặc ghi “chưa có số liệu”",
        'where there is no figure, clear the cell or write "not reported"',
        severity=Severity.NOTE,
    ),
    "NTM674": _say(
        "mã '{text}' không có vào ngày {day}; mã này được dùng cho: {codes}",
        "the code '{text}' does not exist on {day}; it is used for: {codes}",
        "kiểm tra ngày của số liệu, hoặc đơn vị",
        "check the date, or whether another unit is meant",
    ),
    "NTM675": _say(
        "ô bị hỏng: {why}",
        "the cell is damaged: {why_en}",
        "mở bằng Excel, sửa ô và lưu lại",
        "open the file in Excel, mend the cell and save it again",
    ),
    "NTM676": _say(
        "bảng tính lưu theo dạng Strict Open XML không được đọc",
        "workbooks in the Strict Open XML format are not read",
        "trong Excel chọn Lưu thành → “Excel Workbook (*.xlsx)”",
        'in Excel choose Save As → "Excel Workbook (*.xlsx)"',
    ),
    "NTM677": _say(
        "trang '{sheet}' không có ô nào để đọc (biểu đồ, hộp thoại hoặc thiếu nội dung)",
        "the sheet '{sheet}' has no cells to read (a chart, a dialogue, or missing)",
        severity=Severity.WARNING,
    ),
    "NTM678": _say(
        "dòng chữ '{text}' nằm trong ô gộp qua nhiều cột, được coi là đề mục hoặc chữ ký và bỏ qua",
        "'{text}' in a cell merged across columns was taken for a heading or signature and skipped",
        severity=Severity.WARNING,
    ),
}

VALUES: Mapping[str, Message] = {
    "NTM525": _say(
        "'{text}' không phải là một con số mà là một khoảng hoặc một giới hạn",
        "'{text}' is not one figure but a range or a bound",
        "ghi đúng con số đã đo được; nếu chưa có, ghi “chưa có số liệu”",
        'write the one figure that was observed; without one, write "not reported"',
    ),
    "NTM530": _say(
        "'{text}' không phải là số (có ký tự '{character}')",
        "'{text}' is not a figure (it contains '{character}')",
        "chỉ ghi con số (đơn vị tính: {measured_in}); nếu không có số, ghi “chưa có số liệu” hoặc “không áp dụng”",
        'write the figure alone (unit: {measured_in}); without one, write "not reported" or "not applicable"',
    ),
    "NTM531": _say(
        "'{text}' có hai cách đọc: số nguyên {whole}, hoặc số thập phân {left},{right}",
        "'{text}' can be read two ways: the whole number {whole}, or the decimal {left}.{right}",
        "viết {whole} nếu là số nguyên; hoặc khai báo cách viết số trong dossier.yaml: "
        "`numbers: {whole_convention}` đọc là {whole}, `numbers: {point_convention}` đọc là {left},{right}",
        "write {whole} for the whole number; or declare in dossier.yaml how figures are written: "
        "`numbers: {whole_convention}` reads {whole}, `numbers: {point_convention}` reads {left}.{right}",
    ),
    "NTM532": _say(
        "'{text}' có dấu phần trăm, nhưng chỉ số này tính bằng {measured_in}",
        "'{text}' has a percent sign, but the measure is in {measured_in}",
        "ghi con số theo đơn vị tính của chỉ số",
        "write the figure in the measure's own unit",
    ),
    "NTM533": _say(
        "'{text}' có chữ số không phải 0–9: '{character}'",
        "'{text}' has a digit that is not 0–9: '{character}'",
        "chỉ dùng các chữ số 0–9",
        "use the digits 0–9 only",
    ),
    "NTM534": _say(
        "'{text}' viết theo dạng lũy thừa",
        "'{text}' is written with an exponent",
        "viết đủ các chữ số",
        "write out all the digits",
    ),
    "NTM536": _say(
        "'{text}' không đúng cách viết số kiểu Việt Nam đã khai báo (numbers: vi)",
        "'{text}' is not a figure in the declared Vietnamese notation (numbers: vi)",
        "dấu phẩy ngăn phần thập phân, dấu chấm ngăn từng nhóm ba chữ số: 1.234,5",
        "a comma before the decimals, dots between groups of three digits: 1.234,5",
    ),
    "NTM537": _say(
        "'{text}' không đúng cách viết số kiểu Anh đã khai báo (numbers: en)",
        "'{text}' is not a figure in the declared English notation (numbers: en)",
        "dấu chấm ngăn phần thập phân, dấu phẩy ngăn từng nhóm ba chữ số: 1,234.5",
        "a point before the decimals, commas between groups of three digits: 1,234.5",
    ),
    "NTM538": _say(
        "'{text}' không phải là số viết kiểu Việt Nam (1.234,5) hay kiểu Anh (1,234.5)",
        "'{text}' is not a figure in Vietnamese (1.234,5) or English (1,234.5) notation",
        "viết như 97,2 hoặc 1234567 hoặc 1.234.567",
        "write it as 97.2 or 1234567 or 1,234,567",
    ),
    "NTM539": _say(
        "'{text}' có quá nhiều chữ số",
        "'{text}' has too many digits",
    ),
    "NTM542": _say(
        "ô là ngày {text}, không phải con số",
        "the cell is the date {text}, not a figure",
        "Excel đã đổi con số thành ngày: định dạng ô là Văn bản (Text) rồi nhập lại",
        "Excel has turned the figure into a date: format the cell as Text and type it again",
    ),
    "NTM543": _say(
        "ô có định dạng phần trăm, nhưng chỉ số {measure} tính bằng {measured_in}",
        "the cell is formatted as a percentage, but the measure {measure} is in {measured_in}",
        "đổi định dạng của ô sang Số (Number) và kiểm tra lại giá trị",
        "format the cell as a Number and check its value",
    ),
    "NTM546": _say(
        "'{text}' không phải là ngày",
        "'{text}' is not a date",
        *HINT,
    ),
    "NTM547": _say(
        "'{text}' có thể là hai ngày khác nhau trong tệp khai báo numbers: en",
        "'{text}' can be two different days in files declared as numbers: en",
        "viết theo dạng năm-tháng-ngày: 2024-06-30",
        "write year-month-day: 2024-06-30",
    ),
    "NTM548": _say(
        "không có ngày {text}",
        "there is no day {text}",
        "ngày/tháng/năm; tháng 1–12, quý I–IV, năm từ 1900 đến 2199",
        "day/month/year; months 1 to 12, quarters I to IV, the year from 1900 to 2199",
    ),
}

UNITS: Mapping[str, Message] = {
    "NTM554": _say(
        "thiếu giá trị ở cột {column}",
        "there is no value in the column {column}",
        "mỗi dòng phải có giá trị ở cột này",
        "every row must have one",
    ),
    "NTM557": _say(
        "đơn vị mới sau sắp xếp '{text}' {why}",
        "the successor '{text}' {why_en}",
        *HINT,
        severity=Severity.WARNING,
    ),
    "NTM592": _say(
        "hai dòng của mã '{code}' cùng có hiệu lực từ {start} đến {end}",
        "two rows of the code '{code}' hold at once, from {start} to {end}",
        "ghi tồn tại từ, tồn tại đến sao cho không trùng nhau; ngày cuối tính cả ngày đó",
        "give exists_from and exists_until so that they do not overlap; the last day is included",
    ),
    "NTM593": _say(
        "'{text}' không thuộc '{parent}': {units}",
        "'{text}' is not below '{parent}': {units}",
        "kiểm tra tên đơn vị và đơn vị cấp trên, hoặc ghi mã đơn vị",
        "check the unit and the one above it, or write the unit's code",
    ),
    "NTM594": _say(
        "{what} '{text}' có chữ thứ {number} là '{letter}' ({codepoint}), không phải chữ cái Latinh",
        "the {what_en} '{text}' has '{letter}' ({codepoint}) as letter {number}, which is not a Latin letter",
        "gõ lại chữ đó: nó trông giống chữ Latinh nhưng tạo thành một từ khác",
        "type that letter again: it looks like a Latin one but makes another word",
    ),
    "NTM595": _say(
        "thiếu loại đơn vị; tên '{name}' bắt đầu bằng '{word}'",
        "the kind is missing; the name '{name}' begins with '{word}'",
        "nếu đúng, ghi {kind} vào cột kind (loại đơn vị)",
        "if that is its kind, write {kind} in the column kind",
    ),
    "NTM596": _say(
        "mã '{text}' được ghi dưới dạng {what}: {why}",
        "the code '{text}' is kept as {what_en}: {why_en}",
        "định dạng cột mã là Văn bản (Text) rồi nhập lại mã, đủ các số 0 ở đầu",
        "format the column of codes as Text and type the code again, with its leading zeros",
    ),
    "NTM597": _say(
        "mã '{code}' có {attribute} là '{first}' ở dòng trước và '{second}' ở dòng này",
        "the code '{code}' has the {attribute} '{first}' in an earlier row and '{second}' in this one",
        "thuộc tính áp dụng cho mọi ngày: ghi một giá trị, hoặc một tên khác nếu đó là đơn vị khác",
        "an attribute holds for all days: give one value, or another name if it is another unit",
    ),
}

OF_UNITS: frozenset[str] = frozenset({*UNITS, *UNIT_WORDINGS, "NTM550", "NTM555", "NTM623", "NTM689"}) - {
    "NTM560",
    "NTM593",
}
"""Codes of mistakes in units; the two left out are also of facts that name unknown units or units below others."""

FACTS: Mapping[str, Message] = {
    "NTM561": _say(
        "có nhiều đơn vị tên '{text}': {codes}",
        "several units are called '{text}': {codes}",
        "ghi mã đơn vị, hoặc ghi tên kèm đơn vị cấp trên ({example}), hoặc thêm cột parent (trực thuộc) vào bảng",
        "write the unit's code, or both names ({example}), or give the table a column parent (the unit above)",
    ),
    "NTM563": _say(
        "có nhiều chỉ số tên '{text}': {ids}",
        "several measures are called '{text}': {ids}",
        "ghi mã chỉ số",
        "write the measure's id",
    ),
    "NTM564": _say(
        "'{text}' không phải là khóa tiêu chí",
        "'{text}' is not a rule key",
        "viết bộ-tiêu-chí#mã, ví dụ vn/civilised-township#3.3",
        "write ruleset#code, such as vn/civilised-township#3.3",
    ),
    "NTM567": _say(
        "không có chỉ số '{text}', và hồ sơ chưa ghi bộ tiêu chí áp dụng cho loại '{kind}'",
        "there is no measure '{text}', and the dossier assigns no ruleset to the kind '{kind}'",
        *HINT,
    ),
    "NTM569": _say(
        "mã {text} phải là văn bản, không phải số hay ngày: Excel không phân biệt 3.1 với 3.10",
        "the code {text} must be text, not a number or a date: Excel cannot tell 3.1 from 3.10",
        "định dạng ô là Văn bản (Text) rồi nhập lại mã",
        "format the cell as Text and type the code again",
    ),
    "NTM570": _say(
        "{rule} chỉ nhận kết quả đánh giá (Đạt, Chưa đạt, Cơ bản đạt, Không áp dụng), không nhận '{text}'",
        "{rule} takes a judgement only (met, not met, basically met, not applicable), not '{text}'",
        "{near_vi}ghi một trong các từ đó; hoặc ghi từng số liệu dưới tên chỉ số",
        "{near_en}write one of these; or report each figure under the name of its measure",
    ),
    "NTM571": _say(
        "'{text}' dưới mã {rule} có thể là kết quả đánh giá hoặc câu trả lời cho chỉ số",
        "'{text}' under {rule} can be a judgement on the rule or an answer about the measure",
        "ghi Đạt hoặc Chưa đạt để đánh giá; hoặc ghi tên chỉ số{measure_help} thay cho mã",
        "write met or not met for the judgement; or name the measure{measure_help} instead of the code",
    ),
    "NTM572": _say(
        "không hiểu loại số liệu '{text}'",
        "unknown kind of record '{text}'",
        "các loại: figure (số liệu), attestation (xác nhận), published (công bố)",
        "one of: figure, attestation, published",
    ),
    "NTM573": _say(
        "'{text}' là {what}, nên dòng này không thể là {record}",
        "'{text}' is {what_en}, so this row cannot be recorded as {record}",
        *HINT,
    ),
    "NTM574": _say(
        "mã '{code}' và tên '{text}' không cùng một đơn vị ('{code}' là '{name}')",
        "the code '{code}' and the name '{text}' are not the same unit ('{code}' is '{name}')",
    ),
    "NTM575": _say(
        "đơn vị '{unit}' không tồn tại vào ngày {day}",
        "the unit '{unit}' does not exist on {day}",
        "kiểm tra ngày, hoặc đơn vị; nếu giữ nguyên, dòng này vẫn được dùng và kết quả có lưu ý",
        "check the date, or whether another unit is meant; as it stands it is used, and what rests on it has a notice",
        severity=Severity.WARNING,
    ),
    "NTM577": _say(
        "tệp không có cột ngày (as_of): coi là số liệu của ngày hồ sơ, {day}",
        "the table has no as_of column: its figures are taken to be of the dossier's date, {day}",
        severity=Severity.NOTE,
    ),
    "NTM578": _say(
        "hai cột cùng nói về '{name}'",
        "two columns are about '{name}'",
        "giữ một cột",
        "keep one of them",
    ),
    "NTM579": _say(
        "ngày ghi nhận {recorded} trước ngày của số liệu hoặc quyết định ({day})",
        "recorded on {recorded}, but about a later day, {day}",
        severity=Severity.WARNING,
    ),
    "NTM679": _say(
        "ngày ghi nhận {recorded} còn xa trong tương lai",
        "recorded on {recorded}, which lies far in the future",
        "kiểm tra năm",
        "check the year",
        severity=Severity.WARNING,
    ),
}

DOSSIERS: Mapping[str, Message] = {
    "NTM853": _say(
        "'{text}' không phải là một quyết định; các quyết định: đề nghị, công nhận, không công nhận, thu hồi, hoặc trạng "
        "thái mà bộ tiêu chí khai ở statuses ({allowed})",
        "'{text}' is not a decision of a council; decisions: {allowed}",
        "{near_vi}ghi một trong các từ đó",
        "{near_en}write one of these",
    ),
    "NTM854": _say(
        "không có bộ tiêu chí '{text}' cho {unit}",
        "there is no ruleset '{text}' for {unit}",
        *HINT,
    ),
    "NTM855": _say(
        "bộ tiêu chí {ruleset} ngày {day} không có gì để ghi '{text}': không có recognition, hoặc không có trạng thái proposed",
        "the ruleset {ruleset} of {day} has nothing to record '{text}' by: no recognition, or no status proposed",
    ),
    "NTM580": _say(
        "thư mục hồ sơ {folder} không có tệp dossier.yaml",
        "the dossier folder {folder} has no dossier.yaml",
        "tạo tệp dossier.yaml có hai dòng, ví dụ:\n  as_of: 2024-12-31\n  rulesets: {{commune: vn/commune-ntm}}",
        "make a file dossier.yaml of two lines, such as:\n  as_of: 2024-12-31\n  rulesets: {{commune: vn/commune-ntm}}",
    ),
    "NTM581": _say(
        "dòng {row} bị bỏ qua theo {setting}, nhưng '{text}' gần giống đơn vị {near}",
        "row {row} was skipped by {setting}, but '{text}' is nearly the unit {near}",
        "sửa tên đơn vị; nếu đúng là dòng cần bỏ qua, ghi số dòng: skip_rows: [{row}]",
        "mend the unit's name; if the row is to be skipped, name its number: skip_rows: [{row}]",
        severity=Severity.WARNING,
    ),
    "NTM582": _say(
        "không hiểu khóa '{name}'",
        "unknown key '{name}'",
        *HINT,
    ),
    "NTM583": _say(
        "thiếu khóa '{name}'",
        "the key '{name}' is missing",
        "thêm {example}",
        "add {example}",
    ),
    "NTM584": _say(
        "{name} phải là {expected}",
        "{name} must be {expected_en}",
    ),
    "NTM585": _say(
        "bộ tiêu chí {ruleset} áp dụng cho loại '{applies_to}', không phải '{kind}'",
        "the ruleset {ruleset} applies to units of the kind '{applies_to}', not '{kind}'",
    ),
    "NTM654": _say(
        "không có thư mục quy tắc '{folder}'",
        "there is no folder of rule files '{folder}'",
        *HINT,
    ),
    "NTM655": _say(
        "các bộ tiêu chí ở '{folder}' không có trong thư viện đang dùng",
        "the rulesets in '{folder}' are not in the library that is used",
        "thư mục phải có tệp bộ tiêu chí; trong Python: load_library(over=dossier_rulesets(hồ sơ))",
        "the folder must have files of rulesets; in Python: load_library(over=dossier_rulesets(dossier))",
    ),
    "NTM656": _say(
        "bộ tiêu chí {ruleset} không có quy tắc '{rule}'",
        "the ruleset {ruleset} has no rule '{rule}'",
        *HINT,
    ),
    "NTM657": _say(
        "bộ tiêu chí đã ghi cơ quan phụ trách của {name} ({offices}), nên dòng này không được dùng",
        "the ruleset itself names the office responsible for {name} ({offices}), so this line is not used",
        "bỏ dòng này; cơ quan trong hồ sơ chỉ bổ sung nơi bộ tiêu chí chưa ghi",
        "take it out; a dossier names offices only where its rulesets do not",
        severity=Severity.WARNING,
    ),
    "NTM586": _say(
        "bộ tiêu chí {ruleset} không có phiên bản nào có hiệu lực ngày {day}; các phiên bản: {versions}",
        "no version of {ruleset} is in force on {day}; versions: {versions_en}",
    ),
    "NTM587": _say(
        "hồ sơ không có tệp số liệu nào (facts*.csv, facts*.xlsx, facts*.tsv, facts*.txt, facts*.xlsm)",
        "the dossier has no facts file (facts*.csv, facts*.xlsx, facts*.tsv, facts*.txt, facts*.xlsm)",
        severity=Severity.WARNING,
    ),
    "NTM588": _say(
        "cột '{text}' bị bỏ qua theo {setting}, nên không có số liệu nào của cột này được đọc",
        "the column '{text}' was skipped by {setting}, so that nothing in it is read",
        "nếu cần đọc, bỏ tên cột khỏi skip_columns trong dossier.yaml",
        "if it is to be read, take it out of skip_columns in dossier.yaml",
        severity=Severity.WARNING,
    ),
    "NTM589": _say(
        "không có đơn vị nào thuộc loại '{kind}'",
        "no unit is of the kind '{kind}'",
        *HINT,
        severity=Severity.WARNING,
    ),
    "NTM590": _say(
        "bản ghi quyết định không đọc được: {why}",
        "the record of a decision cannot be read: {why_en}",
    ),
    "NTM720": _say(
        "dữ liệu này không phải là '{form}': {why}",
        "this is not a '{form}': {why_en}",
        "so với ntm.schema('{form}')",
        "compare it with ntm.schema('{form}')",
    ),
    "NTM721": _say(
        "không đọc lại được loại '{form}'; các loại đọc được: {known}",
        "values of the kind '{form}' cannot be read back; kinds that can: {known}",
    ),
    "NTM591": _say(
        "còn ít nhất {count} lỗi, cảnh báo khác chưa liệt kê",
        "errors and warnings that are not listed: at least {count}",
    ),
    "NTM598": _say(
        "đọc các tệp tốn nhiều công hơn mức dành cho một hồ sơ",
        "reading the files takes more work than is spent on a dossier",
        "xóa các dòng, cột và ô thừa; nếu hồ sơ lớn thật, thêm --large vào lệnh (trong Python: limits=FileLimits(work=...)), "
        "hoặc dùng ntm-rules assess-frame",
        "delete rows, columns and cells in excess; where the dossier really is large, add --large to the command (in Python: "
        "limits=FileLimits(work=...)), or use ntm-rules assess-frame",
    ),
}

THOUSANDS_ELSEWHERE = Text(
    "nếu dấu “{separator}” ngăn hàng nghìn, viết {whole}", "if the '{separator}' groups thousands, write {whole}"
)
"""Help for a figure that reads as another number in the other notation."""
SHORTER = Text("nếu là số thập phân, viết {shorter}", "if it is a decimal, write {shorter}")
"""Help for a figure with zeros at the end of its decimals."""
WHOLE_ALONE = Text(
    "viết {whole}: chỉ số {measure} không có ba chữ số thập phân",
    "write {whole}: the measure {measure} has no three decimals",
)
"""Help for a figure with two readings of which the decimal one is too fine for the measure."""
POINT_ALONE = Text(
    "{whole} nằm ngoài khoảng của chỉ số {measure}: khai báo `numbers: {convention}` trong dossier.yaml, đọc là {left},{right}",
    "{whole} is outside the bounds of {measure}: declare `numbers: {convention}` in dossier.yaml, which reads {left}.{right}",
)
"""Help for a figure with two readings of which the whole number lies outside the bounds of the measure."""
NO_READING = Text(
    "cả hai cách đọc đều không hợp với chỉ số {measure}: kiểm tra con số",
    "neither reading fits the measure {measure}: check the figure",
)
"""Help for a figure of whose two readings the measure takes neither."""

FORMS: Mapping[str, Message] = {
    "NTM680": _say(
        "dòng ngay {where} dòng tiêu đề có tên cột ({text}): tiêu đề có nhiều dòng",
        "the row {where_en} the header has headings too ({text}): the header takes several rows",
        "ghi trong dossier.yaml, ở tệp này: header_rows: 2",
        "write in dossier.yaml, for this file: header_rows: 2",
    ),
    "NTM681": _say(
        "'{text}' không phải là đơn vị hay chỉ tiêu; dòng này giống {what}",
        "'{text}' names no unit or measure; the row looks like {what_en}",
        "nếu cần bỏ qua, ghi trong dossier.yaml, ở tệp này: {setting}",
        "to skip it, write in dossier.yaml, for this file: {setting}",
    ),
    "NTM682": _say(
        "bỏ qua {count} dòng theo dossier.yaml: {rows}",
        "rows skipped, as dossier.yaml says: {rows} ({count} in all)",
        severity=Severity.NOTE,
    ),
    "NTM683": _say(
        "dòng {row} bị bỏ qua theo {setting} lại có '{text}'",
        "row {row}, skipped by {setting}, names '{text}'",
        *HINT,
    ),
    "NTM684": _say(
        "{setting}: {why}",
        "{setting}: {why_en}",
        *HINT,
    ),
    "NTM685": _say(
        "trang tính '{sheet}' không có trong sheets: của dossier.yaml nên không được đọc",
        "the sheet '{sheet}' is not among sheets: in dossier.yaml, and was not read",
        severity=Severity.NOTE,
    ),
    "NTM686": _say(
        "dòng tiêu đề được lặp lại; đọc tiếp như cũ",
        "the header is repeated here; reading goes on under it",
        severity=Severity.NOTE,
    ),
    "NTM687": _say(
        "có một dòng tiêu đề khác bên dưới bảng; các dòng từ đây không được đọc",
        "another header, with other columns, stands below the table; the rows from here on are not read",
        "tách thành hai tệp hoặc hai trang tính",
        "divide the table into two files or two sheets",
    ),
    "NTM688": _say(
        "không có số liệu: {why}",
        "there is nothing to read: {why_en}",
        severity=Severity.WARNING,
    ),
    "NTM599": _say(
        "tệp văn bản này không có bảng nào nên không được đọc",
        "this text file holds no table, and was not read",
        "nếu là ghi chú, chuyển đi nơi khác hoặc đổi tên; nếu là số liệu, ghi thành bảng có dòng tiêu đề",
        "if it is a note, keep it elsewhere or rename it; if it is data, write a table with a header row",
        severity=Severity.WARNING,
    ),
    "NTM690": _say(
        "{count} tệp trong thư mục hồ sơ không được đọc: {files}",
        "not read in the dossier's folder: {files} ({count} in all)",
        *HINT,
        severity=Severity.WARNING,
    ),
    "NTM691": _say(
        "{file} được liệt kê hai lần: {why}",
        "{file} is listed twice: {why_en}",
        *HINT,
    ),
    "NTM692": _say(
        "không biết trang này của đơn vị nào: {why}",
        "it is not known whose sheet this is: {why_en}",
        *HINT,
    ),
    "NTM693": _say(
        "{count} số liệu hoặc xác nhận được ghi hai lần, giống hệt nhau; đầu tiên: {what}",
        "statements written twice, word for word: {count}; the first: {what_en}",
        severity=Severity.NOTE,
    ),
    "NTM694": _say(
        "{unit}, {subject}, {day}: cùng một nguồn ghi cả {value} và {other}",
        "{unit}, {subject}, {day}: the same source says both {value_en} and {other_en}",
        "giữ giá trị đúng, hoặc ghi ngày ghi nhận (recorded) để giá trị sau thay giá trị trước",
        "keep the right one, or say when each was recorded: the later one then replaces the earlier",
        severity=Severity.WARNING,
    ),
    "NTM695": _say(
        "{count} số liệu hoặc xác nhận có ngày sau ngày đánh giá {day} nên chưa được dùng; ngày muộn nhất: {latest}",
        "statements dated after the assessment date {day}, which are not used: {count}; the latest day: {latest}",
        "kiểm tra ngày (as_of) của số liệu hoặc của hồ sơ",
        "check the dates (as_of) of the figures, or of the dossier",
        severity=Severity.WARNING,
    ),
    "NTM696": _say(
        "{count} số liệu hoặc xác nhận chỉ được biết sau ngày {day} (known_on) nên chưa được dùng; muộn nhất: {latest}",
        "statements known only after {day} (known_on), which are not used: {count}; the latest: {latest}",
        severity=Severity.NOTE,
    ),
    "NTM697": _say(
        "{unit}, {subject}: ngày {day} báo '{text}', nhưng kết quả ghi ngày {earlier} ({value}) vẫn được dùng",
        "{unit}, {subject}: '{text}' is reported for {day}, but what was stated of {earlier} ({value_en}) still stands",
        "nếu số liệu cũ không còn đúng, xóa số liệu đó hoặc ghi 'đang xác minh'",
        "if the earlier figure no longer holds, remove it or write 'under verification'",
        severity=Severity.WARNING,
    ),
    "NTM698": _say(
        "không có quy tắc nào của hồ sơ dùng {what} '{name}': {count} giá trị không được dùng",
        "no rule of this dossier reads the {what_en} '{name}'; values not used: {count}",
        severity=Severity.NOTE,
    ),
    "NTM621": _say(
        "{unit} báo chỉ số '{measure}' ({name}) là không áp dụng, nhưng không có văn bản nào cho phép, nên báo cáo này không "
        "quyết định gì (số trường hợp: {count})",
        "{unit} reports the measure '{measure}' ({name_en}) as not applicable, which nothing allows, so that it decides "
        "nothing (such reports: {count})",
        "báo số liệu; nếu văn bản cho phép không áp dụng, ghi văn bản đó vào may_not_apply của chỉ số",
        "report the figure; if an instrument says that it may not apply, cite it in may_not_apply of the measure",
        severity=Severity.WARNING,
    ),
    "NTM699": _say(
        "'{text}': {why}",
        "'{text}': {why_en}",
        *HINT,
    ),
}
"""Messages about layouts of offices, the files of a folder, and the statements of a dossier as a whole."""

MESSAGES: Mapping[str, Message] = {**ADMISSION, **FILES, **SHEETS, **VALUES, **UNITS, **FACTS, **DOSSIERS, **FORMS}
"""Messages of all diagnostics of this package, by code."""


def diagnostic(
    code: str,
    place: Place | None,
    /,
    severity: Severity = Severity.ERROR,
    related: Iterable[Place | None] = (),
    advice: Mapping[str, str] | None = None,
    **details: object,
) -> Diagnostic:
    """The diagnostic `code` at `place`, worded with `details` and with those of `advice`, such as `hint` makes."""
    return worded(MESSAGES, code, place, severity, related, advice, details)
