"""Rules of one's own, in one language: from files, and one more version of them as data of Python.

python own_rules.py
"""

from datetime import date
from pathlib import Path

import ntm_rules as ntm

RULES = Path(__file__).parent / "rules"
DAY = date(2026, 3, 31)


def stricter(library: ntm.Library) -> ntm.Ruleset:
    """The rules of April, in which a German customer has to buy for 750 EUR: the file as a mapping, with one figure changed."""
    rules = ntm.to_plain(library.ruleset("shop/gold-customer", DAY))
    rules["version"], rules["instrument"]["number"] = "2026-04-01", "Terms of April 2026"
    rules["criteria"][0]["at_least"]["de"] = 750
    return ntm.ruleset_from_mapping(rules, library)


def main() -> None:
    """Say who is a gold customer, what the others lack, and what April changes."""
    library = ntm.load_library(RULES)
    customers = [
        ntm.Unit("7", "Ann", "customer", attributes={"country": "de"}),
        ntm.Unit("8", "Bo", "customer", attributes={"country": "fr"}),
    ]
    facts = [
        *(
            ntm.Fact("7", "turnover", 620, DAY),
            ntm.Fact("7", "returned", 3.5, DAY),
            ntm.Fact("7", "overdue", False, DAY),
        ),
        *(ntm.Fact("8", "turnover", 399.99, DAY), ntm.Fact("8", "overdue", False, DAY)),
    ]
    before = ntm.compile("shop/gold-customer", DAY, library)
    for customer in customers:
        decision = ntm.evaluate(before, customers, facts).decision(customer.code)
        print(ntm.explain(decision, library, ntm.Units(customers), lang="en"))
    later = library.including(stricter(library))
    change = ntm.impact(
        ntm.compile(library.versions["shop/gold-customer"][0], date(2026, 4, 1), library),
        ntm.compile("shop/gold-customer", date(2026, 4, 1), later),
        units=customers,
        statements=facts,
    )
    for row in change.changed():
        print(row.unit, row.rule, row.before and row.before.value, "->", row.after and row.after.value)


if __name__ == "__main__":
    main()
