"""Units of the several kinds that one ruleset judges: frames hold them as units of the first of these kinds."""

from collections.abc import Mapping

from ....model.problem import FactsError
from ....model.units.kind import is_administrative
from ....program.inputs import inputs_of
from ..decide.versions import Regimes
from ..expressions.space import Native, Space
from ..input.columns import KIND, ColumnKind, columns_of
from ..input.problems import frame_error, unusable


def judged_kinds(regimes: Regimes) -> tuple[str, ...]:
    """The kinds of units that are decided. Raises FactsError where the versions judge different kinds, or rules of a ruleset
    for several kinds look at one of them from above or below, or count members of a zone beside those of a district, which
    frames cannot tell apart.
    """
    kinds = regimes.programs[0].ruleset.applies_to
    for program in regimes.programs:
        if {*program.ruleset.applies_to} != {*kinds}:
            raise frame_error(
                unusable(
                    "các phiên bản áp dụng cho những loại đơn vị khác nhau: đánh giá từng ngày",
                    "the versions apply to different kinds of unit: decide day by day",
                )
            )
        inputs = inputs_of(program)
        if len(kinds) > 1 and (apart := sorted({*kinds} & (inputs.members | inputs.above))):
            raise frame_error(
                unusable(
                    f"bộ tiêu chí áp dụng cho nhiều loại đơn vị, và có quy tắc hỏi riêng về loại {apart[0]}: dùng evaluate",
                    f"the ruleset judges several kinds, and a rule asks about units of kind {apart[0]} alone: use evaluate",
                    kind=apart[0],
                )
            )
        if inputs.members and (group := _with_members(kinds)):
            raise _members_apart(group)
    return kinds


def _with_members(kinds: tuple[str, ...]) -> str | None:
    """The first of several kinds that has members by name: a unit belongs to one of these beside its parent."""
    return next((kind for kind in kinds if not is_administrative(kind)), None) if len(kinds) > 1 else None


def _members_apart(kind: str) -> FactsError:
    return frame_error(
        unusable(
            f"bộ tiêu chí áp dụng cho nhiều loại đơn vị, trong đó loại {kind} có thành viên riêng: dùng evaluate",
            f"the ruleset judges several kinds, of which {kind} has members of its own: use evaluate",
            kind=kind,
        )
    )


def as_one_kind(frames: Mapping[str | None, Native], kinds: tuple[str, ...], space: Space) -> dict[str | None, Native]:
    """The frames by kind, with the units of several kinds as units of the first: in the column `kind`, in the columns that
    name the unit above, and as one frame where there is one for each. Raises FactsError for a column with memberships in
    units of one of these kinds: it says something else than the column of another.
    """
    if len(kinds) == 1:
        return dict(frames)
    group = _with_members(kinds)
    if group is not None and any(group in columns_of(frame, space) for frame in frames.values()):
        raise _members_apart(group)
    found: dict[str | None, list[Native]] = {}
    for name, frame in frames.items():
        found.setdefault(kinds[0] if name in kinds else name, []).append(_renamed(frame, kinds, space))
    how = "diagonal_relaxed" if space.is_polars else "diagonal"
    return {name: each[0] if len(each) == 1 else space.words.concat(each, how=how) for name, each in found.items()}


def _renamed(frame: Native, kinds: tuple[str, ...], space: Space) -> Native:
    columns, text = columns_of(frame, space), space.words.String
    if KIND in columns and columns[KIND].kind is ColumnKind.TEXT:
        kind = space.column(KIND).cast(text)
        frame = frame.with_columns(**{KIND: space.choose([(kind.is_in(list(kinds)), space.literal(kinds[0]))], kind)})
    above = [name for name in kinds if name in columns]
    if [*above] != [kinds[0]] and above:
        named = [(~(space.column(name).is_null() | (space.column(name) == "")), space.column(name)) for name in above]
        frame = frame.with_columns(**{kinds[0]: space.choose(named, space.nothing(text))})
        frame = frame.drop(*(name for name in above if name != kinds[0]))
    return frame
