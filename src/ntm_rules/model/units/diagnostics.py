"""Diagnostics about units: their wordings, and their making, for the model and for admission alike."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from ..place import Place
from ..problem import Diagnostic, Message, message
from ..text import Text, printable
from ..values.frozen_mapping import FrozenMapping

UNIT_WORDINGS: Final[Mapping[str, Message]] = {
    "NTM551": message(
        "mã đơn vị '{code}' xuất hiện hai lần",
        "the unit code '{code}' appears twice",
        "mỗi đơn vị có một mã riêng",
        "every unit has a code of its own",
    ),
    "NTM552": message(
        "đơn vị cấp trên '{text}' của '{code}' không có trong danh sách",
        "the parent '{text}' of '{code}' is not among the units",
        "{hint_vi}",
        "{hint_en}",
    ),
    "NTM553": message(
        "quan hệ cấp trên của đơn vị '{code}' bị vòng: {circle}", "the unit '{code}' is its own superior: {circle}"
    ),
    "NTM556": message(
        "ngày bắt đầu {start} sau ngày kết thúc {end}", "the unit's first day {start} is after its last day {end}"
    ),
    "NTM560": message("không có đơn vị '{text}'", "unknown unit '{text}'", "{hint_vi}", "{hint_en}"),
    "NTM624": message(
        "{value} không dùng được làm mã đơn vị: {why}",
        "{value} cannot be a unit's code: {why_en}",
        "viết mã là văn bản, không có khoảng trắng ở hai đầu",
        "write the code as text, without spaces around it",
    ),
    "NTM710": message(
        "đơn vị {unit}: {value} không dùng được làm {what}: {why}",
        "unit {unit}: {value} cannot be its {what_en}: {why_en}",
    ),
    "NTM711": message(
        "đơn vị {unit}: thuộc tính phải là một bảng tên và giá trị, không phải {value}",
        "unit {unit}: its attributes are a mapping of names to values, not {value}",
        'ví dụ {{"region": "mekong_delta"}}',
        'such as {{"region": "mekong_delta"}}',
    ),
    "NTM712": message(
        "đơn vị {unit}: thuộc tính {attribute} có giá trị {value}, không dùng được: {why}",
        "unit {unit}: the attribute {attribute} has the value {value}, which cannot be used: {why_en}",
        "bỏ thuộc tính chưa biết; viết giá trị là văn bản",
        "leave out what is not known; give values as text",
    ),
    "NTM713": message(
        "đơn vị {unit}: {what} là {value}, không phải một ngày",
        "unit {unit}: {what} is {value}, which is no date",
        "đưa một datetime.date, không có giờ",
        "give a datetime.date, without a time of day",
    ),
    "NTM714": message(
        "đơn vị {unit}: {what} phải là danh sách {expected}, không phải {value}",
        "unit {unit}: {what} is a list of {expected_en}, not {value}",
    ),
    "NTM715": message(
        "đơn vị {unit}: ngày {day} có hai đơn vị cấp trên, {first} và {second}",
        "unit {unit}: on {day} it has two parents, {first} and {second}",
        "ghi các thời gian trực thuộc không trùng nhau, ngày cuối tính cả ngày đó",
        "let the periods not overlap; the last day of each is included",
    ),
    "NTM716": message(
        "đơn vị {unit}: parent là {parent}, còn parents kết thúc với {last}",
        "unit {unit}: parent is {parent}, while the last of its parents is {last}",
        "khi có parents thì không cần ghi parent",
        "with parents given, leave parent out",
    ),
    "NTM717": message(
        "{value} không phải là một đơn vị",
        "{value} is not a unit",
        "đưa danh sách các Unit, cũng khi chỉ có một đơn vị",
        "give a list of Unit, also where there is only one unit",
    ),
    "NTM718": message(
        "đơn vị {unit}: {kind} là cấp hành chính, không phải loại đơn vị để làm thành viên",
        "unit {unit}: {kind} is an administrative level, not a kind to be a member of",
        "ghi {of} là parent (đơn vị cấp trên)",
        "give {of} as its parent",
    ),
    "NTM719": message(
        "đơn vị {unit}: ngày {day} là thành viên của hai đơn vị loại {kind}, {first} và {second}",
        "unit {unit}: on {day} it is a member of two units of the kind {kind}, {first} and {second}",
        "mỗi loại một đơn vị trong một ngày: ghi các thời gian không trùng nhau, ngày cuối tính cả ngày đó",
        "one of each kind on a day: let the periods not overlap; the last day of each is included",
    ),
    "NTM724": message(
        "'{code}' là thành viên của '{text}' ({kind}), đơn vị không có trong danh sách",
        "'{code}' is a member of '{text}' ({kind}), which is not among the units",
        "{hint_vi}",
        "{hint_en}",
    ),
    "NTM725": message(
        "'{code}' là thành viên của '{text}' với loại {kind}, mà '{text}' thuộc loại {found}",
        "'{code}' is a member of '{text}' as a {kind}, but '{text}' is a {found}",
        "sửa mã, hoặc loại",
        "mend the code, or the kind",
    ),
    "NTM726": message(
        "'{code}' và '{text}', đơn vị mà nó là thành viên, cùng một loại ({kind})",
        "'{code}' and '{text}', which it is a member of, are of one kind ({kind})",
        "đặt cho nhóm lớn hơn một loại riêng",
        "give the larger one a kind of its own",
    ),
    "NTM727": message(
        "'{code}' trực thuộc '{above}' và là thành viên của '{text}', hai đơn vị cùng loại {kind}",
        "'{code}' has the parent '{above}' and is a member of '{text}', both of the kind {kind}",
        "chỉ ghi một trong hai",
        "give one of the two",
    ),
    "NTM728": message(
        "'{code}' là thành viên của '{of}', đơn vị thuộc '{through}' ({kind}), mà chính '{code}' thì không",
        "'{code}' is a member of '{of}', which belongs to '{through}' ({kind}), but '{code}' itself does not",
        "thành viên không được truyền tiếp: ghi {kind} của '{code}' là '{through}', hoặc bỏ ở '{of}'",
        "membership is not passed on: give '{code}' the {kind} '{through}', or take it from '{of}'",
    ),
}
"""Messages about a unit and about units together, by code; braces name details."""

_LONGEST = 100


def unit_problem(
    code: str,
    place: Place | None = None,
    related: Iterable[Place] = (),
    /,
    *,
    advice: Mapping[str, str] | None = None,
    **details: object,
) -> Diagnostic:
    """The diagnostic `code`, worded with `details` (which become its fields) and with `advice`.

    >>> unit_problem("NTM560", text="X9", advice={"hint_vi": "", "hint_en": ""}).message.en
    "unknown unit 'X9'"
    """
    wording = UNIT_WORDINGS[code]
    details = in_both_languages(details)
    every_detail = {**details, **(advice or {})}
    words = {name for name in every_detail if name.removesuffix("_en").removesuffix("_vi") in _WORDS}
    shown_details = {name: value if name in words else _shown(value) for name, value in every_detail.items()}
    said_vi = {
        name: in_vietnamese(value) if isinstance(value, date) else shown_details[name]
        for name, value in every_detail.items()
    }
    filled = None if wording.help is None else _filled(wording.help, said_vi, shown_details)
    fields = {
        name: value if value is None or isinstance(value, _PLAIN) else _shown(value)
        for name, value in fields_of(details).items()
    }
    return Diagnostic(
        code,
        place,
        _filled(wording.message, said_vi, shown_details),
        filled if filled is not None and filled.vi else None,
        related=tuple(related),
        fields=FrozenMapping(fields),
    )


def in_both_languages(details: Mapping[str, object]) -> dict[str, object]:
    """The details of a message, with two for a Text among them: the Vietnamese, and the English by the name with `_en`.

    >>> in_both_languages({"rows": 2, "why": Text("để trống", "it is blank")})
    {'rows': 2, 'why': 'để trống', 'why_en': 'it is blank'}
    """
    both: dict[str, object] = {}
    for name, value in details.items():
        if isinstance(value, Text):
            both |= {name: value.vi, f"{name}_en": value.in_language("en")}
        else:
            both[name] = value
    return both


def in_vietnamese(value: object) -> object:
    """A date as Vietnamese writes it; anything else, also a time, as it is.

    >>> in_vietnamese(date(2024, 6, 30)), in_vietnamese("2024-06-30")
    ('30/06/2024', '2024-06-30')
    """
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    return f"{value:%d/%m/%Y}" if is_day else value


def fields_of(details: Mapping[str, object]) -> dict[str, object]:
    """The fields that the details of a message become: a unit is named by `unit` in all of them, and words stand once.

    >>> fields_of({"code": "C1", "why": "để trống", "why_en": "it is blank"})
    {'unit': 'C1', 'why': 'để trống'}
    """
    named = {"unit": details["code"]} if "code" in details and "unit" not in details else {}
    return named | {name: value for name, value in details.items() if name != "code" and not name.endswith("_en")}


_PLAIN = (str, bool, int, float, Decimal, date)
_WORDS = frozenset(
    {"text", "code", "circle", "kind", "above", "found", "of", "through", "what", "why", "hint", "expected"}
)
"""Details that are words of ours or are quoted by the wording; the others are shown as Python shows them."""


def _filled(text: Text, said_vi: Mapping[str, object], said: Mapping[str, object]) -> Text:
    return Text(printable(text.vi.format(**said_vi)), printable((text.en or text.vi).format(**said)))


def _shown(value: object) -> str:
    """`repr` of a value in one line, cut where it is long."""
    try:
        text = str(value) if value.__class__.__module__ == "datetime" else repr(value)
    except Exception:  # noqa: BLE001 - a broken __repr__ of a caller's own class
        text = f"<{type(value).__name__}>"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


NO_TEXT: Final = Text("không phải là văn bản", "it is not text")
BLANK: Final = Text("để trống", "it is blank")
TWICE: Final = Text("tên này có hai giá trị", "its name has two values")
PADDED: Final = Text("có khoảng trắng ở hai đầu", "there are spaces around it")


def too_long(size: int, most: int) -> Text:
    """The reason why a text of so many characters is not taken."""
    return Text(f"dài {size} ký tự, nhiều nhất {most}", f"it has {size} characters, more than {most}")


def hidden(character: str) -> Text:
    """Reason for refusing a text with a control character or an invisible one."""
    named = f"U+{ord(character):04X}"
    return Text(f"có ký tự không nhìn thấy được {named}", f"it has the character {named}, which cannot be seen")
