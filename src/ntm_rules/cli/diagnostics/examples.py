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
    "cases": Text("tệp trường hợp kiểm tra", "a case file"),
    "python": Text("Python", "Python"),
}
"""Of what file an example is a part."""


@frozen
class CodeExample:
    """An example of one code: the kind of file, the part that is wrong, and the part that is right."""

    kind: str
    wrong: str
    right: str


@cache
def examples() -> Mapping[str, CodeExample]:
    """Examples by code; codes of faults and of states that no few lines come to have none.

    >>> examples()["NTM301"].right
    '{measure: clean_water, at_least: 90}'
    """
    text = files(__package__).joinpath("examples.toml").read_text(encoding="utf-8")
    return {code: CodeExample(kind, wrong, right) for code, (kind, wrong, right) in tomllib.loads(text).items()}
