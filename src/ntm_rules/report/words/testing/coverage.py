"""Phrases for coverage by cases, each in both languages."""

from collections.abc import Mapping
from typing import Final

from ....evolution.coverage.scale import Point
from ....model.text import Text

TITLE: Final = Text("Độ bao phủ của trường hợp kiểm tra", "Coverage by cases")
COLUMNS: Final = (
    Text("Quy tắc", "Rule"),
    Text("Đạt", "Attained"),
    Text("Chưa đạt", "Not attained"),
    Text("Không áp dụng", "Not applicable"),
    Text("Chưa xác định", "Undetermined"),
    Text("Điểm quanh ngưỡng", "At thresholds"),
)
DECIDED: Final = "✓"
MISSING: Final = "·"
CANNOT_BE: Final = "–"
LEGEND: Final = Text(
    "✓ có trường hợp kiểm tra cho kết quả này, · chưa có, – không thể xảy ra. "
    "Điểm quanh ngưỡng: số điểm đã thử (ngay dưới, đúng, ngay trên ngưỡng) trên số điểm thử được.",
    "✓ some case decides it, · none does, – cannot happen. "
    "At thresholds: points tried (just below, exactly at, just above) out of those that can be.",
)
GAPS: Final = Text("Chưa có trường hợp kiểm tra nào cho", "No case decides")
NO_GAPS: Final = Text(
    "Mọi kết quả và mọi ngưỡng đều đã có trường hợp kiểm tra.", "Cases decide every outcome and threshold."
)
NO_OUTCOME: Final = Text("kết quả {outcomes}", "the outcome {outcomes}")
NO_FIGURE: Final = Text("ngưỡng {threshold}: số liệu {points}", "threshold {threshold}: a figure {points}")
POINTS: Final[Mapping[Point, Text]] = {
    Point.BELOW: Text("ngay dưới ngưỡng", "just below it"),
    Point.AT: Text("đúng bằng ngưỡng", "exactly at it"),
    Point.ABOVE: Text("ngay trên ngưỡng", "just above it"),
}
