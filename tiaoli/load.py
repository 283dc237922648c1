"""The only code that reads files: a policy's folder -> Program."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from compiler.compile import Compiled, compile_program
from compiler.program import About
from dsl.diagnostics import Diagnostic
from dsl.parse import parse
from dsl.source import Place, Source

ENDING = ".tiao"


class Unusable(Exception):
    """A policy, or a file, that cannot be read at all; what to do is said in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = {"zh": zh, "en": en}


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
    for folder in (policies_folder() / policy, Path(policy)):
        if policy and (folder / "about.toml").is_file():
            return folder
    known = "、".join(names)
    raise Unusable(
        f"没有找到法规 “{policy}”（要有 about.toml）；已有：{known}；也可以写文件夹的路径",
        f'no policy "{policy}" (a folder with about.toml); known: {known}; a path works too',
    )


def read_text(path: Path) -> str:
    """A text file's content; line ends become \\n and a byte order mark is dropped."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError:
        raise Unusable(f"没有文件 {path}", f"no file {path}") from None
    except UnicodeDecodeError as fault:
        raise Unusable(
            f"{path} 不是 UTF-8 文本（第 {fault.start + 1} 个字节起）；请另存为 UTF-8",
            f"{path} is not UTF-8 text (from byte {fault.start + 1} on); save it as UTF-8",
        ) from None
    except OSError as fault:
        raise Unusable(f"读不了 {path}：{fault.strerror}", f"cannot read {path}: {fault.strerror}") from None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A compiled policy, and the sources its diagnostics point into."""

    folder: Path
    compiled: Compiled
    sources: tuple[Source, ...]


def load_policy(policy: str | None = None, draft: bool = False, examples: bool = True) -> Loaded:
    """Read and compile a policy, with or without its examples. Raises Unusable where the folder, about.toml or
    source.txt cannot be read."""
    folder = find(policy)
    about = _about(folder)
    official = read_text(folder / "source.txt")
    paths = {p.stem: p for p in sorted(folder.glob("*" + ENDING))}
    files = [parse(_source(folder, paths[stem]), examples) for stem in about.files if stem in paths]
    stray = [_missing(folder, stem) for stem in about.files if stem not in paths]
    stray += [_unlisted(folder, path) for stem, path in paths.items() if stem not in about.files]
    compiled = compile_program(about, official, files, draft)
    if stray:
        compiled = Compiled(compiled.program, (*stray, *compiled.diagnostics))
    return Loaded(folder, compiled, tuple(f.article.source for f in files))


def _source(folder: Path, path: Path) -> Source:
    """Named as the user would find it: relative to the working folder where that is shorter."""
    try:
        name = str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        name = str(path)
    return Source(name, read_text(path))


def _stray(path: Path, zh: str, en: str) -> Diagnostic:
    return Diagnostic("E407", Place(Source(str(path), ""), 0, 1), {"problem": zh, "problem_en": en})


def _missing(folder: Path, stem: str) -> Diagnostic:
    name = stem + ENDING
    return _stray(
        folder / "about.toml", f"about.toml 列出的文件 {name} 不存在", f"about.toml lists {name}, which does not exist"
    )


def _unlisted(folder: Path, path: Path) -> Diagnostic:
    return _stray(path, f"about.toml 的 files 没有列出 {path.name}", f"files in about.toml does not list {path.name}")


def _about(folder: Path) -> About:
    path = folder / "about.toml"
    try:
        table = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as fault:
        raise Unusable(f"{path} 不是正确的 TOML：{fault}", f"{path} is no valid TOML: {fault}") from None

    def text(key: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise Unusable(f"{path}：{key} 应为文字", f"{path}: {key} must be text")
        return value

    def day(key: str) -> int | None:
        value = table.get(key)
        if value is not None and type(value) is not date:
            raise Unusable(
                f"{path}：{key} 应为日期，例如 2020-10-01", f"{path}: {key} must be a date, such as 2020-10-01"
            )
        return value.toordinal() if value is not None else None

    english = table.get("english", {})
    if not isinstance(english, dict) or not all(isinstance(word, str) and word for word in english.values()):
        raise Unusable(
            f'{path}：[english] 下面每一行写 “中文 = 英文”，例如 "各区" = "districts"',
            f'{path}: every line below [english] is a Chinese name = its English, such as "各区" = "districts"',
        )
    files = table.get("files")
    in_force = day("in_force_from")
    if not isinstance(files, list) or not all(isinstance(f, str) for f in files) or in_force is None:
        raise Unusable(
            f"{path} 要写明 in_force_from（日期）和 files（文件名的列表，按法律文本的顺序）",
            f"{path} must give in_force_from (a date) and files (a list of names, in the order of the law)",
        )
    return About(
        folder.resolve().name,
        text("number"),
        text("title"),
        text("title_en"),
        text("issuer"),
        text("issuer_en"),
        day("issued") or in_force,
        in_force,
        day("last_verified"),
        day("repealed_from"),
        tuple(files),
        english,
    )
