"""The messages of admission about units and facts, for every source: the API, tables, frames, cases (both languages).

Every wording stands here once; braces name the details that the finder gives.
"""

from collections.abc import Mapping

from ..model.problem import Message, Severity, message
from ..model.units.diagnostics import UNIT_WORDINGS

ADMISSION: Mapping[str, Message] = {
    **UNIT_WORDINGS,
    "NTM531": message(
        "'{text}' có hai cách đọc: số nguyên {whole}, hoặc số thập phân {left},{right}",
        "'{text}' can be read two ways: the whole number {whole}, or the decimal {left}.{right}",
        "viết {whole} nếu là số nguyên; nếu không, bỏ các số 0 ở cuối",
        "write {whole} for the whole number; if it is a decimal, leave out the zeros at its end",
    ),
    "NTM535": message(
        "{value} có {found} chữ số thập phân; chỉ số {measure} chỉ có {most}",
        "{value} has more decimals ({found}) than the measure {measure} takes ({most})",
        "ghi số theo đúng số chữ số thập phân của chỉ số; hệ thống không tự làm tròn",
        "report the figure with the measure's own decimals; nothing is rounded silently",
    ),
    "NTM540": message(
        "{value} nằm ngoài khoảng cho phép của chỉ số {measure}: {bounds}",
        "{value} is outside the bounds of the measure {measure}: {bounds_en}",
    ),
    "NTM541": message(
        "cần một con số cho chỉ số {measure}, nhưng giá trị là '{text}'",
        "the measure {measure} takes a figure, not '{text}'",
        "ghi một con số; muốn ghi kết quả Đạt, Chưa đạt thì ghi mã của tiêu chí, chỉ tiêu (ví dụ 3.3) thay cho tên chỉ số",
        "give a number; to record met or not met, name the rule (its code, such as 3.3) instead of the measure",
    ),
    "NTM452": message(
        "cần một ngày cho chỉ số {measure}, nhưng giá trị là '{text}'",
        "the measure {measure} takes a date, not '{text}'",
        "ghi ngày như 2024-06-30 hoặc 30/06/2024; trong Python, đưa datetime.date",
        "write a date as 2024-06-30 or 30/06/2024; in Python, give a datetime.date",
    ),
    "NTM544": message(
        "không nhận ra kết luận '{text}'; chỉ số {measure} nhận Đạt hoặc Chưa đạt",
        "unknown finding '{text}'; the measure {measure} takes met or not met",
        "{near_vi}các từ được dùng: Đạt, Chưa đạt, Cơ bản đạt, x, có, không, chưa có số liệu, không áp dụng",
        "{near_en}words in use: met, not met, basically met, x, yes, no, not reported, not applicable",
    ),
    "NTM545": message(
        "'{text}' không phải là một mức của chỉ số {measure}",
        "'{text}' is not a level of the measure {measure}",
        "{near_vi}các mức: {levels}",
        "{near_en}the levels: {levels}",
    ),
    "NTM550": message("không có loại đơn vị '{text}'", "unknown kind of unit '{text}'", "{hint_vi}", "{hint_en}"),
    "NTM555": message(
        "'{text}' không phải là giá trị của thuộc tính {attribute}",
        "'{text}' is not a value of the attribute {attribute}",
        "{near_vi}các giá trị: {values}",
        "{near_en}the values: {values}",
    ),
    "NTM562": message(
        "không có chỉ số, tiêu chí hay chỉ tiêu '{text}'", "unknown measure or rule '{text}'", "{hint_vi}", "{hint_en}"
    ),
    "NTM565": message("không có bộ tiêu chí '{text}'", "unknown ruleset '{text}'", "{hint_vi}", "{hint_en}"),
    "NTM566": message(
        "bộ tiêu chí {ruleset} (phiên bản {version}) không có mã '{text}'",
        "the ruleset {ruleset} (version {version_en}) has no code '{text}'",
        "{hint_vi}",
        "{hint_en}",
    ),
    "NTM619": message(
        "không có phát biểu này trong bộ nhớ làm việc: {value}",
        "there is no such statement in the working memory: {value}",
        "đưa đúng phát biểu đã được ghi nhận (session.statements())",
        "give a statement as it was asserted (session.statements())",
    ),
    "NTM620": message(
        "đơn vị '{unit}' có thuộc tính '{attribute}', không được khai báo",
        "the unit '{unit}' has the attribute '{attribute}', which is not declared",
        "{hint_vi}",
        "{hint_en}",
    ),
    "NTM622": message(
        "các đơn vị thuộc loại '{kind}' không được đánh giá: không có bộ tiêu chí nào đang dùng áp dụng cho loại này "
        "hoặc tính các đơn vị này: {units} (tổng số: {count})",
        "units of the kind '{kind}' are not assessed: no ruleset in use applies to that kind or counts them: "
        "{units} ({count} in all)",
        "{hint_vi}",
        "{hint_en}",
        severity=Severity.WARNING,
    ),
    "NTM623": message(
        "{unit} ({kind}) không trực thuộc đơn vị cấp trên nào trong ngày đánh giá, nên không được tính vào đơn vị nào, "
        "trong khi quy tắc {rule} có tính",
        "{unit} ({kind}) belongs to no unit above on the day that is decided, so that nothing counts it, though the rule "
        "{rule} counts such units",
        "ghi đơn vị cấp trên (parent), hoặc vùng mà đơn vị là thành viên (cột zone), còn tồn tại trong ngày đó",
        "say which unit it belongs to (parent), or which zone it is a member of (zone), one that exists on that day",
    ),
    "NTM689": message(
        "đơn vị '{unit}' ({kind}) trực thuộc '{parent}' ({parent_kind}), một loại đơn vị không ở cấp trên",
        "the unit '{unit}' ({kind}) belongs to '{parent}' ({parent_kind}), a kind that does not stand above its own",
        "kiểm tra loại đơn vị (kind) và đơn vị cấp trên (parent)",
        "check its kind and its parent",
    ),
    "NTM625": message(
        "{value} không phải là một phát biểu về đơn vị",
        "{value} is not a statement about a unit",
        "đưa Fact, Attestation hoặc PublishedDecision",
        "give a Fact, an Attestation or a PublishedDecision",
    ),
    "NTM850": message(
        "mức kiểm chứng '{text}' không có trong danh mục; các mức: {allowed}",
        "the catalogue has no level of assurance '{text}'; levels: {allowed}",
        "dùng mã của một mức, hoặc khai báo các mức dưới khóa assurance của danh mục",
        "use the id of a level, or declare the levels under the catalogue's key assurance",
    ),
    "NTM626": message(
        "{value} không phải là một ngày",
        "{value} is not a date",
        "đưa một datetime.date, không có giờ",
        "give a datetime.date, without a time of day",
    ),
    "NTM616": message(
        "xác nhận về {rule} nêu phiên bản {version}, nhưng không có phiên bản nào như vậy",
        "an attestation of {rule} names the version {version}, and there is none",
        "các phiên bản: {allowed}",
        "the versions: {allowed}",
    ),
    "NTM576": message(
        "không nhận ra kết quả đã công bố '{text}'",
        "unknown published outcome '{text}'",
        "{near_vi}ghi Đạt, Chưa đạt, Không áp dụng, Chưa xác định, hoặc trạng thái mà bộ tiêu chí khai báo "
        "(statuses): {allowed}",
        "{near_en}write attained, not attained, not applicable, undetermined, or a status that the ruleset declares "
        "(statuses): {allowed}",
    ),
    "NTM559": message(
        "'{text}' không phải là một khoảng: ghi số nhỏ trước, số lớn sau",
        "'{text}' is not an interval: it has no bound, or the greater one comes first",
    ),
    "NTM628": message(
        "bộ tiêu chí {ruleset} không có quy tắc '{rule}'",
        "the ruleset {ruleset} has no rule '{rule}'",
        "{hint_vi}",
        "{hint_en}",
    ),
    "NTM568": message(
        "{rule} áp dụng cho loại '{applies_to}', còn đơn vị này thuộc loại '{kind}'",
        "{rule} applies to units of the kind '{applies_to}'; this unit is of the kind '{kind}'",
    ),
    "NTM629": message("không có {what} '{text}'", "there is no {what_en} '{text}'", "{hint_vi}", "{hint_en}"),
    "NTM722": message(
        "khóa '{key}' đã có một phát biểu khác",
        "another statement stands under the key '{key}'",
        "gửi lại đúng phát biểu đó, hoặc thay nó bằng put",
        "post the same statement again, or replace it with put",
    ),
    "NTM723": message("không có phát biểu nào với khóa '{key}'", "no statement stands under the key '{key}'"),
    "NTM630": message(
        "cột '{column}' không được biết, và gần với '{near}'",
        "the column '{column}' is not known, and is near '{near}'",
        "đổi tên cột thành {near}, hoặc bỏ cột",
        "rename the column to {near}, or leave it out",
    ),
    "NTM631": message(
        "cột '{column}' không được quy tắc nào dùng",
        "no rule reads the column '{column}'",
        "bỏ cột, hoặc không dùng strict=True",
        "leave the column out, or do not ask for strict=True",
    ),
    "NTM177": message(
        "{text} là một khoảng; khung dữ liệu chỉ giữ số liệu chính xác của chỉ số {measure}",
        "{text} is an interval; a frame holds exact figures of the measure {measure} only",
        "đưa vào hồ sơ (dossier) hoặc evaluate, nơi khoảng ấy được xét ở cả hai đầu",
        "give it to a dossier or evaluate, which decide by both of its ends",
    ),
    "NTM178": message(
        "cột '{column}' nêu một văn bản của quy tắc {rule}; một cột chỉ giữ xác nhận về văn bản của ngày",
        "the column '{column}' names a text of the rule {rule}; a column holds attestations of the text of their day",
        "dùng khung mỗi dòng một số liệu, với tên quy tắc ấy ở cột measure",
        "use a frame with one fact per row, with that name in its column 'measure'",
    ),
    "NTM632": message(
        "cột '{column}' có kiểu {type}, phải là {expected}", "the column '{column}' is {type}; it must be {expected_en}"
    ),
    "NTM633": message(
        "{value} quá lớn để tính chính xác trong khung: chỉ số {measure} có {decimals} chữ số thập phân, "
        "nên giá trị phải nhỏ hơn {limit}",
        "{value} is too large for a frame to count exactly: with the decimals of the measure {measure} ({decimals}), "
        "figures must be below {limit}",
        "dùng evaluate, hoặc khai báo ít chữ số thập phân hơn",
        "use evaluate, or declare fewer decimals",
    ),
    "NTM634": message("vừa có số liệu vừa ghi lý do không có", "there is a figure and a reason why there is none"),
    "NTM635": message("thiếu cột '{column}'", "there is no column '{column}'", "{hint_vi}", "{hint_en}"),
    "NTM636": message("{why}", "{why_en}"),
    "NTM637": message(
        "{text} có hơn {most} chữ số có nghĩa",
        "{text} has more than {most} significant digits",
        "khung giữ số liệu dưới dạng số thực, chính xác đến {most} chữ số; dùng hồ sơ (dossier) hoặc evaluate",
        "a frame holds figures as floats, exact to {most} digits; use a dossier or evaluate",
    ),
    "NTM638": message(
        "'{text}' không phải là ngày viết như 2024-06-30",
        "'{text}' is not a day such as 2024-06-30",
        "viết năm-tháng-ngày",
        "write year-month-day",
    ),
    "NTM639": message(
        "'{text}' không phải là từ dùng được trong cột '{column}'",
        "'{text}' is not a word that the column '{column}' takes",
        "{near_vi}viết một trong: {words}",
        "{near_en}write one of: {words}",
    ),
    "NTM459": message(
        "cột '{column}': ngày {value} sau ngày mà dòng này nói đến",
        "column '{column}': {value} is after the day that the row is about",
        "một dòng là những gì có vào ngày của nó: bỏ số liệu về sau, hoặc đánh giá vào ngày sau",
        "a row holds what stands on its day: leave out what is later, or decide on a later day",
    ),
    "NTM640": message(
        "cột thứ {position} không có tên mà có nội dung",
        "column number {position} has cells and no name",
        "đặt tên cho cột, hoặc bỏ cột",
        "name the column, or leave it out",
    ),
    "NTM730": message(
        "phát biểu về đơn vị {unit} được đưa vào dưới khóa {key}",
        "a statement about the unit {unit} is given under the key {key}",
        "khóa là mã của đơn vị mà các phát biểu nói về",
        "the key is the code of the unit that its statements are about",
    ),
    "NTM731": message(
        "hàm đưa phát biểu về đơn vị '{unit}', không phải đơn vị được hỏi",
        "the function gives a statement about '{unit}', a unit that it was not asked for",
        "chỉ đưa phát biểu về các đơn vị được hỏi",
        "give statements about the units asked for only",
    ),
    "NTM732": message(
        "phát biểu về đơn vị '{unit}' đến sau khi đơn vị này, hoặc đơn vị cần số liệu của nó, đã được xét",
        "a statement about '{unit}' comes after it, or a unit that needs its figures, was decided",
        "sắp các phát biểu theo đơn vị được xét, của đơn vị cấp trên đứng trước; hoặc đưa danh sách, bảng theo mã, hay hàm",
        "sort statements by the unit that is decided, those about units above first; or give a list, a mapping or a function",
    ),
    "NTM733": message(
        "một tiến trình phụ đã dừng giữa chừng",
        "a worker process ended before its work was done",
        "xem lỗi của tiến trình đó; nếu hết bộ nhớ thì giảm at_once hoặc processes; hàm đưa vào phải nạp được từ mô-đun",
        "see its output; where memory ran out, lower at_once or processes; functions must be importable from their module",
    ),
    "NTM734": message(
        "thiếu thư viện '{library}', cần cho khung dữ liệu",
        "the library '{library}', which frames need, is not installed",
        'cài thêm: pip install "ntm-rules[frames]"',
        'pip install "ntm-rules[frames]"',
    ),
}
"""Every wording of admission, by its code."""

