"""The one Jinja environment: every text is escaped, a forgotten name is an error, templates come from this package."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


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
