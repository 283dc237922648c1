"""The self-check a step at a time: focus, Back, changed answers, saving and clearing, faults, hostile answers."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from explain.site.check_ui import WORDS
from tests.browser.conftest import BEIJING
from tests.browser.outcomes import GRADUATE, STALL, WOMAN, Person, Watch, at_first_question, outcome_of, told
from tests.browser.reader import Reader
from tests.proofs_base import program_of


def heading_has_focus(page: Page) -> bool:
    return bool(page.evaluate("document.activeElement === document.querySelector('#check h1')"))


def test_each_step_has_its_heading_in_focus_and_its_title(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    reader = at_first_question(page, server, GRADUATE)
    for _ in range(3):
        assert heading_has_focus(page)
        assert page.title().startswith(reader.heading)
        reader.answer(GRADUATE.facts)
    assert heading_has_focus(page)


def test_from_the_situation_to_the_question(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    page.goto(f"{server}/{BEIJING}/check.html")
    reader = Reader(page, program_of(BEIJING), "zh", keyboard=True)
    assert WORDS["private"].zh in page.inner_text("#check")
    reader.tick(page.get_by_label("我想贷款创业"))
    reader.submit()
    reader.tick(page.locator("input[type=radio]").first)
    reader.submit()
    assert reader.heading == WORDS["day_title"].zh
    reader.submit()
    assert page.locator("#check form").count() == 1
    assert heading_has_focus(page)


def test_back_keeps_answers_and_a_changed_one_keeps_the_rest(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    reader = at_first_question(page, server, GRADUATE)
    first = reader.heading
    reader.answer(GRADUATE.facts)
    second = reader.heading
    page.get_by_role("button", name=WORDS["back"].zh, exact=True).click()
    page.wait_for_function("text => document.querySelector('#check h1').innerText === text", arg=first)
    assert page.locator("#check input").evaluate_all(
        "all => all.some(one => one.checked || one.type === 'text' && one.value)"
    )
    reader.submit()
    assert reader.heading == second
    page.go_back()
    page.wait_for_function("text => document.querySelector('#check h1').innerText === text", arg=first)
    reader.submit()
    reader.through(GRADUATE.facts)
    rows = page.locator("dl.summary > div")
    topic = rows.filter(has_text="已享受灵活就业社会保险补贴月数")
    asked = len(reader.asked)
    topic.get_by_role("button", name=WORDS["change"].zh).first.click()
    page.fill("#typed", "36")
    reader.submit()
    reader.through(GRADUATE.facts)
    assert len(reader.asked) == asked, "only what depends on it is asked anew"
    assert "还不能" in page.inner_text("h1")
    changed = Person(GRADUATE.about, GRADUATE.day, GRADUATE.facts)
    said = {**reader.said, "已享受灵活就业社会保险补贴月数": 36}
    assert told(page) == outcome_of(program_of(BEIJING), changed, said, "zh")


def test_another_answer_is_tried_beside_the_first(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    reader = at_first_question(page, server, STALL)
    reader.through(STALL.facts)
    first = page.inner_text("h1")
    row = page.locator("dl.summary > div").filter(has_text="登记注册")
    row.get_by_role("button", name=WORDS["try"].zh).click()
    reader.tick(page.get_by_label("是", exact=True))
    reader.submit()
    answers = page.locator(".beside .answer").all_inner_texts()
    program = program_of(BEIJING)
    both = [outcome_of(program, STALL, {**reader.said, "登记注册": value}, "zh")["headline"] for value in (False, True)]
    assert answers == both
    page.get_by_role("button", name=WORDS["keep"].zh).click()
    assert page.inner_text("h1") == first


def test_saved_printed_and_cleared(context: BrowserContext, server: str, tmp_path: Path) -> None:
    page = context.new_page()
    page.add_init_script("globalThis.print = () => { globalThis.printed = true; }")
    reader = at_first_question(page, server, STALL)
    reader.through(STALL.facts)
    headline = page.locator("h1.verdict span").last.inner_text()
    page.get_by_role("button", name=WORDS["print"].zh).click()
    assert page.evaluate("globalThis.printed") is True
    with page.expect_download() as found:
        page.get_by_role("button", name=WORDS["save"].zh).click()
    saved = tmp_path / "saved.html"
    found.value.save_as(saved)
    text = saved.read_text(encoding="utf-8")
    assert headline in text
    assert "<script" not in text
    assert "<button" not in text
    page.get_by_role("button", name=WORDS["clear"].zh).click()
    assert reader.heading == WORDS["name_long"].zh
    for leave in (page.go_back, page.go_forward):
        leave()
        page.wait_for_timeout(200)
        assert headline not in page.inner_text("body")
        assert "登记注册" not in page.inner_text("body")


# ---- what goes wrong ----

DAYS = [
    (("", "", ""), "wrong_empty"),
    (("2021", "", ""), "wrong_no_month"),
    (("2021", "2", "30"), "wrong_no_such_day"),
    (("21", "2", "3"), "wrong_year"),
    (("<b>1</b>", "2", "3"), "wrong_digits"),
    (("９９９９９９９９９９", "1", "1"), "wrong_year"),
]


def test_each_fault_is_said_in_place(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    reader = at_first_question(page, server, Person("高校毕业生灵活就业社会保险补贴对象", "2021-12-01", {}))
    while not page.locator("#typed-year").count():
        reader.answer(GRADUATE.facts)
    for typed, wrong in DAYS:
        for part, value in zip(("year", "month", "day"), typed, strict=True):
            page.fill(f"#typed-{part}", value)
        reader.submit()
        errors = page.locator(".errors")
        assert errors.get_attribute("role") == "alert"
        assert page.evaluate("document.activeElement === document.querySelector('.errors')")
        assert WORDS[wrong].zh in errors.inner_text(), typed
        field_ = page.locator("[aria-invalid=true]")
        beside = page.locator(f"#{field_.get_attribute('aria-describedby')}")
        assert beside.inner_text() == WORDS[wrong].zh
        errors.get_by_role("button").click()
        assert field_.evaluate("one => one === document.activeElement")
    for part, value in zip(("year", "month", "day"), ("２０２１", "7", "1日"), strict=True):
        page.fill(f"#typed-{part}", value)
    reader.submit()
    assert page.locator(".errors").count() == 0


def test_an_empty_choice(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    reader = at_first_question(page, server, STALL)
    reader.submit()
    shown = page.inner_text(".errors")
    assert WORDS["choose"].zh in shown or WORDS["choose_some"].zh in shown


def write_day(page: Page, day: str) -> None:
    for part, value in zip(("year", "month", "day"), day.split("-"), strict=True):
        page.fill(f"#typed-{part}", value)


def test_a_day_of_birth_to_come(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    reader = at_first_question(page, server, Person("本市农业户籍劳动力", "2021-10-15", {}))
    while "出生日期" not in reader.heading:
        reader.answer(WOMAN.facts)
    write_day(page, "2031-1-1")
    reader.submit()
    assert WORDS["wrong_future"].zh.replace("{day}", "2021年10月15日") in page.inner_text(".errors")
    reader.answer(WOMAN.facts)
    assert page.locator(".errors").count() == 0


def test_what_cannot_be_so_together_is_put_right(context: BrowserContext, server: str) -> None:
    """Born after the internship began: whichever is asked for last is refused, and the first can be changed."""
    page = context.new_page()
    reader = at_first_question(page, server, Person("见习人员", "2021-10-15", {}))
    fitting = {"出生日期": "2001-1-20", "就业见习从哪一天开始": "2021-9-1"}
    clashing = {"出生日期": "2021-10-1", "就业见习从哪一天开始": "2001-1-19"}
    first = ""
    while not page.locator(".errors").count():
        asked = next((head for head in fitting if head in reader.heading), "")
        if asked:
            write_day(page, (clashing if first else fitting)[asked])
            first = first or asked
            reader.submit()
        else:
            reader.answer({})
    assert "对不上" in page.inner_text(".errors")
    assert reader.program.facts["出生日期"].label.zh in page.inner_text(".errors")
    page.locator(".errors button").last.click()
    assert first in reader.heading
    assert page.input_value("#typed-year") == fitting[first].partition("-")[0]
    reader.submit()
    assert page.locator(".errors").count() == 0
    assert first not in reader.heading


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "'\"><script>alert(1)</script>",
    "1e99",
    "9" * 40,
    "NaN",
    "\u202e123",
    "-1",
    "{{7*7}}",
]


def test_hostile_answers_stay_text(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    watch = Watch.over(page)
    page.on("dialog", lambda dialog: watch.faults.append(dialog.message))
    reader = at_first_question(page, server, GRADUATE)
    while not page.locator("#typed").count():
        reader.answer(GRADUATE.facts)
    heading = reader.heading
    for text in HOSTILE:
        page.fill("#typed", text)
        reader.submit()
        if reader.heading != heading:
            assert text == "\u202e123"
            break
        assert page.locator(".errors").count() == 1, text
        assert page.locator("#check img, #check script").count() == 0
    for fragment in ("about=<img src=x onerror=alert(1)>", "__proto__", "constructor", "%E0%A4%A", "about=toString"):
        page.goto("about:blank")
        page.goto(f"{server}/{BEIJING}/check.html#{fragment}")
        assert reader.heading == WORDS["name_long"].zh, fragment
    assert watch.faults == []


def test_the_page_allows_nothing_else(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    page.goto(f"{server}/{BEIJING}/check.html")
    blocked = page.evaluate(
        """async (url) => {
          const tried = [];
          try { await fetch(url); tried.push("fetch"); } catch { /* refused */ }
          try { (0, eval)("1"); tried.push("eval"); } catch { /* refused */ }
          return tried;
        }""",
        f"{server}/{BEIJING}/index.html",
    )
    assert blocked == [] or blocked == ["eval"], "evaluated from outside, eval is not the page's own"
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert "connect-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "unsafe" not in policy


def test_without_scripts(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/{BEIJING}/check.html")
    assert "tiaoli interview" in page.inner_text("#check")
    assert page.locator("#check a[href^=item-]").count() > 3
    context.close()


def test_a_double_click_does_not_answer_the_next_question(context: BrowserContext, server: str) -> None:
    """Wherever the button is, its second click ticks nothing of the page that the first one led to."""
    page = context.new_page()
    for width, height in ((360, 740), (1280, 900)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto("about:blank")
        page.goto(f"{server}/{BEIJING}/check.html#may_join_beijing_social_insurance")
        page.locator("#check input[type=radio]").first.check()
        page.locator("#check button[type=submit]").dblclick()
        page.locator("#check input[type=checkbox]").first.wait_for()
        assert page.locator("#check input:checked").count() == 0
        assert page.locator("#check .errors").count() == 0
