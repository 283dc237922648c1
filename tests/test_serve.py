"""The preview: it follows the files, tells the open page, shows faults and keeps the last good pages, answers to nobody
but this machine, and never reads a file for a path."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from compiler.evaluate import Answers
from compiler.program import Program
from explain import trials
from explain.site import CSP, Site, whole
from tests.sample import FOLDER, sample
from tests.test_site import Page, resolve
from tiaoli.about import Unusable
from tiaoli.load import find, load_policy
from tiaoli.serve import EVENTS, HOST, SCRIPT, Preview, Server

RULE = "第一条.tiao"
BUILT = date(2026, 11, 28).toordinal()
PATIENCE = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample policy."""
    copy = tmp_path / "policy"
    shutil.copytree(FOLDER, copy)
    return copy


@pytest.fixture
def preview(folder: Path) -> Preview:
    return Preview(str(folder), BUILT)


@pytest.fixture
def server(preview: Preview) -> Iterator[Server]:
    """Running on a free port."""
    found = Server(preview, 0)
    thread = threading.Thread(target=found.run, daemon=True)
    thread.start()
    yield found
    found.shutdown()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def change(folder: Path, old: str, new: str, name: str = RULE) -> None:
    """A saved file; its time is set on, so that a coarse clock cannot hide it."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    later = path.stat().st_mtime_ns + 10**9
    os.utime(path, ns=(later, later))


def get(server: Server, path: str, host: str = "", method: str = "GET") -> tuple[int, str, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection(HOST, server.server_port, timeout=PATIENCE)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"{HOST}:{server.server_port}")
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.read().decode(), answer.headers
    connection.close()
    return found


# ---- pages -------------------------------------------------------------------------------------------------------


def test_pages_are_those_of_the_site_with_one_script_more(preview: Preview) -> None:
    files = whole(sample(), made=preview.made)
    assert preview.state.pages.keys() == files.keys()
    for path in ("index.html", "A01.html", "en/big/glossary.html"):
        status, kind, text = preview.page(path)
        assert (status, kind) == (200, "text/html")
        script = f'<script src="/{SCRIPT}" data-version="1"></script>\n'
        assert text.count(script) == 1
        open_ = CSP.replace("connect-src 'none'", "connect-src 'self'")
        assert text.replace(script, "").replace(open_, CSP) == files[path]()
    assert preview.page("search.js")[2] == files["search.js"]()


def test_only_the_page_asked_for_is_made(folder: Path) -> None:
    preview = Preview(str(folder), BUILT)
    made: list[str] = []
    pages = {
        path: lambda path=path, page=page: (made.append(path), page())[1] for path, page in preview.state.pages.items()
    }
    preview.state = type(preview.state)(1, pages, None)
    preview.page("A01.html")
    assert made == ["A01.html"]


@pytest.mark.parametrize(("asked", "shown"), [("", "index.html"), ("en/", "en/index.html"), ("big/", "big/index.html")])
def test_a_folder_is_its_first_page(preview: Preview, asked: str, shown: str) -> None:
    assert preview.page(asked) == preview.page(shown)


@pytest.mark.parametrize(
    "path",
    ["../policy/about.toml", "/etc/passwd", "en/../index.html", "about.toml", "第一条.tiao", "A01.html\x00", "A01"],
)
def test_a_path_never_reaches_the_disk(preview: Preview, path: str) -> None:
    status, kind, text = preview.page(path)
    assert (status, kind) == (404, "text/html")
    assert ("No such page" if path.startswith("en/") else "没有这个网页") in text
    assert Page(text).open == []


# ---- changes -----------------------------------------------------------------------------------------------------


def test_a_changed_rule_shows_and_an_unchanged_one_costs_nothing(folder: Path, preview: Preview) -> None:
    assert not preview.look()
    before = preview.page("A01.html")[2]
    assert "300.00元" in before
    change(folder, "300.00元", "310.00元")
    assert preview.look()
    after = preview.page("A01.html")[2]
    assert "310.00元" in after
    assert preview.state.version == 2
    assert not preview.look()


def test_the_folder_may_go_and_come_back(folder: Path) -> None:
    told: list[tuple[str, str]] = []
    preview = Preview(str(folder), BUILT, lambda zh, en: told.append((zh, en)))
    away = folder.with_name("away")
    folder.rename(away)
    assert preview.look()
    assert not preview.look()
    for path, title in (("A01.html", "规则的文件夹不见了"), ("en/A01.html", "The folder of the rules is gone")):
        status, _, text = preview.page(path)
        assert status == 200
        assert f"<title>{title}</title>" in text
        assert f"<h1>{title}</h1>" in text
        assert "保存规则文件" not in text
        assert str(folder) in text
        assert "300.00元" in preview.page(path, good=True)[2] or path.startswith("en/")
    assert len(told) == 1
    assert "放回来" in told[0][0]
    assert "put it back" in told[0][1]
    away.rename(folder)
    assert preview.look()
    assert preview.state.faults is None
    assert "300.00元" in preview.page("A01.html")[2]
    assert "已更新" in told[1][0]


def test_a_day_to_come_in_the_contacts_is_a_fault(folder: Path) -> None:
    path = folder / "机构.toml"
    text = '["停车管理处"]\ntelephone = {{ value = "1", source = "x", date = {} }}\n'
    path.write_text(text.format(date.fromordinal(BUILT + 1)), encoding="utf-8")
    preview = Preview(str(folder), BUILT)
    assert preview.state.faults is not None
    assert "晚于做网页的日子" in preview.state.faults["zh"]
    path.write_text(text.format(date.fromordinal(BUILT)), encoding="utf-8")
    assert preview.look()
    assert preview.state.faults is None


@pytest.mark.parametrize("name", ["about.toml", "source.txt"])
def test_every_file_of_the_policy_is_watched(folder: Path, preview: Preview, name: str) -> None:
    path = folder / name
    later = path.stat().st_mtime_ns + 10**9
    os.utime(path, ns=(later, later))
    assert preview.look()
    assert preview.state.faults is None


def test_institutions_are_watched_from_their_first_line(folder: Path, preview: Preview) -> None:
    path = folder / "机构.toml"
    there = path.exists()
    text = path.read_text(encoding="utf-8") if there else ""
    path.write_text(text + "\n# 核对过\n", encoding="utf-8")
    assert preview.look()
    path.unlink()
    assert preview.look()


def test_broken_rules_are_a_page_and_the_last_good_pages_are_kept(folder: Path, preview: Preview) -> None:
    good = preview.page("en/A01.html")[2]
    change(folder, "定义 ", "定意 ")
    assert preview.look()
    for path, title, saying in (("A01.html", "规则有错误", "怎么办"), ("en/A01.html", "The rules have errors", "help")):
        status, kind, text = preview.page(path)
        assert (status, kind) == (200, "text/html")
        assert title in text
        assert RULE in text
        assert "E106" in text
        assert saying in text
        assert f'href="/{path}?good"' in text
        page = Page(text)
        assert page.open == []
        assert page.loads == []
    kept = preview.page("en/A01.html", good=True)[2]
    assert re.sub("data-version=.*?>", "", kept) == re.sub("data-version=.*?>", "", good)
    assert preview.page("style.css")[0] == 200
    change(folder, "定意 ", "定义 ")
    assert preview.look()
    assert preview.state.faults is None
    assert "规则有错误" not in preview.page("A01.html")[2]


def test_a_policy_that_is_broken_from_the_start_is_shown_too(folder: Path) -> None:
    change(folder, "定义 ", "<script>alert(1)</script> ")
    preview = Preview(str(folder), BUILT)
    status, _, text = preview.page("")
    assert status == 200
    assert "规则有错误" in text
    assert "<script>alert" not in text
    assert "<script>alert(1)</script>" in unescape(text)
    assert "?good" not in text
    (folder / "about.toml").write_text("files = 1", encoding="utf-8")
    assert preview.look()
    assert "about.toml" in preview.page("index.html")[2]


def test_a_policy_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(Unusable) as refused:
        Preview("no-such-policy", BUILT)
    assert set(refused.value.text) == {"zh", "en"}


# ---- a change costs what it changes ------------------------------------------------------------------------------


@pytest.fixture
def measures(tmp_path: Path) -> Path:
    """A copy of the measures."""
    copy = tmp_path / "measures"
    shutil.copytree(find("jing-ren-she-jiu-fa-2020-19"), copy)
    return copy


def test_after_a_change_only_what_is_looked_at_is_made(measures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the pages the one asked for; of the examples those on that page, and of these only what rests on the rule."""
    filled: list[str] = []
    evaluated: list[set[str]] = []
    fill = Site.fill
    evaluate = trials.evaluate

    def counting_fill(site: Site, template: str, path: str, section: str = "", **names: object) -> str:
        filled.append(path)
        return fill(site, template, path, section, **names)

    def counting_evaluate(program: Program, raw: dict[str, Any]) -> Answers:
        evaluated.append(set(raw["only"]))
        return evaluate(program, raw)

    monkeypatch.setattr(Site, "fill", counting_fill)
    monkeypatch.setattr(trials, "evaluate", counting_evaluate)
    preview = Preview(str(measures), BUILT)
    assert filled == evaluated == []
    preview.page("articles.html")
    assert len(evaluated) > 250
    change(measures, "出生日期 未满 60周岁", "出生日期 未满 61周岁", "第三条.tiao")
    filled.clear()
    evaluated.clear()
    assert preview.look()
    assert filled == evaluated == []
    assert "未满61周岁" in re.sub("<[^>]*>| ", "", preview.page("A03.html")[2])
    assert filled == ["A03.html"]
    above = _above(preview, "A03")
    assert evaluated
    assert all(names & above for names in evaluated)
    filled.clear()
    preview.page("articles.html")
    assert filled == ["articles.html"]
    assert all(names & above for names in evaluated)
    assert len(evaluated) < 120
    evaluated.clear()
    preview.page("method.html")
    assert evaluated == []


