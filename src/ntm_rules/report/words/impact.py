"""Phrases for the effects of another text on units, each in both languages."""

from typing import Final

from ...model.text import Text
from . import heads

# The heading.
TEXT: Final = Text("{number} (phiên bản có hiệu lực từ {since})", "{number} (version in force from {since})")
TEXT_WITH_ID: Final = Text(
    "{id}, {number} (phiên bản có hiệu lực từ {since})", "{id}, {number} (version in force from {since})"
)
DRAFT: Final = Text("{text}, theo tệp {file}", "{text}, as in the file {file},")
AS_IF: Final = Text(
    "Hai văn bản được áp dụng cho cùng một ngày, {day}, như cùng đang có hiệu lực: {periods}.",
    "Both texts are applied to the same day, {day}, as if each were in force on it: {periods}.",
)
ASSESSED: Final = Text("Năm được đánh giá: {year}.", "The year assessed is {year}.")
LATER: Final = Text("đến ngày {since} {number} mới có hiệu lực", "{number} does not take effect until {since}")
ENDED: Final = Text("{number} đã hết hiệu lực sau ngày {until}", "{number} was in force until {until}")
SAME_TEXT: Final = Text(
    "Hai văn bản xét mọi nội dung như nhau: không kết quả nào thay đổi.",
    "Both texts decide every rule alike: no outcome changes.",
)
SAME_FILE: Final = Text(
    "Lưu ý: {file} chính là tệp của phiên bản đang so sánh, đọc từ thư mục quy tắc. Muốn so với phiên bản trước khi sửa, lưu "
    "phiên bản đó ra tệp khác (git show HEAD:{file} > cu.yaml) và ghi tệp ấy ở A.",
    "Note: {file} is the very file that the version compared with was read from. To compare with what it was before it was "
    "edited, save that to another file (git show HEAD:{file} > old.yaml) and name it as A.",
)

# One ruleset.
NO_UNITS: Final = Text("{title}: không có {kind} nào để xét", "{title}: there is no {kind} to decide")
UNAFFECTED: Final = Text(
    "Theo các bộ tiêu chí khác của hồ sơ, kết quả của mọi đơn vị giữ nguyên: {titles}.",
    "Under the other rulesets of the dossier no unit's outcome changes: {titles}.",
)
REVOKED: Final = Text("thêm {units} thuộc trường hợp thu hồi", "{units} newly with grounds for revocation")
NO_LONGER_REVOKED: Final = Text(
    "{units} không còn thuộc trường hợp thu hồi", "{units} no longer with grounds for revocation"
)
NOW_KNOWN_REVOKED: Final = Text(
    "{units} trước đây chưa xác định, nay thuộc trường hợp thu hồi",
    "{units}, undetermined before, now with grounds for revocation",
)
NOW_KNOWN_NOT_REVOKED: Final = Text(
    "{units} trước đây chưa xác định, nay không thuộc trường hợp thu hồi",
    "{units}, undetermined before, now without grounds for revocation",
)
REVOCATION_UNDETERMINED: Final = Text(
    "{units} chưa xác định được có thuộc trường hợp thu hồi hay không",
    "{units} for which grounds for revocation become undetermined",
)
# Figures.
ATTESTED: Final = Text("{finding} (xác nhận)", "{finding} (attested)")

COUNTED: Final = Text("{count} {kind} đạt", "attained by {count} {kind}")
COUNTED_CRITERIA: Final = Text("{count} {state}", "{count} {state}")
COUNTED_WITH_OPEN: Final = Text("{text} ({count} chưa xác định)", "{text} ({count} undetermined)")

# A rule whose number is another.
FORMERLY: Final = Text("trước là {code}", "formerly {code}")
CODE_REPEALED: Final = Text("{code} bãi bỏ", "{code} repealed")

# Who is near, and what is missing.
ATTESTATION_OF: Final = Text("kết quả thẩm định {rule}", "the authority's appraisal of {rule}")

