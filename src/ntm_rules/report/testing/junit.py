"""Results of cases as JUnit XML."""

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from ...evolution.cases.run import CaseResult
from ...model.library import Library
from ...model.text import Language
from ..renderers.paper_text import paper_text
from .cases import case_paper, headline

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(results: Sequence[CaseResult], library: Library, language: Language = "vi") -> Iterator[str]:
    """The pieces of a JUnit file: a suite for each ruleset, in it a test for each case, whose class is the ruleset.

    >>> print("".join(junit([], Library())), end="")
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites tests="0" failures="0" errors="0" skipped="0">
    </testsuites>
    """
    suites: dict[str, list[CaseResult]] = {}
    for result in results:
        suites.setdefault(result.case.ruleset, []).append(result)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f"<testsuites{_counts(results)}>\n"
    for ruleset, own in suites.items():
        yield f"  <testsuite{_attributes(name=ruleset)}{_counts(own)}>\n"
        for result in own:
            yield from _test(result, library, language)
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _counts(results: Sequence[CaseResult]) -> str:
    errors = sum(bool(result.diagnostics) for result in results)
    failures = sum(not result.passed for result in results) - errors
    return _attributes(tests=str(len(results)), failures=str(failures), errors=str(errors), skipped="0")


def _test(result: CaseResult, library: Library, language: Language) -> Iterator[str]:
    case = result.case
    where = {} if case.place is None else {"file": case.place.file, "line": str(case.place.line)}
    named = _attributes(classname=case.ruleset, name=case.name.in_language(language), **where)
    if result.passed:
        yield f"    <testcase{named}/>\n"
        return
    text = escape(_written(paper_text(case_paper(result, library, language), language)))
    if result.diagnostics:
        tag, kind = "error", result.diagnostics[0].code
        message = result.diagnostics[0].message.in_language(language)
    else:
        tag, kind = "failure", result.failed[0].differences[0].value
        message = "; ".join(headline(failure, language) for failure in result.failed)
    yield f"    <testcase{named}>\n"
    yield f"      <{tag}{_attributes(type=kind, message=message)}>{text}</{tag}>\n"
    yield "    </testcase>\n"


def _attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(_written(value))}" for name, value in values.items())


def _written(text: str) -> str:
    """`text` without the characters that no XML file can have, and those that cannot be seen."""
    return _NO_XML.sub("\ufffd", text)
