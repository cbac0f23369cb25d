"""Messages for every mistake in rule files, by code, in Vietnamese and English."""

from functools import partial

from ...model.problem import Message, Severity, message
from ...model.text import Text

_warning = partial(message, severity=Severity.WARNING)
_note = partial(message, severity=Severity.NOTE)

_READING: dict[str, Message] = {
    "NTM101": message("không đọc được: {why}", "it cannot be read: {why}"),
    "NTM102": message(
        "tệp quá lớn ({size} byte): một tệp quy tắc có nhiều nhất {most} byte",
        "the file is too large ({size} bytes): a rule file has at most {most}",
    ),
    "NTM103": message(
        "tệp không phải là văn bản UTF-8",
        "the file is not UTF-8 text",
        "Lưu lại tệp với bảng mã UTF-8 (Unicode).",
        "save the file again with the encoding UTF-8 (Unicode)",
    ),
    "NTM104": message(
        "có ký tự điều khiển hoặc ký tự vô hình {character}",
        "there is a control or invisible character {character}",
        "Xóa ký tự đó, hoặc gõ lại dòng này.",
        "delete it, or type the line again",
    ),
    "NTM105": message(
        "có ký tự Tab", "there is a Tab character", "Dùng dấu cách, không dùng Tab.", "use spaces, not tabs"
    ),
    "NTM106": message(
        "tệp không có nội dung",
        "the file is empty",
        "Một tệp quy tắc bắt đầu bằng ruleset:, amends: hoặc specialises:, một danh mục chỉ số bằng measures: hoặc "
        "attributes:.",
        "a rule file starts with ruleset:, amends: or specialises:, a measures catalogue with measures: or attributes:",
    ),
    "NTM107": message(
        "có tài liệu thứ hai trong tệp (sau dòng ---)",
        "there is a second document in the file (after a line ---)",
        "Mỗi tệp chỉ chứa một bộ tiêu chí; tách phần sau thành tệp riêng.",
        "a file holds one document; move what follows to a file of its own",
    ),
    "NTM108": message(
        'không dùng neo (anchor, dấu &) và bí danh (alias, dấu *) của YAML ("{name}")',
        "YAML anchors (&) and aliases (*) are not used here ('{name}')",
        "Viết lại nội dung ở đây; nếu là câu chữ bắt đầu bằng & hoặc *, đặt trong ngoặc kép.",
        "write the content out; if it is text that starts with & or *, put it in quotes",
    ),
    "NTM109": message(
        'không dùng thẻ (tag, dấu !) của YAML ("{name}")',
        "YAML tags (!) are not used here ('{name}')",
        "Bỏ thẻ; nếu là câu chữ bắt đầu bằng dấu !, đặt trong ngoặc kép.",
        "remove the tag; if it is text that starts with !, put it in quotes",
    ),
    "NTM110": message(
        'không dùng khóa gộp (merge key) "<<" của YAML',
        "YAML merge keys ('<<') are not used here",
        "Viết từng khóa ra.",
        "write the keys out",
    ),
    "NTM111": message(
        'khóa "{key}" được viết hai lần (lần đầu ở dòng {line})',
        "key '{key}' is written twice (first in line {line})",
        "Giữ lại một.",
        "keep one of them",
    ),
    "NTM112": message(
        "lồng nhau quá {most} tầng",
        "nested more than {most} levels deep",
        "Tách bớt các tầng lồng nhau.",
        "use fewer nested levels",
    ),
    "NTM113": message(
        "tệp có quá {most} mục: quá lớn cho một tệp quy tắc",
        "the file has more than {most} items: too many for a rule file",
    ),
    "NTM114": message(
        "trong câu có dấu hai chấm mà câu không nằm trong ngoặc kép",
        "a text with a colon in it is not in quotes",
        'Đặt cả câu trong ngoặc kép: "{text}"',
        'put the text in quotes: "{text}"',
    ),
    "NTM115": message(
        "dòng này thụt vào không khớp với các dòng phía trên",
        "this line is indented differently from the lines above",
        "Các khóa cùng cấp phải thụt vào bằng nhau; dùng dấu cách.",
        "keys of one level start in the same column; use spaces",
    ),
    "NTM116": message(
        "dấu ngoặc {quote} mở ở đây không được đóng",
        "the quote {quote} opened here is not closed",
        "Thêm dấu {quote} ở cuối câu.",
        "add {quote} at the end of the text",
    ),
    "NTM117": message(
        'ngoặc "{bracket}" mở ở đây không được đóng, hoặc thiếu dấu phẩy',
        "the bracket '{bracket}' opened here is not closed, or a comma is missing",
        'Đóng bằng "{closing}"; câu có dấu phẩy, hai chấm hoặc ngoặc thì đặt trong ngoặc kép.',
        "close it with '{closing}'; put a text with commas, colons or brackets in quotes",
    ),
    "NTM118": message(
        "dòng này không có dấu hai chấm sau khóa, hoặc thiếu dấu cách sau dấu hai chấm",
        "this line has no colon after its key, or no space after the colon",
        'Viết "khóa: giá trị"; một danh sách viết "- " trước mỗi mục.',
        "write 'key: value'; in a list put '- ' before each item",
    ),
    "NTM119": message(
        'câu không được bắt đầu bằng "{character}" khi không có ngoặc kép',
        "a text cannot start with '{character}' without quotes",
        "Câu chữ thì đặt trong ngoặc kép.",
        "put a text in quotes",
    ),
    "NTM120": message(
        "không đúng cú pháp YAML (bộ đọc báo bằng tiếng Anh: {problem})",
        "this is not valid YAML: {problem}",
        "Xem dòng này và dòng trên: dấu hai chấm, dấu cách đầu dòng, dấu ngoặc.",
        "look at this line and the one above: colons, spaces at the start, quotes and brackets",
    ),
    "NTM121": message(
        "khóa phải là một từ, không phải là một danh sách hay một {{khóa: giá trị}}",
        "a key must be a word, not a list or a {{key: value}}",
        "Nếu là câu chữ có ngoặc {{ }} hoặc [ ], đặt trong ngoặc kép.",
        "if it is text with {{ }} or [ ] in it, put it in quotes",
    ),
    "NTM122": message(
        "không dùng chỉ thị (directive) của YAML: dòng bắt đầu bằng dấu %",
        "YAML directives (lines that start with %) are not used here",
        "Xóa dòng đó.",
        "delete the line",
    ),
    "NTM123": message(
        "trong ngoặc kép có dấu \\ theo sau bởi ký tự không có nghĩa",
        "in double quotes there is a \\ before a character that has no meaning there",
        "Dùng ngoặc đơn, hoặc viết \\\\ cho một dấu \\.",
        "use single quotes, or write \\\\ for one \\",
    ),
    "NTM124": message(
        "sau dấu đóng ngoặc kép còn có chữ",
        "there is text after a closing quote",
        "Đặt cả câu trong một cặp ngoặc; trong ngoặc đơn, dấu ' viết thành ''.",
        "put the whole text in one pair of quotes; in single quotes write ' as ''",
    ),
    "NTM125": message(
        "{text} nằm trong ngoặc kép cong, không phải ngoặc thẳng",
        "{text} stands in curly quotes, not in straight ones",
        'Gõ lại bằng ngoặc thẳng, như "{instead}", hoặc không dùng ngoặc.',
        'type straight quotes, as in "{instead}", or none',
    ),
    "NTM126": message(
        "có ký tự {character}, trông giống nhưng không phải ký tự thường dùng",
        "there is the character {character}, which looks like a usual one and is another",
        "Gõ lại: {instead}",
        "type it again: {instead}",
    ),
    "NTM150": message(
        "không còn khóa always_applies: một chỉ số luôn áp dụng, trừ khi ghi may_not_apply",
        "there is no key always_applies any more: a measure always applies unless it says may_not_apply",
        "Xóa always_applies: yes; thay always_applies: no bằng may_not_apply: và văn bản cho phép báo là không áp dụng "
        "(hoặc yes).",
        "remove always_applies: yes; instead of always_applies: no write may_not_apply: with the text that allows it to be "
        "reported as not applicable (or yes)",
    ),
    "NTM129": message("còn {count} lỗi nữa trong tệp này", "more mistakes in this file: {count}"),
}

