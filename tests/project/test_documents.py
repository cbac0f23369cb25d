"""The language document is that of the grammar: every key is explained in both languages, every form has an example."""

import pytest
from language_document import DOCUMENT, DocumentedForm, document, documented_forms

from .source_modules import PACKAGE

EXPLAINED = documented_forms()


@pytest.mark.parametrize("each", EXPLAINED, ids=[f"{each.group}-{each.name}" for each in EXPLAINED])
def test_every_key_is_explained_in_both_languages_and_every_form_has_an_example(each: DocumentedForm) -> None:
    assert each.example.is_file(), (
        f"write {each.example.relative_to(PACKAGE.parents[1])}: an example with every key of it"
    )
    for title in (each.form.title, *(key.title for key in each.form.keys)):
        assert title.vi.strip(), each.form.names
        assert title.en, each.form.names
        assert title.en.strip(), each.form.names
    for key in each.form.keys:
        # A word of the files themselves is the same in both.
        assert key.title.vi != key.title.en or key.title.vi.startswith("["), f"{key.name}: one language twice"


def test_the_language_document_is_that_of_the_grammar() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == document(text), "run: python scripts/language_document.py"
