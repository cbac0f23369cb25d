"""Sections of the report that scripts of their own write: each stands between marks with its name."""

NAMES = ("shipped frames", "frames")
"""Names of the sections."""


def marked(name: str, text: str) -> str:
    """A section with its marks."""
    return f"<!-- {name} -->\n{text.rstrip()}\n<!-- /{name} -->\n"


def section_of(report: str, name: str) -> str:
    """A section of a report, with its marks; nothing where there is none."""
    end = f"<!-- /{name} -->"
    begun, ended = report.find(f"<!-- {name} -->"), report.find(end)
    return "" if begun < 0 or ended < begun else report[begun : ended + len(end)] + "\n"


def with_section(report: str, name: str, text: str) -> str:
    """The report with a section in the place of the one it has, else at the end."""
    before = section_of(report, name)
    if before:
        return report.replace(before, marked(name, text))
    rest = report.rstrip("\n")
    return f"{rest}\n\n{marked(name, text)}" if rest else marked(name, text)


def renewed(report: str, text: str) -> str:
    """A report written anew, with all that the one before has from its first section on, what was written by hand too."""
    begun = [place for name in NAMES if (place := report.find(f"<!-- {name} -->")) >= 0]
    return "\n".join([text, report[min(begun) :]]) if begun else text