_STRUCTURE: dict[str, Message] = {
    "NTM155": message(
        "khoảng thời gian này không dài được một tháng",
        "this length of time is not even a month",
        "Viết số năm hoặc số tháng, ví dụ {{years: 1}} hoặc {{months: 6}}.",
        "write years or months, such as {{years: 1}} or {{months: 6}}",
    ),
    "NTM160": message(
        "{number} không phải là một số năm: phải từ 1 đến {most}",
        "{number} is no number of years: it must be from 1 to {most}",
        "Ba năm liên tiếp: in_each_of: {{years: 3}}; trung bình ba năm: mean_over: {{years: 3}}",
        "three years in a row: in_each_of: {{years: 3}}; the mean of three years: mean_over: {{years: 3}}",
    ),
    "NTM161": message(
        '"{key}" không đi cùng với "{other}"',
        "'{key}' does not go with '{other}'",
        "in_each_of: bên cạnh một so sánh, one_of hoặc required; mean_over: bên cạnh một so sánh (at_least, at_most…). "
        "Nếu cần cả hai, viết hai điều kiện trong all_of.",
        "in_each_of stands beside a comparison, one_of or required, mean_over beside a comparison (at_least, at_most…); "
        "for both write two conditions in all_of",
    ),
    "NTM162": message(
        "{measure} không phải là con số nên không có trung bình của các năm",
        "{measure} is not a figure, so it has no mean over years",
    ),
    "NTM201": message(
        "ở đây phải là các dòng “khóa: giá trị” ({what}), không phải {found}",
        "'key: value' lines are needed here ({what}), not {found}",
    ),
    "NTM202": message(
        "ở đây cần một danh sách ({what}), không phải {found}",
        "a list is needed here ({what}), not {found}",
        'Viết mỗi mục trên một dòng bắt đầu bằng "- ", hoặc [mục, mục].',
        "write each item in a line that starts with '- ', or [item, item]",
    ),
    "NTM203": message("ở đây cần {what}, không phải {found}", "{what} is needed here, not {found}"),
    "NTM204": message("giá trị để trống: cần {what}", "the value is empty: {what} is needed"),
    "NTM205": message('không có khóa "{key}" trong {form}', "unknown key '{key}' in {form}"),
    "NTM206": message(
        'thiếu khóa "{key}" trong {form}',
        "key '{key}' is missing in {form}",
        'Thêm "{key}:" ({title}).',
        "add '{key}:' ({title})",
    ),
    "NTM207": message(
        'khóa "{key}" không đi cùng "{primary}"',
        "key '{key}' does not go with '{primary}'",
        'Đi cùng "{primary}": {allowed}',
        "with '{primary}' go: {allowed}",
    ),
    "NTM208": message(
        'hai điều kiện trong cùng một mục: "{first}" và "{second}"',
        "two conditions in one item: '{first}' and '{second}'",
        "Đặt chúng vào một danh sách dưới all_of: (tất cả) hoặc any_of: (một trong số đó).",
        "put them in a list under all_of: (every one) or any_of: (one of them)",
    ),
    "NTM209": message(
        "không có điều kiện nào trong {form}",
        "there is no condition in {form}",
        "Một điều kiện có một trong các khóa: {primaries}",
        "a condition has one of the keys: {primaries}",
    ),
    "NTM210": message(
        "mã số {code} phải đặt trong ngoặc kép: YAML đọc nó thành {read}",
        "code {code} must be in quotes: YAML reads it as {read}",
        'Viết "{code}"',
        'write "{code}"',
    ),
    "NTM211": message('"{text}" không phải là {what}', "'{text}' is not {what}"),
    "NTM213": message(
        '"{text}" không phải là một ngày',
        "'{text}' is not a date",
        "Viết năm-tháng-ngày, ví dụ 2022-04-15; năm từ 1900 đến 2199.",
        "write year-month-day, such as 2022-04-15; the year from 1900 to 2199",
    ),
    "NTM214": message('"{text}" không phải là yes hay no', "'{text}' is not yes or no"),
    "NTM215": message('"{text}" không có trong danh sách từ của {what}', "'{text}' is not one of the words for {what}"),
    "NTM216": message('"{text}" không dùng làm {what} được', "'{text}' cannot be {what}"),
    "NTM219": message("danh sách trống: {what}", "the list is empty: {what}"),
    "NTM220": message(
        "không nhận ra loại tệp này",
        "the kind of this file cannot be told",
        "Một tệp quy tắc có khóa ruleset:, amends: hoặc specialises:, một danh mục chỉ số có measures: hoặc attributes:.",
        "a rule file has the key ruleset:, amends: or specialises:, a measures catalogue measures: or attributes:",
    ),
    "NTM222": message(
        'quy tắc có cả "{parts}" và một điều kiện riêng ("{key}")',
        "the rule has both '{parts}' and a condition of its own ('{key}')",
        "Giữ một trong hai; điều kiện riêng có thể viết thành một mục trong {parts}.",
        "keep one; the condition can become one of the {parts}",
    ),
    "NTM223": message(
        "quy tắc không có {parts} và cũng không có điều kiện",
        "the rule has neither {parts} nor a condition",
        "Thêm {parts}: hoặc một điều kiện; nếu chưa biết nội dung, viết content: unknown.",
        "add {parts}: or a condition; if its content is not known, write content: unknown",
    ),
    "NTM224": message(
        "chưa ghi cách so sánh {subject}",
        "no comparison is given for {subject}",
        "Thêm một trong các khóa: {allowed}",
        "add one of the keys: {allowed}",
    ),
    "NTM170": message(
        "times: phải ghi rõ là bội số của gì",
        "times: must say of what it is a multiple",
        "Thêm measure: …, hoặc of: {{threshold: bộ-tiêu-chí#mã}}.",
        "add measure: …, or of: {{threshold: ruleset#code}}",
    ),
    "NTM171": message("{value} phải lớn hơn 0", "{value} must be above 0"),
    "NTM172": message(
        "không số nào thuộc khung này: {edge} đứng sau {before}",
        "no figure falls in this band: {edge} stands after {before}",
        "Xếp các khung theo thứ tự: khung đầu tiên phù hợp được tính.",
        "put the bands in order: the first that fits counts",
    ),
    "NTM173": message(
        "một khung cần đúng một phép so sánh (at_least, at_most, more_than, less_than hoặc equals), không phải {count}",
        "a band must have one comparison (at_least, at_most, more_than, less_than or equals), not {count}",
    ),
    "NTM225": message(
        "đây không phải là một ngưỡng",
        "this is not a threshold",
        "Một ngưỡng là một số, một mức, từ unknown, {{by: …}}, {{measure: …, of: …}} hoặc {{delegated: province}}.",
        "a threshold is a number, a level, the word unknown, {{by: …}}, {{measure: …, of: …}} or {{delegated: province}}",
    ),
    "NTM226": message(
        "số {text} có quá 30 chữ số trước hoặc sau dấu chấm", "{text} has more than 30 digits before or after the point"
    ),
    "NTM231": message(
        "chưa ghi số lượng hoặc tỷ lệ phải đạt",
        "no number or share is given",
        "Thêm count_at_least: (số lượng) hoặc share_at_least: (phần trăm), hoặc một khóa count_…, share_… khác.",
        "add count_at_least: (how many) or share_at_least: (a percentage), or another count_… or share_… key",
    ),
    "NTM232": message(
        '"by" không có trường hợp nào',
        "'by' has no cases",
        "Thêm mỗi giá trị một dòng: giá trị: ngưỡng.",
        "add a line for each value: value: threshold",
    ),
    "NTM233": message('"{text}" có hai lần trong danh sách', "'{text}' is in the list twice", "Xóa một.", "remove one"),
    "NTM234": message(
        '"since" và "{key}" phải đi cùng nhau',
        "'since' and '{key}' go together",
        "Thay đổi theo thời gian: {{measure: …, since: 2023-12-31, increased_by_at_least: 3}}",
        "a change over time: {{measure: …, since: 2023-12-31, increased_by_at_least: 3}}",
    ),
    "NTM235": message(
        '"criteria: all" nghĩa là mọi tiêu chí, không đi cùng "{key}"',
        "'criteria: all' means every criterion and takes no '{key}'",
        "Viết criteria: attained để đếm.",
        "write criteria: attained to count",
    ),
    "NTM236": message(
        'thay đổi theo thời gian chỉ tính với "criteria: attained", không với {state}',
        "a change over time is one of 'criteria: attained', not of {state}",
    ),
    "NTM240": message(
        "chưa ghi loại thay đổi (set, replace, insert hoặc repeal)",
        "no kind of change is given (set, replace, insert or repeal)",
        "Mỗi thay đổi có một trong các khóa: {verbs}",
        "a change has one of the keys: {verbs}",
    ),
    "NTM241": message(
        'hai việc trong một thay đổi: "{first}" và "{second}"',
        "two things in one change: '{first}' and '{second}'",
        "Tách thành hai mục của changes.",
        "make them two items of changes",
    ),
    "NTM242": message(
        "quy tắc thay thế không có điều kiện",
        "the replacement has no condition",
        "Quy tắc được thay toàn bộ: viết lại điều kiện (hoặc indicators: của tiêu chí); nếu chưa biết, viết content: unknown.",
        "a rule is replaced whole: write its condition (or the indicators: of a criterion) again; if it is not known, write "
        "content: unknown",
    ),
    "NTM243": message(
        "{text} có hai cách đọc: {whole}, hoặc {point}", "{text} can be read two ways: {whole}, or {point}"
    ),
}

