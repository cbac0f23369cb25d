"""The report in a real browser: reasons, filters, languages, keys alone, paper, narrow screens, and nothing that acts."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, Request, expect, sync_playwright

from ntm_rules.report.pages.blocks import ReportPage
from ntm_rules.report.renderers.html import report_html
from tests.report.test_report_page import HOSTILE, communes

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: on Debian, apt-get install chromium")
__all__ = ["communes"]


@pytest.fixture(scope="module")
def report(communes: ReportPage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report_html(communes, book="book"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """The report, freshly opened; whatever it logs, asks for or warns of is a mistake."""
    tab, wrong = browser.new_page(viewport={"width": 1280, "height": 900}), list[str]()

    def warned(dialog: Dialog) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    def asked(request: Request) -> None:
        if request.url != report.as_uri():
            wrong.append(request.url)

    tab.on("console", lambda message: wrong.append(message.text))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("dialog", warned)
    tab.on("request", asked)
    tab.goto(report.as_uri())
    yield tab
    tab.close()
    assert wrong == []


def test_names_are_shown_as_they_are_and_act_in_no_way(page: Page) -> None:
    assert HOSTILE in page.inner_text("h1")
    assert page.locator("img, iframe, link[rel=stylesheet], script[src]").count() == 0


def test_a_click_on_an_outcome_opens_its_reason_and_escape_goes_back(page: Page) -> None:
    cell = page.locator(".matrix td.n[data-k]").first
    cell.click()
    assert page.locator("#panel").is_visible()
    assert page.inner_text("#panel-title").startswith("5.")
    assert "Vì sao" in page.inner_text("#reason")
    assert HOSTILE in page.inner_text("#reason")
    assert cell.get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert not page.locator("#panel").is_visible()
    assert page.evaluate("document.activeElement.matches('.matrix td.n')")


def test_rules_and_recognitions_lead_to_their_rows_of_the_rule_book(page: Page) -> None:
    book = "book/lai-chau/commune-ntm/2024-03-07.html"
    for cell, row in ((".matrix td.n[data-k]:not(.end)", "5"), (".matrix td.end[data-k]", "recognition")):
        page.locator(cell).first.click()
        assert page.locator("#reason a").get_attribute("href") == f"{book}#{row}"


def test_all_is_said_in_the_other_language_too(page: Page) -> None:
    page.locator(".matrix td.n[data-k]").first.click()
    page.click("[data-lang=en]")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert (page.inner_text("h1"), page.title()) == ("A report", "A report")
    assert "Why" in page.inner_text("#reason")
    page.click("[data-lang=vi]")
    assert "Vì sao" in page.inner_text("#reason")


def test_filters_leave_what_is_asked_and_say_how_much(page: Page) -> None:
    every = page.locator(".matrix tbody tr:visible").count()
    page.fill("#f-unit", "script")
    assert "1 đơn vị" in page.inner_text("#shown")
    assert not page.locator("tr.sum").is_visible()  # of all units, not of those that are left
    page.click("button[type=reset]")
    page.click("[data-o=n]")
    assert "1 đơn vị, 1 kết quả" in page.inner_text("#shown")
    page.click("button[type=reset]")
    expect(page.locator(".matrix tbody tr:visible")).to_have_count(every)
    assert page.locator("tr.sum").is_visible()


def test_keys_alone_reach_a_reason_and_come_back(page: Page) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.matrix tbody')"):
            break
    assert page.evaluate("!!document.activeElement.closest('.matrix')")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    assert page.evaluate("document.activeElement.id") == "panel-title"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.matrix td')")


@pytest.mark.parametrize("language", ["vi", pytest.param("en", marks=pytest.mark.slow)])
def test_axe_finds_no_violation(page: Page, language: str) -> None:
    page.click(f"[data-lang={language}]")
    for opened in (False, True):
        if opened:
            page.locator(".matrix td.n[data-k]").first.click()
        found = Axe().run(page)
        assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
        assert found.response["passes"]


@pytest.mark.parametrize("width", [360, 820, 1280])
def test_the_page_is_as_wide_as_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".matrix td.n[data-k]").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
def test_it_is_printed_on_a4_without_what_only_a_screen_can_do(page: Page) -> None:
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.locator(".filter").is_visible()
    assert page.locator(".matrix td.n").first.is_visible()
