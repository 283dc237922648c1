"""Every kind of page, in both languages, light, dark and large: no fault that axe finds, nothing wider than a phone."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import BEIJING
from tests.browser.outcomes import FOLDERS, GRADUATE, STALL, at_first_question
from tests.browser.reader import Reader
from tests.proofs_base import program_of

SINGLE = (
    *("index.html", "check.html", "items.html", "articles.html", "duties.html", "glossary.html", "readings.html"),
    *("timeline.html", "changed.html", "method.html", "search.html"),
)


def kinds(folder: Path) -> list[str]:
    """A page of each kind: those of which there is one, and the first of those of which there are many."""
    pages = sorted(path.name for path in (folder / BEIJING).glob("*.html"))
    many = ("item-*.html", "duty-*.html", "A[0-9][0-9].html", "*-examples.html")
    return [*SINGLE, *(next(name for name in pages if fnmatch(name, form)) for form in many)]


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def narrow(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["", "big/"], ids=["standard", "large"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_has_a_fault(browser: Browser, server: str, folder: Path, lang: str, size: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    faults = {}
    for name in kinds(folder):
        page.goto(f"{server}/{BEIJING}/{FOLDERS[lang]}{size}{name}")
        found = violations(page) + ([] if narrow(page) else ["wider than a phone"])
        if found:
            faults[name] = found
    context.close()
    assert faults == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["", "big/"], ids=["standard", "large"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_step_of_the_self_check_has_a_fault(
    browser: Browser, server: str, lang: str, size: str, scheme: str
) -> None:
    """Each kind of question, an error, the answers, the outcome, another answer tried, at 360 and 1280 pixels."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    faults: dict[str, list[str]] = {}
    reader = Reader(page, program_of(BEIJING), lang)

    def look(step: str) -> None:
        found = violations(page)
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            found += [] if narrow(page) else [f"wider than {width} pixels"]
        page.set_viewport_size({"width": 360, "height": 740})
        taps = "all => all.filter(one => one.offsetHeight && one.offsetHeight < least).map(one => one.outerHTML)"
        least = 60 if size else 44
        small = page.locator("#check button, #check .choice, #check input[type=text]").evaluate_all(
            taps.replace("least", str(least))
        )
        found += [f"small to press: {one[:90]}" for one in small]
        if found:
            faults.setdefault(f"{step}: {reader.heading}", found)

    reader.seen = look
    for person in (GRADUATE, STALL):
        reader.begin(f"{server}/{BEIJING}/{FOLDERS[lang]}{size}check.html#{person.about}", person.day)
        reader.submit()
        look("error")
        reader.through(person.facts)
    page.locator("dl.summary button").last.click()
    reader.tick(page.locator("input").first)
    reader.submit()
    look("beside")
    context.close()
    assert faults == {}


def test_a_situation_leads_to_a_question(browser: Browser, server: str) -> None:
    """From the first page of the site, through its own links."""
    page = browser.new_page()
    page.goto(f"{server}/{BEIJING}/index.html")
    page.locator("a[href^='check.html#']").first.click()
    page.locator("#check form").wait_for()
    assert page.locator("#check form").count() == 1
    assert at_first_question(page, server, STALL).heading
    page.close()
