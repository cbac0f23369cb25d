"""The Hypothesis profiles, and how many examples a property tries under the one that is chosen."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

QUICK, CI, FULL = "quick", "ci", "full"
EXAMPLES = {QUICK: 10, CI: 25, FULL: 1000}
"""How many examples a property tries that says nothing else: enough to see a coarse mistake, a usual one, a rare one."""

CHOSEN = os.environ.get("NTM_PROFILE", CI)
"""The profile of this run, unless `--hypothesis-profile` names another."""

# Whole worlds are large and not drawn at once; how long one takes says more about the machine than about the property.
_NOT_A_MISTAKE = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


def register_profiles() -> None:
    """Register the three profiles and load the chosen one. Raises InvalidArgument when NTM_PROFILE names no profile.

    `quick` and `ci` try the same examples every time: whether they pass says something of the code, and not of luck, and
    whoever has changed nothing sees them pass again. `full` tries others in every run, for it is there to find what nobody
    thought of; a failure prints how it is reproduced, and stays in `.hypothesis`, from where the next run tries it first.
    """
    for name, examples in EXAMPLES.items():
        settings.register_profile(
            name,
            max_examples=examples,
            deadline=None,
            derandomize=name != FULL,
            print_blob=True,
            suppress_health_check=_NOT_A_MISTAKE,
        )
    settings.load_profile(CHOSEN)


def tried(share: float = 1) -> int:
    """The number of examples for a property that tries `share` times as many as others; at least one.

    A share above 1 is for what is cheap or is the heart of the suite, one below 1 for what is dear. All grow together with
    the profile; no test has a number of its own.
    """
    return max(1, round(settings().max_examples * share))


def sampled(number: int) -> settings:
    """The settings of a sample of what a strategy draws, the same in every run: so many under `full`, else half of them.

    For tests that say what occurs among so many draws; what is tried is not a property, and nothing of it shrinks.
    """
    size = number if CHOSEN == FULL else number // 2
    return settings(max_examples=size, derandomize=True, database=None, phases=[Phase.generate])


rare = pytest.mark.skipif(CHOSEN != FULL, reason="occurs in a few worlds of a thousand: NTM_PROFILE=full")
"""What is not to be expected in the smaller samples of `quick` and `ci`."""
