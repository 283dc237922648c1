"""A service for machines: JSON-LD of schema.org's GovernmentService, with what is known and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence

from markupsafe import Markup

from compiler.calendar import iso
from explain import words
from explain.contacts import ContactLine
from explain.site.base import Site
from explain.site.item_pieces import Field
from explain.site.item_rules import ItemRules

_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&'\u2028\u2029"}
"""What could end the element, or a line of it; JSON reads the escape as the same character."""


def script_text(data: object) -> Markup:
    """JSON that is safe within a script element."""
    return Markup(json.dumps(data, ensure_ascii=False, indent=1).translate(_UNSAFE))


def government_service(site: Site, rules: ItemRules, fields: Sequence[Field]) -> Markup:
    """The service in the page's language."""
    lang, service, about = site.lang, rules.service, site.program.about
    by_id = {field.id: field for field in fields}
    audience = [norm.beneficiary.get(lang) for norm in rules.own_norms if norm.part == service.part]
    legislation = {
        "@type": "Legislation",
        "name": site.shared["title"],
        "legislationIdentifier": about.number,
        "legislationDate": iso(about.issued),
        "temporalCoverage": iso(about.in_force_from) + "/..",
    }
    data = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": service.label.get(lang),
        "inLanguage": site.shared["html_lang"],
        "identifier": _agency_says(by_id["code"].contacts, "code"),
        "serviceType": _agency_says(by_id["code"].contacts, "type"),
        "provider": [_organisation(words.name(site.program, who, lang)) for who in rules.agencies],
        "areaServed": about.jurisdiction.get(lang),
        "audience": [{"@type": "Audience", "audienceType": text} for text in dict.fromkeys(audience) if text],
        "serviceOutput": [{"@type": "Thing", "name": x.get(lang)} for x in service.fields.get("result", ())],
        "availableChannel": [
            {"@type": "ServiceChannel", "name": text.get(lang)} for text in service.fields.get("channels", ())
        ],
        "subjectOf": {key: value for key, value in legislation.items() if value},
    }
    return script_text({key: value for key, value in data.items() if value})


def _organisation(name: str) -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": words.capital(name)}


def _agency_says(contacts: Sequence[ContactLine], key: str) -> list[str]:
    return [line.value for line in contacts if line.key == key]