_NAMES: dict[str, Message] = {
    "NTM301": message('không có chỉ số "{name}"', "unknown measure '{name}'"),
    "NTM302": message('không có thuộc tính "{name}"', "unknown attribute '{name}'"),
    "NTM303": message(
        'thuộc tính "{attribute}" không có giá trị "{name}"', "attribute '{attribute}' has no value '{name}'"
    ),
    "NTM304": message('chỉ số "{measure}" không có mức "{name}"', "measure '{measure}' has no level '{name}'"),
    "NTM305": message('không có bộ tiêu chí "{name}"', "unknown ruleset '{name}'"),
    "NTM306": message(
        'bộ tiêu chí "{ruleset}" không có quy tắc mã "{name}"', "ruleset '{ruleset}' has no rule with code '{name}'"
    ),
    "NTM307": message(
        'bộ tiêu chí này không có tiêu chí mã "{name}"', "this ruleset has no criterion with code '{name}'"
    ),
    "NTM308": message(
        'mã "{name}" được dùng hai lần (lần đầu ở dòng {line})',
        "code '{name}' is used twice (first in line {line})",
        "Mỗi tiêu chí và chỉ tiêu có mã riêng.",
        "every criterion and indicator has a code of its own",
    ),
    "NTM309": message(
        "phiên bản {version} của {ruleset} có ở hai tệp",
        "version {version} of {ruleset} is in two files",
        "Xóa một tệp, hoặc sửa ngày hiệu lực.",
        "remove one file, or correct its version",
    ),
    "NTM310": message('chỉ số "{name}" được khai báo hai lần', "measure '{name}' is declared twice"),
    "NTM311": message('thuộc tính "{name}" được khai báo hai lần', "attribute '{name}' is declared twice"),
    "NTM312": message(
        "các bộ tiêu chí tham chiếu vòng tròn: {circle}",
        "rulesets depend on one another in a circle: {circle}",
        "Bỏ một tham chiếu: một quy tắc không được dựa vào chính nó.",
        "take one link out: a rule cannot rest on itself",
    ),
    "NTM313": message(
        "các chỉ số được tính vòng tròn từ nhau: {circle}",
        "measures are derived from one another in a circle: {circle}",
    ),
    "NTM314": _warning(
        "tệp nên nằm ở {expected}",
        "the file should be at {expected}",
        "Đường dẫn trong thư mục bộ tiêu chí là <mã bộ tiêu chí>/<ngày hiệu lực>.yaml.",
        "in a library folder the path is <ruleset>/<version>.yaml",
    ),
    "NTM315": message(
        "ngày hết hiệu lực {until} trước ngày bắt đầu {version}",
        "it ends (until) on {until}, before it begins (version) on {version}",
    ),
    "NTM316": message(
        "phiên bản {version} bắt đầu khi phiên bản {earlier} còn hiệu lực (đến hết {until})",
        "version {version} begins while version {earlier} is still in force (until {until})",
        "Sửa until của phiên bản trước, hoặc bỏ until đi.",
        "correct until of the earlier version, or leave it out",
    ),
    "NTM317": _warning(
        'loại đơn vị "{name}" không có trong danh mục', "the kind of unit '{name}' is not in the catalogue"
    ),
    "NTM318": message(
        'bộ tiêu chí "{ruleset}" áp dụng cho {applies_to}, không phải {kind}',
        "ruleset '{ruleset}' applies to {applies_to}, not to {kind}",
    ),
    "NTM319": message(
        '"{name}" là từ dành riêng, không dùng làm {what} được', "'{name}' is a reserved word and cannot be {what}"
    ),
    "NTM176": message(
        '"{key}" và "{other}" trùng nghĩa',
        "'{key}' and '{other}' say the same thing",
        "Giữ một trong hai.",
        "keep one of them",
    ),
    "NTM476": message(
        'bộ tiêu chí không có nhóm "{name}" với tiêu chí nào còn hiệu lực',
        "the ruleset has no group '{name}' with any criteria",
        "Khai báo nhóm trong groups:, với mã các tiêu chí.",
        "declare the group in groups:, with the codes of its criteria",
    ),
    "NTM477": message(
        'tiêu chí "{name}" đã ở trong nhóm "{first}", không thể ở cả nhóm "{second}"',
        "criterion '{name}' is in group '{first}' and cannot be in '{second}' as well",
    ),
    "NTM478": _warning(
        'bộ của cấp trên ({superior}) không có tiêu chí "{name}"',
        "the superior's ruleset ({superior}) has no criterion '{name}'",
        'Nếu tỉnh được bổ sung tiêu chí này, khai báo adds: ["{name}"].',
        'if it may be added, declare adds: ["{name}"]',
    ),
    "NTM479": message(
        'adds: tiêu chí "{name}" không phải là tiêu chí được bổ sung so với {superior}',
        "adds: criterion '{name}' is not one that this ruleset has and {superior} has not",
    ),
    "NTM475": message(
        'bộ tiêu chí không có văn bản số "{name}"',
        "the ruleset has no instrument with the number '{name}'",
        "Thêm văn bản vào instruments:, hoặc sửa số hiệu.",
        "add the instrument to instruments:, or mend the number",
    ),
    "NTM175": _warning(
        'mã nội dung "{name}" không bắt đầu bằng mã chỉ tiêu "{indicator}"',
        "content code '{name}' does not start with its indicator's code '{indicator}'",
        "Bỏ qua nếu văn bản in đúng như vậy.",
        "leave it if that is how the instrument prints it",
    ),
    "NTM320": _warning(
        'mã chỉ tiêu "{name}" không bắt đầu bằng mã tiêu chí "{criterion}."',
        "indicator code '{name}' does not start with its criterion's code '{criterion}.'",
        "Bỏ qua nếu văn bản in đúng như vậy.",
        "leave it if that is how the instrument prints it",
    ),
    "NTM321": _warning(
        'không phiên bản nào của "{ruleset}" có hiệu lực cùng lúc với phiên bản này',
        "no version of '{ruleset}' is in force together with this version",
        "Xem lại version và until của hai bộ tiêu chí.",
        "look again at version: and until: of both rulesets",
    ),
    "NTM322": _warning(
        'ngày {day} không có phiên bản nào của "{ruleset}" có hiệu lực, nên không biết đã tăng hay giảm bao nhiêu từ ngày ấy',
        "no version of '{ruleset}' is in force on {day}, so that no change since then can be told",
        "Ghi một ngày có phiên bản đang có hiệu lực: {versions}",
        "name a day on which one is: {versions}",
    ),
    "NTM323": _warning(
        "phiên bản này hết hiệu lực ngày {last}, không sau ngày {day} mà since ghi, nên không kết luận được",
        "this version ends on {last}, not after {day} in since, so that it is never decided",
        "Ghi một ngày trước ngày hết hiệu lực, hoặc sửa until.",
        "name a day before its last one, or mend until",
    ),
    "NTM330": message('không có quy tắc mã "{name}" để sửa', "there is no rule with code '{name}' to change"),
    "NTM331": message(
        'mã "{name}" đã có rồi',
        "code '{name}' is there already",
        "Thay quy tắc ấy bằng một mục replace, hoặc đặt một mục repeal trước mục insert.",
        "replace that rule (an item with replace:), or repeal it (an item with repeal:) before this item",
    ),
    "NTM332": message('không có tiêu chí mã "{name}" để thêm vào', "there is no criterion '{name}' to insert into"),
    "NTM333": message('không có mã "{name}" để đặt sau nó', "there is no code '{name}' to insert after"),
    "NTM334": message(
        "không có gì để sửa: {ruleset} không có phiên bản nào trước ngày {version}",
        "there is nothing to amend: {ruleset} has no version before {version}",
        "Văn bản sửa đổi phải có hiệu lực sau văn bản được sửa đổi. Các phiên bản: {versions}",
        "an amendment takes effect after what it amends; versions: {versions}",
    ),
    "NTM335": message(
        "{ruleset} chỉ có hiệu lực đến hết {until}: ngày {version} không còn gì để sửa hay cụ thể hóa",
        "{ruleset} is in force until {until}: on {version} there is nothing left to amend or to specialise",
        "Xem lại ngày hiệu lực và until của bản trước, hoặc viết phiên bản mới trọn vẹn (ruleset:).",
        "look again at the date and at until: of the version before, or write the new version whole (ruleset:)",
    ),
    "NTM336": message(
        'bãi bỏ chỉ tiêu cuối cùng của tiêu chí "{name}"',
        "this repeals the last indicator of criterion '{name}'",
        'Bãi bỏ cả tiêu chí (repeal: "{name}"), hoặc thay tiêu chí (replace: "{name}" với indicators:).',
        'repeal the criterion as well (repeal: "{name}"), or replace it (replace: "{name}" with indicators:)',
    ),
    "NTM337": message(
        'quy tắc "{name}" đã được sửa ở trên trong cùng tệp',
        "rule '{name}' is changed above in the same file",
        "Giữ lại một thay đổi.",
        "keep one change",
    ),
    "NTM338": message(
        "các bộ tiêu chí cụ thể hóa vòng tròn lẫn nhau: {circle}",
        "rulesets specialise one another in a circle: {circle}",
    ),
    "NTM339": message(
        "ngày {version} chưa có phiên bản nào của {ruleset} để cụ thể hóa",
        "no version of {ruleset} is in force yet on {version} to be specialised",
        "Các phiên bản: {versions}",
        "versions: {versions}",
    ),
    "NTM340": message(
        'chỉ có tiêu chí mới có indicators, chỉ có chỉ tiêu mới có contents; "{name}" không có {parts} được',
        "only a criterion has indicators, and only an indicator has contents; '{name}' cannot have {parts}",
    ),
    "NTM341": message(
        'quy tắc "{name}" có điều kiện riêng, không có quy tắc nào bên dưới',
        "rule '{name}' has a condition of its own, and no rules below it",
        "Thay cả quy tắc bằng một mục replace có indicators (tiêu chí) hoặc contents (chỉ tiêu).",
        "replace the whole rule: an item with replace:, and with indicators: (a criterion) or contents: (an indicator)",
    ),
    "NTM343": _warning(
        'tiêu chí "{name}" có mã như một chỉ tiêu của tiêu chí "{criterion}"',
        "criterion '{name}' has a code like an indicator of criterion '{criterion}'",
        'Nếu là chỉ tiêu: trong văn bản sửa đổi, thêm in: "{criterion}" cạnh insert:; trong bộ tiêu chí, đặt dưới indicators: '
        'của tiêu chí "{criterion}".',
        'if it is an indicator: beside insert: in an amendment write in: "{criterion}"; in a ruleset put it below the '
        "indicators: of criterion '{criterion}'",
    ),
    "NTM344": _warning(
        'quy tắc "{name}" trước đây có {keys}, quy tắc thay thế thì không: sau khi thay sẽ không còn',
        "rule '{name}' had {keys}, which its replacement lacks and so drops",
        "Quy tắc được thay toàn bộ. Viết lại {keys} nếu vẫn còn; nếu văn bản mới bỏ hẳn thì để như vậy.",
        "a rule is replaced whole: write {keys} again if it still holds; leave it so if the new text does away with it",
    ),
}

