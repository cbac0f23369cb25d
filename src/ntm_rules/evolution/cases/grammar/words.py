"""The words of a case file, in both languages: outcomes, findings, kinds of absence."""

from collections.abc import Mapping
from typing import TypeVar

from ....language.diagnostics.mistakes import KnownNames, Mistake, StructuringError
from ....language.structuring.converter import WORD_NOUN
from ....language.structuring.scalars import scalar
from ....language.yaml.tree import Node
from ....model.fact import Absence, Finding
from ....model.outcome import Outcome
from ....model.text import Text

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

    >>> from ....language.yaml.source import read_text
    >>> meant(read_text("Chưa  ĐẠT", "a.yaml").root, OUTCOME_WORDS, Text("kết quả", "an outcome"))
    <Outcome.NOT_ATTAINED: 'not_attained'>
    """
    value = scalar(node, what)
    found = words.get(folded(value))
    if found is None:
        params = {"text": value, "what": what}
        raise StructuringError(
            Mistake("NTM215", value.place, params, word=value, known=KnownNames.words(WORD_NOUN, words))
        )
    return found
