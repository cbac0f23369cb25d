"""Phrases for quantities and their states, each in both languages."""

from collections.abc import Mapping
from typing import Final

from ...model.outcome import Outcome
from ...model.text import Text
from .common import OUTCOMES, Noun

# What quantities are called.
YEAR: Final = Text("Năm đánh giá", "Year of the assessment")
YEAR_ASSESSED: Final = Text("{measure} năm đánh giá", "{measure} in the year assessed")
YEAR_BACK: Final = Text("{measure} {years} trước năm đánh giá", "{measure} {years} before the year assessed")
MEAN_OF_YEARS: Final = Text("Trung bình {years} của {figure}", "Mean over {years} of {figure}")
OF_UNIT_ABOVE: Final = Text("{measure} của {kind}", "{measure} of the {kind}")
ALL_OF_THEM: Final = Text("tất cả {number}", "all {number}")
REPLACED: Final = Text("{code} cũ", "former {code}")
AGAINST: Final = Text("{what} so với {other}", "{what} against {other}")
LESS: Final = Text("{what} trừ {other}", "{what} less {other}")
COUNT_OF_RULES: Final = Text("số {rules} {outcome}", "number of {rules} {outcome}")
SHARE_OF_RULES: Final = Text("tỷ lệ {rules} {outcome}", "share of {rules} {outcome}")

# Figures.
UNDER: Final = Text("dưới {high}", "under {high}")
AT_MOST: Final = Text("không quá {high}", "at most {high}")
FROM: Final = Text("từ {low} trở lên", "{low} or more")
OVER: Final = Text("trên {low}", "over {low}")
EXACTLY: Final = Text("đúng {low}", "exactly {low}")
FROM_TO: Final = Text("từ {low} đến {high}", "{low} to {high}")
FROM_TO_UNDER: Final = Text("từ {low} đến dưới {high}", "{low} to under {high}")
OVER_TO: Final = Text("trên {low} đến {high}", "over {low} to {high}")
OVER_TO_UNDER: Final = Text("trên {low} đến dưới {high}", "over {low} to under {high}")
# Days.
DAY_BEFORE: Final = Text("trước ngày {high}", "before {high}")
DAY_BY: Final = Text("không sau ngày {high}", "on or before {high}")
DAY_FROM: Final = Text("không trước ngày {low}", "on or after {low}")
DAY_AFTER: Final = Text("sau ngày {low}", "after {low}")
DAY_ON: Final = Text("đúng ngày {low}", "on {low}")
DAY_FROM_TO: Final = Text("từ ngày {low} đến ngày {high}", "from {low} to {high}")
DAY_FROM_TO_BEFORE: Final = Text("từ ngày {low} đến trước ngày {high}", "from {low} until before {high}")
DAY_AFTER_TO: Final = Text("sau ngày {low} đến ngày {high}", "after {low} to {high}")
DAY_AFTER_TO_BEFORE: Final = Text("sau ngày {low} và trước ngày {high}", "after {low} and before {high}")

OTHER_THAN: Final = Text("khác {figures}", "other than {figures}")
ANY_FIGURE: Final = Text("có số liệu", "any figure")
UNSETTLED: Final = Text(
    "chưa chốt: mức thấp nhất có thể là {low}, mức cao nhất có thể là {high}",
    "not settled: lowest possible {low}, highest possible {high}",
)
UNSETTLED_LEAST: Final = Text("chưa chốt: mức thấp nhất có thể là {low}", "not settled: lowest possible {low}")
UNSETTLED_MOST: Final = Text("chưa chốt: mức cao nhất có thể là {high}", "not settled: highest possible {high}")
UNSETTLED_ANY: Final = Text("chưa chốt", "not settled")

# Values, absences.
NOT_KNOWN: Final = Text("chưa rõ số liệu", "not known")
NOT_APPLICABLE: Final = Text("không áp dụng", "not applicable")
NO_MEMBER_APPLIES: Final = Text("không có {kind} nào được áp dụng", "not applicable to any of its {kinds}")
NOT_STATED: Final = Text("chưa ghi", "not stated")
OTHER_VALUE: Final = Text("giá trị khác", "any other value")
ANY_VALUE: Final = Text("có ghi (giá trị bất kỳ)", "stated (any value)")
ALL_BUT: Final = Text("tất cả trừ {values}", "all but {values}")
ALSO_NOT_STATED: Final = Text("{values}, kể cả khi chưa ghi", "{values}, also where it is not stated")
OTHER_YEAR: Final = Text("năm khác", "any other year")
YEARS: Final = Text("{first}–{last}", "{first}–{last}")
ANYTHING: Final = Text("bất kỳ", "any")