_REVISING: dict[str, Message] = {
    "NTM180": _warning(
        'nội dung của quy tắc "{name}" được sửa, nhưng nguồn ghi kèm vẫn là của nội dung cũ',
        "what rule '{name}' asks is changed, and its source is still that of what it asked before",
        "Thêm provenance: vào các khóa được sửa.",
        "add provenance: to the keys that change",
    ),
    "NTM181": message(
        'đính chính quy tắc "{name}" làm đổi nội dung',
        "the correction of rule '{name}' changes what it means",
        "correct: chỉ sửa câu chữ và nguồn. Nếu nội dung thật sự thay đổi, dùng set: hoặc replace:.",
        "correct: mends wording and sources only; if the meaning does change, use set: or replace:",
    ),
    "NTM182": message('quy tắc "{name}" không có khóa "{key}" để bỏ', "rule '{name}' has no key '{key}' to drop"),
    "NTM183": _warning(
        'thay đổi này để quy tắc "{name}" y như cũ',
        "this change leaves rule '{name}' as it was",
        "Xóa thay đổi này, hoặc ghi nội dung mới.",
        "delete the change, or write what is new",
    ),
}

_SCORING: dict[str, Message] = {
    "NTM165": message(
        'at_level: chỉ dùng với cả một bộ tiêu chí, không với quy tắc "{rule}"',
        "at_level: goes with a whole ruleset, not with the rule '{rule}'",
        "Chỉ ghi mã bộ tiêu chí: attained: vn/ocop, at_level: four_stars.",
        "name the ruleset alone: attained: vn/ocop, at_level: four_stars",
    )
}

