"""A page of HTML as elements and words. Every word that is read is marked, so that what nobody read can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(("meta", "br", "hr", "img", "link", "input", "col", "wbr"))
_SPACES = re.compile(r"[ \t\r\n]+")


@dataclass(eq=False)
class Words:
    """A stretch of text in an element."""

    text: str
    read: bool = False


@dataclass(eq=False)
class Element:
    tag: str
    attributes: dict[str, str]
    parts: list[Element | Words] = field(default_factory=list)

    @property
    def classes(self) -> tuple[str, ...]:
        return tuple(self.attributes.get("class", "").split())

    def get(self, name: str) -> str:
        """An attribute, '' where there is none."""
        return self.attributes.get(name, "")

    def walk(self) -> Iterator[Element]:
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part.walk()

    def words(self) -> Iterator[Words]:
        for part in self.parts:
            if isinstance(part, Words):
                yield part
            else:
                yield from part.words()

    @property
    def text(self) -> str:
        """Its words, with single spaces; they count as read from now on."""
        found = list(self.words())
        for words in found:
            words.read = True
        return tidy("".join(words.text for words in found))

    @property
    def own_text(self) -> str:
        """The words that stand in the element itself."""
        own = [part for part in self.parts if isinstance(part, Words)]
        for words in own:
            words.read = True
        return tidy("".join(words.text for words in own))

    def words_are(self, known: tuple[str, ...]) -> bool:
        """Are its words one of these? They do not count as read by this."""
        return tidy("".join(words.text for words in self.words())) in known

    def all(self, tag: str = "", of: str = "", **having: str) -> list[Element]:
        """All elements below with this tag, class and attributes."""
        return [element for element in self.walk() if element is not self and element.fits(tag, of, having)]

    def first(self, tag: str = "", of: str = "", **having: str) -> Element | None:
        return next(iter(self.all(tag, of, **having)), None)

    def children(self, tag: str = "", of: str = "") -> list[Element]:
        """Only those that stand in the element itself."""
        return [part for part in self.parts if isinstance(part, Element) and part.fits(tag, of, {})]

    def child(self, tag: str = "", of: str = "") -> Element | None:
        return next(iter(self.children(tag, of)), None)

    def fits(self, tag: str, of: str, having: dict[str, str]) -> bool:
        if (tag and self.tag != tag) or (of and of not in self.classes):
            return False
        return all(self.attributes.get(key.replace("_", "-")) == value for key, value in having.items())


def tidy(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ")


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs})
        self.stack[-1].parts.append(element)
        if tag not in _VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack[-1].parts.append(Element(tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.stack[1:]):
            while self.stack.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.stack[-1].parts.append(Words(data))


def parse(html: str) -> Element:
    """The page; style sheets are no words."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    for element in builder.root.walk():
        if element.tag == "style":
            element.parts.clear()
    return builder.root


def unread(root: Element) -> list[tuple[str, str]]:
    """What nobody read: the step of the nearest element that has one, and the words."""
    found: list[tuple[str, str]] = []

    def visit(element: Element, step: str) -> None:
        step = element.get("data-step") or element.get("data-node") or step
        for part in element.parts:
            if isinstance(part, Element):
                visit(part, step)
            elif not part.read and tidy(part.text):
                found.append((step, tidy(part.text)))

    visit(root, "")
    return found
