"""The documents make a site: no link leads nowhere, nothing is fetched from elsewhere, every name and every code is there."""

import re
from html import unescape
from os.path import normpath
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from diagnostic_examples import found
from site_diagnostics import diagnostic_pages

import ntm_rules
from ntm_rules.cli.diagnostics.examples import WITHOUT, examples
from ntm_rules.diagnostic_codes import REGISTRY

from .walkthrough import ROOT

pytestmark = pytest.mark.slow

_FETCHED = re.compile(r'<(?:script|img|iframe|source)\b[^>]*?\ssrc="([^"]*)')
_LINK_TAG = re.compile(r"<link\b[^>]*>")
_LINKED = re.compile(r'<a\b[^>]*?\shref="([^"]*)')
_ANCHOR = re.compile(r'\s(?:id|name)="([^"]*)')
_FAR = re.compile(r"(?:[a-z]+:)?//|mailto:")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built with warnings as errors."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    folder = tmp_path_factory.mktemp("site")
    # Without the index for the search, and with one page of eight of the catalogue: they take most of the time.
    given: dict[str, Any] = {"plugins": ["offline"], "extra": {"step": 8}}
    config = load_config(str(ROOT / "mkdocs.yml"), strict=True, site_dir=str(folder), **given)
    config.plugins.run_event("startup", command="build", dirty=False)
    build(config)
    return folder


def test_the_site_is_whole_and_fetches_nothing(site: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html") if path.name != "404.html"}
    anchors = {path: set(_ANCHOR.findall(text)) for path, text in pages.items()}
    wrong = set()
    for path, text in pages.items():
        tags = [each for each in _LINK_TAG.findall(text) if "stylesheet" in each or "icon" in each]
        fetched = _FETCHED.findall(text) + [each for tag in tags for each in re.findall(r'href="([^"]*)', tag)]
        wrong |= {f"{path.name} fetches {each}" for each in fetched if _FAR.match(each)}
        for link in set(_LINKED.findall(text)):
            name, _, anchor = unquote(unescape(link)).partition("#")
            target = Path(normpath(path.parent / name)) if name else path
            if not _FAR.match(name) and (target not in pages or (anchor and anchor not in anchors[target])):
                wrong.add(f"{path.relative_to(site)} links to {link}")
    assert wrong == set()
    styles = "".join(each.read_text(encoding="utf-8") for each in site.rglob("*.css"))
    assert not re.search(r"url\(['\"]?(https?:)?//", styles)


def test_every_public_name_and_every_code_is_there(site: Path) -> None:
    named = {name for each in (site / "reference").glob("*.html") for name in _ANCHOR.findall(each.read_text("utf-8"))}
    assert set(ntm_rules.__all__) - named == set()
    assert {f"diagnostics/{code}.md" for code in REGISTRY} < diagnostic_pages().keys()
    assert len(list((site / "diagnostics").glob("NTM*.html"))) >= len(REGISTRY) // 8


def test_every_example_of_a_code_is_wrong_and_right_as_it_says() -> None:
    """Beside what an example is about, the right part may be told only what the small library does not count or read."""
    wrong = []
    for code, each in examples().items():
        told, after = ([one.code for one in found(each.kind, part)] for part in (each.wrong, each.right))
        if code not in told or {*after} - ({"NTM342", "NTM622", "NTM698"} - {code}):
            wrong.append((code, told, after))
    assert wrong == []
    assert {*examples()}.isdisjoint(WITHOUT)
    assert {*examples(), *WITHOUT} == {*REGISTRY}