_POINTS: dict[str, Message] = {
    "NTM166": message(
        "số điểm cố định cần một điều kiện: điểm được tính khi quy tắc đạt",
        "a fixed number of points needs a condition: they are given where the rule is attained",
        "Thêm điều kiện bên cạnh points:, hoặc ghi điểm theo khung (bands), theo đường nội suy (line).",
        "add a condition beside points:, or say the points by bands or along a line",
    ),
    "NTM167": message("các mốc phải theo thứ tự tăng dần của at:", "the nodes must be in rising order of at:"),
    "NTM168": message(
        "một khung điểm cần đúng một so sánh: {{at_least: 90, points: 5}}",
        "a band of points needs one comparison: {{at_least: 90, points: 5}}",
    ),
    "NTM169": message("bands: và line: không dùng cùng nhau", "bands: and line: do not go together"),
    "NTM460": message(
        'không danh mục nào khai báo mức kiểm chứng "{name}"', "no catalogue declares the level of assurance '{name}'"
    ),
    "NTM461": message(
        'quy tắc "{rule}" không so sánh số liệu nào, nên không đòi hỏi được mức kiểm chứng ở đây',
        "rule '{rule}' compares no figure, so that no level of assurance can be asked for here",
        "Ghi requires_assurance: ở đầu tệp, hoặc ở các tiêu chí.",
        "write requires_assurance: at the head of the file, or at the criteria",
    ),
    "NTM462": message(
        "các mức kiểm chứng đã được khai báo ở một danh mục khác",
        "the levels of assurance are declared in another catalogue already",
    ),
    "NTM465": message(
        'tiêu chí "{name}" chưa có maximum:, nên không tính được tỷ lệ điểm',
        "criterion '{name}' has no maximum:, so that there is no percentage of its points",
        "Thêm maximum: vào tiêu chí.",
        "add maximum: to the criterion",
    ),
    "NTM466": message(
        'quy tắc "{name}" cho tối đa {most} điểm, nhiều hơn maximum: {maximum}',
        "rule '{name}' gives more points ({most}) than its maximum: {maximum}",
    ),
    "NTM467": message(
        "không có điểm nào để cộng: tiêu chí {names} không cho điểm",
        "there are no points to add up: criteria {names} give none",
    ),
    "NTM468": message(
        "tỷ lệ điểm chỉ so được với một con số, không với số liệu của chỉ số khác",
        "a percentage of points is held against a number, not against the figure of a measure",
    ),
    "NTM469": message(
        "điểm phải theo một con số; {measure} không phải là con số", "points follow a number; {measure} is none"
    ),
}

_COUNTING: dict[str, Message] = {
    "NTM342": _note(
        "không kết luận nào tính tiêu chí {names}; các tiêu chí này vẫn được đánh giá và hiển thị riêng",
        "criteria that no conclusion counts: {names}; they are decided, and shown by themselves",
        "Nếu kết luận phải tính tiêu chí ấy, thêm criteria: vào recognition, maintenance hoặc revocation.",
        "if a conclusion should count it, add criteria: to recognition, maintenance or revocation",
    )
}

