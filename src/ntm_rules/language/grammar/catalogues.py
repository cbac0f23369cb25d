"""The keys of catalogues: measures, attributes of units and levels of assurance. See `conditions`."""

from .conditions import form, key
from .files import NAME, VALID_FOR

LEVEL = form(
    "một mức hoặc một giá trị",
    "a level or a value",
    key("id", "value_id", "Mã", "Its id", True),
    key("name", "text", "Tên", "Its name"),
)
ROUND = form(
    "round",
    "round",
    key("to", "whole", "Làm tròn đến mấy chữ số thập phân", "To how many decimals", True),
    key("mode", "rounding_mode", "Cách làm tròn", "In which mode", True),
    key("source", "line", "Văn bản quy định việc làm tròn", "Who says so"),
)
MEASURE = form(
    "chỉ số",
    "a measure",
    NAME,
    key(
        "type",
        "measure_type",
        "Kiểu: number (số), finding (đạt/không đạt), level (mức) hoặc date (ngày)",
        "Type: number, finding, level or date",
    ),
    key("unit", "line", "Đơn vị tính", "The unit of measurement"),
    key("decimals", "whole", "Số chữ số thập phân nhiều nhất", "How many decimals a figure may have"),
    key("minimum", "figure", "Giá trị nhỏ nhất", "The least value"),
    key("maximum", "figure", "Giá trị lớn nhất", "The greatest value"),
    key("levels", "levels", "Các mức, từ thấp lên cao", "The levels, lowest first"),
    key("derive", "derive", "Cách tính từ chỉ số khác", "How it follows from other measures"),
    key(
        "groups",
        "measure_groups",
        "Các nhóm (nam, nữ): mỗi nhóm là chỉ số MÃ_NHÓM, tổng của chúng phải đúng bằng chỉ số này",
        "Groups (men, women): each is a measure ID_GROUP, and this one is the sum of theirs",
    ),
    key("round", "round", "Làm tròn trước khi so sánh", "How it is rounded before it is compared"),
    key(
        "may_not_apply",
        "text_or_boolean",
        "Được báo là không áp dụng: văn bản nào nói (hoặc yes); nếu không ghi, chỉ số luôn áp dụng",
        "May be reported as not applicable: who says so (or yes); without it the measure always applies",
    ),
    key(
        "better",
        "better",
        "Chiều tốt: higher (càng cao càng tốt, đạt là tốt) hoặc lower",
        "Better: higher (of a finding: met) or lower",
    ),
    key("labels", "labels", "Từ riêng cho met và not_met của một finding", "A finding's own words for met and not_met"),
    key(
        VALID_FOR,
        "duration",
        "Số liệu được dùng trong bao lâu: {years: 1}; số liệu cũ hơn không được dùng",
        "How long a figure may be used: {years: 1}; an older one is not used",
    ),
    key("note", "text", "Ghi chú", "A note"),
)
LABELS = form(
    "labels",
    "labels",
    key("met", "text", "Từ cho đạt, ví dụ Có", "The word for met, such as Yes", True),
    key("not_met", "text", "Từ cho chưa đạt, ví dụ Không", "The word for not met, such as No", True),
)
RETIRED = {"always_applies": "NTM150"}
"""Keys that files no longer have, each with the diagnostic that says what is written instead."""
ATTRIBUTE = form(
    "thuộc tính",
    "an attribute",
    NAME,
    key("values", "levels", "Các giá trị; bỏ trống là chữ bất kỳ", "Its values; any text when left out"),
)
CATALOGUE = form(
    "danh mục",
    "a catalogue",
    key("measures", "measures", "Các chỉ số", "The measures"),
    key("attributes", "attributes", "Các thuộc tính của đơn vị", "The attributes of units"),
    key("assurance", "levels", "Các mức kiểm chứng, từ thấp lên cao", "How figures are established, the weakest first"),
)