def _above(preview: Preview, part: str) -> set[str]:
    """The conclusions of a text and all that rest on them."""
    program = load_policy(str(preview.folder)).compiled.program
    own = {d.name for d in program.definitions.values() if d.claim and d.claim.address.startswith(part)}
    for d in program.definitions.values():  # each rests on earlier ones only
        own |= {d.name} if own & set(d.rules) else set()
    return own


NUMBER = re.compile(r"(?<![\w.-])(\d+)(?=(?:\.\d\d)?(?:元|%|个工作日|日|个月)|$)", re.MULTILINE)


@pytest.mark.parametrize("name", ["第一条.tiao", "第二条.tiao", "第三条.tiao", "修正第一条.tiao", "词汇.tiao"])
def test_what_is_remembered_is_right(folder: Path, name: str) -> None:
    """Each number of the rules a little greater: the preview shows what is made afresh."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    preview = Preview(str(folder), BUILT)
    preview.page("articles.html")
    shown = 0
    for found in list(NUMBER.finditer(text)):
        line = text[: found.start()].rpartition("\n")[2]
        if line.startswith((">", "#")):
            continue
        path.write_text(f"{text[: found.start()]}{int(found[0]) + 1}{text[found.end() :]}", encoding="utf-8")
        later = path.stat().st_mtime_ns + (shown + 1) * 10**9
        os.utime(path, ns=(later, later))
        assert preview.look()
        compiled = load_policy(str(folder), draft=True).compiled
        if compiled.errors:
            continue
        fresh = whole(compiled.program, made=preview.made)
        for page in ("articles.html", "en/A02.html", "A03.html", "amend-2024-A01.html"):
            assert preview.state.pages[page]() == fresh[page](), (found, page)
        shown += 1
    assert shown >= 2


# ---- over HTTP ---------------------------------------------------------------------------------------------------


def test_the_open_page_hears_of_a_change(folder: Path, server: Server) -> None:
    status, page, headers = get(server, "/A01.html")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert headers["Cache-Control"] == "no-store"
    assert "300.00元" in page
    assert "EventSource" in get(server, f"/{SCRIPT}")[1]
    connection = http.client.HTTPConnection(HOST, server.server_port, timeout=PATIENCE)
    connection.request("GET", f"/{EVENTS}")
    events = connection.getresponse()
    assert events.readline() == b"data: 1\n"
    assert events.readline() == b"\n"
    start = time.perf_counter()
    change(folder, "300.00元", "310.00元")
    assert events.readline() == b"data: 2\n"
    heard = time.perf_counter() - start
    assert "310.00元" in get(server, "/A01.html")[1]
    print(f"from saving to hearing {heard:.2f} s, to the page {time.perf_counter() - start:.2f} s")
    connection.close()


def test_every_link_of_a_page_is_served(server: Server) -> None:
    for path in ("index.html", "en/big/search.html"):
        page = Page(get(server, f"/{path}")[1])
        for link in [*page.links, *page.sheets, *(s for s in page.scripts if not s.startswith("/"))]:
            target = resolve(path, link.partition("#")[0])
            assert get(server, f"/{target}", method="HEAD")[0] == 200, link


@pytest.mark.parametrize(
    "path", ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/en/%2e%2e/about.toml", "/%ff", "//x"]
)
def test_no_path_leads_out(server: Server, path: str) -> None:
    status, text, _ = get(server, path)
    assert status == 404
    assert "root:" not in text
    assert "in_force_from" not in text


@pytest.mark.parametrize("host", ["example.org", "example.org:80", "127.0.0.1.example.org:80", "[::1]:80"])
def test_no_other_name_is_answered(server: Server, host: str) -> None:
    assert get(server, "/index.html", host)[0] == 403
    assert get(server, "/index.html", f"localhost:{server.server_port}")[0] == 200


def test_nothing_is_taken(server: Server) -> None:
    assert get(server, "/index.html", method="POST")[0] == 501


# ---- the command -------------------------------------------------------------------------------------------------


def run(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tiaoli", "--lang", "zh", "serve", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
    )


def test_the_command_says_where_and_ends_cleanly(folder: Path) -> None:
    process = run(str(folder), "--port", "0")
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.fullmatch(r"网页在 http://127\.0\.0\.1:(\d+)/，按 Ctrl-C 结束\n", line)
    assert found is not None, line
    second = run(str(folder), "--port", found[1])
    said = second.communicate(timeout=PATIENCE)
    assert second.returncode == 2
    assert f"端口 {found[1]} 已经有程序在用" in said[1]
    assert "Traceback" not in said[1]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "已结束" in out
    assert err == ""


@pytest.mark.parametrize(
    ("arguments", "saying"),
    [
        (["no-such-policy"], "没有找到法规"),
        (["--port", "70000"], "70000"),
        (["--as-of", "someday"], "--as-of 要写成"),
    ],
)
def test_what_cannot_be_served_is_refused_in_words(arguments: list[str], saying: str) -> None:
    process = run(*(arguments if arguments[0] == "no-such-policy" else [str(FOLDER), *arguments]))
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert saying in err
    assert "Traceback" not in err
