"""What the lexicon of public figures says of somebody in an office that a phrase names."""

from collections.abc import Sequence

from app.nlp.entities.person_names import countries_of, office_holders
from app.nlp.german.role_nouns import country_of, head_of


def known_in_office(words: Sequence[str], key: str) -> bool | None:
    """Does the lexicon know a person in the office that the words of a phrase tell ("der ukrainische Präsident")?

    None where the words tell no office of a country, or the lexicon knows the person in none like it.
    """
    head = next((found for found in map(head_of, reversed(words)) if found is not None), None)
    if head is None:
        return None
    country = country_of(head.modifier) if head.modifier else None
    country = country or next((found for found in map(country_of, words[:-1]) if found), None)
    if country is None or not countries_of(head.role, key):
        return None
    return key in office_holders(head.role, country)
