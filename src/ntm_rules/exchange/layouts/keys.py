"""The keys of `dossier.yaml` and of the files in it: one table for the reading, the diagnostics and the JSON Schema."""

from ...language.grammar.conditions import form, key
from ...model.text import Text

_NUMBERS = key(
    "numbers",
    "numbers",
    "Cách viết số: vi (1.234,5) hoặc en (1,234.5)",
    "How numbers are written: vi (1.234,5) or en",
)
DOSSIER = form(
    "hồ sơ",
    "a dossier",
    key("title", "text", "Tên hồ sơ", "Its title"),
    key("as_of", "day", "Ngày đánh giá", "The day of the assessment", True),
    key(
        "assessed",
        "whole",
        "Năm được đánh giá; bỏ trống là năm của ngày đánh giá",
        "The year that is assessed; else that of the day",
    ),
    key(
        "known_on",
        "day",
        "Chỉ dùng những gì đã biết đến ngày này",
        "Only what was known by this day counts; else everything",
    ),
    _NUMBERS,
    key(
        "rulesets",
        "rulesets_by_kind",
        "Mỗi loại đơn vị được xét theo bộ tiêu chí nào; hoặc thư mục quy tắc (tính từ hồ sơ): mọi bộ trong đó đều xét",
        "Which rulesets judge each kind of unit; or the folder, relative to the dossier, whose rulesets all do",
        True,
    ),
    key(
        "rulesets_in",
        "folders",
        "Thư mục quy tắc, tính từ hồ sơ, nơi có các bộ tiêu chí đó, ngoài các bộ đi kèm",
        "The folder of rule files, relative to the dossier, where those rulesets are, besides the shipped ones",
    ),
    key("units", "units_file", "Tệp các đơn vị; bỏ trống là units.*", "The file of units; else units.*"),
    key(
        "facts",
        "facts_files",
        "Các tệp số liệu; bỏ trống là mọi tệp facts*",
        "The files of facts; else all files facts*",
    ),
    key(
        "council",
        "council_files",
        "Tệp quyết định công nhận, thu hồi của cơ quan có thẩm quyền; bỏ trống là mọi tệp council*",
        "The files of decisions of councils; else all files council*",
    ),
    key("notes", "texts", "Ghi chú", "Notes"),
)
OFFICES = Text("cơ quan phụ trách, nơi bộ tiêu chí chưa ghi", "the offices responsible, where a ruleset names none")
"""Title of `offices.yaml`, whose keys are rulesets and rules."""
_FILE = key(
    "file", "file_name", "Tên tệp trong thư mục của hồ sơ", "The file's name, in the folder of the dossier", True
)
_SHEETS = key(
    "sheets",
    "sheets",
    "Các trang tính được đọc: danh sách tên, hoặc {tên: {cách trình bày riêng}}",
    "The sheets that are read: their names, or {name: {its own settings}}",
)
_LAYOUT = (
    key(
        "header_rows",
        "header_count",
        "Số dòng của tiêu đề: mỗi cột lấy ô dưới cùng nhận ra được, nếu không thì ghép tất cả",
        "How many rows the header has: of each column the lowest that is known, else all joined",
    ),
    key("first_row", "row_number", "Dòng đầu tiên của tiêu đề", "The row where the header begins"),
    key("last_row", "row_number", "Dòng cuối cùng của bảng", "The row where the table ends"),
    key(
        "skip_rows",
        "skipped_rows",
        "Các dòng bỏ qua: số dòng, khoảng (12-14), hoặc column_numbers là dòng (1) (2) (3)",
        "Rows skipped: numbers, ranges (12-14), or column_numbers, the row (1) (2) (3)",
    ),
    key(
        "skip_rows_that_begin",
        "words_skipped",
        "Bỏ qua các dòng bắt đầu bằng chữ này",
        "Rows that begin so are skipped",
    ),
    key(
        "skip_columns",
        "words_skipped",
        "Bỏ qua các cột có tiêu đề này, hoặc thuộc nhóm có tiêu đề này",
        "Columns skipped, by their heading or that of their group",
    ),
    _NUMBERS,
)
_OF_FACTS = (
    key(
        "orientation",
        "orientation",
        "Đơn vị theo dòng (units_down), theo cột (units_across), hay mỗi đơn vị một trang (sheet_per_unit)",
        "Units down the rows, across the columns, or a sheet for each",
    ),
    key(
        "unit_cell",
        "cell_name",
        "Ô ghi tên đơn vị, khi mỗi đơn vị một trang",
        "The cell that names the unit, where each has a sheet",
    ),
    key("as_of", "day", "Ngày hoặc kỳ của số liệu, nếu bảng không ghi", "The day or period, where the table has none"),
    key("reported_by", "line", "Cơ quan báo cáo, nếu bảng không ghi", "Who reports, where the table does not say"),
    key(
        "assurance",
        "line",
        "Mức kiểm chứng của các số liệu, nếu bảng không ghi",
        "How the figures were established, where the table does not say",
    ),
    key(
        "names",
        "names_of_subjects",
        "Tiêu đề hoặc dòng gọi khác tên: {chữ trong bảng: mã số liệu hoặc khóa của tiêu chí}",
        "Headings or rows that are called otherwise: {text in the table: measure, or key of a rule}",
    ),
)
UNITS_FILE = form("tệp đơn vị", "a file of units", _FILE, _SHEETS, *_LAYOUT)
FACTS_FILE = form("tệp số liệu", "a file of facts", _FILE, _SHEETS, *_LAYOUT, *_OF_FACTS)
SHEET = form("cách trình bày của một trang tính", "the settings of one sheet", *_LAYOUT, *_OF_FACTS)
