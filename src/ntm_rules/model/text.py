"""Words for people, in the two languages the project speaks."""

from typing import Literal

from attrs import frozen

Language = Literal["vi", "en"]


@frozen
class Text:
    """A piece of wording: Vietnamese always, English where somebody translated it.

    >>> Text("Thu nhập", "Income").in_language("en")
    'Income'
    >>> Text("Thu nhập").in_language("en")
    'Thu nhập'
    """

    vi: str
    en: str | None = None

    def in_language(self, language: Language) -> str:
        """The wording in `language`; Vietnamese where there is no English."""
        return self.en if language == "en" and self.en is not None else self.vi
