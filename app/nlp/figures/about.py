"""What a figure is about: the counted noun, the noun an adjective belongs to, the subject of the clause, the person.

Each kind has its own places to look, most certain first; where none fits, a figure is about nothing that could be told.
A part of a thing is another thing: ordinals, compounds ("Vier-Augen-Gespräch"), parts ("davon"), adjectives of what is
counted and people the article hardly speaks of are kept as limits (``limits``), and a noun with an article ("das
Gespräch") takes over those of the mention before it.
"""

from app.nlp.figures.ages import owner_of_age
from app.nlp.figures.clause import About
from app.nlp.figures.counted_nouns import counted
from app.nlp.figures.durations import passed, speech, talks
from app.nlp.figures.neighbour_nouns import (
    noun_before,
    noun_behind,
    object_put_at,
    only_quantity,
    purpose_behind,
    purpose_first,
    whole_of_a_part,
)
from app.nlp.figures.setting import Setting
from app.nlp.figures.subject import subject, subject_that_is_so_much
from app.nlp.rules import Table

# A measure with a unit of its own, which no noun belongs to as a matter of course.
ABOUT = Table[Setting, About | None]("what a measure is about", otherwise=None)
ABOUT.rule("Gut sechs Wochen nach der vorgezogenen Wahl trat er zurück.")(passed)
ABOUT.rule("30 Prozent der Wähler blieben zu Hause.")(whole_of_a_part)
ABOUT.rule("Das Land gibt zwei Milliarden Euro für den Bau von Schulen aus.")(purpose_behind)
ABOUT.rule("Es gab 100 Milliarden Dollar Klimahilfen.", "Nach neun Stunden zäher Verhandlungen gingen sie.")(
    noun_behind
)
ABOUT.rule("Sie schätzen den Schaden auf zehn Millionen Euro.")(object_put_at)
ABOUT.rule("Der Konzern meldete einen Gewinn von zwei Millionen Euro.")(noun_before)
ABOUT.rule("Für neue Schulen gibt das Land zwei Millionen Euro.")(purpose_first)
ABOUT.rule("Die Präsidentin sprach drei Stunden.")(speech)
ABOUT.rule("Neun Stunden rangen sie in der Nacht um einen Kompromiss.")(talks)
ABOUT.rule("Die Sitzung dauerte drei Stunden.", "Der Schaden beträgt zwei Millionen Euro.")(subject_that_is_so_much)
ABOUT.rule("Bei den Zöllen drohte er mit 25 Prozent.")(only_quantity)


def about(setting: Setting) -> About | None:
    """What a quantity is about."""
    measure = setting.measure
    if measure.kind == "age":
        return owner_of_age(setting)
    if measure.attributive or measure.noun is not None:
        return counted(setting)
    if measure.kind == "comparison":
        return subject(setting)
    return ABOUT.decide(setting, measure.start, measure.end)
