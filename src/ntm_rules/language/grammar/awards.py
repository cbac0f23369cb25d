"""The keys of points: those beside a rule, the bands of a figure, and the nodes of a line."""

from .conditions import form, key, operator_keys

POINTS = (
    key("points", "points", "Điểm của quy tắc", "The points that the rule gives"),
    key("maximum", "figure", "Điểm tối đa", "The most points that there are to be had"),
)
BAND = form(
    "một khung điểm",
    "a band of points",
    *operator_keys("figure"),
    key("points", "figure", "Điểm của khung này", "The points of this band", True),
)
NODE = form(
    "một mốc điểm",
    "a node of a line of points",
    key("at", "figure", "Ở số liệu này", "At this figure", True),
    key("points", "figure", "Được số điểm này", "These points", True),
)
AWARD = form(
    "điểm theo số liệu",
    "points by a figure",
    key(
        "measure",
        "measure_id",
        "Chỉ số; không ghi gì thêm là điểm được báo cáo",
        "The measure; alone, the points reported",
        True,
    ),
    key("bands", "bands", "Các khung, khung đầu tiên phù hợp được tính", "Bands; the first that fits counts"),
    key("otherwise", "figure", "Điểm khi không thuộc khung nào (mặc định 0)", "Points in none of them (0 if not said)"),
    key("line", "nodes", "Nội suy giữa các mốc", "In proportion between these nodes"),
    key("below", "figure", "Điểm khi thấp hơn mốc đầu", "Points below the first node"),
)
