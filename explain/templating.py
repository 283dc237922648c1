"""The one Jinja environment: every text is escaped, a forgotten name is an error, templates come from this package."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from jinja2 import Environment

_HAN = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_CHINESE = re.compile(rf"{_HAN}(?:[\s\d%·—+-]*{_HAN})*")
_ENGLISH = re.compile(r"[A-Za-z](?:[\w .,;:()’'“”/&–—-]*[\w).])?", re.ASCII)
_WORD = re.compile(r"[a-z]{3}")
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


@cache
def environment() -> Environment:
    """`select_autoescape` would leave .svg.j2 unescaped, so everything is."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("explain", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def sheets(*names: str) -> str:
    """Style sheets of this package as one, without comments and what else only their authors need."""
    loader = environment().loader
    assert loader is not None
    text = "\n".join(loader.get_source(environment(), name)[0] for name in names)
    text = re.sub(r"/\*.*?\*/|\n\s*", "", text, flags=re.DOTALL)
    return re.sub(r" ?([{>]) ?|([:;,]) ", r"\1\2", text).replace(";}", "}")


def fill(template: str, **names: object) -> str:
    """A template with its names, without control characters and what turns the direction of writing."""
    return _HIDDEN.sub("", environment().get_template(template).render(**names))


def html_lang(lang: str) -> str:
    """A language of ours as an attribute of a page or picture."""
    return "zh-CN" if lang == "zh" else lang


def lang_of(text: str) -> str:
    """The language of a text of the law or of the rule files, for an attribute."""
    return "zh-CN" if not text or _CHINESE.search(text) else "en"


def marked(text: str, lang: str) -> Markup:
    """The text escaped; on a page in English, Chinese in it is marked as Chinese, and the other way round words in
    English on a page in Chinese."""
    found, other = (_ENGLISH, "en") if lang == "zh" else (_CHINESE, "zh-CN")
    pieces, end = [], 0
    for match in found.finditer(text):
        if lang == "zh" and not _WORD.search(match[0]):
            continue
        pieces += [escape(text[end : match.start()]), Markup('<span lang="{}">{}</span>').format(other, match[0])]
        end = match.end()
    return Markup("").join([*pieces, escape(text[end:])])
