"""Explanations read back: every claim of a rendered page is read from its words and evaluated again.

    HTML ──page──▶ elements ──claims──▶ what the page says ──check──▶ findings
                                            ▲                  │
            phrases, values, reader: words ─┘                  └── the program and the request, evaluated here

Nothing of the tables or of the proof that the page was written with is used: what is wrong there is found here."""
