"""Phrases of a recognition over time, in both languages."""

from collections.abc import Mapping
from typing import Final

from ...engine.history.transitions import RecognitionState
from ...model.text import Text

STATES: Final[Mapping[RecognitionState, Text]] = {
    RecognitionState.UNKNOWN: Text("chưa biết đã được công nhận hay chưa", "not known whether recognised"),
    RecognitionState.NOT_RECOGNISED: Text("chưa được công nhận", "not recognised"),
    RecognitionState.PROPOSED: Text("đã đề nghị công nhận", "proposed"),
    RecognitionState.RECOGNISED: Text("được công nhận", "recognised"),
    RecognitionState.MAINTAINED: Text("duy trì đạt chuẩn", "maintained"),
    RecognitionState.NOT_MAINTAINED: Text("chưa duy trì đạt chuẩn", "not maintained"),
    RecognitionState.REVOCABLE: Text("thuộc trường hợp thu hồi", "within the cases of revocation"),
    RecognitionState.REVOKED: Text("đã bị thu hồi", "revoked"),
    RecognitionState.LAPSED: Text("công nhận hết thời hạn", "lapsed"),
}
EXPIRED: Final = Text(
    "hết thời hạn ghi ở tệp quy định mà không được công nhận lại (xem ghi chú về nguồn của quy định)",
    "the time that the rule file lets it stand is over, and it was not renewed (see the rule's note on its source)",
)
TITLE: Final = Text("{title} · đến {day}", "{title} · up to {day}")
OPEN: Final = Text("chưa xác định: {states}", "cannot be said: {states}")
PUBLISHED: Final = Text("{what}: {source}", "{what}: {source}")
RULE: Final = Text("{name}: {outcome}", "{name}: {outcome}")
CONTRADICTED: Final = Text(
    "số liệu biết vào ngày này không ghi đơn vị đã được công nhận, khác với quyết định công nhận đã có: cần rà soát số liệu",
    "the figures known on this day do not say that the unit is recognised, unlike the decision: they are to be checked",
)
NEVER_RECOGNISED: Final = Text(
    "hồ sơ không ghi quyết định công nhận nào trước quyết định thu hồi này: cần rà soát",
    "no recognition before this revocation is on record: to be checked",
)
NO_VERSION: Final = Text("không có phiên bản nào đang có hiệu lực", "no version is in force")
SAME: Final = Text(
    "Còn {count} ngày không có thay đổi (thêm --everything để in cả)",
    "Days without a change, not shown: {count} (--everything shows them)",
)
