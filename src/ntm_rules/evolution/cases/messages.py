"""Messages for mistakes in case files (codes NTM9xx), in Vietnamese and English.

The mistakes that rule files can have as well (a key, a name, a figure) have the words of `language.messages`; those that
speak of rule files are put otherwise here.
"""

from collections.abc import Mapping

from ...language.diagnostics.messages import MESSAGES
from ...model.problem import Message, Severity
from ...model.problem import message as _say
from ...model.text import Text
from ...program.messages import ADMISSION

_OF_ANY_FILE: Mapping[str, Message] = {
    "NTM102": _say(
        "tệp quá lớn ({size} byte): một tệp trường hợp kiểm tra có nhiều nhất {most} byte",
        "the file is too large ({size} bytes): a case file has at most {most}",
        "Chia thành nhiều tệp.",
        "divide it into several files",
    ),
    "NTM106": _say(
        "tệp không có nội dung",
        "the file is empty",
        "Một tệp trường hợp kiểm tra bắt đầu bằng cases_for: và mã bộ tiêu chí.",
        "a case file starts with cases_for: and the id of a ruleset",
    ),
    "NTM107": _say(
        "có tài liệu thứ hai trong tệp (sau dòng ---)",
        "there is a second document in the file (after a line ---)",
        "Mỗi tệp chỉ chứa các trường hợp của một bộ tiêu chí; tách phần sau thành tệp riêng.",
        "a file holds the cases of one ruleset; move what follows to a file of its own",
    ),
    "NTM113": _say(
        "tệp có quá {most} mục: quá lớn cho một tệp trường hợp kiểm tra",
        "the file has more than {most} nodes: too many for a case file",
        "Chia thành nhiều tệp.",
        "divide it into several files",
    ),
}

_OF_VALUES: Mapping[str, Message] = {
    **{code: ADMISSION[code] for code in ("NTM452", "NTM535", "NTM540", "NTM541", "NTM545", "NTM559", "NTM616")},
    "NTM544": Message(
        ADMISSION["NTM544"].message,
        Text(
            "{near_vi}các từ được dùng: đạt, chưa đạt, cơ bản đạt, chưa có số liệu, không áp dụng",
            "{near_en}words in use: met, not_met, basically_met, not_reported, not_applicable",
        ),
    ),
}
"""Messages of admission for values; a case file accepts fewer words for a finding than a table does."""

