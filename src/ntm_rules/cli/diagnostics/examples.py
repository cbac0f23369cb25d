"""Examples of diagnostics: a part of a file, or Python, as it is wrong and as it is right."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from attrs import frozen

from ...model.text import Text

KINDS = {
    "condition": Text("một điều kiện trong all_of:", "a condition in all_of:"),
    "rule": Text("một tiêu chí trong criteria:", "a criterion in criteria:"),
    "heading": Text("phần đầu của tệp bộ tiêu chí", "the head of a ruleset"),
    "measures": Text("trong measures: của danh mục chỉ số", "in measures: of a catalogue"),
    "file": Text("cả tệp", "a whole file"),
    "files": Text("một thư mục tệp quy tắc", "a folder of rule files"),
    "change": Text("trong changes: của văn bản sửa đổi", "in changes: of an amendment"),
    "specialising": Text("trong changes: của bộ tiêu chí cấp dưới", "in changes: of a specialising ruleset"),
    "facts": Text("facts.csv", "facts.csv"),
    "units": Text("units.csv", "units.csv"),
    "dossier": Text("dossier.yaml", "dossier.yaml"),
    "sheet": Text("facts.xlsx; dòng # nói trang tính còn gì khác", "facts.xlsx; a line # says what else there is"),
    "folder": Text("tệp của một hồ sơ", "files of a dossier"),
    "cases": Text("tệp trường hợp kiểm tra", "a case file"),
    "python": Text(
        "Python; library là thư viện nhỏ (examples/small), program là vn/commune-ntm vào ngày day, commune là một xã, "
        "decisions là kết luận về xã đó, folder là một hồ sơ",
        "Python; library is a small one (examples/small), program vn/commune-ntm on a day, commune a unit, "
        "decisions those about it, folder a dossier",
    ),
}
"""Of what file an example is a part."""
_OF_NO_OTHER_CODE = Text(
    "Mã của những lỗi loại này không có mã riêng; thư viện luôn ghi mã riêng, ứng dụng của bạn có thể không ghi.",
    "The code of errors of this class that are given none: the library always gives one, an application of yours may not.",
)
_OF_THE_ENGINE = Text(
    "Lỗi của hệ thống, không phải của dữ liệu: không đầu vào nào dẫn đến đây. Hãy gửi cho người bảo trì.",
    "A fault of the engine, not of what it is given: no input leads to it. Send it to the maintainers.",
)
_OF_THE_MACHINE = Text(
    "Tùy máy, không tùy đầu vào: một thư viện chưa cài, hoặc một tiến trình bị dừng.",
    "Up to the machine, not to what it is given: a library that is not installed, or a process that was stopped.",
)
_OF_SIZE = Text(
    "Chỉ có ở tệp hoặc quy tắc rất lớn: chia nhỏ ra.",
    "Of files or rules of a great size only: divide them.",
)
WITHOUT: Mapping[str, Text] = {
    **dict.fromkeys(("NTM000", "NTM300", "NTM500", "NTM510", "NTM600", "NTM800", "NTM900"), _OF_NO_OTHER_CODE),
    **dict.fromkeys(("NTM700", "NTM701", "NTM702", "NTM703", "NTM704"), _OF_THE_ENGINE),
    **dict.fromkeys(("NTM705", "NTM733", "NTM734", "NTM839"), _OF_THE_MACHINE),
    **dict.fromkeys(("NTM811", "NTM907", "NTM940"), _OF_SIZE),
}
"""The codes without an example, and why there is none; every other code has one."""


@frozen
class CodeExample:
    """An example of one code: the kind of file, the part that is wrong, and the part that is right."""

    kind: str
    wrong: str
    right: str


@cache
def examples() -> Mapping[str, CodeExample]:
    """Examples by code, of every code but those in `WITHOUT`.

    >>> examples()["NTM301"].right
    '{measure: clean_water, at_least: 90}'
    """
    families = [
        tomllib.loads(file.read_text(encoding="utf-8"))
        for file in files(__package__).joinpath("catalogue").iterdir()
        if file.name.endswith(".toml")
    ]
    return {code: CodeExample(*texts) for family in families for code, texts in family.items()}
