"""Forms of a measure that is computed from others."""

from .conditions import form, key

SHARE = form("share", "share", key("share", "two_measures", "[phần, toàn thể]", "[part, whole]", True))
RATIO = form(
    "ratio",
    "ratio",
    key(
        "ratio",
        "two_measures",
        "[tử số, mẫu số]: thương của hai chỉ số, đơn vị tính khác nhau cũng được; mẫu số bằng 0 thì chưa xác định",
        "[one, per another]: their quotient, of any units; not known where the second is 0",
        True,
    ),
)
_COUNTS_AS = key(
    "not_applicable",
    "inapplicable_part",
    "Phần không áp dụng được tính là 0 (zero) hoặc không tính (left_out); nếu không ghi, tổng là chưa xác định",
    "What a part counts as that does not apply: zero or left_out; without it the sum is then not known",
)
SUM = form(
    "sum", "sum", key("sum", "measure_ids", "Các chỉ số được cộng", "The measures that are added", True), _COUNTS_AS
)
DIFFERENCE = form(
    "difference",
    "difference",
    key("difference", "two_measures", "[chỉ số, chỉ số bị trừ đi]", "[one, less another]", True),
    _COUNTS_AS,
)
WEIGHTS = form(
    "weights",
    "weights",
    key(
        "weights",
        "weights",
        "Trọng số của từng chỉ số (khác 0): {a: 0.4, b: 0.6}; kết quả là tổng các tích",
        "The weight of each measure, not 0: {a: 0.4, b: 0.6}; the products are added",
        True,
    ),
    _COUNTS_AS,
)
DERIVATIONS = {mapping_form.names[0]: mapping_form for mapping_form in (SHARE, RATIO, SUM, DIFFERENCE, WEIGHTS)}
"""Forms of a measure that is computed from others, by the key that each has alone."""
