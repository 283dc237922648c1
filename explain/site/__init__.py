"""Program -> pages as text. Pure: what is written where is the caller's affair."""

from explain.places import examples_of, page_of
from explain.site.base import CSP, FOLDERS, UNSAID, Made, Page, Site
from explain.site.base import style as sheet
from explain.site.pages import assets, drafts, loaded, pages, published, whole
from explain.site.sitemap import PATH as SITEMAP
from explain.site.sitemap import sitemap

__all__ = [
    "CSP",
    "FOLDERS",
    "SITEMAP",
    "UNSAID",
    "Made",
    "Page",
    "Site",
    "assets",
    "drafts",
    "examples_of",
    "loaded",
    "page_of",
    "pages",
    "published",
    "sheet",
    "sitemap",
    "whole",
]
