"""The public site: how long it takes, how heavy its pages and scripts are, and how soon the self-check answers.

    python bench/site.py

The self-check is timed in Chromium, from a click to the page that it leads to, for every conclusion that the start page
leads to: with all questions answered 不清楚, and with the first choice wherever there are choices. A reader is taken to
look at the first page for a second, and at each question for half of one. Compare figures of one run only."""

from __future__ import annotations

import gzip
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from explain.site.pages import whole  # noqa: E402
from tests.browser.conftest import BEIJING, FLAGS, MERROW  # noqa: E402
from tiaoli.load import load_policy  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
MOST, LOOKED_AT, READ = 40, 1000, 500
"""So many questions, and so many milliseconds until the first click and between others."""
PRESS = """(button) => {
  const start = performance.now();
  button.click();
  document.body.getBoundingClientRect();
  return performance.now() - start;
}"""
"""The work of a click, layout included."""


def written(folder: Path) -> Iterator[tuple[str, float]]:
    """Both sites from their rule files, in a folder each."""
    for policy in (BEIJING, MERROW):
        start = time.perf_counter()
        for path, page in whole(load_policy(policy).compiled.program).items():
            file = folder / policy / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page(), encoding="utf-8")
        yield policy, time.perf_counter() - start


def heaviest(folder: Path) -> int:
    """Bytes of the largest page before its pictures."""
    texts = (path.read_text(encoding="utf-8") for path in folder.rglob("*.html"))
    return max(len(re.sub(r"<svg\b.*?</svg>", "", text, flags=re.DOTALL).encode()) for text in texts)


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def clicks(page: Page, address: str, unsure: bool) -> Iterator[float]:
    """Milliseconds of each click from the day's page to the outcome."""
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_timeout(LOOKED_AT)
    form = page.locator("#check form")
    for number in range(MOST):
        choices = form.locator("label.choice")
        if choices.count():
            (choices.filter(has_text="不清楚").last if unsure and number else choices.first).click()
        button = form.locator("button[type=submit]" if choices.count() else "button[type=button]")
        yield page.evaluate(PRESS, button.element_handle())
        if not form.count():
            return
        page.wait_for_timeout(READ)
    raise AssertionError(f"no end: {address}")


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for policy, seconds in written(folder):
            print(f"{policy}: written in {seconds:.1f} s; heaviest page {heaviest(folder / policy):,} bytes of HTML")
        site = folder / BEIJING
        for name in ("check.js", "check-zh.js", "en/check-en.js"):
            print(f"{name}: {compressed(site / name):,} bytes compressed")
        aliases = sorted(set(re.findall(r'href="check\.html#([^"]+)"', (site / "index.html").read_text("utf-8"))))
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page()
            pages = [f"file://{site}/check.html#{alias}" for alias in aliases]
            times = [list(clicks(page, address, unsure)) for address in pages for unsure in (True, False)]
        first, all_ = [ways[0] for ways in times], [one for ways in times for one in ways]
        print(f"first question of {len(aliases)} conclusions: {_shown(first)}")
        print(f"{len(all_)} clicks of these self-checks: {_shown(all_)}")


def _shown(times: list[float]) -> str:
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"median {statistics.median(times):.0f} ms, 95 of 100 within {late:.0f} ms, slowest {ordered[-1]:.0f} ms"


if __name__ == "__main__":
    main()
