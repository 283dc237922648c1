"""about.toml: what an instrument is and which files belong to it, its amendments among them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from compiler.program import About, Amendment, Situation, Text

if TYPE_CHECKING:
    from pathlib import Path


class Unusable(Exception):
    """A policy, or a file, that cannot be read at all; what to do is said in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = {"zh": zh, "en": en}


def read_text(path: Path | str) -> str:
    """A text file's content; line ends become \\n and a byte order mark is dropped."""
    try:
        with open(path, "rb", buffering=0) as file:
            content = file.read()
        text = content.decode().removeprefix("\ufeff")
        return text.replace("\r\n", "\n").replace("\r", "\n") if b"\r" in content else text
    except FileNotFoundError:
        raise Unusable(f"没有文件 {path}", f"no file {path}") from None
    except UnicodeDecodeError as fault:
        raise Unusable(
            f"{path} 不是 UTF-8 文本（第 {fault.start + 1} 个字节起）；请另存为 UTF-8",
            f"{path} is not UTF-8 text (from byte {fault.start + 1} on); save it as UTF-8",
        ) from None
    except OSError as fault:
        from tiaoli.system import why

        zh, en = why(fault)
        raise Unusable(f"读不了 {path}：{zh}", f"cannot read {path}: {en}") from None


def not_toml(path: Path, fault: ValueError) -> Unusable:
    """What tomllib cannot read, with its line and column, where it is not the end that is missing."""
    found = re.search(r"line (\d+), column (\d+)", str(fault))
    at = f":{found[1]}:{found[2]}" if found else ""
    where = ("这里起", "from here on") if found else ("直到末尾", "up to its end")
    return Unusable(
        f"{path}{at}：{where[0]}不是正确的 TOML；看看引号、等号、方括号写全了没有",
        f"{path}{at}: this is no valid TOML {where[1]}; check quotes, equals signs and brackets",
    )


class _Table:
    """A table of about.toml; what is asked of it is there and of the right type, or the file is unusable."""

    def __init__(self, path: Path, table: Mapping[str, object]) -> None:
        self.path, self.table = path, table

    def text(self, key: str) -> str:
        value = self.table.get(key, "")
        if not isinstance(value, str):
            raise Unusable(f"{self.path}：{key} 应为文字", f"{self.path}: {key} must be text")
        return value

    def both(self, key: str) -> Text:
        return Text(self.text(key), self.text(f"{key}_en"))

    def day(self, key: str) -> int | None:
        value = self.table.get(key)
        if value is None:
            return None
        if type(value) is not date:
            raise Unusable(
                f"{self.path}：{key} 应为日期，例如 2020-10-01",
                f"{self.path}: {key} must be a date, such as 2020-10-01",
            )
        return value.toordinal()

    def in_force(self) -> tuple[int, tuple[str, ...]]:
        """What no instrument can do without: the first day, and the files."""
        files, first = self.table.get("files"), self.day("in_force_from")
        if not isinstance(files, list) or not all(isinstance(f, str) for f in files) or first is None:
            raise Unusable(
                f"{self.path} 要写明 in_force_from（日期）和 files（文件名的列表，按法律文本的顺序）",
                f"{self.path} must give in_force_from (a date) and files (a list of names, in the order of the law)",
            )
        return first, tuple(files)


def read_about(folder: Path) -> About:
    """A policy's about.toml. Raises Unusable."""
    path = folder / "about.toml"
    return _about(folder.resolve().name, path, read_text(path))


@lru_cache(maxsize=8)
def _about(name: str, path: Path, text: str) -> About:
    """What stands in it, which takes long to read where it lists many files."""
    import tomllib

    from tiaoli.synonyms import read_synonyms

    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise not_toml(path, fault) from None
    table = _Table(path, raw)
    first, files = table.in_force()
    return About(
        name,
        table.text("number"),
        table.text("title"),
        table.text("title_en"),
        table.text("issuer"),
        table.text("issuer_en"),
        table.day("issued") or first,
        first,
        table.day("last_verified"),
        table.day("repealed_from"),
        files,
        _english(path, raw.get("english", {})),
        tuple(_amendment(path, row) for row in _rows(path, raw.get("amendments", []), "amendments")),
        table.both("short_title"),
        table.both("jurisdiction"),
        tuple(_situation(path, row) for row in _rows(path, raw.get("situation", []), "situation")),
        synonyms=read_synonyms(path, raw.get("synonyms", {})),
    )


def _english(path: Path, table: object) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(word, str) and word for word in table.values()):
        raise Unusable(
            f'{path}：[english] 下面每一行写 “中文 = 英文”，例如 "各区" = "districts"',
            f'{path}: every line below [english] is a Chinese name = its English, such as "各区" = "districts"',
        )
    return table


def _rows(path: Path, rows: object, key: str) -> list[Mapping[str, object]]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        each = {"amendments": ("修正", "amendment"), "situation": ("情形", "situation")}[key]
        raise Unusable(f"{path}：每个{each[0]}写一段 [[{key}]]", f"{path}: write a table [[{key}]] for each {each[1]}")
    return rows


def _amendment(path: Path, row: Mapping[str, object]) -> Amendment:
    table = _Table(path, row)
    first, files = table.in_force()
    id_ = table.text("id")
    if not id_.replace("-", "").isalnum():
        raise Unusable(
            f"{path}：[[amendments]] 要有 id，由字母、数字和 “-” 组成；它的官方文本是 id.txt",
            f"{path}: [[amendments]] needs an id of letters, digits and -; its official text is id.txt",
        )
    title = table.both("title")
    short = table.both("short") if table.text("short") else title
    return Amendment(id_, short, table.text("number"), title, table.day("issued") or first, first, files)


_SITUATION = ("zh", "en", "items", "conclusions")


def _situation(path: Path, row: Mapping[str, object]) -> Situation:
    """A table [[situation]]; whether its names are known is found when the rules are."""
    strange = next((key for key in row if key not in _SITUATION), None)
    if strange is not None:
        from dsl.diagnostics import nearest

        close = nearest(strange, _SITUATION)
        zh, en = (f"是不是 {close}？", f"did you mean {close}? ") if close else ("", "")
        raise Unusable(
            f"{path}：[[situation]] 里没有 {strange} 这一项；{zh}可以写：{'、'.join(_SITUATION)}",
            f"{path}: a [[situation]] has no {strange}; {en}it may have {', '.join(_SITUATION)}",
        )
    table = _Table(path, row)
    zh, en = table.text("zh"), table.text("en")
    if not zh and not en:
        raise Unusable(
            f'{path}：每段 [[situation]] 要写 zh 或 en，例如 zh = "毕业了"',
            f'{path}: every [[situation]] needs zh or en, such as en = "I graduated"',
        )
    names = _names(path, row, "items"), _names(path, row, "conclusions")
    if not any(names):
        raise Unusable(
            f"{path}：[[situation]] “{zh or en}” 要写 items 或 conclusions：事项或者结论的名称",
            f'{path}: the [[situation]] "{en or zh}" needs items or conclusions: names of services or conclusions',
        )
    return Situation(Text(zh or en, en), *names)


def _names(path: Path, row: Mapping[str, object], key: str) -> tuple[str, ...]:
    names = row.get(key, [])
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise Unusable(
            f'{path}：[[situation]] 的 {key} 应为名称的列表，例如 ["灵活就业登记"]',
            f'{path}: {key} of a [[situation]] must be a list of names, such as ["registration"]',
        )
    return tuple(names)
