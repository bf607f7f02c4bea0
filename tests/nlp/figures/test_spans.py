"""From one date to another, and what dates are about."""

import pytest

from app.nlp.pipeline import analyse


@pytest.mark.parametrize(
    ("text", "whens"),
    [
        ("Zwischen 3. März 2017 und 9. April 2018 fehlten Boote.", ["2017-03-03/2018-04-09"]),
        ("Zwischen dem 1. Mai 2015 und dem 30. Juni 2016 fehlten Akten.", ["2015-05-01/2016-06-30"]),
        ("Vom 28. Dezember 2019 bis zum 3. Januar 2020 war zu.", ["2019-12-28/2020-01-03"]),
        ("Vom 28. Dezember bis 3. Januar 2020 war zu.", ["2019-12-28/2020-01-03"]),
        ("Vom 3. März 2017 bis 9. April war zu.", ["2017-03-03/2017-04-09"]),
        ("Die Straße war vom 3.3.2017 bis 9.4.2018 gesperrt.", ["2017-03-03/2018-04-09"]),
        ("Von März 2017 bis April 2018 war die Brücke zu.", ["2017-03/2018-04"]),
        ("Zwischen Mai und August 2019 kamen viele.", ["2019-05/2019-08"]),
        ("Am 3. März 2017 und am 9. April 2018 brannte es.", ["2017-03-03", "2018-04-09"]),
        ("Am 3. März 2017 und 9. April 2018 brannte es.", ["2017-03-03", "2018-04-09"]),
        ("Im März 2017 und im April 2018 brannte es.", ["2017-03", "2018-04"]),
        ("Zwischen 40. März 2017 und 9. April 2018 brannte es.", ["2017-03", "2018-04-09"]),
    ],
)
def test_from_one_date_to_another(text: str, whens: list[str]) -> None:
    assert [one.when for one in analyse(text).figures] == whens


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Im Februar fallen 200 Stellen weg.", None),
        ("Am Montag drohen 200 Keller vollzulaufen.", None),
        ("Seit dem Amtsantritt im Januar schweigt er.", "Amtsantritt"),
        ("Die im Frühjahr abgezogenen Botschafter kehren zurück.", "abgezogenen Botschafter"),
    ],
)
def test_what_a_date_is_about_is_no_verb(text: str, about: str | None) -> None:
    (date,) = (one for one in analyse(text).figures if one.kind == "date")
    assert date.about == about
    assert date.terms or about is None  # by the verb it is compared all the same