_MEANING: dict[str, Message] = {
    "NTM401": message(
        "ngưỡng {value} nằm ngoài giới hạn của {measure}: {bounds}",
        "threshold {value} is outside the bounds of {measure}: {bounds}",
    ),
    "NTM402": message(
        "ngưỡng {value} có {count} chữ số thập phân; {measure} có nhiều nhất {most}",
        "threshold {value} has more decimals ({count}) than {measure} takes ({most})",
        "Sửa ngưỡng, hoặc sửa decimals của chỉ số.",
        "correct the threshold, or the measure's decimals",
    ),
    "NTM403": message(
        "{measure} là kết luận đạt/chưa đạt: không so sánh bằng {key} được",
        "{measure} is a finding: it cannot be compared with {key}",
        "Viết required: yes (phải đạt) hoặc required: no.",
        "write required: yes (it must be met) or required: no",
    ),
    "NTM404": message(
        "{measure} là {type}, không phải kết luận đạt/chưa đạt: không dùng required được",
        "{measure} is {type}, not a finding, and does not take 'required'",
        "So sánh bằng at_least, at_most, more_than, less_than, equals hoặc one_of.",
        "compare it with at_least, at_most, more_than, less_than, equals or one_of",
    ),
    "NTM405": message(
        '{measure} là một con số: không so sánh với "{value}" được',
        "{measure} is a number: it cannot be compared with '{value}'",
    ),
    "NTM406": message(
        "{measure} có các mức theo thứ tự: không so sánh với số {value} được",
        "{measure} has ordered levels: it cannot be compared with the number {value}",
        "Các mức, từ thấp lên cao: {levels}",
        "its levels, lowest first: {levels}",
    ),
    "NTM407": message(
        "chưa có ngưỡng cho {attribute}: {missing}",
        "there is no threshold for {attribute}: {missing}",
        "Thêm các giá trị đó, hoặc otherwise: cho các giá trị còn lại.",
        "add these values, or otherwise: for the rest",
    ),
    "NTM408": message(
        "{value} không phải là một tỷ lệ phần trăm từ 0 đến 100", "{value} is not a percentage from 0 to 100"
    ),
    "NTM409": message(
        "số lượng phải là số nguyên không âm, không phải {value}",
        "a count is a whole number, not below zero, not {value}",
    ),
    "NTM410": message(
        "n phải từ 1 đến {count} (số điều kiện trong of), không phải {n}",
        "n must be from 1 to {count} (the number of conditions in 'of'), not {n}",
    ),
    "NTM411": message(
        "không so sánh {measure} với {other} được: {difference}",
        "{measure} cannot be compared with {other}: {difference}",
    ),
    "NTM412": message(
        "{measure} là {type}, không phải con số: không tính {what} được",
        "{measure} is {type}, not a number: it has no {what}",
    ),
    "NTM413": message(
        '"criteria" chỉ dùng trong recognition, maintenance hoặc revocation, không dùng trong một tiêu chí hay chỉ tiêu',
        "'criteria' is for recognition, maintenance or revocation, not for a criterion or an indicator",
        "Để hỏi các tiêu chí của một bộ khác, thêm ruleset: và mã của bộ đó.",
        "to ask for the criteria of another ruleset, add ruleset: and its id",
    ),
    "NTM451": message(
        "{kind} không phải là cấp trên của {own}",
        "a {kind} does not stand above a {own}",
        "of: là loại đơn vị cấp trên; với đơn vị trực thuộc, dùng members:.",
        "of: is a kind of unit above; of those below, use members:",
    ),
    "NTM414": message(
        "nguồn ghi unknown thì không ghi nội dung hay ngưỡng",
        "the provenance is unknown, yet content or a threshold is given",
        "Ghi nguồn của nó (text, plan, read hoặc recalled), hoặc viết content: unknown.",
        "say where it comes from (text, plan, read or recalled), or write content: unknown",
    ),
    "NTM415": message(
        "nội dung chưa biết (content: unknown) thì không ghi status: recalled",
        "content that is not known (content: unknown) cannot have status: recalled",
        "Viết status: unknown, hoặc plan hay read nếu chỉ biết là mục này có tồn tại.",
        "write status: unknown, or plan or read if it is known only that the rule exists",
    ),
    "NTM416": message(
        "nguồn là read (đã đọc) thì phải có url",
        "provenance read needs the url that was read",
        "Thêm url: https://…",
        "add url: https://…",
    ),
    "NTM417": message(
        "nguồn là plan (kế hoạch) thì phải có cite",
        "provenance plan needs a cite",
        'Thêm cite: mục trong kế hoạch, ví dụ cite: "Kế hoạch 2024, II.12 (3.3)"',
        'add cite: the section of the plan, such as cite: "Kế hoạch 2024, II.12 (3.3)"',
    ),
    "NTM480": message(
        "nguồn là text (chính văn bản) thì phải có article và page",
        "provenance text needs an article and a page",
        "Thêm article: (điều, khoản) và page: (trang); nếu không có văn bản trong tay, viết status: read.",
        "add article: and page:; if the instrument is not at hand, write status: read",
    ),
    "NTM481": message(
        "source chỉ đi cùng nguồn read (đã đọc)",
        "source goes with provenance read only",
        "Bỏ source:, hoặc viết status: read với url:.",
        "leave source: out, or write status: read with its url:",
    ),
    "NTM482": message(
        "labels chỉ dành cho finding (đạt/chưa đạt), không dành cho {type}",
        "labels are for a finding, not for {type}",
        "Thêm type: finding, hoặc bỏ labels:.",
        "add type: finding, or leave labels: out",
    ),
    "NTM483": message(
        '"{label}" đứng cho cả met và not_met',
        "'{label}' stands for met and for not_met",
        "Đặt hai từ khác nhau.",
        "use two different words",
    ),
    "NTM418": _warning("không đơn vị nào có thể đạt: {what}", "no unit can ever meet this: {what}"),
    "NTM419": message(
        "chỉ con số mới tính từ chỉ số khác được, {type} thì không", "only a number can be derived, not {type}"
    ),
    "NTM420": message(
        "không tính {what} từ {part} được: {difference}", "{what} cannot be derived from {part}: {difference}"
    ),
    "NTM421": message("minimum {minimum} lớn hơn maximum {maximum}", "minimum {minimum} is above maximum {maximum}"),
    "NTM422": message(
        'khóa "{key}" chỉ dùng cho con số, không dùng cho {type}', "key '{key}' is for numbers, not for {type}"
    ),
    "NTM423": message(
        "một chỉ số có mức cần ít nhất hai mức, từ thấp lên cao",
        "a measure with levels needs at least two, lowest first",
    ),
    "NTM424": message(
        "levels chỉ dùng cho chỉ số type: level, không dùng cho {type}",
        "levels are for measures of type: level, not for {type}",
    ),
    "NTM425": _warning(
        'tên ngắn của {name} không ngắn hơn tên: "{short}"',
        "the short name of {name} is no shorter than its name: '{short}'",
        "Rút gọn tên ngắn, hoặc bỏ khóa short.",
        "shorten it, or leave the key short out",
    ),
    "NTM426": _warning(
        'tiêu chí {name} và {other} có cùng tên ngắn: "{short}"',
        "criteria {name} and {other} have the same short name: '{short}'",
        "Đặt tên ngắn khác nhau để phân biệt được hai cột trong bảng.",
        "give each its own, so that their columns in a table can be told apart",
    ),
    "NTM427": message(
        "{key} {value} có nhiều chữ số thập phân hơn decimals ({most})",
        "{key} {value} has more decimals than the key 'decimals' allows ({most})",
    ),
    "NTM428": _warning(
        "phần và toàn thể khác đơn vị tính: {part} và {whole}",
        "part and whole have different units of measurement: {part} and {whole}",
    ),
    "NTM174": message(
        "{what} là tỷ lệ phần trăm, nhưng ratio: không nhân với 100",
        "{what} is in percent, and ratio: does not multiply by 100",
        "Viết derive: {{share: [{part}, {whole}]}}, hoặc ghi đơn vị tính khác.",
        "write derive: {{share: [{part}, {whole}]}}, or another unit",
    ),
    "NTM659": message(
        "trọng số bằng 0 thì chỉ số không được tính: bỏ đi", "a weight of 0 leaves the measure out: do not name it"
    ),
    "NTM470": message(
        "{rule} đặt {count} mức cho {measure}, không phải một: không lấy mức ấy được",
        "{rule} sets {count} thresholds for {measure}, not one: there is none to be taken",
        "Ghi mã của chỉ tiêu so sánh chính chỉ số này với một ngưỡng.",
        "name the indicator that compares this same measure with one threshold",
    ),
    "NTM484": message(
        "no_limit cho mọi trường hợp thì không yêu cầu gì",
        "no_limit in every case asks for nothing",
        "Ghi no_limit ở một trường hợp của by:, hoặc bỏ điều kiện.",
        "write no_limit in one case of by:, or leave the condition out",
    ),
    "NTM485": message(
        "no_limit chỉ dùng cho ngưỡng của một chỉ số của chính đơn vị",
        "no_limit is only for the threshold of a measure of the unit itself",
        "Dùng any_of: một phần là điều kiện này, một phần nêu trường hợp được miễn.",
        "use any_of: this condition in one part, and in another the case that is exempt",
    ),
    "NTM486": message(
        "không thể ghi no_limit theo năm của số liệu: chưa có số liệu thì không biết là năm nào",
        "no_limit cannot go by the year of a figure: without the figure there is no year",
        "Dùng by: assessed_year (năm đánh giá).",
        "use by: assessed_year",
    ),
    "NTM487": message(
        "{measure} có thể âm: mức tăng, giảm không tính được theo % của số liệu trước",
        "{measure} may be below 0: a change cannot be in per cent of the earlier figure",
        "Khai minimum: 0 (hoặc lớn hơn) cho chỉ số, hoặc dùng {{increased_by_at_least: …}}.",
        "declare minimum: 0 (or above) of the measure, or use {{increased_by_at_least: …}}",
    ),
    "NTM488": message(
        "tỷ lệ % tăng, giảm phải là con số ghi sẵn, có thể theo thuộc tính hoặc theo năm",
        "the percentage of a change is a printed number, also by attribute or by year",
    ),
    "NTM489": message(
        "weighted_by chỉ đi cùng một tỷ lệ",
        "weighted_by goes with a share alone",
        "Thêm share_at_least: … (tỷ lệ % của tổng chỉ số ấy), hoặc bỏ weighted_by.",
        "add share_at_least: … (per cent of the sum of that measure), or leave weighted_by out",
    ),
    "NTM490": message(
        "không lấy {measure} làm trọng số được: chỉ số ấy có thể âm, hoặc là tỷ số",
        "{measure} cannot be a weight: it may be below 0, or is a quotient",
        "Khai minimum: 0 cho chỉ số; dùng một số cộng được, như dân số hoặc số hộ.",
        "declare minimum: 0 of the measure; use one that adds up, such as population or households",
    ),
    "NTM492": message(
        "{key}: so với số đơn vị khác thì viết {instead}: tỷ lệ là so với số phần trăm",
        "{key}: a number of members is compared with {instead}; a share with a percentage",
        "Viết {instead}, hoặc ghi số phần trăm; một phần của số ấy: {{times: 0.7, of: {{members: …}}}}.",
        "write {instead}, or a percentage; for a part of that number {{times: 0.7, of: {{members: …}}}}",
    ),
    "NTM493": message(
        "ngưỡng là số đơn vị cấp dưới (members:) chỉ đứng ngay ở count_… bên cạnh attained:, meeting:, không ở trong by:",
        "a number of members as a threshold (members:) stands at count_… beside attained: or meeting:, not in a case of by:",
        "Ví dụ: {{members: village, meeting: …, count_at_least: {{members: village, meeting: …}}}};"
        " nếu khác nhau theo trường hợp, viết mỗi trường hợp thành một chỉ tiêu có applies_when.",
        "for example {{members: village, meeting: …, count_at_least: {{members: village, meeting: …}}}};"
        " where it differs by case, write an indicator with applies_when for each",
    ),
    "NTM494": message(
        "if_none: {value}: ở ngưỡng là số đơn vị chỉ có zero (tính là 0)",
        "if_none: {value}: of a number of members that is a threshold there is zero only",
        "Viết if_none: zero, hoặc bỏ khóa này: khi đó chưa xác định.",
        "write if_none: zero, or leave the key out: it is then undetermined",
    ),
    "NTM491": message(
        "groups: cần ít nhất hai nhóm của một chỉ số là con số, và không đi cùng derive:",
        "groups: are two or more of a measure that is a number, and do not go with derive:",
        "Ví dụ: groups: {{men: {{vi: Nam, en: Men}}, women: {{vi: Nữ, en: Women}}}}.",
        "for example groups: {{men: {{vi: Nam, en: Men}}, women: {{vi: Nữ, en: Women}}}}",
    ),
    "NTM453": message(
        "{way}: cần years, months hoặc days; days không đi cùng years, months",
        "{way}: needs years, months or days; days do not go with years or months",
        "Ví dụ: {{years: 2, {way}: assessment}}, {{days: 30, {way}: licence_issued}}.",
        "for example {{years: 2, {way}: assessment}}, {{days: 30, {way}: licence_issued}}",
    ),
    "NTM454": message(
        "{measure} là một ngày: không so sánh với {value} được",
        "{measure} is a date: it cannot be compared with {value}",
        "Viết một ngày như 2022-12-31, assessment (ngày đánh giá), hoặc {{years: 2, before: assessment}}.",
        "write a date as 2022-12-31, assessment (the day of it), or {{years: 2, before: assessment}}",
    ),
    "NTM455": message(
        "{measure} là một ngày: không hỏi theo từng năm được",
        "{measure} is a date: it is not asked of each of several years",
    ),
    "NTM440": _warning(
        "đơn vị nào cũng đạt: {what}",
        "every unit meets this: {what}",
        "Một ngưỡng mà số nào cũng đạt thì không yêu cầu gì: xem lại số, hoặc bỏ điều kiện.",
        "a threshold that every figure reaches asks for nothing: look at the number, or leave the condition out",
    ),
    "NTM441": _warning(
        "điều kiện này thừa, vì đã có các điều kiện khác: {what} trong {beside}",
        "this changes nothing beside the other conditions: {what} in {beside}",
        "Xem lại số, hoặc bỏ điều kiện.",
        "look at the number, or leave the condition out",
    ),
    "NTM442": _warning(
        "điều kiện này giống hệt điều kiện ở dòng {line}",
        "this is the same as the condition in line {line}",
        "Giữ lại một; nếu phải là chỉ số hoặc số khác, sửa lại.",
        "keep one; if another measure or number is meant, correct it",
    ),
    "NTM443": _warning(
        "không có ngưỡng cho: {missing}",
        "there is no threshold for: {missing}",
        "Thêm các năm đó, hoặc otherwise:; nếu không, kết luận của các năm đó là chưa xác định.",
        "add these years, or otherwise:; without them, outcomes in those years are undetermined",
    ),
    "NTM444": _warning(
        'trường hợp "{value}" không bao giờ dùng đến: {why}',
        "the case '{value}' is never used: {why}",
        "Xem lại, hoặc bỏ trường hợp này.",
        "look at it again, or leave it out",
    ),
    "NTM445": _warning(
        "{measure} {direction} (better: {better}), còn {key} lại yêu cầu ngược lại",
        "{measure} is {direction} (better: {better}), and {key} asks for the opposite",
        "Sửa phép so sánh, hoặc sửa better của chỉ số.",
        "correct the comparison, or the measure's better",
    ),
    "NTM446": _warning(
        "{value} ở đây nghĩa là {value}%: {what} tính bằng phần trăm",
        "{value} means {value}% here: {what} is in per cent",
        "Nếu là {instead}%, viết {instead}.",
        "if {instead}% is meant, write {instead}",
    ),
    "NTM447": _warning(
        "ngày ký {signed} sau ngày bắt đầu có hiệu lực {version}",
        "signed on {signed}, after it takes effect on {version}",
        "Xem lại hai ngày; một văn bản có hiệu lực từ ngày ký hoặc sau đó.",
        "look at both days: a text takes effect when it is signed, or later",
    ),
    "NTM450": _warning(
        "{part} có thể không áp dụng, nhưng chưa ghi khi đó {what} được tính thế nào: tổng sẽ là chưa xác định",
        "{part} may not apply, and {what} does not say what it then counts as: the sum is then not known",
        "Ghi not_applicable: zero (tính là 0) hoặc left_out (không tính) trong derive.",
        "write not_applicable: zero or left_out in derive",
    ),
    "NTM448": _warning(
        'quy tắc "{rule}" hỏi đúng điều mà quy tắc "{other}" đã hỏi',
        "rule '{rule}' asks just what rule '{other}' asks",
        "Nếu phải là chỉ số hoặc số khác, sửa lại.",
        "if another measure or number is meant, correct it",
    ),
}

