"""A plan: what is done to the frames that are given to decide one, kept so that frames with the same columns are spared it."""

from collections.abc import Callable

from attrs import frozen

from ..expressions.space import Native
from .given import Given

Step = Callable[[Native, Given], Native]
"""A function from a frame to the next one; other frames that it needs are taken from `Given`."""


@frozen(eq=False)
class QueryPlan:
    """A frame to start from, and the steps that lead to what is shown. It holds expressions only, no frame and no program."""

    start: Callable[[Given], Native]
    steps: tuple[Step, ...] = ()

    def on(self, given: Given) -> Native:
        """The query over the frames that are given."""
        frame = self.start(given)
        for step in self.steps:
            frame = given.stage(step(frame, given), False)
        return frame
