"""Figures computed from other figures and from truths: points by bands, by interpolation, for what is attained, and sums."""

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from ..model.condition import Operator

if TYPE_CHECKING:
    from .terms import Figure, Truth


@frozen(cache_hash=True)
class Banded:
    """The figure of the first band that another figure falls in: the first that it holds against, as `operator edge` says.

    `otherwise` where it is in none; open where there is no such figure. It applies where the figure that is banded does.
    """

    figure: "Figure"
    operators: tuple[Operator, ...]
    edges: tuple[Decimal, ...]
    figures: "tuple[Figure, ...]"
    otherwise: "Figure | None" = None


@frozen(cache_hash=True)
class Interpolated:
    """A figure read off a line through `nodes`, pairs of a figure and what it comes to, in rising order of the first.

    Beyond the first and the last node it is what that node comes to.
    """

    figure: "Figure"
    nodes: tuple[tuple[Decimal, Decimal], ...]


@frozen(cache_hash=True)
class Awarded:
    """A figure where a truth holds, 0 where it does not; it does not apply where the truth does not."""

    truth: "Truth"
    points: "Figure"


@frozen(cache_hash=True)
class Within:
    """A figure that lies between two others, as far as it is not known (None: no bound)."""

    figure: "Figure"
    low: Decimal | None
    high: Decimal | None


@frozen(cache_hash=True)
class Total:
    """The sum of figures. Those that do not apply are left out; it does not apply where none of them does."""

    figures: "tuple[Figure, ...]"


Computed = Banded | Interpolated | Awarded | Within | Total
