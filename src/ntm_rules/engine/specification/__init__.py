"""The specification: the meaning of terms, in plain Python over exact numbers. Every other executor must agree with it."""

from .deciding import decide as decide
from .meaning import span_of as span_of
from .meaning import verdict as verdict
from .span import Span as Span
from .span import verdict_of as verdict_of
