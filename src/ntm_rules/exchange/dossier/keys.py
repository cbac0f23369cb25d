"""The keys of `dossier.yaml`: one table for the reading, the diagnostics and the JSON Schema. Those of its files: `layouts`."""

from ...language.grammar.conditions import form, key
from ...model.text import Text

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
    key(
        "numbers",
        "numbers",
        "Cách viết số: vi (1.234,5) hoặc en (1,234.5)",
        "How numbers are written: vi (1.234,5) or en",
    ),
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
