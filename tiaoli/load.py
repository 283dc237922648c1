"""The only code that reads files: a policy's folder -> Program."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.source import Place, Source
from tiaoli.about import Unusable, read_about, read_text
from tiaoli.built import is_built

if TYPE_CHECKING:
    from compiler.compile import Compiled
    from dsl.diagnostics import Diagnostic
    from dsl.parse import Parsed

ENDING = ".tiao"
_KEPT = (ENDING, ".toml", ".txt")


def policies_folder() -> Path:
    """`policies` beside this package (installed), else one folder up (a checkout)."""
    here = Path(__file__).resolve().parent
    return here / "policies" if (here / "policies").is_dir() else here.parent / "policies"


def known_policies() -> list[str]:
    folder = policies_folder()
    return sorted(p.parent.name for p in folder.glob("*/about.toml")) if folder.is_dir() else []


def find(policy: str | None) -> Path:
    """The folder of a policy, by its name under policies/ or by its path; the only one where none is named."""
    names = known_policies()
    if policy is None:
        if len(names) == 1:
            return policies_folder() / names[0]
        raise Unusable(f"请指明法规：{'、'.join(names)}", f"name a policy: {', '.join(names)}")
    if is_built(policy) and Path(policy).is_file():
        raise Unusable(
            f"{policy} 是编译好的程序，只能用来计算（tiaoli eval）；这个命令要用规则文件，请写法规的名字或文件夹",
            f"{policy} is a built program, which only answers (tiaoli eval); this command needs the rule files: "
            "name the policy or its folder",
        )
    for folder in (policies_folder() / policy, Path(policy)):
        if policy and (folder / "about.toml").is_file():
            return folder
    known = "、".join(names)
    raise Unusable(
        f"没有找到法规 “{policy}”（要有 about.toml）；已有：{known}；也可以写文件夹的路径",
        f'no policy "{policy}" (a folder with about.toml); known: {known}; a path works too',
    )


def files_of(folder: Path) -> list[Path]:
    """The files that a policy is made of, in order of their names; hidden ones, such as an editor's, are not."""
    return sorted(p for p in folder.iterdir() if p.suffix in _KEPT and not p.name.startswith("."))


@dataclass(frozen=True, slots=True)
class Loaded:
    """A compiled policy, and the sources its diagnostics point into."""

    folder: Path
    compiled: Compiled
    sources: tuple[Source, ...]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector: in what is read and compiled nothing refers to itself, and to look through it
    takes longer than to make it, so what was made is put among the old at once (frozen, and thawed again): the next
    look at the young would go through all of it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if not gc.get_freeze_count():  # what somebody else froze stays so
                gc.freeze()
                gc.unfreeze()
            gc.enable()


@_uncollected()
def load_policy(policy: str | None = None, draft: bool = False, examples: bool = True) -> Loaded:
    """Read and compile a policy, with or without its examples. Raises Unusable where the folder, about.toml,
    source.txt or 机构.toml cannot be read, or where about.toml or 机构.toml name what the rules do not have.
    (The parser and the compiler are imported here: a built program answers without them.)"""
    from compiler.compile import Compiled, compile_program
    from dsl.parse import parse
    from tiaoli.institutions import check_institutions, read_institutions
    from tiaoli.situations import check_situations
    from tiaoli.synonyms import check_synonyms

    folder = find(policy)
    about = replace(read_about(folder), institutions=read_institutions(folder))
    names = sorted(name for name in os.listdir(folder) if name.endswith(ENDING))
    there = {name.removesuffix(ENDING): name for name in names}
    listed = dict.fromkeys(about.all_files)
    shown = _shown(folder)

    def parsed(stems: Iterable[str]) -> list[Parsed]:
        kept = (there[stem] for stem in stems if stem in there)
        return [parse(Source(shown + name, read_text(os.path.join(folder, name))), examples) for name in kept]

    files = parsed(about.files)
    amended = [(read_text(folder / f"{a.id}.txt"), parsed(a.files)) for a in about.amendments]
    stray = [_missing(folder, stem) for stem in listed if stem not in there]
    stray += [_unlisted(folder / name) for stem, name in there.items() if stem not in listed]
    compiled = compile_program(about, read_text(folder / "source.txt"), files, draft, amended)
    if stray:
        compiled = Compiled(compiled.program, (*stray, *compiled.diagnostics))
    if not compiled.errors:
        check_institutions(folder, compiled.program)
        check_situations(folder, compiled.program)
        check_synonyms(folder, compiled.program)
    return Loaded(folder, compiled, tuple(f.article.source for own in (files, *(x for _, x in amended)) for f in own))


def _shown(folder: Path) -> str:
    """What the names of its files begin with, as the user would find them: relative to the working folder where that is
    shorter."""
    resolved, here = folder.resolve(), Path.cwd()
    shown = resolved.relative_to(here) if resolved.is_relative_to(here) else folder
    return os.path.join(shown, "") if shown != Path() else ""


def _stray(path: Path, zh: str, en: str) -> Diagnostic:
    from dsl.diagnostics import Diagnostic

    return Diagnostic("E407", Place(Source(str(path), ""), 0, 1), {"problem": zh, "problem_en": en})


def _missing(folder: Path, stem: str) -> Diagnostic:
    name = stem + ENDING
    return _stray(
        folder / "about.toml", f"about.toml 列出的文件 {name} 不存在", f"about.toml lists {name}, which does not exist"
    )


def _unlisted(path: Path) -> Diagnostic:
    return _stray(path, f"about.toml 的 files 没有列出 {path.name}", f"files in about.toml does not list {path.name}")
