"""sitemap.xml: every page in both languages, each with its twin in the other; large print is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

PATH = "sitemap.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def sitemap(base: str, paths: Iterable[str]) -> str:
    """Of the pages whose paths are given, of both languages or of one; `base` is where they are published."""
    base = base.rstrip("/") + "/"
    names = dict.fromkeys(path.removeprefix("en/") for path in paths)
    urls = (line for name in names for lang in ("zh-CN", "en") for line in _url(base, name, lang))
    return "\n".join([_HEAD, f"<urlset {_SPACES}>", *urls, "</urlset>", ""])


def _url(base: str, name: str, lang: str) -> Iterator[str]:
    addresses = {"zh-CN": escape(base + name, {'"': "&quot;"}), "en": escape(f"{base}en/{name}", {'"': "&quot;"})}
    yield f"<url><loc>{addresses[lang]}</loc>"
    for other, address in addresses.items():
        yield f'<xhtml:link rel="alternate" hreflang="{other}" href="{address}"/>'
    yield "</url>"
