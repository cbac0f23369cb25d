"""Phrases for overviews of many units, each in both languages."""

from collections.abc import Mapping
from typing import Final

from ...model.decision import NoticeKind
from ...model.text import Text
from . import heads
from .common import OUTCOMES, Noun

# A table of units by criteria.
ATTAINED: Final = Text("Đạt", "Attained")
PUBLISHED_TOTALS: Final = Text("Đã công bố, {name}: {counts}", "Published, {name}: {counts}")
PUBLISHED_COUNT: Final = Text("{count} {status}", "{status}: {count}")
STATUS_OF_COUNCIL: Final = Text("trạng thái do hội đồng công bố", "a status that a council published")
GROUPS: Final = Text("Nhóm", "Group")
LEGEND: Final = Text("Ký hiệu: {signs}", "Key: {signs}")
ATTAIN: Final = Text("{attained}/{whole} {kinds} đạt", "{attained} of {whole} {kinds}")
BELONG: Final = Text("{attained}/{whole} {kinds}", "{attained} of {whole} {kinds}")
OUTLINE_COUNT: Final = Text("Đạt {count}", "Attained: {count}")
NO_MEMBERS: Final = Text("không có {kind} nào", "no {kind}")
MEAN: Final = Text("Số tiêu chí đạt bình quân: {mean}", "Mean number of criteria attained: {mean}")
MEAN_AT_LEAST: Final = Text(
    "Số tiêu chí đạt bình quân: không dưới {mean} ({count} kết quả chưa xác định)",
    "Mean number of criteria attained: at least {mean} (outcomes undetermined: {count})",
)
CONCLUDED: Final = Text("{name}: {count}/{whole} {kinds} {outcome}", "{name}: {outcome}: {count} of {whole} {kinds}")
CONCLUDED_OF_NONE: Final = Text("{name}: {count} {kinds} chưa xác định", "{name}: {count} {kinds} undetermined")
NOT_APPLICABLE_TO_ANY: Final = Text("{name}: không áp dụng", "{name}: not applicable")
NAMED: Final = Text("{text} ({names})", "{text} ({names})")
AND_OTHER_OUTCOME: Final = Text("{count} {outcome}", "{outcome}: {count}")
OTHERS: Final = Text("{count} {kinds} còn lại", "{count} other {kinds}")
AND_OTHER_UNITS: Final = Text("và {count} đơn vị khác", "and {count} more")
STATEMENT: Final = Noun("số liệu hoặc xác nhận", "figure or attestation", "figures or attestations")
REMARKS: Final[Mapping[NoticeKind, Text]] = {
    NoticeKind.OLD_FIGURE: Text(
        "Lưu ý: {figures} có từ trước năm {year} vẫn được dùng, theo {count} ({rules}).",
        "Note: {figures} of before {year} still decide, under {count} ({rules}).",
    ),
    NoticeKind.LATER_FIGURE: Text(
        "Lưu ý: {figures} có sau năm {year} vẫn được dùng, theo {count} ({rules}).",
        "Note: {figures} of after {year} still decide, under {count} ({rules}).",
    ),
    NoticeKind.OUTSIDE_PERIOD: Text(
        "Lưu ý: {figures} của ngày đơn vị chưa được thành lập hoặc đã sắp xếp vẫn được dùng, theo {count} ({rules}).",
        "Note: {figures} of a day when the unit did not exist still decide, under {count} ({rules}).",
    ),
    NoticeKind.LESS_ASSURED: Text(
        "Lưu ý: có số liệu khác ở mức kiểm chứng thấp hơn, không được dùng, theo {count} ({rules}).",
        "Note: less assured figures say something else, and are not used, under {count} ({rules}).",
    ),
}
"""The notes on the remarks of each kind, in their order."""
BY_ASSURANCE: Final = Text("Số liệu theo mức kiểm chứng: {levels}.", "Figures by assurance: {levels}.")
RECALLED: Final = Text(
    "Lưu ý: kết quả dựa cả vào {count} ghi theo trí nhớ, chưa đối chiếu với văn bản gốc ({rules}); đối chiếu trước khi "
    "dùng chính thức.",
    "Note: this rests on {count} stated from memory, not yet checked against the official text ({rules}); check before "
    "official use.",
)
NOT_OFFICIAL: Final = Text(
    "Lưu ý: {count} làm căn cứ không đọc từ văn bản chính thức ({kinds}).",
    "Note: {count} that this rests on {were} not read in an official text ({kinds}).",
)
RULE: Final = Noun("quy định", "rule", "rules")

