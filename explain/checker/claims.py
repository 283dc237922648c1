"""What a page says, claim by claim, as it stands in its words: nothing is understood here yet."""

from __future__ import annotations

from dataclasses import dataclass

from explain.checker.page import Element, tidy


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in a list: of its state the class of the item, the class, symbol and word of its sign. `facts`: what
    it depends on. `kind`: reason, trace, pending or short. None: the page does not say it."""

    step: str
    kind: str
    classes: tuple[str, ...]
    style: str
    symbol: str
    word: str
    what: str
    joint: str | None
    yours: str | None
    needed: str | None
    asides: tuple[str, ...]
    cite: str | None
    facts: tuple[str, ...]
    parts: tuple[Condition, ...]

    @property
    def words(self) -> str:
        pair = [x for x in (self.yours, self.needed) if x is not None]
        return " ".join([f"{self.symbol} {self.word}", self.what, *pair])


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, the step that it speaks of, and what kind of claim it is ('' where the page does not say)."""

    step: str
    text: str
    kind: str = ""
    fact: str = ""
    classes: tuple[str, ...] = ()
    symbol: str = ""
    asides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """A card of conditions. `given`: of the conditions on which a value was computed."""

    step: str
    given: bool
    title: str
    lacks: str
    conditions: tuple[Condition, ...]
    note: str
    met_head: str
    met: tuple[Line, ...]
    facts: str


@dataclass(frozen=True, slots=True)
class Missing:
    step: str
    kind: str
    question: str
    symbol: str
    status: str
    hint: str
    outlooks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    step: str
    head: str
    formula: str
    rows: tuple[tuple[str, str], ...]
    asides: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the picture, or an item of its list. `texts`: its lines; of an item sign, label and notes."""

    node: str
    style: str
    sign: str
    label: str
    notes: tuple[str, ...]
    parts: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    step: str
    summary: str
    quote: str
    note: str


@dataclass(frozen=True, slots=True)
class Reading:
    step: str
    question: str
    id: str
    tag: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that a page says; `headings` are its section headings by their id."""

    lang: str
    title: str
    document: str
    about: str
    verdict: Condition
    caveats: tuple[Line, ...]
    standing: tuple[Line, ...]
    headings: dict[str, str]
    summary: Line
    lines: tuple[Line, ...]
    changes: tuple[tuple[Line, ...], ...]
    side: tuple[str, ...]
    short_missing: tuple[Line, ...]
    amounts: tuple[Amount, ...]
    heads: tuple[str, ...]
    ways: tuple[Way, ...]
    missing: tuple[Missing, ...]
    outline: Box | None
    picture: tuple[tuple[str, str, str], ...]
    strip: tuple[tuple[str, ...], ...]
    pictures_said: tuple[tuple[str, int], ...]
    law: tuple[Law, ...]
    remarks: tuple[Line, ...]
    readings: tuple[Reading, ...]
    trace: Condition | None
    footer: tuple[str, ...]
    written: tuple[tuple[str, str], ...] = ()
    bars: tuple[tuple[Line, ...], ...] = ()


class Broken(Exception):
    """A page without what every page has."""


