"""The keys of every threshold: one table for the structuring, the diagnostics and the JSON Schema."""

from .conditions import MappingForm, form, key

_LENGTH_KEYS = (
    key("years", "whole", "Số năm", "Years"),
    key("months", "whole", "Số tháng", "Months"),
    key("days", "whole", "Số ngày, không đi cùng năm và tháng", "Days, which do not go with years and months"),
)
THRESHOLDS: dict[str, MappingForm] = {
    "by": form(
        "ngưỡng theo thuộc tính hoặc theo năm",
        "a threshold by attribute or year",
        key(
            "by",
            "chosen_by",
            "Thuộc tính, year (năm của số liệu), assessed_year (năm đánh giá), hoặc khung của một chỉ số",
            "An attribute, year (of the figure), assessed_year, or bands of a measure",
            True,
        ),
        key("otherwise", "threshold", "Ngưỡng cho các giá trị còn lại", "The threshold for the other values"),
    ),
    "times": form(
        "ngưỡng là một bội số",
        "a threshold that is a multiple",
        key("times", "figure", "Số lần, lớn hơn 0", "How many times, above 0", True),
        key(
            "of",
            "threshold",
            "Của ngưỡng này; bên cạnh measure: loại đơn vị cấp trên",
            "Of this threshold; beside measure: the kind of unit above",
        ),
        key("measure", "measure_id", "Của chỉ số này", "Of this measure"),
    ),
    "for_each": form(
        "ngưỡng gồm một mức chung và phần cộng thêm",
        "a threshold of a base and an amount for each more",
        key(
            "for_each",
            "measure_id",
            "Chỉ số mà cứ thêm 1 thì cộng plus",
            "The measure for each 1 of which plus is added",
            True,
        ),
        key("base", "figure", "Mức chung", "The base", True),
        key("plus", "figure", "Phần cộng thêm, lớn hơn 0", "What is added, above 0", True),
        key("beyond", "figure", "Chỉ tính phần vượt trên số này", "Only for what is above this figure"),
    ),
    "threshold": form(
        "ngưỡng mà một quy tắc khác đặt ra",
        "the threshold of another rule",
        key(
            "threshold",
            "rule_key",
            "Quy tắc đặt ngưỡng cho chính chỉ số này",
            "The rule that sets it for this measure",
            True,
        ),
    ),
    "measure": form(
        "ngưỡng là số liệu của một đơn vị khác",
        "a threshold that is another unit's figure",
        key("measure", "measure_id", "Chỉ số", "The measure", True),
        key(
            "of",
            "kind",
            "Loại đơn vị cấp trên, hoặc vùng mà đơn vị là thành viên; bỏ trống là chính đơn vị",
            "The kind of unit above, or zone that the unit is a member of; else the unit itself",
        ),
    ),
    "before": form(
        "một ngày trước ngày đánh giá hoặc trước một ngày khác",
        "a day before the assessment or another day",
        key(
            "before",
            "day_counted_from",
            "Trước assessment (ngày đánh giá), hoặc trước ngày là giá trị của một chỉ số, chừng này thời gian",
            "So long before assessment, the day of it; or before the day that a measure has",
            True,
        ),
        *_LENGTH_KEYS,
    ),
    "after": form(
        "một ngày sau ngày đánh giá hoặc sau một ngày khác",
        "a day after the assessment or another day",
        key(
            "after",
            "day_counted_from",
            "Sau assessment (ngày đánh giá), hoặc sau ngày là giá trị của một chỉ số, chừng này thời gian",
            "So long after assessment, the day of it; or after the day that a measure has",
            True,
        ),
        *_LENGTH_KEYS,
    ),
    "members": form(
        "ngưỡng là số đơn vị cấp dưới, so với số đơn vị cấp dưới khác",
        "a number of member units, of which another number of members is held against",
        key("members", "kind", "Loại đơn vị cấp dưới", "The kind of member units", True),
        key("attained", "rule_key", "Quy tắc mà các đơn vị này đạt", "The rule that these attain"),
        key(
            "at_level", "value_id", "Ở mức này hoặc mức cao hơn của bộ đó", "At this level of that ruleset, or a better"
        ),
        key("meeting", "condition", "Điều kiện mà các đơn vị này đáp ứng", "The condition that these meet"),
        key(
            "only",
            "unit_codes",
            "Chỉ tính các đơn vị có mã này, hoặc trực thuộc chúng",
            "Only the units with these codes, or below them",
        ),
        key(
            "if_none",
            "counted_as_zero",
            "zero: không biết đơn vị nào của loại này thì tính là 0; nếu không ghi, chưa xác định",
            "zero: where none of this kind is known, it is 0; without it, it is then undetermined",
        ),
    ),
    "delegated": form(
        "ngưỡng giao cho cấp khác quy định",
        "a threshold left to another authority",
        key("delegated", "kind", "Cấp quy định ngưỡng", "Who sets it", True),
    ),
}