_CONFORMITY: dict[str, Message] = {
    "NTM430": message(
        "{rule} yêu cầu thấp hơn {superior}{figures}",
        "{rule} asks for less than {superior}{figures}",
        "Bộ tiêu chí cụ thể hóa không được yêu cầu thấp hơn bộ cấp trên; ntm-rules conform {own} {other} cho biết ở đâu.",
        "a specialising ruleset never asks for less than its superior; ntm-rules conform {own} {other} shows where it does",
    ),
    "NTM433": message(
        "{superior} không còn ở đây",
        "{superior} is left out here",
        "Một bộ tiêu chí cụ thể hóa giữ mọi quy tắc của bộ cấp trên.",
        "a specialising ruleset keeps every rule of its superior",
    ),
    "NTM434": message(
        "{rule} thu hẹp phạm vi áp dụng so với {superior}",
        "{rule} applies to only some of the units to which {superior} applies",
        "Bỏ applies_when, hoặc dùng điều kiện của bộ cấp trên.",
        "leave applies_when out, or use the superior's",
    ),
    "NTM435": message(
        '"Cơ bản đạt" được tính là đạt ở đây, còn {superior} thì không',
        "'basically met' counts here, and does not in {superior}",
    ),
    "NTM436": _warning(
        "{rule} yêu cầu thấp hơn {superior}, hiệu lực từ {version}",
        "{rule} asks for less than {superior}, in force from {version}",
        "Nội dung này theo phiên bản cũ của bộ cấp trên: ban hành phiên bản mới, hoặc đặt until. "
        "Xem ntm-rules conform {own} {other}.",
        "this is taken over from an earlier text of the superior: issue a new version, or set until; see ntm-rules conform "
        "{own} {other}",
    ),
    "NTM437": message(
        "{rule} yêu cầu thấp hơn {superior}, hiệu lực từ {version}{figures}",
        "{rule} asks for less than {superior}, in force from {version}{figures}",
        "Tệp này vẫn có hiệu lực khi đó: ban hành phiên bản mới, hoặc đặt until. Xem ntm-rules conform {own} {other}.",
        "this file is still in force then: issue a new version, or set until; see ntm-rules conform {own} {other}",
    ),
    "NTM438": _warning(
        "{superior}, hiệu lực từ {version}, không có ở đây",
        "{superior}, in force from {version}, is not here",
        "Tệp này vẫn có hiệu lực khi đó: ban hành phiên bản mới, hoặc đặt until.",
        "this file is still in force then: issue a new version, or set until",
    ),
    "NTM439": _note(
        "không biết {rule} có yêu cầu thấp hơn {superior} hay không",
        "whether {rule} asks for less than {superior} cannot be told",
    ),
}