CASE_MESSAGES: Mapping[str, Message] = {
    "NTM901": _say(
        'tên "{name}" đã dùng cho trường hợp ở dòng {line}',
        "the name '{name}' is already used by the case in line {line}",
        "Đặt cho mỗi trường hợp trong tệp một tên riêng.",
        "give every case of a file a name of its own",
    ),
    "NTM902": _say(
        "không có ngày đánh giá (as_of) cho trường hợp này",
        "there is no date of assessment (as_of) for this case",
        "Ghi as_of: 2024-12-31 ở đầu tệp (cho mọi trường hợp) hoặc trong trường hợp này.",
        "write as_of: 2024-12-31 at the top of the file (for all cases) or in this case",
    ),
    "NTM903": _say(
        "ngày {day} không có phiên bản nào của {ruleset} có hiệu lực",
        "no version of {ruleset} is in force on {day}",
        "Các phiên bản: {versions}",
        "its versions: {versions}",
    ),
    "NTM904": _say(
        'phiên bản {version} của {ruleset} không có quy tắc mã "{name}"',
        "the version {version} of {ruleset} has no rule with code '{name}'",
    ),
    "NTM905": _say(
        "quá nhiều trường hợp: {count}; một tệp có nhiều nhất {most}",
        "too many cases: {count}; a file has at most {most}",
        "Chia thành nhiều tệp.",
        "divide it into several files",
    ),
    "NTM906": _say(
        "quá nhiều đơn vị trực thuộc: {count}; một trường hợp có nhiều nhất {most}",
        "too many member units: {count}; a case has at most {most}",
    ),
    "NTM907": _say(
        "quá nhiều đơn vị, số liệu và xác nhận: các trường hợp trong một tệp cộng lại có nhiều nhất {most}",
        "too many units, facts and attestations: all cases of a file together have at most {most}",
        "Chia thành nhiều tệp.",
        "divide it into several files",
    ),
    "NTM912": _say(
        "{number} đơn vị phải có mã khác nhau",
        "{number} units need different codes",
        "Bỏ count, hoặc bỏ code ở đây và ở các đơn vị bên dưới.",
        "leave out count, or the code here and in the units below",
    ),
    "NTM913": _say(
        'mã "{unit}" đã được dùng cho một đơn vị khác trong trường hợp này',
        "the code '{unit}' is already used by another unit of this case",
        "Mã U, A1, A2, … và M1, M2, … được đặt sẵn cho đơn vị được xét, đơn vị cấp trên và đơn vị trực thuộc.",
        "U, A1, A2, … and M1, M2, … are the codes of the unit under test, those above and the members",
    ),
    "NTM914": _say(
        "{below} không thể trực thuộc {kind}",
        "units of the kind {below} cannot belong to a unit of the kind {kind}",
        "Viết đơn vị cấp trên gần nhất trước.",
        "write the nearest one first",
    ),
    "NTM915": _say(
        "{kind} không thể trực thuộc {above}",
        "units of the kind {kind} cannot belong to a unit of the kind {above}",
    ),
    "NTM916": _say(
        "count phải từ 1 trở lên",
        "count must be 1 or more",
        "Nếu không có đơn vị nào như vậy, bỏ mục này.",
        "where there is no such unit, leave the item out",
    ),
    "NTM917": _say(
        'loại đơn vị "{name}" không có trong danh mục',
        "unknown kind of unit '{name}'",
    ),
    "NTM918": _say(
        "{kind} đã có trong các đơn vị cấp trên: chỉ đơn vị gần nhất được xét",
        "there is a {kind} among the units above already: only the nearest one counts",
    ),
    "NTM919": _say(
        "{ruleset} áp dụng cho {applies_to}, không áp dụng cho {kind}",
        "{ruleset} applies to units of the kind {applies_to}, not {kind}",
        'Ghi cả bộ tiêu chí và mã, ví dụ "vn/commune-ntm#5".',
        "name the ruleset and the code, such as 'vn/commune-ntm#5'",
    ),
    "NTM920": _say(
        "mục expect không có quy tắc nào",
        "expect names no rule",
        'Thêm ít nhất một dòng, ví dụ "3.3": attained.',
        "add at least one line, such as '3.3': attained",
    ),
    "NTM921": _say(
        '"{text}" không phải là một số',
        "'{text}' is not a figure",
        "Viết số chính xác: 2.8, -0.5 hoặc 100/3.",
        "write it exactly: 2.8, -0.5 or 100/3",
    ),
    "NTM922": _say(
        "báo cáo ngày {day} không bao giờ được dùng: trường hợp được xét vào ngày {as_of}",
        "what is reported for {day} is never used: the case is decided on {as_of}",
        "Sửa ngày của báo cáo, hoặc ngày đánh giá (as_of).",
        "correct its day, or the date of the assessment (as_of)",
        Severity.WARNING,
    ),
    "NTM930": _say(
        "trong thư mục không có tệp trường hợp kiểm tra nào (cases/*.yaml)",
        "there are no case files in this folder (cases/*.yaml)",
        "Đặt các tệp trường hợp trong thư mục cases bên cạnh các phiên bản của bộ tiêu chí.",
        "case files lie in a folder named cases beside the versions of their ruleset",
    ),
}

ALL_MESSAGES: Mapping[str, Message] = {**MESSAGES, **_OF_VALUES, **_OF_ANY_FILE, **CASE_MESSAGES}
"""Every diagnostic that a case file can have."""
