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
    )


def fill(template: str, **names: object) -> str:
    """A template with its names."""
    return environment().get_template(template).render(**names)


def marked(text: str, lang: str) -> Markup:
    """The text escaped; on a page in English, Chinese in it is marked as Chinese."""
    if lang == "zh":
        return escape(text)
    pieces, end = [], 0
    for match in _CHINESE.finditer(text):
        pieces += [escape(text[end : match.start()]), Markup('<span lang="zh-CN">{}</span>').format(match[0])]
        end = match.end()
    return Markup("").join([*pieces, escape(text[end:])])
