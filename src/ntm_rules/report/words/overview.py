"""Phrases for overviews of many units, each in both languages."""

from typing import Final

from ...model.text import Text
from .common import Noun

# A table of units by criteria.
UNIT: Final = Text("Đơn vị", "Unit")
ATTAINED: Final = Text("Đạt", "Attained")
MISSING: Final = Text("Còn thiếu", "Missing")
ALL_CRITERIA: Final = Text("tất cả tiêu chí", "all criteria")
LEGEND: Final = Text("Ký hiệu: {signs}", "Key: {signs}")
EACH_CRITERION: Final = Text("Số {kinds} đạt từng tiêu chí: ", "{kinds} attaining each criterion: ")
OUTLINE_COUNT: Final = Text("Đạt {count}", "Attained: {count}")
NO_MEMBERS: Final = Text("không có {kind} nào", "no {kind}")
NOBODY: Final = Text("không áp dụng", "not applicable")
MEAN: Final = Text("Số tiêu chí đạt bình quân: {mean}", "Mean number of criteria attained: {mean}")
MEAN_AT_LEAST: Final = Text(
    "Số tiêu chí đạt bình quân: ít nhất {mean} (còn {count} kết quả chưa xác định)",
    "Mean number of criteria attained: at least {mean} ({count} outcomes undetermined)",
)
CONCLUDED: Final = Text("{name}: {count} {kinds} đạt", "{name}: attained by {count} {kinds}")
GROUNDS: Final = Text(
    "{name}: {count} {kinds} thuộc trường hợp thu hồi", "{name}: grounds in the case of {count} {kinds}"
)
NOT_APPLICABLE_TO_ANY: Final = Text("{name}: không áp dụng", "{name}: not applicable")
NAMED: Final = Text("{text} ({names})", "{text} ({names})")
NOT_SETTLED: Final = Text("{count} chưa xác định", "{count} undetermined")
AND_OTHER_UNITS: Final = Text("và {count} đơn vị khác", "and {count} more")
RECALLED: Final = Text(
    "Lưu ý: kết quả dựa cả vào {count} ghi theo trí nhớ ({rules}); kiểm tra với văn bản trước khi dùng chính thức.",
    "Note: this rests on {count} recalled, not read ({rules}); verify against the instrument before official use.",
)
RULE: Final = Noun("quy tắc", "rule", "rules")

# What is open.
NO_ATTESTATION: Final = Text(
    "chưa có xác nhận (chưa biết nội dung quy định)", "no attestation (the content of the rule is not known)"
)
OTHER_RULE: Final = Text("{rule}: {outcome}", "{rule}: {outcome}")
MEMBERS_ATTAIN: Final = Text("{count} đạt, cần {needed}", "{count} attained, {needed} needed")
STILL_OPEN: Final = Text("{text}; còn: {below}", "{text}; open: {below}")
BELOW_OPEN: Final = Text("còn: {below}", "open: {below}")

# Open items by office.
OPEN_ITEMS: Final = Text("Còn vướng: {count} của {units}.", "Open: {count} of {units}.")
NOTHING_OPEN: Final = Text("Không còn mục nào vướng.", "Nothing is open.")
OFFICE: Final = Text("{office}: {count}", "{office}: {count}")
NO_OFFICE: Final = Text("Chưa ghi cơ quan phụ trách", "No office named as responsible")
SEVERAL_OFFICES: Final = Text(
    "Mục do nhiều cơ quan cùng phụ trách được ghi ở từng cơ quan.",
    "An item with several responsible offices stands under each of them.",
)
LIST_WITH_EVERYTHING: Final = Text("dùng --everything để liệt kê", "--everything lists them")
ITEM: Final = Noun("mục", "item", "items")
ON_RECALLED: Final = Text(
    "Lưu ý: {count} theo quy định ghi theo trí nhớ (đánh dấu *); kiểm tra với văn bản trước khi dùng chính thức.",
    "Note: {count} under rules that are recalled, not read (marked *); verify against the instrument before official use.",
)

# Against an earlier date.
CHANGES: Final = Text("Thay đổi từ {since} đến {day}", "Changes from {since} to {day}")
VERSIONS_DIFFER: Final = Text(
    "bản hiệu lực {then}, nay bản hiệu lực {now}", "version in force since {then}, now that in force since {now}"
)
GAINED_AND_LOST: Final = Text("{what} +{gained} −{lost}", "{what} +{gained} −{lost}")
NO_CHANGE: Final = Text("không thay đổi", "no change")
UNCHANGED: Final = Text("{count} không thay đổi", "no change: {count}")
FROM_TO: Final = Text("{then} → {now}", "{then} → {now}")
NO_SUCH_RULE: Final = Text("không có", "no such rule")
NOT_COMPARED: Final = Text("không so sánh được: {why}", "cannot be compared: {why}")
NOT_YET_THEN: Final = Text(
    "chưa tồn tại vào ngày {since}, không so sánh được: {units}",
    "did not exist yet on {since}, so not compared: {units}",
)
NO_LONGER_NOW: Final = Text(
    "không còn tồn tại vào ngày {day}, không so sánh được: {units}",
    "no longer existing on {day}, so not compared: {units}",
)

# Units that do not exist on the date.
GONE: Final = Text(
    "{unit} không còn tồn tại vào ngày {day}; đơn vị kế tiếp: {successors}; số liệu không được chuyển sang",
    "{unit} no longer exists on {day}; successor: {successors}; its figures are not carried over",
)
GONE_WITHOUT_SUCCESSOR: Final = Text(
    "không còn tồn tại vào ngày {day}, chưa rõ đơn vị kế tiếp; số liệu không được chuyển sang: {units}",
    "no longer existing on {day}, successors not known; figures are not carried over: {units}",
)
NOT_YET: Final = Text(
    "chưa tồn tại vào ngày {day}, không đánh giá: {units}", "not yet existing on {day}, not assessed: {units}"
)
NO_UNITS: Final = Text(
    "“{title}” ({ruleset}): không có {kind} nào để đánh giá vào ngày {day}",
    "“{title}” ({ruleset}): there is no {kind} to assess on {day}",
)
NOTHING_ASSESSED: Final = Text("không có đơn vị nào để đánh giá vào ngày {day}", "there is nothing to assess on {day}")

# Rules by provenance.
PROVENANCE_COLUMNS: Final = (
    Text("Bộ tiêu chí", "Ruleset"),
    Text("Hiệu lực từ", "In force from"),
    Text("Theo kế hoạch", "Plan"),
    Text("Đã đọc", "Read"),
    Text("Trí nhớ", "Recalled"),
    Text("Chưa biết", "Unknown"),
    Text("Cộng", "Total"),
)
ALL: Final = Text("Tất cả", "All")
