"""A preview in the browser: pages are made when they are asked for, anew after each change of the rule files, and the
open page is told. Broken rules give a page that says what is wrong, and so does a folder that is gone; the last good
pages are kept. What statements parse to and what examples come to is remembered: a change costs what it changes.

Only this machine can ask: the server listens on 127.0.0.1 and answers to no other name. Pages are looked up by name
among those that the site has; a path never reaches the disk. A page that is shown here may run one more script and
connect to this server, which the same page written by `tiaoli site` may not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from markupsafe import Markup

from explain.site import CSP, Made, Page, sheet, whole
from explain.templating import fill
from explain.trials import Run
from tiaoli import __version__
from tiaoli.about import Unusable
from tiaoli.institutions import check_days
from tiaoli.load import files_of, find, load_policy
from tiaoli.requests import sentence

HOST, EVERY = "127.0.0.1", 0.2
"""Where the server listens; how often, in seconds, the files are looked at."""
SCRIPT, EVENTS = "-reload.js", "-events"
_KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain",
}
_REMEMBERED = 20
"""For so many changes of everything, what examples came to is remembered."""
_ALIVE = 15.0
"""After so many seconds without a change an open page is sent a sign of life."""
_RELOAD = """"use strict";
(() => {
  const shown = document.currentScript.dataset.version;
  new EventSource("/-events").onmessage = (event) => {
    if (event.data !== shown) location.reload();
  };
})();
"""


@dataclass(frozen=True, slots=True)
class State:
    """What is shown: the pages of the last rules without errors, and, where the rules have errors now or their folder
    is gone, what is said of that in both languages. `version` counts the changes."""

    version: int
    pages: Mapping[str, Page]
    faults: Mapping[str, str] | None
    gone: bool = False


class Preview:
    """A policy that is looked at again and again. `told` is called with what happened, in both languages."""

    def __init__(self, policy: str | None, built: int, told: Callable[[str, str], None] = lambda zh, en: None) -> None:
        """Raises Unusable where there is no such policy."""
        self.folder, self.told = find(policy), told
        self.built, self.made = built, Made(built, __version__)
        self.known: dict[str, Run] = {}
        self.changed = threading.Condition()
        self.ended = False
        self._seen = self._stamp()
        self.state = self._load(State(0, {}, None))

    def _stamp(self) -> tuple[tuple[str, int, int], ...]:
        """Tells one state of the files from another; empty where the folder is gone."""
        if not self.folder.is_dir():
            return ()
        found = []
        for path in files_of(self.folder):
            status = path.stat()
            found.append((path.name, status.st_mtime_ns, status.st_size))
        return tuple(found)

    def look(self) -> bool:
        """Load the rules again if a file has changed; whether one had."""
        try:
            seen = self._stamp()
        except OSError:  # a file that is being replaced: the next look finds it
            return False
        if seen == self._seen:
            return False
        self._seen, start = seen, time.perf_counter()
        state = self._load(self.state)
        with self.changed:
            self.state = state
            self.changed.notify_all()
        took = f"{time.perf_counter() - start:.2f}"
        if state.gone and state.faults is not None:
            self.told(state.faults["zh"], state.faults["en"])
        elif state.faults is not None:
            self.told("规则有错误，网页上有说明", "the rules have errors; the page says which")
        else:
            self.told(f"已更新（{took} 秒）", f"updated ({took} s)")
        return True

    def _load(self, before: State) -> State:
        version = before.version + 1
        if not self.folder.is_dir():
            return State(version, before.pages, _gone(self.folder).text, gone=True)
        try:
            compiled = load_policy(str(self.folder), draft=True).compiled
            if not compiled.errors:
                check_days(self.folder, compiled.program, self.built)
        except (Unusable, OSError, RecursionError) as fault:
            return State(version, before.pages, sentence(fault))
        if compiled.errors:
            said = {lang: "\n\n".join(d.render(lang) for d in compiled.errors) for lang in ("zh", "en")}
            return State(version, before.pages, said)
        if len(self.known) > _REMEMBERED * (1 + len(compiled.program.examples)):
            self.known.clear()
        return State(version, whole(compiled.program, made=self.made, known=self.known), None)

    def wait(self, version: int) -> int:
        """The version as soon as it is another than this one, or after a while the same."""
        with self.changed:
            self.changed.wait_for(lambda: self.ended or self.state.version != version, _ALIVE)
            return self.state.version

    def end(self) -> None:
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def watch(self) -> None:
        """Look until the end."""
        while not self.ended:
            time.sleep(EVERY)
            self.look()

    # ---- pages ----

    def page(self, path: str, good: bool = False) -> tuple[int, str, str]:
        """Status, type and text of what stands at a path; `good`: of the last rules without errors."""
        state = self.state
        path = f"{path}index.html" if path in ("", "en/", "big/", "en/big/") else path
        kind = _KINDS.get(Path(path).suffix, "text/plain")
        if path == SCRIPT:
            return 200, _KINDS[".js"], _RELOAD
        if path == "style.css":
            return 200, kind, sheet()
        lang = "en" if path.startswith("en/") else "zh"
        if state.faults is not None and kind == "text/html" and not (good and state.pages):
            return 200, kind, self._live(_broken(state, path, lang), state)
        if path not in state.pages:
            return 404, "text/html", self._live(_missing(path, lang), state)
        text = state.pages[path]()
        return 200, kind, self._live(text, state) if kind == "text/html" else text

    def _live(self, text: str, state: State) -> str:
        """A page that hears of changes."""
        text = text.replace(CSP, CSP.replace("connect-src 'none'", "connect-src 'self'"), 1)
        return text.replace("</body>", f'<script src="/{SCRIPT}" data-version="{state.version}"></script>\n</body>', 1)


def _gone(folder: Path) -> Unusable:
    return Unusable(
        f"规则的文件夹不见了：{folder}；放回来就接着更新",
        f"the folder of the rules is gone: {folder}; put it back, and the preview goes on",
    )


def _broken(state: State, path: str, lang: str) -> str:
    assert state.faults is not None
    good = path if path in state.pages else ""
    shown = {"faults": state.faults[lang], "gone": state.gone, "good": good, "path": path}
    return fill("serve_broken.html.j2", lang=lang, policy=Markup(CSP), **shown)


def _missing(path: str, lang: str) -> str:
    shown = {"faults": "", "gone": False, "good": "", "path": path}
    return fill("serve_broken.html.j2", lang=lang, policy=Markup(CSP), **shown)


# ---- HTTP --------------------------------------------------------------------------------------------------------


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        try:
            self._answer()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_HEAD = do_GET

    def _answer(self) -> None:
        if self.headers.get("Host", "").rpartition(":")[0] not in (HOST, "localhost"):
            return self._send(403, "text/plain", "403\n")
        where = urlsplit(self.path)
        path = unquote(where.path, errors="replace").removeprefix("/")
        if path == EVENTS:
            return self._events()
        return self._send(*self.server.preview.page(path, where.query == "good"))

    def _send(self, status: int, kind: str, text: str) -> None:
        body = text.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _events(self) -> None:
        """The version, now and whenever there is another, as long as the page is open."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        preview, version = self.server.preview, -1
        while not preview.ended and self.command != "HEAD":
            version = preview.wait(version)
            self.wfile.write(f"data: {version}\n\n".encode())
            self.wfile.flush()
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not listed."""


class Server(ThreadingHTTPServer):
    """Serves a preview on a port of this machine, 0 for one that is free."""

    daemon_threads = True

    def __init__(self, preview: Preview, port: int) -> None:
        """Raises OSError where the port cannot be used."""
        super().__init__((HOST, port), Handler)
        self.preview = preview

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_port}/"

    def run(self) -> None:
        """Until the program is interrupted."""
        threading.Thread(target=self.preview.watch, daemon=True).start()
        try:
            self.serve_forever(poll_interval=EVERY)
        finally:
            self.preview.end()
            self.server_close()
