"""Guides, duty pages and the start page as tests read them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

from compiler.program import Program
from explain.site.pages import drafts
from tests.sample import sample
from tests.site_facts import Known, said
from tiaoli.load import find, load_policy

MEASURES, BY_LAW = "jing-ren-she-jiu-fa-2020-19", "port-merrow-2023-7"
LANGS = ("zh", "en")
KINDS = ("index", "items", "item-", "duties", "duty-")


def program_of(policy: str) -> Program:
    return sample() if policy == "sample" else load_policy(policy).compiled.program


def made(program: Program) -> dict[str, str]:
    """The pages of this kind in both languages."""
    return {
        path: page()
        for lang in LANGS
        for path, page in drafts(program, lang).items()
        if path.rpartition("/")[2].startswith(KINDS) and "big/" not in path
    }


@cache
def site(policy: str) -> dict[str, str]:
    return made(program_of(policy))


def fields(page: str) -> Iterator[tuple[str, str]]:
    """Each field's name with what it says, tags kept."""
    for found in re.finditer(r'<section class="item" id="([a-z]+)"[^>]*>(.*?)</div>\n</section>', page, re.DOTALL):
        yield found[1], found[2]


def words_of(html: str) -> str:
    """Without tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def field(policy: str, path: str, name: str) -> str:
    return words_of(dict(fields(site(policy)[path]))[name])


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


@cache
def known(policy: str) -> Known:
    return Known(program_of(policy), said(find(policy)))


def with_files(folder: Path, institutions: str = "", about: str = "") -> Path:
    """A copy of the measures with more in it."""
    target = folder / "policy"
    shutil.copytree(find(MEASURES), target)
    if institutions:
        (target / "机构.toml").write_text(institutions, encoding="utf-8")
    if about:
        with (target / "about.toml").open("a", encoding="utf-8") as file:
            file.write(about)
    return target
