"""Words for points and what is held against them, for the levels that units are classed in, and for units of measurement."""

from collections.abc import Mapping
from typing import Final

from ...model.condition import Scored
from ...model.text import Text
from .common import Noun

POINT: Final = "điểm"
"""The unit of measurement of points."""
SCORED: Final[Mapping[Scored, Text]] = {
    Scored.ALL: Text("Tổng số điểm", "Total points"),
    Scored.EACH: Text("Số điểm của từng tiêu chí", "Points of each criterion"),
    Scored.LISTED: Text("Số điểm của tiêu chí {codes}", "Points of criterion {codes}"),
}
OWN: Final = Text("Số điểm", "Points")
OF_MAXIMUM: Final = Text("{text} của điểm tối đa", "{text} of the maximum")
GIVES: Final = Text("Điểm: {points}", "Points: {points}")
MAXIMUM: Final = Text("tối đa {maximum}", "at most {maximum}")
IF_ATTAINED: Final = Text("{points} khi đạt", "{points} where attained")
REPORTED_AS: Final = Text("theo {measure} được báo cáo", "as reported of {measure}")
NOT_KNOWN: Final = Text("chưa có trong tệp", "not in this file")
BY_BANDS: Final = Text("theo {measure}: {bands}", "by {measure}: {bands}")
BAND: Final = Text("{bound}: {points}", "{bound}: {points}")
OTHER_BANDS: Final = Text("còn lại: {points}", "otherwise: {points}")
ALONG: Final = Text("nội suy theo {measure}: {nodes}", "in proportion to {measure}: {nodes}")
NODE: Final = Text("{figure}: {points}", "{figure}: {points}")
BENEATH: Final = Text("thấp hơn: {points}", "below: {points}")
HAS_OF: Final = Text("{points}/{maximum}", "{points} of {maximum}")
BETWEEN: Final = Text("{low} đến {high}", "{low} to {high}")
AT_LEAST: Final = Text("từ {low}", "{low} or more")
AT_MOST: Final = Text("đến {high}", "up to {high}")
UNKNOWN: Final = Text("chưa xác định số điểm", "points not known")
ANY_POINTS: Final = Text("có điểm (lớn hơn 0)", "points are given (more than 0)")
RANKING: Final = Text("Xếp hạng", "Level")
NO_LEVEL_FOUND: Final = Text("không xếp hạng", "no level")
STILL_POSSIBLE: Final = Text("chưa xác định ({levels})", "undetermined ({levels})")

MEASUREMENT: Final[Mapping[str, Noun]] = {
    "triệu đồng": Noun("triệu đồng", "million VND", "million VND"),
    "nghìn đồng": Noun("nghìn đồng", "thousand VND", "thousand VND"),
    "tỷ đồng": Noun("tỷ đồng", "billion VND", "billion VND"),
    "đồng": Noun("đồng", "VND", "VND"),
    "người": Noun("người", "person", "people"),
    "hộ": Noun("hộ", "household", "households"),
    "nhà": Noun("nhà", "house", "houses"),
    "xã": Noun("xã", "commune", "communes"),
    "năm": Noun("năm", "year", "years"),
    "tháng": Noun("tháng", "month", "months"),
    "ngày": Noun("ngày", "day", "days"),
    "lần": Noun("lần", "time", "times"),
    "vụ": Noun("vụ", "case", "cases"),
    "điểm": Noun("điểm", "point", "points"),
    "cuộc": Noun("cuộc", "occasion", "occasions"),
    "lít": Noun("lít", "litre", "litres"),
    "tấn": Noun("tấn", "tonne", "tonnes"),
    "mô hình": Noun("mô hình", "model", "models"),
    "lao động": Noun("lao động", "worker", "workers"),
    "công trình": Noun("công trình", "works", "works"),
    "sản phẩm": Noun("sản phẩm", "product", "products"),
    "cơ sở": Noun("cơ sở", "facility", "facilities"),
    "bản": Noun("bản", "village", "villages"),
    "m2": Noun("m²", "m²", "m²"),
    "m3": Noun("m³", "m³", "m³"),
}
"""Units of measurement by how they are written; any other is printed as it stands."""
THINGS: Final = ("người", "hộ", "nhà", "xã", "vụ", "cuộc", "lần")
"""Units of measurement in which things are counted: of these there can be none left."""
