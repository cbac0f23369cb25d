"""Phrases for the results of cases."""

from typing import Final

from ....model.text import Text
from ..common import Noun

CASES: Final = Noun("trường hợp", "case", "cases")
EXPECTATIONS: Final = Noun("kết quả mong đợi", "expectation", "expectations")
TOTALS: Final = Text(
    "{expectations} của {cases}: {matched} khớp, {failed} không khớp, {open} chưa xác nhận",
    "{expectations} in {cases}: {matched} as expected, {failed} not, {open} to be confirmed",
)

EXPECTED: Final = Text("mong đợi: {what}", "expected: {what}")
GOT: Final = Text("thực tế: {what}", "got: {what}")
NOBODY_SAYS: Final = Text("chưa có người xác nhận (?)", "not confirmed by a person yet (?)")
CONFIRM: Final = Text("nếu đúng, thay ? bằng {word}", "if that is right, write {word} in place of ?")
GAP: Final = Text("cách ngưỡng {gap}", "gap {gap}")
NO_GAP: Final = Text("không có chênh lệch", "no gap")
REASON: Final = Text("lý do: {kinds}", "reason: {kinds}")
NO_REASON: Final = Text("không có lý do nào", "no reason")
UNDECIDED: Final = Text("không đánh giá được trường hợp này", "this case could not be decided")
IN_LINE: Final = Text("dòng {line}", "line {line}")
MORE: Final = Text("… và {count} lý do khác", "… and {count} more")
