"""What 机构.toml may say of an agency, and the words for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from re import compile as pattern

from compiler.program import Contact, Program, Text
from explain import words

KEYS: Mapping[str, Text] = {
    "telephone": Text("电话", "Telephone"),
    "address": Text("地址", "Address"),
    "hours": Text("办公时间", "Hours"),
    "website": Text("网站", "Website"),
    "online": Text("网上办理入口", "Online"),
    "code": Text("事项编码", "Code"),
    "type": Text("事项类型", "Type"),
    "refusal": Text("不收或者停止的情形", "When it is refused or ends"),
    "documents": Text("材料", "Papers"),
    "form": Text("表格", "Form"),
    "when": Text("申请时间", "When to apply"),
    "correction": Text("补材料", "Supplying what is missing"),
    "promised": Text("承诺的时间", "Promised time"),
    "fee": Text("收费", "Fee"),
    "amount": Text("标准", "Amount"),
    "term": Text("期限", "How long"),
    "delivery": Text("怎样拿到结果", "Delivery"),
    "visits": Text("要跑几次", "Visits"),
    "complaints": Text("监督投诉", "Complaints"),
    "redress": Text("不服怎么办", "Redress"),
}
_LINK = pattern(r"https?://[\w.~:/?#@!$&'()*+,;=%-]+")
_TELEPHONE = pattern(r"\+?[\d -]{5,20}")


@dataclass(frozen=True, slots=True)
class ContactLine:
    """`who`: the agency, or its office; `href`: where the value is an address on the web or a telephone number."""

    key: str
    who: str
    label: str
    value: str
    href: str
    source: str
    day: str


def contact_lines(
    program: Program, agencies: tuple[str, ...], service: tuple[str, str], keys: tuple[str, ...], lang: str
) -> Iterator[ContactLine]:
    """What 机构.toml says of these agencies under these keys; what it says for one service (name, alias) goes first."""
    for agency in agencies:
        institution = program.about.institutions.get(agency)
        if institution is None:
            continue
        for key in keys:
            special = next((institution.services[x] for x in service if x in institution.services), {})
            for contact in special.get(key) or institution.contacts.get(key, ()):
                yield _line(program, agency, key, contact, lang)


def _line(program: Program, agency: str, key: str, contact: Contact, lang: str) -> ContactLine:
    who, value = words.capital(words.name(program, agency, lang)), contact.value.get(lang)
    office = contact.office.get(lang)
    if office:
        who = f"{who}（{office}）" if lang == "zh" else f"{who} ({office})"
    return ContactLine(
        key, who, KEYS[key].get(lang), value, _href(value), contact.source, words.date(contact.day, lang)
    )


def _href(value: str) -> str:
    """A link only where the value is nothing else."""
    if _LINK.fullmatch(value):
        return value
    if _TELEPHONE.fullmatch(value):
        return "tel:" + "".join(c for c in value if c in "+0123456789")
    return ""
