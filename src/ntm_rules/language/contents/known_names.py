"""Names that a rule file can refer to, and their wording in messages."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from attrs import frozen

from ...model.library import Library
from ...model.measure import Attribute, Level, Measure, MeasureType
from ...model.ruleset import Ruleset
from ...model.text import Text
from ..diagnostics.mistakes import KnownNames, TextOfName

TYPES = {
    MeasureType.NUMBER: Text("con số", "a number"),
    MeasureType.FINDING: Text("kết luận đạt/chưa đạt", "a finding"),
    MeasureType.LEVEL: Text("chỉ số có mức", "a measure with levels"),
    MeasureType.DATE: Text("một ngày", "a date"),
}
MEASURES = Text("chỉ số", "measure")
ATTRIBUTES = Text("thuộc tính", "attribute")
LEVELS = Text("mức", "level")
VALUES = Text("giá trị", "value")
RULESETS = Text("bộ tiêu chí", "ruleset")
CODES = Text("mã", "code")
KINDS = Text("loại đơn vị", "kind of unit")
INSTRUMENTS = Text("văn bản", "instrument")
GROUPS = Text("nhóm", "group")


@frozen
class NameScope:
    """The library a file is checked against; `unread` are the lines of files of it that could not be read at all."""

    library: Library
    unread: tuple[str, ...] = ()

    def may_declare(self, name: str) -> bool:
        """True where a file that could not be read contains `name`, which is then not reported as unknown."""
        return any(name in line for line in self.unread)

    @cached_property
    def measures(self) -> KnownNames:
        """The measures, with their names and units of measurement."""
        return KnownNames(MEASURES, {id: described(measure) for id, measure in self.library.measures.items()})

    @cached_property
    def attributes(self) -> KnownNames:
        """The attributes, with their names."""
        return KnownNames(ATTRIBUTES, {id: attribute.name for id, attribute in self.library.attributes.items()})

    @cached_property
    def codes(self) -> Mapping[tuple[str, date], Mapping[str, Text]]:
        """The codes of the rules of each version of each ruleset, with the rules' names."""
        return {
            (id, version.version): {rule.code: rule.name for rule in version.rules()}
            for id, versions in self.library.versions.items()
            for version in versions
        }

    @cached_property
    def rulesets(self) -> KnownNames:
        """The rulesets, with their titles."""
        return KnownNames(RULESETS, {id: versions[-1].title for id, versions in self.library.versions.items()})


def described(measure: Measure) -> Text:
    """A measure's name with its unit of measurement: `Tỷ lệ hộ sử dụng nước sạch, %`."""
    unit = f", {measure.unit}" if measure.unit else ""
    return Text(measure.name.vi + unit, measure.name.in_language("en") + unit)


def known_levels(levels: Iterable[Level], noun: Text) -> KnownNames:
    """The levels of a measure or the values of an attribute, with their names."""
    return KnownNames(noun, {level.id: level.name for level in levels})


def days_in_force(versions: Iterable[Ruleset]) -> tuple[Text, ...]:
    """The first and last days of versions, for a message.

    >>> days_in_force(())
    ()
    """
    return tuple(
        Text(
            f"từ {one.version:%d/%m/%Y}" + (f" đến {one.until:%d/%m/%Y}" if one.until else ""),
            f"from {one.version}" + (f" to {one.until}" if one.until else ""),
        )
        for one in versions
    )


def quoted(name: str) -> Text:
    """A name as it stands in a sentence."""
    return Text(f'"{name}"', f"'{name}'")


def with_name(measure: Measure | Attribute) -> Text:
    """A measure or attribute with its id and name, for a sentence."""
    quoted_id, id = quoted(measure.id), str.__str__(measure.id)
    if measure.name.vi == "?":
        return TextOfName(quoted_id.vi, quoted_id.en, id=id)
    return TextOfName(
        f"{quoted_id.vi} ({measure.name.vi})",
        f"{quoted_id.in_language('en')} ({measure.name.in_language('en')})",
        id=id,
    )
