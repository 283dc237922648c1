"""People go through the self-check by mouse and by keyboard alone, and are told what `tiaoli explain` says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import BEIJING, MERROW
from tests.browser.outcomes import GRADUATE, HOUSEHOLD, PEOPLE, TRAINEE, at_first_question, go, outcome_of, told
from tests.proofs_base import program_of


@pytest.mark.ci
@pytest.mark.parametrize("name", ["graduate", "stall keeper"])
def test_two_people_by_keyboard(context: BrowserContext, server: str, name: str) -> None:
    person, page = PEOPLE[name], context.new_page()
    reader = go(page, server, person, keyboard=True)
    assert told(page) == outcome_of(program_of(person.policy), person, reader.said, "zh")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
@pytest.mark.parametrize("name", PEOPLE)
def test_people_are_told_what_the_explanation_says(
    browser: Browser, server: str, name: str, keyboard: bool, width: int
) -> None:
    person = PEOPLE[name]
    context = browser.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    reader = go(page, server, person, keyboard=keyboard)
    assert told(page) == outcome_of(program_of(person.policy), person, reader.said, "zh")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the window"
    assert len(reader.asked) == len(set(reader.asked))
    context.close()


@pytest.mark.parametrize("name", ["woman of 49", "unsure of everything"])
def test_in_english(context: BrowserContext, server: str, name: str) -> None:
    person, page = PEOPLE[name], context.new_page()
    reader = go(page, server, person, "en", keyboard=name == "woman of 49")
    assert told(page) == outcome_of(program_of(person.policy), person, reader.said, "en")


def test_from_a_folder(context: BrowserContext, folder: Path) -> None:
    """Without a server, and offline."""
    context.set_offline(True)
    page = context.new_page()
    reader = go(page, folder.as_uri(), GRADUATE)
    assert told(page) == outcome_of(program_of(BEIJING), GRADUATE, reader.said, "zh")


def test_a_household_in_english(context: BrowserContext, server: str) -> None:
    """Lists of records, exceptions and amounts; what is not given is not known."""
    page = context.new_page()
    reader = go(page, server, HOUSEHOLD, "en")
    assert told(page) == outcome_of(program_of(MERROW), HOUSEHOLD, reader.said, "en")


def test_the_page_says_the_same_twice(context: BrowserContext, server: str) -> None:
    seen = []
    for _ in range(2):
        page = context.new_page()
        at_first_question(page, server, TRAINEE).through(TRAINEE.facts)
        seen.append(json.dumps(told(page), ensure_ascii=False))
    assert seen[0] == seen[1]
