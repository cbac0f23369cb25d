"""Comments in a file of drafted cases, at the top and above each case, for the person who completes it."""

from collections.abc import Callable, Iterator
from textwrap import wrap

from ...evolution.cases.case import Case
from ...model.library import Library
from ...model.ruleset import Rule, Ruleset
from ...model.text import Language, printable
from ..phrasing.conditions import describe
from ..phrasing.numbers import day

_WIDTH = 110
_HEADER = (
    "Trường hợp kiểm tra soạn sẵn cho {ruleset}, phiên bản có hiệu lực từ {version} ({instrument}). Máy chỉ dựng tình huống:",
    'kết quả ở mục expect để "?" và luôn báo lỗi cho đến khi có người điền. Đối chiếu từng trường hợp với văn bản rồi mới',
    "điền kết quả (đạt, chưa đạt, không áp dụng, chưa xác định); không chép lại kết quả do máy tính.",
    "Cases drafted for {ruleset}, the version in force from {date} ({instrument}). Only the situations are made by machine:",
    'what is expected is left as "?", which fails until a person writes it. Confirm each case against the instrument, and',
    "write attained, not_attained, not_applicable or undetermined; do not copy what the engine says.",
)


def drafted_header(ruleset: Ruleset) -> tuple[str, ...]:
    """The lines at the top of the file, in both languages: a person must confirm each case against the instrument.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> ruleset = example_ruleset()
    >>> print(drafted_header(ruleset)[3])
    Cases drafted for vn/a, the version in force from 2024-01-01 (1/QĐ). Only the situations are made by machine:
    """
    words = {
        "ruleset": ruleset.id,
        "version": day(ruleset.version, "vi"),
        "date": ruleset.version.isoformat(),
        "instrument": printable(ruleset.instrument.number),
    }
    return tuple(line.format(**words) for line in _HEADER)


def drafted_comments(ruleset: Ruleset, library: Library, lang: Language) -> Callable[[Case], Iterator[str]]:
    """Function that yields the comment lines above a case: the name and the condition of each rule it is for."""

    def comments(case: Case) -> Iterator[str]:
        for expected in case.expected:
            rule = ruleset.rule(expected.code)
            if rule is not None:
                name, condition = rule.name.in_language(lang), _asks(rule, ruleset, library, lang)
                # The name of a rule is often that of its measure, with which the condition begins.
                text = f"{rule.code}  {condition if condition.startswith(name) else f'{name}: {condition}'}"
                yield from wrap(printable(text), _WIDTH, subsequent_indent="   ", break_long_words=False)

    return comments


def _asks(rule: Rule, ruleset: Ruleset, library: Library, lang: Language) -> str:
    below = [indicator.code for indicator in rule.below]
    if below:
        condition = f"{'đạt tất cả' if lang == 'vi' else 'all attained'}: {', '.join(below)}"
    elif rule.condition is None:
        condition = "tệp chưa có nội dung" if lang == "vi" else "its content is not in this file"
    else:
        condition = describe(rule.condition, library, lang, home=ruleset.id)
    if rule.applies_when is None:
        return condition
    where = describe(rule.applies_when, library, lang, home=ruleset.id)
    return f"{condition} ({'áp dụng khi' if lang == 'vi' else 'applies when'} {where})"
