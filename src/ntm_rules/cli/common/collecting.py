"""The collector of cyclic garbage, while a command runs: it looks at what is new, and seldom at all that there is."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_THRESHOLDS = (500_000, 20, 100)
"""Numbers of new objects, and of collections of the younger ones, between collections. A dossier is millions of objects that
form no cycles and stay to the end: looking through all of them again and again takes longer than reading them."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Have the collector go through everything seldom in the block."""
    former = gc.get_threshold()
    gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*former)


@contextmanager
def not_collected() -> Iterator[None]:
    """Have the collector rest in the block, also in processes copied from this one meanwhile: for work without cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
