"""The preview: how soon a page that is open in Chromium shows a number that was changed in a rule file.

    python bench/preview.py

A copy of each policy is served by `tiaoli serve`; of a page of each kind the seconds are told from the saved file to
the page that was loaded again, and whether it shows the number. Compare figures of one run only."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from bench.site import CHROMIUM  # noqa: E402
from tests.browser.conftest import BEIJING, FLAGS, MERROW  # noqa: E402

EDITS = {
    BEIJING: ("第七条.tiao", "至 2020年12月31日 止", "至 2020年12月{}日 止", "2020年12月{}日", (30, 29, 28)),
    MERROW: ("section-7.tiao", "beyond: 1%", "beyond: 1.{}%", "1.{}%", (2, 3, 4)),
}
"""Of each policy: a rule file, what it says, what it is changed to, how pages show that, and the numbers."""
PAGES = ("A07.html", "index.html", "check.html", "search.html")
"""Of these the first shows the number."""
SETTLED = 1000
"""So many milliseconds a page is left alone before a change."""
LOADED = """(before) => {
  const script = document.querySelector("script[data-version]");
  return script && script.dataset.version !== before && document.readyState === "complete";
}"""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the preview of a folder."""
    command = [sys.executable, "-m", "tiaoli", "serve", str(folder), "--port", "0", "--lang", "en"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            line = next(line for line in running.stdout if "http://" in line)
            yield f"http://{line.split('http://')[1].split('/')[0]}/"
        finally:
            running.terminate()


def seconds(browser: Browser, policy: str, paths: Sequence[str]) -> Iterator[tuple[str, list[float], bool]]:
    """Of each page: the seconds of each change, and whether the number was on it every time."""
    name, old, new, shown, numbers = EDITS[policy]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / policy
        shutil.copytree(ROOT / "policies" / policy, folder)
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        with served(folder) as address:
            page = browser.new_page()
            for path in paths:
                page.goto(address + path)
                times, there = [], True
                for number in numbers:
                    page.wait_for_timeout(SETTLED)
                    before = page.locator("script[data-version]").get_attribute("data-version")
                    start = time.perf_counter()
                    file.write_text(text.replace(old, new.format(number), 1), encoding="utf-8")
                    page.wait_for_function(LOADED, arg=before, polling=20)
                    times.append(time.perf_counter() - start)
                    there = there and shown.format(number) in page.content()
                yield path, times, there


def main() -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for policy in EDITS:
            for path, times, there in seconds(browser, policy, PAGES):
                said = "shows the number" if there else "does not show it"
                print(
                    f"{policy} {path}: median {statistics.median(times):.2f} s, slowest {max(times):.2f} s; {said}",
                    flush=True,
                )
        browser.close()


if __name__ == "__main__":
    main()
