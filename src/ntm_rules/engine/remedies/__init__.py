"""Remedies: the steps that would settle a decision, and the least changes by which it would be attained."""

from .attaining import to_attain as to_attain
from .attaining import ways_to_attain as ways_to_attain
from .settling import to_settle as to_settle
from .steps import Step as Step
from .steps import StepKind as StepKind
from .steps import Steps as Steps
