"""Frames of every library are decided as the specification decides: generated worlds."""

from hypothesis import Phase, assume, given, seed, settings
from hypothesis import strategies as st

from ntm_rules.testing import World, worlds

from .frame_library import FrameLibrary
from .from_world import FORMS
from .test_agreement import SUPPRESSED, check_world, is_small

few = settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=SUPPRESSED)
fewer = settings(
    max_examples=4, deadline=None, suppress_health_check=SUPPRESSED, phases=[Phase.generate], database=None
)
"""Where a query of SQL is planned anew for each, which takes seconds."""


@few
@given(worlds(), st.sampled_from(FORMS))
def test_pandas_agrees_with_evaluate(pandas_frames: FrameLibrary, world: World, form: str) -> None:
    assume(is_small(world))
    check_world(world, form, frame_library=pandas_frames)


@few
@given(worlds(), st.sampled_from(FORMS))
def test_pyarrow_agrees_with_evaluate(pyarrow_frames: FrameLibrary, world: World, form: str) -> None:
    assume(is_small(world))
    check_world(world, form, frame_library=pyarrow_frames)


@seed(20240630)
@fewer
@given(worlds(), st.sampled_from(FORMS))
def test_duckdb_agrees_with_evaluate(duckdb_frames: FrameLibrary, world: World, form: str) -> None:
    assume(is_small(world))
    check_world(world, form, reasons_too=False, frame_library=duckdb_frames)


@seed(20240630)
@settings(fewer, max_examples=2)
@given(worlds(), st.sampled_from(FORMS))
def test_pyspark_agrees_with_evaluate(pyspark_frames: FrameLibrary, world: World, form: str) -> None:
    assume(is_small(world))
    check_world(world, form, reasons_too=False, frame_library=pyspark_frames)
