"""A library: the measures, the attributes and every version of every ruleset, ready to be compiled."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from attrs import field, frozen

from .arguments import refuse_parts_of_other_types, refused
from .measure import Attribute, Level, Measure
from .place import Place
from .problem import CompileError, Diagnostic
from .ruleset import Rule, Ruleset
from .spelling import nearest
from .text import Text, shortened
from .values.frozen_mapping import FrozenMapping
from .values.kept import Kept


@frozen
class Library:
    """All content of rule files. `versions` lists each ruleset's versions, oldest first; `assurance` the levels that say how a
    figure was established, the weakest first, with the place where a catalogue declares them.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> ntm.load_library().ruleset("vn/civilised-township", date(2024, 6, 30)).version
    datetime.date(2022, 4, 15)
    """

    measures: Mapping[str, Measure] = field(factory=FrozenMapping, converter=FrozenMapping[str, Measure])
    attributes: Mapping[str, Attribute] = field(factory=FrozenMapping, converter=FrozenMapping[str, Attribute])
    versions: Mapping[str, tuple[Ruleset, ...]] = field(
        factory=FrozenMapping, converter=FrozenMapping[str, tuple[Ruleset, ...]]
    )
    assurance: tuple[Level, ...] = ()
    assurance_place: Place | None = field(default=None, eq=False, repr=False)

    def __repr__(self) -> str:
        counts = len(self.versions), len(self.measures), len(self.attributes)
        return "Library({} rulesets, {} measures, {} attributes)".format(*counts)

    @property
    def assurance_ids(self) -> tuple[str, ...]:
        """The levels of assurance as written in files, the weakest first."""
        return tuple(str(level.id) for level in self.assurance)

    def ruleset(self, id: str, on: date) -> Ruleset:
        """The version of a ruleset that is in force on a day.

        Raises CompileError when there is no such ruleset, or no version of it in force on that day.
        """
        if not isinstance(id, str) or id not in self.versions:
            known = ", ".join(sorted(self.versions)) or "–"
            text = f"'{id}'" if isinstance(id, str) else shortened(id)
            raise _error(
                "NTM601",
                f"không có bộ tiêu chí {text}; các bộ tiêu chí đã có: {known}",
                f"there is no ruleset {text}; known: {known}",
                {"ruleset": text.strip("'"), "allowed": tuple(self.versions), **_suggestion(id, self.versions)},
            )
        if not isinstance(on, date) or isinstance(on, datetime):
            raise refused("on", on, "một datetime.date, không có giờ", "a datetime.date, without a time of day")
        current = in_force(self.versions[id], on)
        if current is None:
            title = self.versions[id][-1].title
            vi = [
                f"từ {version.version:%d/%m/%Y}" + (f" đến {version.until:%d/%m/%Y}" if version.until else "")
                for version in self.versions[id]
            ]
            en = [
                f"from {version.version}" + (f" to {version.until}" if version.until else "")
                for version in self.versions[id]
            ]
            raise _error(
                "NTM602",
                f"ngày {on:%d/%m/%Y} “{title.vi}” ({id}) không có phiên bản nào có hiệu lực; các phiên bản: {'; '.join(vi)}",
                f"no version of “{title.in_language('en')}” ({id}) is in force on {on}; versions: {'; '.join(en)}",
                {"ruleset": id, "value": on, "allowed": tuple(version.version for version in self.versions[id])},
            )
        return current

    def including(self, *added: "Ruleset | Measure | Attribute | Library") -> "Library":
        """This library with rulesets, measures, attributes or whole libraries more; each stands in place of one of its name.

        Raises ArgumentError for what is none of these, or is built of parts of other types, such as a threshold of `Fixed(50)`.

        >>> from .text import Text
        >>> Library().including(Measure("score", Text("Score"))).measures["score"].name.vi
        'Score'
        """
        measures, attributes = dict(self.measures), dict(self.attributes)
        assurance, place = self.assurance, self.assurance_place
        versions = {id: {version.version: version for version in of_id} for id, of_id in self.versions.items()}
        for library in added:
            if isinstance(library, Ruleset | Measure | Attribute):
                refuse_parts_of_other_types(library)
            match library:
                case Ruleset():
                    versions.setdefault(library.id, {})[library.version] = library
                case Measure():
                    measures[library.id] = library
                case Attribute():
                    attributes[library.id] = library
                case Library():
                    measures |= library.measures
                    attributes |= library.attributes
                    if library.assurance:
                        assurance, place = library.assurance, library.assurance_place
                    for id, further in library.versions.items():
                        versions.setdefault(id, {}).update((version.version, version) for version in further)
                case _:
                    expected = "Ruleset, Measure, Attribute, Library"
                    raise refused("added", library, expected, expected)
        ordered = {id: tuple(versions[id][day] for day in sorted(versions[id])) for id in sorted(versions)}
        return Library(measures, attributes, ordered, assurance, place)


def in_force(versions: Sequence[Ruleset], on: date) -> Ruleset | None:
    """Of the versions of a ruleset, the oldest first, the one in force on a day, if there is one.

    >>> in_force([], date(2024, 6, 30)) is None
    True
    """
    begun = [version for version in versions if version.version <= on]
    return begun[-1] if begun and (begun[-1].until is None or begun[-1].until >= on) else None


def last_day(ruleset: Ruleset, library: Library) -> date | None:
    """The last day on which a version is in force: its own, or the day before the library's next version; None: no end.

    >>> import ntm_rules as ntm
    >>> library = ntm.load_library()
    >>> str(last_day(library.versions["vn/commune-ntm"][0], library))
    '2022-08-01'
    """
    later = [version.version for version in library.versions.get(ruleset.id, ()) if version.version > ruleset.version]
    ends = [day - timedelta(days=1) for day in later] + ([] if ruleset.until is None else [ruleset.until])
    return min(ends, default=None)


def _suggestion(id: object, known: Iterable[str]) -> dict[str, str]:
    near = nearest(id, known) if isinstance(id, str) else None
    return {} if near is None else {"suggestion": near}


def _error(code: str, vi: str, en: str, fields: Mapping[str, object]) -> CompileError:
    return CompileError(Diagnostic(code, None, Text(vi, en), fields=FrozenMapping(fields)))


@frozen
class Offices:
    """The offices that answer for rules: those that a ruleset names, and those `named` beside it, by `ruleset#code` for a
    rule and all below it, by the id of a ruleset for all its rules.

    >>> Offices({"vn/commune-ntm#17": (Text("Phòng Nông nghiệp và Môi trường"),)}).named["vn/commune-ntm#17"][0].vi
    'Phòng Nông nghiệp và Môi trường'
    """

    named: Mapping[str, tuple[Text, ...]] = field(factory=FrozenMapping)

    def of(self, ruleset: Ruleset, code: str) -> tuple[Text, ...]:
        """The offices of a rule: of itself or the nearest rule above it in the ruleset, else as they are named here."""
        upwards = _UPWARDS.of(ruleset).get(code, ())
        own = next((rule.responsible for rule in upwards if rule.responsible), ())
        keys = (*(f"{ruleset.id}#{rule.code}" for rule in upwards), ruleset.id)
        return own or next((self.named[key] for key in keys if key in self.named), ())


NO_OFFICES = Offices()


_UPWARDS: Kept[Ruleset, dict[str, tuple[Rule, ...]]] = Kept(Ruleset.upwards)