COMPILING: Mapping[str, Message] = {
    "NTM603": message(
        "các bộ tiêu chí tham chiếu vòng tròn: {circle}", "rulesets refer to one another in a circle: {circle}"
    ),
    "NTM604": message(
        "hơn {most} bộ tiêu chí hỏi nhau liên tiếp: {names}",
        "more than {most} rulesets ask one another in a row: {names}",
    ),
    "NTM605": message("{ruleset}: hai quy tắc có cùng mã '{rule}'", "{ruleset}: two rules have the code '{rule}'"),
    "NTM606": message(
        "{ruleset} có {count} quy tắc; hệ thống nhận nhiều nhất {most}",
        "{ruleset} has {count} rules; the engine takes {most}",
    ),
    "NTM607": message("{rule}: ngày {since} không trước ngày {day}", "{rule}: {since} is not before {day}"),
    "NTM608": message(
        "{other} áp dụng cho loại {applies_to}, còn {ruleset} hỏi về loại {kind}",
        "{other} applies to a {applies_to}, and {ruleset} asks it about a {kind}",
    ),
    "NTM609": message(
        "{rule} hỏi {other}, nhưng không có quy tắc ấy", "{rule} asks for {other}, which has no such rule"
    ),
    "NTM641": message("{ruleset} không có tiêu chí '{rule}'", "{ruleset} has no criterion '{rule}'"),
    "NTM642": message("các quy tắc tham chiếu vòng tròn: {circle}", "rules ask one another in a circle: {circle}"),
    "NTM851": message(
        "{ruleset}#{rule} yêu cầu mức kiểm chứng '{level}' không có trong danh mục; các mức: {allowed}",
        "{ruleset}#{rule} requires the level of assurance '{level}', which is not in the catalogue; levels: {allowed}",
    ),
    "NTM852": message(
        "{rule} yêu cầu mức kiểm chứng của số liệu; khung dữ liệu không xét điều này: dùng evaluate, Session hoặc hồ sơ",
        "{rule} requires an assurance of its figures, which frames do not consider: use evaluate, Session or a dossier",
    ),
    "NTM643": message(
        "{rule} dựa vào hơn {most} quy tắc và điều kiện liên tiếp",
        "{rule} rests on more than {most} rules and conditions in a row",
    ),
    "NTM644": message("{what} lồng nhau quá {most} tầng", "{what_en} are nested more than {most} deep"),
    "NTM645": message(
        "“{n} trong {count} điều kiện” không có nghĩa: phải từ 1 đến {count}",
        "'{n} of {count} conditions' has no meaning: it must be from 1 to {count}",
    ),
    "NTM646": message("một tổ hợp phải có ít nhất một điều kiện", "a combination must have at least one condition"),
    "NTM647": message("{ruleset}: {why}", "{ruleset}: {why_en}"),
    "NTM648": message("không có chỉ số '{measure}'", "there is no measure '{measure}'"),
    "NTM649": message(
        "các chỉ số được tính vòng tròn từ nhau: {circle}",
        "measures are derived from one another in a circle: {circle}",
    ),
    "NTM650": message(
        "một phiên cần một chương trình hoặc nhiều hơn, tất cả biên dịch cho cùng một ngày",
        "a session needs one program or more, all compiled for the same date",
    ),
    "NTM651": message(
        "để xét nhiều ngày, ghi tên một bộ tiêu chí của thư viện: mỗi ngày theo phiên bản có hiệu lực khi đó",
        "for several days, name a ruleset of the library: each is decided by its version",
    ),
    "NTM652": message(
        "chương trình được biên dịch cho ngày {compiled}, không phải ngày {day}",
        "the program is compiled for {compiled}, not for {day}",
    ),
    "NTM653": message(
        "{ruleset} hỏi nhiều hơn các số liệu ({what}): dùng evaluate",
        "{ruleset} asks for more than figures ({what}): use evaluate",
    ),
}
"""Wordings of what keeps a ruleset from being compiled, or a program from being used as asked."""
