"""Lark's reductions of statements, lines and bodies -> nodes. One method a rule of grammar.lark, in its order."""

from __future__ import annotations

import re
from typing import Any

from lark import Token

from dsl import nodes as n
from dsl.keywords import LINE, NORM, TYPE
from dsl.tree import LETTERS_BY_WORD, Values, built, short, span_of, tokens_of, typed


class Builder(Values):
    """All of the tree."""

    # ---- statements ----

    def _statement(self, children: list[Any]) -> n.Statement:
        keyword = children[0]
        words, texts, bodies = (typed(children[1:], k) for k in (n.Word, n.Text, tuple))
        types = tokens_of(children, "TYPE")
        return n.Statement(
            span_of([c for c in children if not isinstance(c, tuple)]),
            str(keyword.type).lower(),
            words[0] if words else None,
            TYPE[types[0]].value if types else "",
            texts[0] if texts else None,
            bodies[0] if bodies else (),
            words[1] if len(words) > 1 else None,
        )

    fact = parameter = holidays = define = exception = norm = service = note = pending = _statement

    def reading_of(self, children: list[Any]) -> n.Statement:
        token = children[1]
        name = n.Word((token.start_pos, token.end_pos), str(token))
        return self._statement([children[0], name, *children[2:]])

    def example(self, children: list[Any]) -> n.Statement:
        title = children[1]
        if isinstance(title, n.Word):
            return self._statement(children)
        return self._statement([children[0], n.Word(title.span, title.text), *children[2:]])

    def force(self, children: list[Any]) -> n.Statement:
        line = children[0]
        return n.Statement(line.span, "force", None, "", None, (line,))

    def _lines(self, children: list[Any]) -> tuple[n.Line, ...]:
        return tuple(children)

    body_of_fact = body_of_parameter = body_of_holidays = body_of_definition = body_of_exception = _lines
    body_of_norm = body_of_service = _lines
    body_of_reading = body_of_example = body_of_note = _lines

    # ---- lines ----

    def property(self, children: list[Any]) -> n.Property:
        key = children[0]
        values = tuple(built(children))
        return n.Property(span_of(children), LINE[key].value, values)

    def reading(self, children: list[Any]) -> n.Word:
        return n.Word(span_of(children), str(children[0]))

    def english(self, children: list[Any]) -> n.English:
        alias = tokens_of(children, "NAME")
        return n.English(span_of(children), str(alias[0]) if alias else None, children[-1])

    def choices(self, children: list[Any]) -> n.Choices:
        return n.Choices(span_of([children[0], children[-1][1] or children[-1][0]]), tuple(built(children)))

    def choice(self, children: list[Any]) -> tuple[n.Word, n.Text | None]:
        return children[0], (children[1] if len(children) > 1 else None)

    def range(self, children: list[Any]) -> n.Range:
        low, high = built(children)
        return n.Range(span_of(children), low, high)

    def constraint(self, children: list[Any]) -> n.Constraint:
        condition, refusal = built(children)
        return n.Constraint(span_of(children), condition, refusal)

    def given(self, children: list[Any]) -> n.Given:
        return n.Given(span_of(children), children[-1])

    given_block = given

    def given_items(self, children: list[Any]) -> n.Given:
        items = typed(children, n.Item)
        return n.Given(span_of(children), n.Block(span_of(items), "all_of", tuple(items)))

    def applies(self, children: list[Any]) -> n.Applies:
        return n.Applies(span_of(children), children[-1])

    applies_block = applies

    def applies_items(self, children: list[Any]) -> n.Applies:
        items = typed(children, n.Item)
        return n.Applies(span_of(children), n.Block(span_of(items), "all_of", tuple(items)))

    def reinstated(self, children: list[Any]) -> n.Reinstated:
        return n.Reinstated(span_of(children))

    def in_force(self, children: list[Any]) -> n.Force:
        window = children[1]
        return n.Force(span_of(children), window.since, window.until)

    def row(self, children: list[Any]) -> n.Row:
        window, value, cited = built(children)
        return n.Row(span_of(children), window.since, window.until, value, cited)

    def window_of_days(self, children: list[Any]) -> n.Window:
        return self.window(children)

    def until_day(self, children: list[Any]) -> n.Window:
        return self.window_until(children)

    def covers(self, children: list[Any]) -> n.Covers:
        first, last = built(children)
        return n.Covers(span_of(children), first, last)

    def days(self, children: list[Any]) -> n.Days:
        spans = tuple(typed(children, tuple))
        last = spans[-1][1] or spans[-1][0]
        return n.Days(span_of([children[0], last]), LINE[children[0]].value, spans)

    def days_span(self, children: list[Any]) -> tuple[n.Literal, n.Literal | None]:
        return children[0], (children[-1] if len(children) > 1 else None)

    def basis(self, children: list[Any]) -> n.Basis:
        ordinal = tokens_of(children, "ORDINAL")
        number = int(re.sub(r"\D", "", short(ordinal[0]))) if ordinal else None
        return n.Basis(span_of(children), children[1], number)

    def alternative(self, children: list[Any]) -> n.Alternative:
        texts = typed(children, n.Text)
        return n.Alternative(span_of(children), LETTERS_BY_WORD[children[0]], texts[0], (texts[1:] or [None])[0])

    def settled(self, children: list[Any]) -> n.Settled:
        return n.Settled(span_of(children), built(children)[0])

    def not_computable(self, children: list[Any]) -> n.NotComputable:
        lang = "zh" if children[0].type == "NOT_COMPUTABLE" else "en"
        return n.NotComputable(span_of(children), lang, children[-1])

    def calendar(self, children: list[Any]) -> n.Calendar:
        settings = tuple(typed(children, tuple))
        return n.Calendar(span_of([children[0], settings[-1][1]]), children[1], settings)

    def setting(self, children: list[Any]) -> tuple[str, n.Word]:
        return LETTERS_BY_WORD[children[0]], n.Word(span_of(children[1:]), str(children[1]))

    def steps(self, children: list[Any]) -> n.Steps:
        return n.Steps(span_of(children), tuple(typed(children, n.Step)))

    def step(self, children: list[Any]) -> n.Step:
        _, *who, text = children
        return n.Step(span_of(children), who[0] if who else None, text)

    def venue(self, children: list[Any]) -> n.Venue:
        return n.Venue(span_of(children), None, tuple(built(children)))

    def venue_if(self, children: list[Any]) -> n.Venue:
        condition, *texts = built(children)
        return n.Venue(span_of(children), condition, tuple(texts))

    def clause(self, children: list[Any]) -> n.Clause:
        modal = [i for i, c in enumerate(children) if isinstance(c, Token) and c.type == "MODALITY"]
        texts = children[modal[-1] + 1 :]
        return n.Clause(
            span_of(children),
            bool(tokens_of(children, "IMPLIED")),
            tuple(built(children[: modal[0]])),
            tuple(NORM[children[i]].value for i in modal),
            texts[0] if len(texts) > 1 else None,
            texts[-1],
        )

    def on_day(self, children: list[Any]) -> n.OnDay:
        return n.OnDay(span_of(children), children[1])

    def given_fact(self, children: list[Any]) -> n.GivenFact:
        return n.GivenFact(span_of(children), children[0], children[2])

    def records(self, children: list[Any]) -> n.Records:
        records = tuple(typed(children, tuple))
        last = records[-1][-1][1] if records else children[-1]
        return n.Records(span_of([children[0], last]), children[0], records)

    no_records = records

    def record(self, children: list[Any]) -> tuple[tuple[n.Word, n.Expr], ...]:
        return tuple(typed(children, tuple))

    def pair(self, children: list[Any]) -> tuple[n.Word, n.Expr]:
        return children[0], children[2]

    def all_are(self, children: list[Any]) -> n.AllAre:
        value, *names = built(children)
        return n.AllAre(span_of(children), value, tuple(names))

    def switched(self, children: list[Any]) -> n.Switched:
        return n.Switched(span_of(children), children[0])

    def expect_value(self, children: list[Any]) -> n.Expect:
        value = children[-1]
        values = value.items if isinstance(value, n.Values) else (value,)
        return n.Expect(span_of(children), children[1], "value", values)

    def expect_unknown(self, children: list[Any]) -> n.Expect:
        names = typed(children, tuple)
        end = [names[0][-1]] if names else []
        span = span_of([c for c in children if not isinstance(c, tuple)] + end)
        return n.Expect(span, children[1], "unknown", names[0] if names else ())

    def missing(self, children: list[Any]) -> tuple[n.Word, ...]:
        return tuple(built(children))

    def expect_not_applicable(self, children: list[Any]) -> n.Expect:
        return n.Expect(span_of(children), children[1], "not_applicable", ())

    def expect_not_in_force(self, children: list[Any]) -> n.Expect:
        return n.Expect(span_of(children), children[1], "not_in_force", ())

    def expect_no_longer_in_force(self, children: list[Any]) -> n.Expect:
        return n.Expect(span_of(children), children[1], "no_longer_in_force", ())

    def expect_refused(self, children: list[Any]) -> n.Expect:
        kind, *names = built(children)
        return n.Expect(span_of(children), kind, "refused", tuple(names))

    # ---- bodies ----

    def body(self, children: list[Any]) -> n.Body:
        under = typed(children, n.Under)
        return n.Body(span_of(children), under[0] if under else None, children[-1])

    body_below = body

    def under(self, children: list[Any]) -> n.Under:
        return n.Under(span_of(children), str(children[1]), LETTERS_BY_WORD[children[2]])

    def block_kind(self, children: list[Any]) -> Token:
        keyword: Token = children[0]
        return keyword

    def block(self, children: list[Any]) -> n.Block:
        return n.Block(span_of(children), str(children[0].type).lower(), tuple(typed(children, n.Item)))

    def item(self, children: list[Any]) -> n.Item:
        under = typed(children, n.Under)
        return n.Item(span_of(children), under[0] if under else None, children[-1])

    def cases(self, children: list[Any]) -> n.Cases:
        return n.Cases(span_of(children), tuple(typed(children, n.Branch)))

    def branch(self, children: list[Any]) -> n.Branch:
        condition, value = built(children)
        return n.Branch(span_of(children), condition, value)

    def otherwise(self, children: list[Any]) -> n.Branch:
        return n.Branch(span_of(children), None, children[-1])

    def tiers(self, children: list[Any]) -> n.Tiers:
        colon = next(i for i, c in enumerate(children) if isinstance(c, Token) and c.type == "COLON")
        mode, unit = self._rounding(children[2:colon]) if colon > 2 else ("", "")
        return n.Tiers(span_of(children), children[1], tuple(typed(children, n.Tier)), mode, unit)

    def tier(self, children: list[Any]) -> n.Tier:
        upto, rate = built(children)
        return n.Tier(span_of(children), upto, rate)

    def beyond(self, children: list[Any]) -> n.Tier:
        return n.Tier(span_of(children), None, children[-1])

    def values(self, children: list[Any]) -> n.Values:
        return n.Values(span_of(children), tuple(children))
