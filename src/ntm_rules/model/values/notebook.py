"""The look of values in a notebook: made by the report, which is loaded when a notebook asks for it."""

from importlib import import_module


def as_html(value: object) -> str:
    """A decision, the decisions of a program, or two texts compared, as HTML for `_repr_html_`."""
    # By name: the model knows nothing of reports, and a notebook knows nothing but the value.
    html: str = import_module("ntm_rules.report.notebook").html_of(value)
    return html
