"""What is done to a frame to decide it, kept so that the next frame with the same columns is spared the making."""

from collections.abc import Mapping

from attrs import frozen

from .space import Expr, Native


@frozen(eq=False)
class Query:
    """Columns made upon columns, in layers, and the columns shown in the end."""

    layers: tuple[Mapping[str, Expr], ...]
    shown: Mapping[str, Expr]

    def on(self, frame: Native) -> Native:
        """The frame with the columns shown."""
        for layer in self.layers:
            frame = frame.with_columns(**layer)
        return frame.select(**self.shown)
