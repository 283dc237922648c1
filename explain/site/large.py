"""大字版: every page once more in a folder `big`, larger. The links of these pages lead to each other, so that whoever
reads large print keeps it from page to page, without a script and without anything being stored."""

from __future__ import annotations

import re
from functools import partial

from explain.site.base import Page

FOLDER = "big/"
_LOADED = re.compile(r'(?:href|src)="(?=(?:\.\./)*[\w-]+\.(?:css|js|txt)")')
"""The beginning of the address of a file that is no page."""
_NAMES = {"zh": "标准字号", "en": "Standard print"}


def large(path: str, page: Page, lang: str) -> tuple[str, Page]:
    """The page of this path in this language's folder, larger."""
    return FOLDER + path, partial(enlarge, path, page, lang)


def enlarge(path: str, page: Page, lang: str) -> str:
    """The same text; the sheet is told to be larger, what the page loads lies one folder higher, and the links to the
    other language and to the standard print are those of this folder."""
    text = page()
    other = "../en/big/" if lang == "zh" else "../../big/"
    text = text.replace("<html lang=", '<html class="big" lang=', 1)
    text = _LOADED.sub(r"\g<0>../", text)
    text = re.sub(r'(<a class="switch" href=")[^"]*', rf"\g<1>{other}{path}", text, count=1)
    size = f'<a class="size" href="../{path}">{_NAMES[lang]}</a>'
    return re.sub(r'<a class="size" href="[^"]*">[^<]*</a>', size, text, count=1)
