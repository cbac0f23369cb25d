"""The registry of diagnostic codes: what each means, in both languages, how grave it is, and what helps.

The wordings stand in the tables of their floors; here are all of them, and the codes whose finders put them into words.
"""

from collections.abc import Mapping
from types import MappingProxyType

from .evolution.cases.messages import CASE_MESSAGES
from .exchange.diagnostics.messages import MESSAGES as EXCHANGE
from .exchange.records.messages import RECORDS
from .language.diagnostics.messages import MESSAGES as LANGUAGE
from .model.problem import Message, message
from .program.messages import ADMISSION, COMPILING

FOUND: Mapping[str, Message] = {
    "NTM000": message("lỗi không thuộc loại nào khác", "an error of no other kind"),
    "NTM300": message("tệp quy tắc không dùng được", "a rule file cannot be used"),
    "NTM500": message("số liệu hoặc xác nhận không dùng được", "a fact or an attestation cannot be used"),
    "NTM510": message("các đơn vị không hợp thành một hệ thống", "units do not form a hierarchy"),
    "NTM600": message("bộ tiêu chí không biên dịch được", "a ruleset cannot be compiled"),
    "NTM601": message("không có bộ tiêu chí này", "there is no such ruleset"),
    "NTM602": message("không có phiên bản nào đang có hiệu lực vào ngày đó", "no version is in force on the day"),
    "NTM610": message("tên này không phải là một phiên bản", "the name names no version", "bộ@ngày", "ruleset@day"),
    "NTM611": message("ngày của phiên bản không phải là một ngày", "the day of a version is no date"),
    "NTM612": message("không có bộ tiêu chí để so sánh", "there is no ruleset to compare"),
    "NTM613": message(
        "hai văn bản được xét vào hai ngày, hai năm khác nhau", "the two texts decide on two dates, or years"
    ),
    "NTM614": message("hai bộ tiêu chí áp dụng cho hai cấp khác nhau", "the rulesets apply to different kinds of unit"),
    "NTM615": message("không phiên bản nào có quy tắc này", "neither version has such a rule"),
    "NTM617": message("giá trị của một số liệu không phải là con số", "the value of a fact is no figure"),
    "NTM618": message("xác nhận không nói đạt hay chưa đạt", "an attestation does not say met or not met"),
    "NTM627": message("tham số không dùng được", "an argument cannot be used"),
    "NTM700": message("lỗi của hệ thống; không dùng kết quả", "a fault of the engine; its answers are not to be used"),
    "NTM701": message("bộ khớp từ chối một mẫu", "the matcher refuses a pattern"),
    "NTM702": message("bộ khớp từ chối một sự kiện", "the matcher refuses an event"),
    "NTM703": message("một sự kiện không khớp đúng một mẫu", "an event fired no pattern, or several"),
    "NTM704": message("bộ khớp không dùng được nữa", "the matcher can no longer be used"),
    "NTM705": message(
        "không dùng được durable_rules",
        "durable_rules cannot be used",
        'cài đặt "durable-rules", hoặc chọn bộ khớp "plain"',
        'install "durable-rules", or choose the "plain" matcher',
    ),
    "NTM706": message(
        "phiên đã đóng, hoặc lần cập nhật trước bị ngắt giữa chừng",
        "the session is closed, or an update of it was interrupted",
        "mở phiên mới với các báo cáo đó",
        "open a new session with those statements",
    ),
    "NTM800": message("bản ghi không dùng được", "a record cannot be used"),
    "NTM810": message("không đọc được tệp bản ghi kết quả", "the file of a snapshot cannot be read"),
    "NTM811": message("tệp bản ghi kết quả quá lớn", "the file of a snapshot is too large"),
    "NTM812": message("tệp bản ghi kết quả không phải văn bản UTF-8", "the file of a snapshot is not UTF-8 text"),
    "NTM813": message("một dòng không phải của bản ghi kết quả", "a line is none of a snapshot"),
    "NTM814": message("tệp trống, không có bản ghi kết quả nào", "the file is empty: there is no snapshot in it"),
    "NTM900": message("tệp trường hợp kiểm tra không dùng được", "a case file cannot be used"),
    "NTM940": message("quá nhiều tổ hợp để so sánh chính xác", "too many combinations to be compared exactly"),
}
"""Meanings of the codes whose finders word each diagnostic themselves; those of exceptions stand for what has no other."""

_TABLES = (LANGUAGE, ADMISSION, COMPILING, EXCHANGE, RECORDS, CASE_MESSAGES, FOUND)


def _registry() -> dict[str, Message]:
    messages: dict[str, Message] = {}
    for table in _TABLES:
        for code, meaning in table.items():
            # The help may be another one, where there is more to be done.
            if messages.setdefault(code, meaning).message != meaning.message:
                raise ValueError(f"{code} has two meanings")
    return dict(sorted(messages.items()))


REGISTRY: Mapping[str, Message] = MappingProxyType(_registry())
"""Every diagnostic code with its message and help in both languages and the gravest severity it is told with."""
