"""The keys and the words of a case file, in both languages: one table for the reading, the diagnostics and the JSON Schema."""

from collections.abc import Mapping
from typing import TypeVar

from ...language.diagnostics.mistakes import KnownNames, Mistake, StructuringError
from ...language.grammar.conditions import form, key
from ...language.structuring.nodes import WORD_NOUN
from ...language.structuring.scalars import scalar
from ...language.yaml.tree import Node
from ...model.fact import Absence, Finding
from ...model.outcome import Outcome
from ...model.text import Text

_FACTS = key("facts", "facts", "Số liệu, theo chỉ số", "Figures and findings, by measure")
_ATTESTATIONS = key(
    "attestations", "attestations", "Xác nhận của cơ quan có thẩm quyền, theo quy tắc", "Attestations, by rule"
)
_PUBLISHED = key("published", "published", "Kết luận hội đồng đã công bố, theo quy tắc", "Published decisions, by rule")
_ATTRIBUTES = key("attributes", "attribute_values", "Thuộc tính của đơn vị", "The unit's attributes")
_KIND = key("kind", "kind", "Loại đơn vị", "The kind of unit", True)
_MEMBERS = key(
    "members", "members", "Các đơn vị trực thuộc, hoặc thành viên của vùng", "The units below, or the members of a zone"
)
_DESCRIPTION = (_ATTRIBUTES, _FACTS, _ATTESTATIONS, _PUBLISHED)

ABOVE = form("đơn vị cấp trên", "a unit above", _KIND, *_DESCRIPTION)
MEMBER = form(
    "đơn vị cấp dưới",
    "a member unit",
    _KIND,
    key("count", "positive", "Bao nhiêu đơn vị như vậy (mặc định 1)", "How many of them there are (1 if not said)"),
    key("code", "code", "Mã của đơn vị, cho điều kiện có only", "The unit's code, for conditions with only"),
    *_DESCRIPTION,
    _MEMBERS,
)
GIVEN = form(
    "given",
    "given",
    key(
        "kind",
        "kind",
        "Loại đơn vị (mặc định: loại đầu tiên của applies_to)",
        "The kind of unit (the first of applies_to)",
    ),
    *_DESCRIPTION,
    key(
        "above",
        "above",
        "Các đơn vị cấp trên, gần nhất trước, và các vùng mà đơn vị là thành viên",
        "The units above, nearest first, and the zones that the unit is a member of",
    ),
    _MEMBERS,
)
REPORT = form(
    "một số liệu hoặc xác nhận",
    "a report",
    key("value", "reported_value", "Giá trị", "Its value", True),
    key("assurance", "assurance_level", "Mức kiểm chứng", "How it was established", True),
)
EXPECTED = form(
    "kết quả mong đợi",
    "an expectation",
    key("outcome", "outcome", "Kết quả", "The outcome", True),
    key("gap", "gap", "Còn thiếu bao nhiêu", "By how much it falls short"),
    key("points", "figure", "Số điểm", "How many points"),
    key("reason", "reason", "Một loại lý do phải có", "A kind of reason that must be among those given"),
)
_AS_OF = key("as_of", "date", "Ngày đánh giá", "The date of the assessment")
CASE = form(
    "trường hợp kiểm tra",
    "a case",
    key("name", "text", "Tên, không trùng trong tệp", "Its name, not used twice in the file", True),
    _AS_OF,
    key("given", "given", "Những gì đã biết", "What is given"),
    key("expect", "expectations", "Kết quả mong đợi, theo mã quy tắc", "What the rules must come to, by code", True),
)
CASE_FILE = form(
    "tệp trường hợp kiểm tra",
    "a case file",
    key("cases_for", "ruleset_id", "Bộ tiêu chí được kiểm tra", "The ruleset that is tested", True),
    _AS_OF,
    key("given", "given", "Những gì chung cho mọi trường hợp", "What all cases share"),
    key("cases", "cases", "Các trường hợp", "The cases", True),
)

FREE = {
    "attributes": form("attributes", "attributes"),
    "facts": form("facts", "facts"),
    "attestations": form("attestations", "attestations"),
    "published": form("published", "published"),
    "expect": form("expect", "expect"),
}
"""Mappings whose keys are names: of attributes, measures and rules."""


T = TypeVar("T")

NOT_CONFIRMED = "?"
"""Mark in place of an outcome that no person has confirmed yet."""

OUTCOME_WORDS: Mapping[str, Outcome] = {
    **{outcome.value: outcome for outcome in Outcome},
    "đạt": Outcome.ATTAINED,
    "chưa đạt": Outcome.NOT_ATTAINED,
    "không đạt": Outcome.NOT_ATTAINED,
    "không áp dụng": Outcome.NOT_APPLICABLE,
    "chưa xác định": Outcome.UNDETERMINED,
}
FINDING_WORDS: Mapping[str, Finding] = {
    **{finding.value: finding for finding in Finding},
    "đạt": Finding.MET,
    "chưa đạt": Finding.NOT_MET,
    "không đạt": Finding.NOT_MET,
    "cơ bản đạt": Finding.BASICALLY_MET,
}
ABSENCE_WORDS: Mapping[str, Absence] = {
    **{absence.value: absence for absence in Absence},
    "chưa báo cáo": Absence.NOT_REPORTED,
    "chưa có số liệu": Absence.NOT_REPORTED,
    "chưa có kết luận": Absence.NOT_REPORTED,
    "không áp dụng": Absence.NOT_APPLICABLE,
    "chưa đến hạn": Absence.NOT_YET_DUE,
    "chưa đến kỳ báo cáo": Absence.NOT_YET_DUE,
    "đang xác minh": Absence.DISPUTED,
}


def folded(word: str) -> str:
    """A word in one case, its spaces single.

    >>> folded(" Chưa  ĐẠT ")
    'chưa đạt'
    """
    return " ".join(word.split()).lower()


def meant(node: Node, words: Mapping[str, T], what: Text) -> T:
    """Value that a word stands for, whatever its letter case. Raises StructuringError for a word that is not among `words`.

    >>> from ...language.yaml.source import read_text
    >>> meant(read_text("Chưa  ĐẠT", "a.yaml").root, OUTCOME_WORDS, Text("kết quả", "an outcome"))
    <Outcome.NOT_ATTAINED: 'not_attained'>
    """
    value = scalar(node, what)
    meaning = words.get(folded(value))
    if meaning is None:
        params = {"text": value, "what": what}
        raise StructuringError(
            Mistake("NTM215", value.place, params, word=value, known=KnownNames.words(WORD_NOUN, words))
        )
    return meaning
