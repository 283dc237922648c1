"""`tiaoli fmt`: rule files in canonical form, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from dsl.diagnostics import Diagnostic
from dsl.format import format_source
from dsl.parse import parse
from dsl.source import Source
from tiaoli.about import Unusable, read_text


def format_files(paths: list[Path], only_check: bool, keywords: str | None, lang: str) -> int:
    """Format the files in place, or only say which would change. 1 where one has faults or, checking, would change.
    Raises Unusable, before anything is written, where one cannot be read."""
    sources = {path: Source(str(path), _read(path)) for path in paths}
    changed = faulty = 0
    for path, source in sources.items():
        if faults := parse(source).diagnostics:
            faulty += 1
            _report(path, faults, lang)
            continue
        canonical = format_source(source, keywords).encode()
        if canonical == path.read_bytes():
            continue
        changed += 1
        click.echo(_sentence(only_check, path, lang))
        if not only_check:
            _write(path, canonical)
    return 1 if faulty or (only_check and changed) else 0


def _read(path: Path) -> str:
    if path.is_dir():
        raise Unusable(
            f"{path} 是文件夹；请写规则文件，例如 {path}/*.tiao", f"{path} is a folder; name files: {path}/*.tiao"
        )
    return read_text(path)


def _report(path: Path, faults: tuple[Diagnostic, ...], lang: str) -> None:
    for fault in faults:
        click.echo(fault.render(lang), err=True)
    said = {"zh": f"{path} 有错误，没有改写", "en": f"{path} has faults and was not rewritten"}
    click.echo(said[lang], err=True)


def _sentence(only_check: bool, path: Path, lang: str) -> str:
    if only_check:
        return {"zh": f"{path} 不是标准格式；改写用 tiaoli fmt", "en": f"{path} would change; run tiaoli fmt"}[lang]
    return {"zh": f"已改写 {path}", "en": f"rewritten: {path}"}[lang]


def _write(path: Path, content: bytes) -> None:
    """The new content beside the file first, then in its place: an interruption leaves one or the other, whole."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
