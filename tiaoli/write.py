"""The only code that writes files: the site's pages into a folder.

Everything is rendered before anything is written. A list of the pages lies beside them; by it the next run knows which
files are its own: those it replaces or, where a page is gone, removes. Any other file stays as it is."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from compiler.evaluate import evaluate
from compiler.program import Program
from explain.site import SITEMAP, Made, published, sitemap, whole
from tiaoli import __version__
from tiaoli.about import Unusable
from tiaoli.load import files_of
from tiaoli.system import why

LIST = "pages.txt"
HEAD = "tiaoli: pages of this folder"
SOURCES = "sources.txt"
_PAGE = re.compile(r"(?:en/)?(?:big/)?[A-Za-z0-9][A-Za-z0-9_-]*\.(?:html|css|js|xml|json|txt)")


def write_site(program: Program, out: Path, person: Mapping[str, Any] | None = None, **given: Any) -> list[Path]:
    """Write every page, and for `person` (a request about one conclusion) its explanation; the paths written, the
    first page first. What else is given is as for `render`. Raises Unusable where the folder cannot be used, Refused
    where the request is faulty."""
    return write_pages(out, render(program, person, **given))


def render(
    program: Program,
    person: Mapping[str, Any] | None = None,
    folder: Path | None = None,
    built: int | None = None,
    url: str = "",
) -> dict[str, str]:
    """Every page by its path. `folder` is the policy's, of whose files the hashes are listed; `built` the day on which
    the pages are made; `url` where they are published, for the sitemap."""
    answers = evaluate(program, person) if person is not None else None
    made = Made(built, __version__, SOURCES if folder is not None else "")
    found = {path: page() for path, page in whole(program, answers, made).items()}
    if folder is not None:
        found[SOURCES] = hashes(folder)
    if url:
        found[SITEMAP] = sitemap(url, published(found))
    return found


def hashes(folder: Path) -> str:
    """A line for each file of a policy, as sha256sum writes and reads them."""
    return "".join(f"{found}  {name}\n" for name, found in sums(folder).items())


def sums(folder: Path) -> dict[str, str]:
    """The sha256 of each file of a policy, by its name."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files_of(folder)}


def write_pages(out: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write rendered pages into a folder that is new, or empty, or was written by this function before."""
    try:
        return _write(out, texts)
    except OSError as fault:
        where, (zh, en) = fault.filename or out, why(fault)
        raise Unusable(f"写不了 {where}：{zh}", f"cannot write {where}: {en}") from None


def _write(out: Path, texts: Mapping[str, str]) -> list[Path]:
    if out.exists() and not out.is_dir():
        raise Unusable(f"{out} 是一个文件；请指定一个文件夹", f"{out} is a file; name a folder")
    before = _own(out)
    _refuse(out / path for path in texts if path not in before and os.path.lexists(out / path))
    put(out / LIST, _listed({*before, *texts}))
    for path, text in texts.items():
        put(out / path, text)
    for path in before - texts.keys():
        (out / path).unlink(missing_ok=True)
    put(out / LIST, _listed(texts))
    return [out / path for path in _index_first(texts)]


def _refuse(strange: Iterable[Path]) -> None:
    for path in strange:
        raise Unusable(
            f"{path} 已经存在，而且不是上一次写的网页；请换一个空文件夹",
            f"{path} exists and is no page of an earlier run; choose an empty folder",
        )


def _own(out: Path) -> set[str]:
    """The pages that an earlier run wrote."""
    try:
        listed = (out / LIST).read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return set()
    if listed[0] != HEAD:
        _refuse([out / LIST])
    return {path for path in listed if _PAGE.fullmatch(path)}


def _listed(paths: Iterable[str]) -> str:
    return "\n".join([HEAD, *sorted(paths), ""])


def put(path: Path, text: str) -> None:
    """Whole or not at all: what is being read is never half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(text.encode("utf-8", "replace"))
    os.replace(draft, path)


def _index_first(paths: Iterable[str]) -> list[str]:
    return sorted(paths, key=lambda path: (path != "index.html", path))
