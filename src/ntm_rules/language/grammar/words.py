"""The words that keys take as values, explained in both languages for editors and `docs/language.md`."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from ...model.condition import CriteriaState, NoMembers
from ...model.measure import Better, InapplicablePart, MeasureType
from ...model.ruleset import ProvenanceStatus, SourceKind
from ...model.text import Text
from ...model.values.number import RoundingMode

EXPLANATIONS: Final[Mapping[Enum, Text]] = {
    CriteriaState.ALL: Text("mọi tiêu chí đều đạt", "every criterion is attained"),
    CriteriaState.ATTAINED: Text("đếm các tiêu chí đạt", "the criteria that are attained are counted"),
    CriteriaState.NOT_ATTAINED: Text("đếm các tiêu chí chưa đạt", "the criteria that are not attained are counted"),
    ProvenanceStatus.TEXT: Text(
        "chính văn bản trong tay, có điều (article) và trang (page)", "the instrument itself, with article and page"
    ),
    SourceKind.OFFICIAL: Text("văn bản, trang chính thức", "an official text or portal"),
    SourceKind.REPORT: Text("báo cáo của cơ quan, tin tức", "a report of an authority, or news"),
    SourceKind.SUMMARY: Text("bài tóm tắt, trích đăng của người khác", "a reproduction or summary by others"),
    ProvenanceStatus.PLAN: Text("in trong kế hoạch", "printed in the plan"),
    ProvenanceStatus.READ: Text("đọc được ở một địa chỉ (url)", "read at an address (url)"),
    ProvenanceStatus.RECALLED: Text(
        "theo trí nhớ, phải đối chiếu với văn bản trước khi dùng chính thức",
        "from memory, to be checked against the text before official use",
    ),
    ProvenanceStatus.UNKNOWN: Text(
        "chưa biết nội dung: kết quả là chưa xác định", "the content is not known: it decides undetermined"
    ),
    MeasureType.NUMBER: Text("số", "a figure"),
    MeasureType.FINDING: Text("kết luận đạt hay chưa đạt", "a finding: met or not met"),
    MeasureType.LEVEL: Text("một mức trong thang (levels)", "a level of a scale (levels)"),
    MeasureType.DATE: Text("một ngày", "a date"),
    NoMembers.ATTAINED: Text("nếu không biết đơn vị nào thì coi là đạt", "where none is known it is attained"),
    NoMembers.NOT_APPLICABLE: Text(
        "nếu không biết đơn vị nào thì không áp dụng", "where none is known it does not apply"
    ),
    InapplicablePart.ZERO: Text("phần không áp dụng được tính là 0", "a part that does not apply counts as 0"),
    InapplicablePart.LEFT_OUT: Text("phần không áp dụng không được tính", "a part that does not apply is left out"),
    Better.HIGHER: Text("càng cao càng tốt", "higher is better"),
    Better.LOWER: Text("càng thấp càng tốt", "lower is better"),
    RoundingMode.HALF_UP: Text("làm tròn, nửa lên", "to the nearest, halves up"),
    RoundingMode.HALF_EVEN: Text("làm tròn, nửa về số chẵn", "to the nearest, halves to the even digit"),
    RoundingMode.DOWN: Text("bỏ phần lẻ (về 0)", "towards zero"),
    RoundingMode.UP: Text("lên, ra xa 0", "away from zero"),
}
"""Meanings of the words that are members of an enumeration."""


def explained(words: type[Enum]) -> dict[str, Text]:
    """The words of an enumeration with their meanings, those that have one.

    >>> explained(Better)["lower"].en
    'lower is better'
    """
    return {str(word.value): EXPLANATIONS.get(word, Text("")) for word in words}
