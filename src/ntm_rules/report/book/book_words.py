"""Words of the rule book."""

from typing import Final

from ...model.text import Text

BOOK: Final = Text("Sổ quy định", "Rule book")
RULESETS: Final = Text("Các bộ tiêu chí", "Rulesets")
BACK: Final = Text("Sổ quy định: tất cả bộ tiêu chí", "The rule book: all rulesets")
VERSION: Final = Text("{title}, phiên bản có hiệu lực từ {day}", "{title}, version in force from {day}")
CATALOGUE: Final = Text("Danh mục chỉ số, thuộc tính", "Catalogue of measures and attributes")
OF_INSTRUMENT: Final = Text("{title} ({number})", "{title} ({number})")
VERSION_LISTED: Final = Text(
    "{since} – {until}: {criteria} {of_criteria}, {indicators} {of_indicators}; {instruments}",
    "{since} – {until}: {criteria} {of_criteria}, {indicators} {of_indicators}; {instruments}",
)
OTHER_VERSION: Final = Text("Phiên bản có hiệu lực từ {day}", "Version in force from {day}")
SIDE_BY_SIDE: Final = Text("Các phiên bản đặt cạnh nhau", "The versions side by side")
VERSIONS_OF: Final = Text("{title}: các phiên bản", "{title}: the versions")
CRITERIA: Final = Text("Tiêu chí, chỉ tiêu", "Criteria and indicators")
CONCLUSIONS: Final = Text("Kết luận", "Conclusions")
REPEALED: Final = Text("Đã bãi bỏ", "Repealed")
NOTES: Final = Text("Ghi chú", "Notes")
ASKED: Final = Text("Yêu cầu", "Requirement")
SOURCE: Final = Text("Căn cứ, nguồn", "Source")
NOTE: Final = Text("Ghi chú", "Note")
OTHERWISE: Final = Text("Các trường hợp khác", "Elsewhere")
AS_OTHERWISE: Final = Text("như các trường hợp khác", "as elsewhere")
SINCE: Final = Text("Từ {day} ({instrument})", "From {day} ({instrument})")
CHANGED: Final = Text("Khác", "Changed")
CHANGE_MARK: Final = Text("≠")
EXAMPLES: Final = Text("Ví dụ: các trường hợp kiểm tra", "Examples: the cases that are tested")
EXAMPLE_NAME: Final = Text("Trường hợp", "Case")
EXAMPLE: Final = Text("{name} (ngày {day})", "{name} ({day})")
GIVEN: Final = Text("Số liệu, xác nhận được báo cáo", "Reported")
ATTESTED: Final = Text("xác nhận về {codes}: {word}", "attestation of {codes}: {word}")
OF_OTHERS: Final = Text("và số liệu của {count} khác", "and figures of {count} more")