# Order.
ORDERS: Final[Mapping[tuple[int, ...], Text]] = {
    (-1,): Text("thấp hơn", "lower"),
    (0,): Text("bằng nhau", "equal"),
    (1,): Text("cao hơn", "higher"),
    (-1, 0): Text("không cao hơn", "not higher"),
    (0, 1): Text("không thấp hơn", "not lower"),
    (-1, 1): Text("khác nhau", "different"),
    (-1, 0, 1): Text("bất kể hơn kém", "whatever the order"),
}
UNSETTLED_ORDER: Final = Text("chưa chốt: có thể {orders}", "not settled: it may be {orders}")

# Of a change in per cent, where the earlier figure is 0: today's.
FROM_0: Final[Mapping[int | None, Text]] = {
    0: Text("trước và nay đều bằng 0", "0 both then and now"),
    1: Text("trước bằng 0, nay trên 0", "0 then, over 0 now"),
}

MAY_NOT_APPLY: Final = Text("{figure}, nếu có áp dụng", "{figure}, if it applies")

# Outcomes of rules.
RESULTS: Final[Mapping[Outcome, Text]] = {
    outcome: Text(word.vi.lower(), word.in_language("en").lower()) for outcome, word in OUTCOMES.items()
}
ANYTHING_BUT: Final = Text("không phải {outcomes}", "anything but {outcomes}")
ALL_ARE: Final = Text("đều {outcome}", "all {outcome}")
SOME_ARE: Final = Text("có {outcome}", "some {outcome}")
NONE_IS: Final = Text("không có {outcome}", "none {outcome}")
SHARE_IS: Final = Text("tỷ lệ {what} {range}", "share {what} {range}")
NUMBER: Final = Text("{low}", "{low}")
NUMBERS: Final = Text("từ {low} đến {high}", "{low} to {high}")
NUMBER_OR_MORE: Final = Text("từ {low} trở lên", "{low} or more")
NUMBER_AT_MOST: Final = Text("không quá {high}", "at most {high}")
CASES: Final = Text("({number}) {case}", "({number}) {case}")

# Members.
NO_MEMBERS: Final = Text("không có {kind} nào", "no {kinds}")
MEMBER_COUNT: Final = Text("số {kinds} đạt: {range}", "{kinds} attaining: {range}")
MEMBER_SHARE: Final = Text("tỷ lệ {kinds} đạt: {range}", "share of {kinds} attaining: {range}")
ALL_MEMBERS_OPEN: Final = Text("{kinds} đều chưa xác định", "all {kinds} undetermined")
AT_THE_LEAST: Final = Text("đã chắc {range}", "{range} for certain")
AT_THE_MOST: Final = Text("tính cả phần chưa xác định {range}", "{range} with the undetermined ones")
BETWEEN_ENDS: Final = Text(
    "đã chắc {low}, tính cả phần chưa xác định {high}", "{low} for certain, {high} with the undetermined ones"
)
SETTLED_MEMBERS: Final = Text("{kinds} đều đã xác định", "all {kinds} determined")
ANY_MEMBERS: Final = Text("có {kinds} đã xác định", "some {kinds} determined")
POSSIBLY: Final = Text("có thể {range}", "possibly {range}")
SOME_APPLY: Final = Text("có áp dụng", "some applicable")
RULE: Final = Noun("quy định", "rule", "rules")
SOME_MEMBERS_OPEN: Final = Text("còn {kinds} chưa xác định", "some {kinds} are undetermined")
SHARE_WHICH: Final = Text("tỷ lệ {what}: {range}", "share {what}: {range}")
NUMBER_WHICH: Final = Text("số {what}: {range}", "number {what}: {range}")
SPECIAL_COUNTS: Final[Mapping[int, Text]] = {
    0: Text("ít nhất một kết quả đã xác định", "at least one of them determined"),
    1: Text("chưa có kết quả nào được xác định", "none of them determined yet"),
    2: Text("không quy định nào áp dụng", "none of them applicable"),
}