# Totals of very many units.
UNIT_ABOVE: Final = Text("Địa bàn", "Area")
UNITS: Final = Text("Số đơn vị", "Units")
MEAN_CRITERIA: Final = Text("Tiêu chí đạt bình quân", "Criteria, mean")
TOGETHER: Final = Text("Tổng cộng", "Together")
NOTHING_ABOVE: Final = Text("Không thuộc đơn vị nào", "Below no unit")
SEE_EACH: Final = Text(
    "Xem từng {kinds}: thêm --under MÃ (mã trong ngoặc), --only not_attained, --sort nearest hoặc --by unit. Kết quả đầy đủ "
    "cho máy: --format jsonl -o TỆP.jsonl; báo cáo để xem: ntm-rules report.",
    "For each of the {kinds}: add --under CODE (in brackets), --only not_attained, --sort nearest, or --by unit. Whole results "
    "for other programs: --format jsonl -o FILE.jsonl; for people: ntm-rules report.",
)
SEE_REST: Final = Text(
    "Xem tất cả: --everything; lý do: ntm-rules explain HỒ_SƠ ĐƠN_VỊ [MÃ]; báo cáo: ntm-rules report.",
    "All: --everything; reasons: ntm-rules explain DOSSIER UNIT [CODE]; reports: ntm-rules report.",
)
ASSESSMENT: Final = Text("Kết quả đánh giá", "Assessment")
NO_SUCH_UNIT: Final = Text("Không có đơn vị nào như vậy.", "There is no such unit.")
FIRST_OF: Final = Text(
    "Chỉ in {count} đơn vị đầu trong {whole}; các số dưới đây là của những đơn vị này; in tất cả: --by unit.",
    "The first {count} of {whole} units; the counts below are of these; for all of them: --by unit.",
)
CHOSEN_OF: Final = Text(
    "Chỉ gồm {count} trong {whole} đơn vị (--under, --only); các số dưới đây là của những đơn vị này.",
    "Only {count} of {whole} units (--under, --only); the counts below are of these.",
)

# What is open.
NO_ATTESTATION: Final = Text(
    "chưa có kết quả thẩm định (tệp chưa có nội dung quy định)", "no appraisal (the content is not in this file)"
)
EACH: Final = Text("mỗi mục {gap}", "each {gap}")
OF_MEMBERS: Final = Text("{what} của {units}", "{what} for {units}")
MEMBERS_ATTAIN: Final = Text("{count} {kinds} đạt", "{count} {kinds} attain it")
OF: Final = Text("{part}/{whole}", "{part} of {whole}")

# Counts.
OUTCOME_WORDS: Final = tuple(OUTCOMES.values())
NONE_APPLIES: Final = Text("không áp dụng", "not applicable")
NONE_DETERMINED: Final = Text("chưa xác định", "undetermined")

# Open items by office.
OPEN_ITEMS: Final = Text(
    "Còn {count} chưa đạt hoặc chưa xác định tại {units}.", "{count} not attained or undetermined in {units}."
)
OFFICE: Final = Text("{office}: {count}", "{office}: {count}")
SEVERAL_OFFICES: Final = Text(
    "Nội dung do nhiều cơ quan cùng phụ trách được ghi ở từng cơ quan.",
    "An item with several responsible offices stands under each of them.",
)
LIST_WITH_EVERYTHING: Final = Text("thêm --everything để xem danh sách", "--everything lists them")
ITEM: Final = Noun("nội dung", "item", "items")
ON_RECALLED: Final = Text(
    "Lưu ý: {count} theo quy định ghi theo trí nhớ, chưa đối chiếu với văn bản gốc (đánh dấu *); đối chiếu trước khi dùng "
    "chính thức.",
    "Note: {count} under rules stated from memory, not yet checked against the official text (marked *); check before "
    "official use.",
)

# Against an earlier date.
CHANGES: Final = Text("Thay đổi từ {since} đến {day}", "Changes from {since} to {day}")
VERSIONS_DIFFER: Final = Text(
    "trước: phiên bản {then}; nay: phiên bản {now}", "then: version of {then}; now: version of {now}"
)
OTHER_GROUP: Final = Text("{units} đổi nhóm", "{units} in another group")
UNKNOWN_THEN: Final = Text("{count} trước đó chưa xác định", "{count} undetermined before")
UNKNOWN_NOW: Final = Text("{count} nay chưa xác định", "{count} undetermined now")
NO_CHANGE: Final = Text("không thay đổi", "no change")
OTHER_CHANGES: Final = Text("không thêm, không mất; có thay đổi khác", "none gained or lost; other changes")
UNCHANGED: Final = Text("{count} không thay đổi", "no change: {count}")
NO_SUCH_RULE: Final = Text("không có", "no such rule")
NOT_COMPARED: Final = Text("không so sánh được: {why}", "cannot be compared: {why}")
LEARNT_SINCE: Final = Text(
    "Hai ngày được xét theo cùng những gì đã biết: {count} của các ngày đến {since} được biết sau ngày đó.",
    "Both days are decided by what is known by now: {count} of days up to {since} became known after it.",
)
NOT_YET_THEN: Final = Text(
    "Chưa được thành lập tại ngày {since} nên không so sánh: {units}.",
    "Not yet formed on {since}, so not compared: {units}.",
)
NO_LONGER_NOW: Final = Text(
    "Đã sắp xếp hoặc giải thể trước ngày {day} nên không so sánh: {units}.",
    "Reorganised or dissolved before {day}, so not compared: {units}.",
)