# The memo.
MEMO_TITLE: Final = Text("Tác động của {after} so với {before}", "Impact of {after} against {before}")
MEMO_CHANGE: Final = Text("**{title}**: thay {before} bằng {after}.", "**{title}**: {after} in place of {before}.")
MEMO_SCOPE: Final = Text(
    "Phạm vi xét: {units}; số liệu tính đến ngày {day}{dossier}.", "Scope: {units}; figures as of {day}{dossier}."
)
MEMO_DOSSIER: Final = Text(" (hồ sơ: {title})", " (dossier: {title})")
MEMO_KNOWN: Final = Text("Chỉ tính số liệu báo cáo đến hết ngày {day}.", "Only what was recorded by {day} counts.")
MEMO_RULES: Final = Text("Nội dung thay đổi", "What the text changes")
MEMO_FORMER_NAME: Final = Text("tên cũ “{name}”", "formerly called “{name}”")
MEMO_ASKS_THE_SAME: Final = Text("yêu cầu không đổi", "requiring the same")
MEMO_ADDED: Final = Text("bổ sung", "added")
MEMO_ADDED_AT: Final = Text("bổ sung: {after}", "added: {after}")
MEMO_ATTAINED_BY: Final = Text("{text}; {count}", "{text}; {count}")
MEMO_AS_BEFORE_HERE: Final = Text(
    "Có sửa đổi, nhưng mức áp dụng cho các đơn vị trong hồ sơ này không đổi: {codes}",
    "Amended, but the level that applies to the units in this dossier is the same: {codes}",
)
MEMO_AS_BEFORE: Final = Text("vẫn {required}", "still {required}")
MEMO_REPEALED: Final = Text("bãi bỏ", "repealed")
MEMO_OTHERWISE: Final = Text("đổi cách xét", "decided in another way")
MEMO_COLUMNS: Final = (
    heads.RULESET,
    Text("Cấp xét", "Level"),
    Text("Đạt thêm", "Newly attain"),
    Text("Không còn đạt", "No longer attain"),
    Text("Chuyển thành chưa xác định", "Become undetermined"),
    Text("Còn lại", "All others"),
)
ALONE: Final = Text(
    "Chỉ {text} áp dụng cho {kinds}: các đơn vị này không được so sánh",
    "Only {text} applies to {kinds}: these units are not compared",
)
MEMO_LOSE: Final = Text(
    "Đơn vị không còn đủ điều kiện, không giữ được chuẩn hoặc thuộc trường hợp thu hồi",
    "Units that no longer qualify, lose the standard or come under a revocation",
)
MEMO_LOSE_BELOW: Final = Text(
    "Đơn vị không còn đạt một số tiêu chí, chỉ tiêu nhưng kết luận không đổi",
    "Units that no longer attain some criteria or indicators, without a change of conclusion",
)
MEMO_CUT: Final = Text(
    "Chỗ có dấu … được rút gọn; đầy đủ các mức: ntm-rules diff, với cùng hai văn bản.",
    "What ends with … is cut short; all of it, with its figures: ntm-rules diff, with the same two texts.",
)
MEMO_NOW_KNOWN: Final = Text(
    "Đơn vị trước đây chưa xác định, nay chưa đủ điều kiện, không giữ được chuẩn hoặc thuộc trường hợp thu hồi",
    "Units that were undetermined, and now do not qualify, do not keep the standard or come under a revocation",
)
MEMO_GAIN: Final = Text(
    "Đơn vị mới đủ điều kiện, giữ được chuẩn hoặc nay không thuộc trường hợp thu hồi",
    "Units that newly qualify, keep the standard or no longer come under a revocation",
)
MEMO_OPEN: Final = Text("Đơn vị chưa xác định được theo văn bản mới", "Units that the new text leaves undetermined")
MEMO_NOBODY: Final = Text("Không có đơn vị nào.", "None.")
MEMO_LINE: Final = Text("**{unit}** ({what}): {clauses}", "**{unit}** ({what}): {clauses}")
MEMO_LINE_BELOW: Final = Text("**{unit}**: {clauses}", "**{unit}**: {clauses}")
MEMO_BEFORE: Final = Text("{text} (trước đây {before})", "{text} (before: {before})")
MEMO_NEW: Final = Text("{text} (quy định mới)", "{text} (a new rule)")
MEMO_BECAUSE: Final = Text("vì: {units}", "because of {units}")
MEMO_AND_MORE: Final = Text(
    "và {count} mục nữa (--everything để xem tất cả)", "and {count} more (--everything has all)"
)
MORE_ALIKE: Final = Text(
    "và {count} đơn vị khác (--everything để xem tất cả)", "and {count} other units (--everything has all)"
)
MEMO_NEAR: Final = Text(
    "Đơn vị đạt theo văn bản mới nhưng gần ngưỡng nhất", "Units that attain by the new text, nearest to the threshold"
)
MEMO_MORE_NEAR: Final = Text(
    "và {count} đơn vị khác có mức cách ngưỡng lớn hơn (--everything để xem tất cả)",
    "and {count} more that are further from a threshold (--everything has all)",
)
MEMO_MISSING: Final = Text("Số liệu cần thu thập", "Figures to be collected")
MEMO_NOTES: Final = Text("Lưu ý", "Notes")
MEMO_RECALLED: Final = Text(
    "Kết quả dựa cả vào {count} ghi theo trí nhớ, chưa đối chiếu với văn bản gốc ({rules}); phải đối chiếu trước khi dùng "
    "chính thức.",
    "This rests on {count} stated from memory, not yet checked against the official text ({rules}); check before official use.",
)
LEVEL_CHANGES: Final = Text("Thay đổi xếp hạng", "Changes of level")
NO_LEVELS: Final = Text("văn bản không xếp hạng", "the text has no levels")