def read_page(root: Element) -> Page:
    """Raises Broken where the page is none of an explanation."""
    html, main, why = root.first("html"), root.first("main"), root.first("section", aria_labelledby="why")
    if html is None or main is None or why is None:
        raise Broken
    trace = root.first("section", aria_labelledby="trace")
    whole = trace.first("ul", "conditions") if trace is not None else None
    lines = [e for e in main.all() if e.get("data-claim")]
    return Page(
        lang="zh" if html.get("lang").startswith("zh") else "en",
        title=_text(root.first("title")),
        document=_text(root.first("p", "document")),
        about=_text(main.first("p", "about")),
        verdict=_verdict(main),
        caveats=tuple(_line(e) for e in main.all("p", "caveat")),
        standing=tuple(_line(e) for e in main.all("p", "standing")),
        headings={e.get("id"): e.text for e in main.all("h2")},
        summary=_line(next(e for e in why.children("p"))),
        lines=tuple(map(_claim, lines)),
        changes=tuple(_changes(main)),
        bars=tuple(tuple(map(_claim, e.all("li", data_claim="bar"))) for e in main.all("ul", "bars")),
        side=tuple(_side(main)),
        short_missing=tuple(_short_missing(why)),
        amounts=tuple(_amount(e) for e in why.all("div", "amount")),
        heads=tuple(e.text for e in why.all("h3", "given-head")),
        ways=tuple(_ways(why)),
        missing=tuple(_missing(e) for e in _items(why.first("ol", "missing"))),
        outline=_outline(main),
        picture=tuple(_pictured(main)),
        strip=tuple(_strip(main)),
        pictures_said=tuple(_said(main)),
        law=tuple(_law(main)),
        remarks=tuple(_line(e) for e in _items(_in(main, "remarks", "ul"))),
        readings=tuple(_reading(e) for e in main.all("details", "reading")),
        trace=_condition(whole.children("li")[0], "trace") if whole is not None and whole.children("li") else None,
        written=tuple(_written(main)),
        footer=tuple(e.text for e in root.all("footer")[0].children("p")) if root.all("footer") else (),
    )


def _text(element: Element | None) -> str:
    return "" if element is None else element.text


def _items(of: Element | None) -> list[Element]:
    return [] if of is None else of.children("li")


def _in(main: Element, section: str, tag: str) -> Element | None:
    found = main.first("section", aria_labelledby=section)
    return None if found is None else found.first(tag)


def _line(element: Element) -> Line:
    return Line(element.get("data-step"), element.text, element.get("data-claim"))


def _claim(element: Element) -> Line:
    """A sentence that says what kind of claim it is; reasons may stand below it."""
    sign = element.child("span")
    symbol = sign.text if sign is not None and sign.get("aria-hidden") else ""
    asides = tuple(e.text for e in element.children("p"))
    rest = element.text
    for aside in reversed(asides):
        rest = tidy(rest.removesuffix(aside))
    text = tidy(rest.removeprefix(symbol))
    kind, fact = element.get("data-claim"), element.get("data-fact")
    return Line(element.get("data-step"), text, kind, fact, element.classes, symbol, asides)


def _verdict(main: Element) -> Condition:
    head = main.first("h1")
    if head is None:
        raise Broken
    spans = head.children("span")
    symbol, text = (spans[0].text, spans[1].text) if len(spans) == 2 else ("", head.text)
    style = next((c for c in head.classes if c != "verdict"), "")
    return Condition(
        head.get("data-step"), "verdict", head.classes, style, symbol, "", text, None, None, None, (), None, (), ()
    )


def _written(main: Element) -> list[tuple[str, str]]:
    """Rules as they are written: where, and how."""
    section = main.first("section", aria_labelledby="written")
    details = section.children("details") if section is not None else []
    found = [(_text(d.child("summary")), _text(d.child("pre"))) for d in details]
    return found or ([("", "")] if section is not None else [])


def _changes(main: Element) -> list[tuple[Line, ...]]:
    """The sets of changes, each a card."""
    section = main.first("section", "changes")
    found = []
    for card in section.all("div", "card") if section is not None else ():
        found.append(tuple(map(_claim, card.all("li", data_claim="change"))))
    return found


def _side(main: Element) -> list[str]:
    """Words that lead to something, and what is not told of the course of time."""
    course, changes = main.first("section", "course"), main.first("section", "changes")
    found = [e.text for e in course.children("p") if "aside" in e.classes] if course is not None else []
    found += [e.text for e in changes.all("h3")] if changes is not None else []
    return found + [e.text for e in main.all("summary") if e.words_are(LEADING)]