# Units that do not exist on the date.
GONE: Final = Text(
    "{unit} đã sắp xếp hoặc giải thể trước ngày {day}; đơn vị hành chính mới sau sắp xếp: {successors}; số liệu của đơn vị cũ "
    "không được dùng cho đơn vị mới.",
    "{unit} was reorganised or dissolved before {day}; successor: {successors}; its figures are not used for the successor.",
)
GONE_WITHOUT_SUCCESSOR: Final = Text(
    "Đã sắp xếp hoặc giải thể trước ngày {day}, hồ sơ chưa ghi đơn vị mới; số liệu cũ không được dùng tiếp: {units}.",
    "Reorganised or dissolved before {day}, no successor given; their figures are not carried over: {units}.",
)
NOT_YET: Final = Text(
    "Các đơn vị sau chưa được thành lập tại ngày {day} nên không đánh giá: {units}.",
    "These units were not yet formed on {day} and are not assessed: {units}.",
)
FORMED: Final = Text("{unit}, thành lập từ {day}", "{unit}, formed on {day}")
NO_UNITS: Final = Text(
    "“{title}” ({ruleset}): không có {kind} nào để đánh giá vào ngày {day}",
    "“{title}” ({ruleset}): there is no {kind} to assess on {day}",
)
ENDED: Final = Text(
    "“{title}” ({ruleset}) hết hiệu lực sau ngày {end} nên không đánh giá vào ngày {day}",
    "“{title}” ({ruleset}) ended on {end} and is not assessed on {day}",
)
NOT_BEGUN: Final = Text(
    "“{title}” ({ruleset}) chưa có hiệu lực vào ngày {day} nên không đánh giá",
    "“{title}” ({ruleset}) is not yet in force on {day} and is not assessed",
)
NOTHING_ASSESSED: Final = Text("không có đơn vị nào để đánh giá vào ngày {day}", "there is nothing to assess on {day}")

# Rules by provenance.
PROVENANCE_COLUMNS: Final = (
    heads.RULESET,
    heads.IN_FORCE,
    Text("Văn bản", "Text"),
    Text("Theo kế hoạch", "Plan"),
    Text("Đọc, chính thức", "Read, official"),
    Text("Đọc ở nơi khác", "Read elsewhere"),
    Text("Chưa đối chiếu", "Unverified"),
    Text("Chưa có", "Not in file"),
    Text("Cộng", "Total"),
)

# What is missing to a recognition, and what is nearly lost.
NEAREST: Final = Text("{title}: gần đủ điều kiện nhất xếp trước", "{title}: nearest to recognition first")
ALL_ATTAIN: Final = Text("{title}: mọi đơn vị đã đủ điều kiện", "{title}: every unit qualifies")
LACKS: Final = Text("còn {count} ({codes})", "{count} short ({codes})")
NO_WAY: Final = Text(
    "chưa tìm được cách đạt: còn thiếu quá nhiều, hoặc không thay đổi nào đủ",
    "no way found: too much is missing, or no change is enough",
)
LESS_THAN: Final = Text("chưa đến {share}", "less than {share}")
WITH_SHARE: Final = Text("{step} (bằng {share} mức phải đạt)", "{step} ({share} of what is required)")
AT_RISK: Final = Text(
    "{title}: đang đạt nhưng chỉ dư tối đa {margin} so với ngưỡng",
    "{title}: attained with at most {margin} of the threshold to spare",
)
NOTHING_AT_RISK: Final = Text(
    "{title}: không có số liệu nào đang đạt mà chỉ dư tối đa {margin} so với ngưỡng",
    "{title}: no figure attains with at most {margin} of the threshold to spare",
)
RISK_COLUMNS: Final = (
    heads.UNIT,
    Text("Quy tắc, chỉ số", "Rule, measure"),
    Text("Số liệu", "Figure"),
    Text("Dư", "To spare"),
    Text("Tỷ lệ", "Share"),
    Text("Nếu không giữ được thì mất theo", "Lost with it"),
)
RULE_ALONE: Final = Text("chỉ quy tắc này", "this rule alone")
NOT_TRIED: Final = Text("chưa xét (số liệu tính từ số liệu khác)", "not tried (computed from other figures)")
