"""Phrases for mutants of a ruleset and their results, each in both languages."""

from collections.abc import Mapping
from typing import Final

from ....evolution.mutation.kind import MutantKind
from ....model.text import Text
from .. import heads

KINDS: Final[Mapping[MutantKind, Text]] = {
    MutantKind.THRESHOLD_UP: Text("tăng ngưỡng một bậc", "threshold one step up"),
    MutantKind.THRESHOLD_DOWN: Text("giảm ngưỡng một bậc", "threshold one step down"),
    MutantKind.STRICTNESS: Text("đổi “từ … trở lên” thành “trên …” hoặc ngược lại", "threshold included or excluded"),
    MutantKind.OPPOSITE: Text("đổi chiều so sánh", "the opposite comparison"),
    MutantKind.LOOSENED: Text(
        "đổi “bằng” thành “từ … trở lên” hoặc “không quá”", "“exactly” made “at least” or “at most”"
    ),
    MutantKind.FINDING: Text("đảo kết quả đánh giá phải có", "the opposite finding"),
    MutantKind.VALUE: Text("bỏ một giá trị trong danh sách", "one value left out of the list"),
    MutantKind.CASES: Text("tráo ngưỡng của hai nhóm đơn vị", "the thresholds of two cases exchanged"),
    MutantKind.CASE: Text("bỏ ngưỡng riêng của một nhóm đơn vị", "the threshold of one case left out"),
    MutantKind.PART: Text("bỏ một điều kiện", "one condition left out"),
    MutantKind.BOUND: Text("bỏ một mức quy định về số lượng hay tỷ lệ", "one bound left out"),
    MutantKind.INCLUDING: Text("bỏ danh sách tiêu chí phải có", "the list of criteria to be included left out"),
    MutantKind.IF_NONE: Text("bỏ quy định khi không có đơn vị trực thuộc", "what holds without members removed"),
    MutantKind.NARROWING: Text("bỏ giới hạn phạm vi tính", "restriction to some units removed"),
    MutantKind.APPLIES_WHEN: Text("bỏ điều kiện áp dụng", "the condition for applying left out"),
    MutantKind.INDICATOR: Text("bỏ chỉ tiêu", "the indicator left out"),
    MutantKind.CRITERION: Text("bỏ tiêu chí", "the criterion left out"),
    MutantKind.COMBINATION: Text("đổi cách kết hợp các điều kiện", "the conditions combined otherwise"),
    MutantKind.POINTS: Text("đổi điểm", "other points"),
    MutantKind.NUMBER: Text("đổi số điều kiện phải đạt", "another number of conditions"),
    MutantKind.YEARS: Text("đổi các năm được xét", "other years"),
    MutantKind.STATE: Text("tráo tiêu chí đạt và chưa đạt", "criteria attained and not attained exchanged"),
    MutantKind.AGGREGATE: Text("đổi cách tổng hợp số liệu", "another way of combining members"),
    MutantKind.CHANGE: Text("tráo tăng và giảm", "increase and decrease exchanged"),
    MutantKind.ASSURANCE: Text("đổi mức kiểm chứng phải có", "another level of assurance"),
    MutantKind.EARLIER: Text("có hiệu lực sớm một ngày", "in force a day earlier"),
    MutantKind.LATER: Text("có hiệu lực muộn một ngày", "in force a day later"),
}
TITLE: Final = Text("Phép sửa thử", "Mutants")
COLUMNS: Final = (
    heads.RULESET,
    heads.IN_FORCE,
    Text("Phép sửa thử", "Mutants"),
    Text("Được phát hiện", "Detected"),
    Text("Bị bỏ sót", "Undetected"),
    Text("Không đổi kết quả", "Equivalent"),
    Text("Tỷ lệ phát hiện", "Share detected"),
)
EXPLAINED: Final = Text(
    "Mỗi lần sửa thử một chỗ trong bộ tiêu chí: ít nhất một trường hợp kiểm tra phải cho kết quả khác.",
    "A mutant is the ruleset with one thing changed: at least one case must come out otherwise.",
)
SURVIVORS: Final = Text("Phép sửa thử mà không trường hợp nào phát hiện", "Mutants that no case detects")
EQUIVALENT: Final = Text(
    "Phép sửa thử không làm đổi kết quả nào (đã chứng minh), không tính",
    "Mutants proved to have the same outcome everywhere, which do not count",
)
NONE_SURVIVES: Final = Text("Mọi phép sửa thử đều được phát hiện.", "Every mutant is detected.")
