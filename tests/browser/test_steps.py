"""Back and Forward along the questions of the self-check, what is forgotten and what is remembered, and numbers as
people write them."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page

from explain.site.check_ui import WORDS
from tests.browser.conftest import BEIJING
from tests.browser.outcomes import GRADUATE, STALL, at_first_question
from tests.browser.reader import Reader
from tests.proofs_base import program_of


def shows(page: Page, heading: str) -> None:
    page.wait_for_function("text => document.querySelector('#check h1')?.innerText === text", arg=heading)


def stays(page: Page, heading: str) -> None:
    """Nothing else is shown in a quarter of a second."""
    page.wait_for_timeout(250)
    assert page.inner_text("#check h1") == heading


def move(page: Page, steps: int) -> None:
    """Back or Forward in the browser."""
    page.evaluate("steps => history.go(steps)", steps)


def test_back_and_forward_walk_the_questions(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    reader = at_first_question(page, server, GRADUATE)
    heads = [reader.heading]
    for _ in range(3):
        reader.answer(GRADUATE.facts)
        heads.append(reader.heading)
    for at in (2, 1):
        move(page, -1)
        shows(page, heads[at])
    for at in (2, 3):
        move(page, 1)
        shows(page, heads[at])
    move(page, -2)
    shows(page, heads[1])
    move(page, 1)
    shows(page, heads[2])
    page.get_by_role("button", name=WORDS["back"].zh, exact=True).click()
    shows(page, heads[1])
    reader.submit()
    assert reader.heading == heads[3], "all answers are kept"
    move(page, 1)
    stays(page, heads[3])


def test_a_jump_within_the_page_is_no_step_of_the_questions(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    reader = at_first_question(page, server, GRADUATE)
    reader.answer(GRADUATE.facts)
    second = reader.heading
    page.evaluate("location.hash = 'main'")
    stays(page, second)
    reader.answer(GRADUATE.facts)
    page.get_by_role("button", name=WORDS["back"].zh, exact=True).click()
    shows(page, second)


def test_what_was_forgotten_does_not_come_back(context: BrowserContext, server: str) -> None:
    """After a reload, or when everything was cleared, Back leads away and Forward leads nowhere."""
    page = context.new_page()
    for forget in ("reload", "clear"):
        page.goto(f"{server}/{BEIJING}/index.html")
        page.goto(f"{server}/{BEIJING}/check.html#{STALL.about}")
        reader = Reader(page, program_of(BEIJING), "zh")
        reader.begin("", STALL.day)
        reader.through(STALL.facts)
        if forget == "reload":
            page.reload()
        else:
            page.get_by_role("button", name=WORDS["clear"].zh).click()
        start = WORDS["day_title" if forget == "reload" else "name_long"].zh
        stays(page, start)
        assert page.evaluate("history.state") == 0
        assert page.get_by_role("button", name=WORDS["back"].zh, exact=True).count() == 0
        move(page, 1)
        stays(page, start)
        reader.tick(page.locator("#check input[type=radio]").first)
        reader.submit()
        page.get_by_role("button", name=WORDS["back"].zh, exact=True).click()
        shows(page, start)
        page.go_back()
        assert page.url.endswith("index.html")


def test_the_first_pages_remember_what_was_chosen(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    page.goto(f"{server}/{BEIJING}/check.html")
    reader = Reader(page, program_of(BEIJING), "zh")
    chosen = []
    for _ in range(2):
        choice = page.locator("#check label.choice").nth(1)
        chosen.append(choice.inner_text())
        reader.tick(choice.locator("input"))
        reader.submit()
    for text in reversed(chosen):
        back = page.locator("#check h1").inner_text()
        page.get_by_role("button", name=WORDS["back"].zh, exact=True).click()
        page.wait_for_function("text => document.querySelector('#check h1').innerText !== text", arg=back)
        assert page.locator("#check label.choice:has(input:checked)").inner_text() == text


NUMBERS = [
    ("3年", WORDS["wrong_unit"].zh + WORDS["how_integer"].zh),
    ("12 元", WORDS["wrong_unit"].zh + WORDS["how_integer"].zh),
    ("1,2", WORDS["wrong_number"].zh),
    ("９" * 30, WORDS["wrong_range"].zh.format(low="0", high="600")),
    ("601", WORDS["wrong_range"].zh.format(low="0", high="600")),
]


def test_a_number_is_taken_as_people_write_it(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    reader = at_first_question(page, server, GRADUATE)
    while not page.locator("#typed").count():
        reader.answer(GRADUATE.facts)
    for typed, wrong in NUMBERS:
        page.fill("#typed", typed)
        reader.submit()
        assert page.locator(".error").inner_text() == wrong, typed
    heading = reader.heading
    page.fill("#typed", "１２ 个月")
    reader.submit()
    assert reader.heading != heading
    page.get_by_role("button", name=WORDS["back"].zh, exact=True).click()
    shows(page, heading)
    assert page.input_value("#typed") == "12"
