"""The 22 fields of a guide to a service (办事指南), each from the rules or from 机构.toml. What neither says, the page
tells the reader to ask the competent office; nothing is made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from compiler.expressions import Const, RuleRef
from compiler.program import Example
from explain import words
from explain.site.item_pieces import Field, Line, Pieces
from explain.site.item_rules import about
from explain.statements import reading_view, value_in
from explain.versions import Version

FEW = 2
"""So many examples of a yes are shown, and so many of a no."""


class Fields(Pieces):
    """Makes the fields of one version of a service."""

    def all(self) -> tuple[Field, ...]:
        """The fields in their order."""
        made: tuple[Callable[[], Field], ...] = (
            self._name, self._code, self._basis, self._agencies, self._who, self._conditions, self._refusal,
            self._documents, self._steps, self._when, self._correction, self._limits, self._fee, self._amount,
            self._term, self._result, self._visits, self._place, self._telephone, self._complaints, self._redress,
            self._questions,
        )  # fmt: skip
        return tuple(make() for make in made)

    # ---- what it is ----

    def _name(self) -> Field:
        return Field("name", self.say("事项名称", "Name"), lines=(Line(self.view.label),))

    def _code(self) -> Field:
        found = self.contacts("code", "type")
        asks = self.lacking(found, code=("事项编码", "code"), type=("事项类型", "type"))
        return Field("code", self.say("事项编码和类型", "Code and type"), asks, contacts=found)

    def _basis(self) -> Field:
        """Where the law says it, with 条款项; the version; the law's own words."""
        about_ = self.program.about
        claims = [self.service.claim, *(v.definition.claim for v in self.rules.chain)]
        claims += [norm.claim for norm in self.rules.own_norms]
        cited = [self.cite(claim) for claim in claims if claim is not None]
        title = self.site.shared["title"]
        window = words.window(self.service.window, self.lang)
        version = self.say(
            f"《{title}》（{about_.number}）{window or words.date(about_.in_force_from, 'zh') + '起施行'}",
            f"{title} ({about_.number}), in force {window or 'from ' + words.date(about_.in_force_from, 'en')}",
        )
        quote = self.service.claim.text if self.service.claim else ""
        return Field(
            "basis",
            self.say("设定依据", "Legal basis"),
            lines=(Line(version),),
            more=tuple(Line("", cite=piece) for piece in dict.fromkeys(cited)),
            quote=quote,
        )

    def _agencies(self) -> Field:
        lines = []
        for who in self.rules.agencies or self.rules.offices:
            clauses = [c for n in self.rules.own_norms for c in n.clauses if who in c.bearers]
            unnamed = bool(clauses) and all(c.implied for c in clauses) and who not in self.rules.receiving
            part = self.say("收您的申请", "takes your application") if who in self.rules.receiving else ""
            lines.append(Line(part, who=self.who_is(who), implied=unnamed))
        title = self.say("负责的机构", "Who is in charge")
        return Field("agencies", title, self.ask(not lines), lines=tuple(lines))

    # ---- may I ----

    def _who(self) -> Field:
        norms = [n for n in self.rules.own_norms if n.part == self.service.part]
        said = dict.fromkeys(n.beneficiary.get(self.lang) for n in norms if n.beneficiary.get(self.lang))
        lines = tuple(Line(words.capital(text)) for text in said)
        if not lines and self.service.condition is not None:
            lines = (Line(self.say("符合下面条件的人", "Whoever meets the conditions below")),)
        return Field("who", self.say("给谁办", "Who it is for"), self.ask(not lines), lines=lines)

    def _conditions(self) -> Field:
        """The condition opened up: the conclusions that it rests on, one below the other."""
        service, chain = self.service, self.rules.chain
        means = tuple(map(self.means, chain))
        grants = tuple(self.means(v) for v in self.rules.exceptions if self._grants(v))
        alone = isinstance(service.condition, RuleRef) and bool(chain)
        outline = None if alone else self.view.who
        title = self.say("要符合什么条件", "Conditions")
        return Field(
            "conditions", title, self.ask(not means and outline is None), outline=outline, rules=means, below=grants
        )

    def _grants(self, version: Version) -> bool:
        """Does an exception give a yes?"""
        values = (value_in(v.definition, version.definition.name) for v in self.rules.chain)
        return any(isinstance(value, Const) and value.value is True for value in values)

    def _refusal(self) -> Field:
        rules = [self.means(v) for v in self.rules.exceptions if not self._grants(v)]
        for version in self.rules.stated("bool"):
            d = version.definition
            if about("refusal", d.label.zh, d.label.en, d.claim.text if d.claim else ""):
                rules.append(self.means(version))
        lines = list(self.lines("refusal"))
        if self.service.condition is not None:
            said = self.say("符合上面的条件，才能办。", "Only those who meet the conditions above can have it.")
            lines.insert(0, Line(said))
        contacts = self.contacts("refusal")
        left = self.ask(True, "别的情形", "other cases") if not rules and not contacts else ""
        title = self.say("什么情况办不了，或者会停", "When the answer is no, or it ends")
        return Field("refusal", title, left, tuple(lines), rules=tuple(rules), contacts=contacts)

    # ---- how ----

    def _documents(self) -> Field:
        fields = self.view.fields
        lines = [Line(words.capital(text)) for text in fields["documents"]]
        more = [Line(text, how=self.say("填写", "fill in")) for text in fields["contents"]]
        more += [self.clause(n, c) for n in self.rules.own_norms for c in n.clauses if c.modalities == ("need_not",)]
        contacts = self.contacts("documents", "form")
        named = self.say("每种要几份、从哪里拿", "how many copies, and where to get them") if lines else ""
        named = named or self.say("要带哪些材料、每种几份", "which papers, and how many copies")
        asked = self.lacking(contacts, documents=(named, named))
        title = self.say("要带什么材料", "Papers")
        return Field("documents", title, asked, tuple(lines), tuple(more), contacts)

    def _steps(self) -> Field:
        title = self.say("怎么办，一步一步来", "Step by step")
        if self.view.steps:
            return Field("steps", title, steps=self.view.steps)
        own = [n for n in self.rules.own_norms if n.part == self.service.part]
        lines = [self.clause(n, c) for n in own for c in n.clauses if not c.implied]
        return Field("steps", title, self.ask(True, "先后顺序", "the order of the steps"), tuple(lines))

    def _when(self) -> Field:
        lines = [Line(n.period.get(self.lang), cite=self.cite(n.claim)) for n in self.rules.own_norms if n.period.zh]
        return self.plain("when", "什么时候可以申请", "When to apply", [*lines, *self.lines("when")])

    def _correction(self) -> Field:
        rules = [self.means(v) for v in self.rules.stated("date") if self.topic(v, "correction")]
        return self.plain("correction", "材料不全怎么办", "Where something is missing", self.lines("correction"), rules)

    def _limits(self) -> Field:
        """The law's time limits; those that an agency promises are in 机构.toml."""
        rules = [self.means(v) for v in self.rules.stated("date") if not self.topic(v, "correction")]
        lines = list(self.lines("limit"))
        promised = self.contacts("promised")
        left = (
            ("机构承诺几天办完", "what time the office promises")
            if lines or rules
            else ("几天办完", "how long it takes")
        )
        asks = self.ask(not promised, *left)
        title = self.say("几天办完", "Time limits")
        return Field("limits", title, asks, tuple(lines), contacts=promised, rules=tuple(rules))

    def _fee(self) -> Field:
        fee = self.view.fields["fee"]
        if fee:
            return self.plain("fee", "收不收费", "Fee", [Line(words.capital(text)) for text in fee])
        lines = list(self.lines("fee"))
        contacts = self.contacts("fee")
        asks = self.ask(not contacts, "办理本身收不收费", "whether the service itself costs anything")
        return Field("fee", self.say("收不收费", "Fee"), asks, tuple(lines), contacts=contacts)

    # ---- what one gets ----

    def _amount(self) -> Field:
        found = self.rules.amounts
        below = tuple(map(self.means, self.rules.below(found)))
        contacts = self.contacts("amount")
        lines = tuple(self.lines("amount"))
        money = any(v.definition.type.kind == "money" for v in found)
        asks = self.ask(not contacts and not money, "能拿多少、怎么算", "how much it is")
        title = self.say("标准和算法", "Amount, and how it is computed")
        return Field("amount", title, asks, lines, contacts=contacts, rules=tuple(map(self.means, found)), below=below)

    def _term(self) -> Field:
        lines = [Line(words.capital(x)) for x in self.view.fields["result"] if about("term", x)]
        return self.plain("term", "管多长时间", "For how long", [*lines, *self.lines("term")])

    def _result(self) -> Field:
        lines = tuple(Line(words.capital(x)) for x in self.view.fields["result"])
        lists = tuple(self.means(v) for v in self.rules.stated("list"))
        contacts = self.contacts("delivery")
        asks = self.ask(not contacts, "怎样送到您手里" if lines else "", "how it reaches you" if lines else "")
        title = self.say("办完得到什么，怎样拿到", "Result, and how it reaches you")
        return Field("result", title, asks, lines, contacts=contacts, rules=lists)

    # ---- where ----

    def _visits(self) -> Field:
        lines = tuple(Line(words.capital(x)) for x in self.view.fields["channels"])
        contacts = self.contacts("visits", "online", "website")
        asks = self.lacking(contacts, visits=("要跑几次", "how many visits it takes"))
        title = self.say("要跑几次，从哪里办", "Visits, and where to apply")
        return Field("visits", title, asks, lines, contacts=contacts)

    def _place(self) -> Field:
        lines = [Line(words.capital(p)) for when, places in self.view.places if when is None for p in places]
        cases = tuple((when, places) for when, places in self.view.places if when is not None)
        contacts = self.contacts("address", "hours")
        asks = self.lacking(contacts, address=("地址", "the address"), hours=("办公时间", "the hours"))
        title = self.say("到哪里办，几点开门", "Place and hours")
        return Field("place", title, asks, tuple(lines), contacts=contacts, cases=cases)

    def _telephone(self) -> Field:
        return self.plain("telephone", "咨询电话", "Telephone", (), key="telephone")

    def _complaints(self) -> Field:
        return self.plain("complaints", "监督投诉", "Complaints", self.lines("complaints"))

    def _redress(self) -> Field:
        """Rights that whoever asks for the service has; a service that is itself a redress names no further one."""
        itself = about("redress", self.service.label.zh, self.service.label.en)
        first = {who for who, _ in self.service.steps[:1]}
        found = [(n, c) for n, c in self.rules.clauses("redress") if {*first, *n.subject[:1]} & set(c.bearers)]
        lines = [self.clause(n, c, self.guide(n)) for n, c in found if c.modalities == ("may",) and not itself]
        return self.plain("redress", "不服怎么办", "Redress", lines)

    def _questions(self) -> Field:
        """What the examples answer, and where the law can be read in more than one way; the day and the version."""
        trials = tuple(self.site.trials.run(self._examples()))
        ids = dict.fromkeys(id_ for v in self.rules.chain for id_ in v.definition.readings)
        ids |= {r.id: None for r in self.program.readings.values() if r.part == self.service.part}
        readings = tuple((reading_view(self.program.readings[id_], self.lang), self.links(id_)) for id_ in ids)
        verified = self.program.about.last_verified
        shown = words.date(verified, self.lang) if verified else self.say("还没有核实过", "never")
        lines = [Line(self.say(f"最后核实：{shown}", f"Last verified: {shown}"))]
        title = self.say("常见问题、更新日期和版本", "Questions, last verified, version")
        window = words.window(self.service.window, self.lang)
        lines += [Line(self.say(f"这一版{window}施行", f"This version is in force {window}"))] if window else []
        return Field("questions", title, lines=tuple(lines), readings=readings, trials=trials)

    def _examples(self) -> list[Example]:
        """Examples of a yes, then of a no, of what the service is conditional on."""
        main = self.rules.chain[0].definition if self.rules.chain else None
        found: dict[bool, list[Example]] = {True: [], False: []}
        for example in self.program.examples if main is not None else ():
            expected = tuple(x for x in example.expected if main and x.name == main.name and x.status == "value")
            if expected and main and example.part == main.part and not example.readings:
                found[expected[0].value is True].append(replace(example, expected=expected))
        return [*found[True][:FEW], *found[False][:FEW]]