LEADING = (
    *("图里的内容，用文字说一遍", "The same in words"),
    *("从结论到每一个条件，和它们的结果。", "From the conclusion to every condition, with each result."),
)
"""Words over what can be unfolded."""


# ---- conditions --------------------------------------------------------------------------------------------------


def _short_missing(why: Element) -> list[Line]:
    found = []
    for item in why.all("li", "open"):
        if item.first("span", "state") is None:
            status = item.child("p")
            what = item.child("span")
            found.append(Line(item.get("data-step"), _text(what), "missing", asides=(_text(status),)))
    return found


def _condition(item: Element, kind: str) -> Condition:
    state, pair = item.child("span", "state"), item.child("dl")
    sign = state.child("span") if state is not None else None
    rows = {}
    for row in pair.children("div") if pair is not None else ():
        rows[_text(row.child("dt"))] = _text(row.child("dd"))
    shown = item.child("ul", "conditions")
    inner = [_condition(e, kind) for e in _items(shown)]
    style = next((c for c in state.classes if c != "state"), "") if state is not None else ""
    symbol = _text(sign)
    return Condition(
        step=item.get("data-step"),
        kind=kind,
        classes=item.classes,
        style=style,
        symbol=symbol,
        word=tidy(_text(state).removeprefix(symbol)),
        what=_text(item.child("span", "what")),
        joint=_text(item.child("span", "joint")) if item.child("span", "joint") is not None else None,
        yours=_row(rows, "yours"),
        needed=_row(rows, "needed"),
        asides=tuple(e.text for e in item.children("p")),
        cite=_text(item.child("small")) if item.child("small") is not None else None,
        facts=tuple(e.text for e in _items(item.child("ul", "depends"))),
        parts=tuple(inner),
    )


_PAIR = {"您的情况：": "yours", "要求：": "needed", "Yours:": "yours", "Required:": "needed"}
"""The headings of the two columns."""


def _row(rows: dict[str, str], which: str) -> str | None:
    return next((text for head, text in rows.items() if _PAIR.get(head) == which), None)


def _ways(why: Element) -> list[Way]:
    given, found = False, []
    for element in why.children():
        if element.tag == "h3" and "given-head" in element.classes:
            given = _HEADS.get(element.text, "") == "given"
        elif element.tag == "div" and "way" in element.classes:
            found.append(_way(element, given))
    return found


_HEADS = {"前提": "given", "Conditions": "given", "按这些条件选出结果": "chosen", "What chose the result": "chosen"}


def _way(card: Element, given: bool) -> Way:
    head = next((e for e in card.children() if e.tag in ("h3", "h4")), None)
    lacks = _text(head.child("span", "lacks")) if head is not None else ""
    title = tidy(_text(head).removesuffix(lacks))
    listed = card.child("ul", "conditions")
    items = [_condition(e, "reason") for e in _items(listed) if e.child("span", "state") is not None]
    also = [e for e in card.children("p") if "also" in e.classes and not e.get("data-claim")]
    note = next((e for e in also if e.get("data-step")), None)
    met = next((e for e in also if not e.get("data-step")), None)
    spans = [] if met is None else met.children("span")
    spans += _items(card.child("ul", "also"))
    facts = next((e for e in card.children() if e.get("data-claim") == "facts"), None)
    return Way(
        step=head.get("data-step") if head is not None else note.get("data-step") if note is not None else "",
        given=given,
        title=title,
        lacks=lacks,
        conditions=tuple(items),
        note=_text(note),
        met_head=met.own_text if met is not None else "",
        met=tuple(Line(e.get("data-step"), e.text) for e in spans),
        facts=_text(facts),
    )


# ---- amounts, missing facts --------------------------------------------------------------------------------------


