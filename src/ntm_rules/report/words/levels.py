"""Words for the levels that units are classed in."""

from typing import Final

from ...model.text import Text

RANKING: Final = Text("Xếp hạng", "Level")
NO_LEVEL_FOUND: Final = Text("không xếp hạng", "no level")
STILL_POSSIBLE: Final = Text("chưa xác định ({levels})", "undetermined ({levels})")
