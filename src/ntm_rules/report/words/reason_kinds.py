"""Kinds of reasons in few words, in both languages."""

from collections.abc import Mapping
from typing import Final

from ...model.decision import ReasonKind
from ...model.text import Text

REASON_KINDS: Final[Mapping[ReasonKind, Text]] = {
    ReasonKind.COMPARED: Text("so sánh với mức yêu cầu", "compared"),
    ReasonKind.MISSING: Text("chưa có số liệu", "not reported"),
    ReasonKind.OUTDATED: Text("số liệu quá cũ", "too old to be used"),
    ReasonKind.NOT_ASSURED: Text("chưa đủ mức kiểm chứng", "not assured enough"),
    ReasonKind.ABSENT: Text("báo không có số liệu", "reported as absent"),
    ReasonKind.CONFLICT: Text("số liệu mâu thuẫn", "conflicting reports"),
    ReasonKind.NO_WHOLE: Text("mẫu số bằng 0", "denominator of 0"),
    ReasonKind.NO_ATTRIBUTE: Text("chưa ghi đặc điểm của đơn vị", "attribute not given"),
    ReasonKind.NO_UNIT_ABOVE: Text("chưa có đơn vị cấp trên", "no unit above"),
    ReasonKind.NO_THRESHOLD: Text("tệp chưa có ngưỡng cho trường hợp này", "no threshold for this case in the file"),
    ReasonKind.NO_LIMIT: Text("không yêu cầu mức", "no limit"),
    ReasonKind.DELEGATED: Text("ngưỡng giao cấp khác quy định", "threshold left to another authority"),
    ReasonKind.UNKNOWN_THRESHOLD: Text("tệp chưa có ngưỡng", "threshold not in the file"),
    ReasonKind.UNKNOWN_CONTENT: Text("tệp chưa có nội dung", "content not in the file"),
    ReasonKind.TALLY: Text("đếm kết quả", "counted"),
    ReasonKind.SCORE: Text("cộng điểm", "points added up"),
    ReasonKind.NO_MEMBERS: Text("không có đơn vị trực thuộc", "no members"),
    ReasonKind.OTHER_RULE: Text("theo nội dung khác", "by another rule"),
    ReasonKind.APPLIES: Text("áp dụng", "applies"),
    ReasonKind.DOES_NOT_APPLY: Text("không áp dụng", "does not apply"),
    ReasonKind.MAY_NOT_APPLY: Text("chưa rõ có áp dụng hay không", "may not apply"),
    ReasonKind.ATTESTED: Text("theo xác nhận", "by attestation"),
    ReasonKind.BASICALLY_MET: Text("cơ bản đạt", "basically met"),
    ReasonKind.ATTESTATION_DISAGREES: Text("xác nhận khác với số liệu", "attestation differs from the figures"),
    ReasonKind.PRINTED: Text("chỉ có khoảng", "an interval only"),
    ReasonKind.OTHER_TEXT: Text("xác nhận theo quy định khác", "attested under another text"),
    ReasonKind.PUBLISHED_DIFFERS: Text("công bố khác với kết quả tính toán", "published decision differs"),
}
