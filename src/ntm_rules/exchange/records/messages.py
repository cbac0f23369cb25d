"""Messages about records of assessments: what was altered, and what has moved on since (codes NTM82x, NTM83x)."""

from collections.abc import Mapping

from ...model.place import Place
from ...model.problem import Diagnostic, Message, Severity
from ...model.problem import message as _say
from ...program.wording import worded

RECORDS: Mapping[str, Message] = {
    "NTM820": _say("không đọc được tệp: {why}", "the file cannot be read: {why_en}"),
    "NTM821": _say(
        "không phải một dòng của bản ghi đánh giá: {why}",
        "not a line of a record of an assessment: {why_en}",
    ),
    "NTM822": _say(
        "không có dòng đầu của bản ghi đánh giá",
        "the first line of a record of an assessment is missing",
    ),
    "NTM823": _say(
        "{what} đã bị sửa sau khi lập bản ghi",
        "{what_en} was altered: the hash of the line no longer fits",
    ),
    "NTM824": _say("thiếu {what}", "{what_en} is missing"),
    "NTM825": _say("{what} là phần thêm vào", "{what_en} was added"),
    "NTM826": _say(
        "{what}: {part} ghi là {was}, tính lại là {now}",
        "{what_en}: {part} is recorded as {was_en}, worked out again it is {now_en}",
    ),
    "NTM827": _say(
        "{what} nay có nội dung khác với khi lập bản ghi ({count} kết luận khác đi vì vậy)",
        "{what_en} means something else now than when the record was made ({count} decisions are others for it)",
        "nếu giá trị gốc khớp với văn bản đã ký thì bản ghi nguyên vẹn, tệp quy tắc đã đổi; dùng --rulesets với bộ tệp cũ, "
        "hoặc --self-contained nếu bản ghi có kèm",
        "where the root is the one that was signed, the record is whole and the rule file has changed: use --rulesets with the "
        "files of then, or --self-contained where the record carries them",
    ),
    "NTM828": _say(
        "giá trị gốc tính từ các dòng là {found}, không phải {expected}",
        "the root that the lines come to is {found}, not {expected}",
        "có dòng đã bị sửa, thêm hoặc bớt từ khi ký",
        "lines were altered, added or taken away since it was signed",
    ),
    "NTM829": _say(
        "không có phiên bản {version} của bộ tiêu chí {ruleset}, mà bản ghi đã áp dụng",
        "there is no version {version} of {ruleset}, which the record applied",
        "dùng --rulesets với thư mục có phiên bản đó, hoặc --self-contained nếu bản ghi có kèm văn bản",
        "use --rulesets with a folder that has it, or --self-contained where the record carries the texts",
    ),
    "NTM830": _say(
        "không tính lại được từ bản ghi: {why}",
        "it cannot be decided again from the record: {why_en}",
    ),
    "NTM831": _say(
        "{what}: lời văn hoặc nguồn đã được chỉnh từ khi lập bản ghi, nội dung không đổi",
        "{what_en}: its wording or source was mended since the record was made; it means the same",
        severity=Severity.NOTE,
    ),
    "NTM832": _say(
        "chỉ số {measure}: giới hạn nay là {now}, khi lập bản ghi là {was}; đã tính lại theo giới hạn khi đó",
        "measure {measure}: its bounds are {now} now and were {was} when the record was made; those of then were used",
        severity=Severity.NOTE,
    ),
    "NTM833": _say(
        "bộ tiêu chí {ruleset} nay còn có phiên bản {version}, có hiệu lực trước ngày đánh giá mà bản ghi chưa biết; "
        "bản ghi biết các phiên bản {known}",
        "{ruleset} has by now a version {version} too, in force before the day assessed; the record did not know it, and knew "
        "{known_en}",
        severity=Severity.NOTE,
    ),
    "NTM834": _say(
        "bản ghi không kèm văn bản nào",
        "the record carries no texts",
        "lập lại bằng assess --record ... --self-contained, hoặc bỏ --self-contained",
        "make it with assess --record ... --self-contained, or leave --self-contained away",
    ),
    "NTM835": _say("chứng minh không dẫn tới giá trị gốc: {what}", "the proof does not lead to the root: {what_en}"),
    "NTM836": _say("không có kết luận {what} trong bản ghi", "there is no decision {what_en} in the record"),
    "NTM837": _say(
        "chữ ký không phải của khóa này cho bản ghi này", "the signature is not one of this key for this record"
    ),
    "NTM838": _say("khóa hoặc chữ ký không dùng được: {why}", "the key or signature cannot be used: {why_en}"),
    "NTM839": _say(
        "cần thư viện cryptography để ký và kiểm chữ ký",
        "signatures need the library cryptography",
        'cài đặt bằng: pip install "ntm-rules[sign]"',
        'install it: pip install "ntm-rules[sign]"',
    ),
}


def record_problem(code: str, place: Place | None = None, **details: object) -> Diagnostic:
    """The diagnostic `code` about a record, worded with the details and as grave as its message says."""
    return worded(RECORDS, code, place, RECORDS[code].severity, details=details)