MESSAGES: dict[str, Message] = {
    **_READING,
    **_STRUCTURE,
    **_NAMES,
    **_REVISING,
    **_SCORING,
    **_POINTS,
    **_COUNTING,
    **_MEANING,
    **_CONFORMITY,
}
"""Messages of every diagnostic of this package, by code."""

HINTS: dict[str, Text] = {
    "comma": Text("Dùng dấu chấm cho phần thập phân: {instead}", "write the decimals after a point: {instead}"),
    "percent": Text("Bỏ dấu %: {instead}", "leave the % out: {instead}"),
    "separators": Text("Viết các chữ số liền nhau: {instead}", "write the digits without separators: {instead}"),
    "exponent": Text("Viết đủ các chữ số, không dùng số mũ.", "write all digits, without an exponent"),
    "typed": Text("Gần đúng nhất: {instead}", "nearest: {instead}"),
    "plain": Text("Viết số bằng chữ số, ví dụ 90 hoặc 89.5.", "write the number in digits, such as 90 or 89.5"),
    "unquote": Text("Bỏ ngoặc kép: {instead}", "leave the quotes out: {instead}"),
    "symbol": Text("Ghi phép so sánh bằng khóa: {instead}", "say the comparison with a key: {instead}"),
    "two_readings": Text(
        "Nếu là số nguyên, viết {whole}; nếu là số thập phân, viết {point}.",
        "write {whole} for the whole number, {point} for the decimal",
    ),
    "zeros": Text("Viết {instead}: bỏ các số 0 ở cuối.", "write {instead}, without the zeros at the end"),
    "thousands": Text(
        "Dấu chấm là dấu thập phân. Nếu là {instead}, viết liền các chữ số.",
        "the point is a decimal point; if {instead} is meant, write it without points",
    ),
    "yes": Text("Gần đúng nhất: {instead}", "nearest: {instead}"),
    "date": Text("Gần đúng nhất: {instead}", "nearest: {instead}"),
    "comma_in_text": Text(
        "Trong {{ }}, dấu phẩy ngăn cách các khóa: đặt câu có dấu phẩy trong ngoặc kép.",
        "inside {{ }} a comma separates keys: put a text that has a comma in quotes",
    ),
    "identifier": Text(
        "Dùng không quá 100 chữ thường a-z không dấu, chữ số, dấu gạch dưới đơn, bắt đầu bằng một chữ, ví dụ clean_water.",
        "use at most 100 lower-case letters a-z, digits and single underscores, starting with a letter, such as clean_water",
    ),
    "value_identifier": Text(
        "Dùng chữ cái không dấu, chữ số, dấu gạch dưới hoặc gạch nối, không có dấu cách.",
        "use unaccented letters, digits, underscores or hyphens, without spaces",
    ),
    "ruleset": Text(
        "Viết như vn/commune-ntm: chữ thường a-z, chữ số, gạch nối, các phần cách nhau bằng /.",
        "write it like vn/commune-ntm: lower-case letters a-z, digits and hyphens, parts separated by /",
    ),
    "rule_key": Text(
        "Viết bộ-tiêu-chí#mã, ví dụ vn/civilised-township#3.3, hoặc chỉ bộ tiêu chí để nói việc công nhận.",
        "write ruleset#code, such as vn/civilised-township#3.3, or the ruleset alone for its recognition",
    ),
    "code": Text('Mã không có dấu cách, # hay @, ví dụ "3.3".', 'a code has no spaces, # or @, such as "3.3"'),
    "conclusion": Text("Từ này dành cho kết luận của bộ tiêu chí.", "the word is kept for the ruleset's conclusion"),
    "indicator_not_criterion": Text(
        '"{name}" là một chỉ tiêu; ở đây cần mã của tiêu chí "{criterion}".',
        "'{name}' is an indicator; the code of its criterion '{criterion}' is needed here",
    ),
    "utf16": Text("Tệp này có vẻ là UTF-16.", "the file seems to be UTF-16"),
    "space_after_colon": Text('Viết "{instead}".', "write '{instead}'"),
    "list_in_line": Text(
        'Xuống dòng trước "- ", hoặc đặt câu trong ngoặc kép.',
        "start a new line before '- ', or put the text in quotes",
    ),
    "cases_folder": Text(
        "Các trường hợp kiểm tra nằm trong thư mục cases bên cạnh các phiên bản của bộ tiêu chí.",
        "case files lie in a folder named cases beside the versions of their ruleset",
    ),
    "finding_level": Text("Gần đúng nhất: required: {instead}", "nearest: required: {instead}"),
}
"""Further help, for mistakes that can be made in more than one way."""
