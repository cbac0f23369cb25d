"""Words for how a rule is known."""

from collections.abc import Mapping
from typing import Final

from ...model.ruleset import ProvenanceStatus, SourceKind
from ...model.text import Text

PROVENANCE: Final[Mapping[ProvenanceStatus, Text]] = {
    ProvenanceStatus.TEXT: Text("theo chính văn bản", "the instrument itself"),
    ProvenanceStatus.PLAN: Text("theo kế hoạch", "printed in the plan"),
    ProvenanceStatus.READ: Text("đọc từ nguồn công bố", "read in a public source"),
    ProvenanceStatus.RECALLED: Text(
        "ghi theo trí nhớ, chưa đối chiếu với văn bản gốc",
        "stated from memory, not yet checked against the official text",
    ),
    ProvenanceStatus.UNKNOWN: Text("chưa có nội dung trong tệp", "content not in this file"),
}


SOURCES: Final[Mapping[SourceKind, Text]] = {
    SourceKind.OFFICIAL: Text("đọc từ văn bản chính thức", "read in an official text"),
    SourceKind.REPORT: Text("đọc từ báo cáo, tin tức", "read in a report"),
    SourceKind.SUMMARY: Text("đọc từ bài tóm tắt, trích đăng", "read in a summary by others"),
}
SOURCE_AT: Final = Text("{manner} tại {url}", "{manner} at {url}")
ARTICLE: Final = Text("{article}, trang {page}", "{article}, page {page}")
CONFIDENCES: Final[Mapping[str, Text]] = {
    "high": Text("mức chắc chắn: cao", "confidence: high"),
    "medium": Text("mức chắc chắn: trung bình", "confidence: medium"),
    "low": Text("mức chắc chắn: thấp", "confidence: low"),
}
NOT_OFFICIAL: Final = Text(
    "Lưu ý: {count} làm căn cứ không đọc từ văn bản chính thức ({kinds}).",
    "Note: {count} that this rests on {were} not read in an official text ({kinds}).",
)
