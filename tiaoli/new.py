"""`tiaoli new`: a policy folder to start from."""

from __future__ import annotations

from pathlib import Path

from compiler.skeleton import skeleton
from tiaoli.about import Unusable, read_text


def new_policy(folder: Path, official: Path) -> list[Path]:
    """Write the skeleton of an official text into a new folder; an existing one with content is left alone. Raises
    Unusable."""
    text = read_text(official)
    if not text.strip():
        raise Unusable(f"{official} 是空的", f"{official} is empty")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unusable(
            f"{folder} 已经存在并且不是空文件夹；请换一个名字", f"{folder} exists and is not empty; choose another name"
        )
    made = skeleton(text)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in made.files.items():
        path = folder / name.replace("/", "_")
        path.write_text(content, encoding="utf-8")
        written.append(path)
    return written