def _amount(card: Element) -> Amount:
    head = card.child("h3")
    rows = []
    for item in _items(card.child("ol")):
        result = item.child("strong")
        rows.append((tidy(item.own_text.removesuffix("= ").rstrip("= ")), _text(result)))
    plain = [e for e in card.children("p") if "aside" not in e.classes]
    asides = [Line(e.get("data-step"), e.text) for e in card.children("p", "aside")]
    return Amount(card.get("data-step"), _text(head), _text(plain[0]) if plain else "", tuple(rows), tuple(asides))


def _missing(item: Element) -> Missing:
    status = item.child("p", "kind-of")
    sign = status.child("span") if status is not None else None
    kind = next((c for c in item.classes if c != "card"), "")
    symbol = _text(sign)
    return Missing(
        item.get("data-step"),
        kind,
        _text(item.child("h3")),
        symbol,
        tidy(_text(status).removeprefix(symbol)),
        _text(item.child("p", "aside")),
        tuple(e.text for e in _items(item.child("ul", "outlooks"))),
    )


# ---- picture -----------------------------------------------------------------------------------------------------


def _outline(main: Element) -> Box | None:
    listed = main.first("ul", "outline")
    return None if listed is None or not listed.children("li") else _box(listed.children("li")[0])


def _box(item: Element) -> Box:
    state = item.child("span", "state")
    style = next((c for c in state.classes if c != "state"), "") if state is not None else ""
    inner = item.child("ul")
    return Box(
        item.get("data-node"),
        style,
        _text(state),
        item.own_text,
        tuple(e.text for e in item.children("small")),
        tuple(map(_box, _items(inner))),
    )


def _pictured(main: Element) -> list[tuple[str, str, str]]:
    """Node, style and all the words of each box, without the breaks between lines."""
    found = []
    section = main.first("section", aria_labelledby="picture")
    for group in section.all("g", "node") if section is not None else ():
        style = next((c for c in group.classes if c != "node"), "")
        found.append((group.get("data-node"), style, "".join(_text(e) for e in group.all("tspan"))))
    return found


def _strip(main: Element) -> list[tuple[str, ...]]:
    """Of each stretch in the picture of time: its style, its caption, what its box says."""
    section = main.first("section", "course")
    found = []
    for group in section.all("g", "node") if section is not None else ():
        style = next((c for c in group.classes if c != "node"), "")
        texts = []
        for element in group.all("text"):
            lines = [_text(e) for e in element.all("tspan")]
            texts += lines if "caption" in element.classes else ["".join(lines)]
        found.append((style, *texts))
    return found


def _said(main: Element) -> list[tuple[str, int]]:
    """What each picture is said to show, and how many boxes it has."""
    found = []
    for svg in main.all("svg"):
        _text(svg.first("title"))
        found.append((_text(svg.first("desc")), len(svg.all("g", "node"))))
    return found


# ---- law, readings -----------------------------------------------------------------------------------------------


def _law(main: Element) -> list[Law]:
    section = main.first("section", aria_labelledby="law")
    found = []
    for details in section.children("details") if section is not None else ():
        quote, note = details.child("blockquote"), details.child("p")
        summary = _text(details.child("summary"))
        found.append(Law(details.get("data-step"), summary, _raw(quote), _text(note)))
    return found


def _raw(element: Element | None) -> str:
    """The words as they stand, spaces and all: law is quoted to the letter."""
    if element is None:
        return ""
    assert element.text is not None
    return "".join(words.text for words in element.words())


def _reading(details: Element) -> Reading:
    summary = details.child("summary")
    small, tag = (summary.child("small"), summary.child("span", "tag")) if summary is not None else (None, None)
    id_, tagged = _text(small), _text(tag)
    question = tidy(tidy(_text(summary).removesuffix(tagged)).removesuffix(id_))
    rows, head = [], ""
    listed = details.child("dl")
    for element in listed.children() if listed is not None else ():
        if element.tag == "dt":
            head = element.text
        else:
            rows.append((head, element.text))
    return Reading(details.get("data-step"), question, id_, tagged, tuple(rows))
