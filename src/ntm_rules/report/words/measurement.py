"""Units of measurement, as Vietnamese instruments print them, in words that can be counted."""

from collections.abc import Mapping
from typing import Final

from .common import Noun

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
