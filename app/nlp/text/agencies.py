"""News agencies: rows of lexicon/agencies.toml, and what the patterns of signatures are built of."""

from app.nlp.lexicon import Agency, either, read

# Codes in lower case, and the name that is shown.
AGENCIES = {code.lower(): agency.word for agency in read(Agency).values() for code in agency.codes}
# In lower case and alone these are as likely an author's initials.
INITIALS = frozenset(code for agency in read(Agency).values() for code in agency.initials)

# Parts of patterns: a code in any letter case; one as it stands in a dateline.
PIECES = {
    "code": f"(?i:{either(AGENCIES)})",
    "dateline_code": f"(?:{either(code for agency in read(Agency).values() for code in agency.dateline)})",
}
