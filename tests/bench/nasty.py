"""Texts that nobody would write, and whether the language service takes time in proportion to their length.

``python -m tests.bench.nasty [25000 100000] [--only WORD]`` prints for each the processor time of ``analyse_article``
at both lengths and the exponent between them (1.0: proportional, 2.0: quadratic). Exit status 1 where one raised, or
has an exponent above LIMIT and takes more than SHORT seconds.
"""

import argparse
import itertools
import math
import random
import sys
import time
from collections.abc import Callable

from app.nlp.headlines import analyse_article

LIMIT, SHORT = 1.3, 0.5
_SYLLABLES = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "wa", "xi", "zo"]
_NAMES = ["".join(four).capitalize() for four in itertools.product(_SYLLABLES, repeat=4)]
random.Random(1).shuffle(_NAMES)
_VERBS = ["sagte", "erklärte", "betonte", "warnte", "forderte", "meinte"]


def name(number: int) -> str:
    """Another name for every number below 20,736, then from the beginning with a letter more."""
    again, place = divmod(number, len(_NAMES))
    return _NAMES[place] + "n" * again


# What a text is called, and its piece of that number: each text is its pieces up to a length.
NASTY: dict[str, Callable[[int], str]] = {
    "first names, one family": lambda n: f"{name(n)} Müller sagte etwas. Müller ging. ",
    "first names of one letter": lambda n: f"B{name(n).lower()} Müller sagte etwas. Müller ging. ",
    "first names alike": lambda n: f"{'Anna' + 'n' * (n % 40) + 'a' * (n // 40 % 40)} Müller sprach. Müller ging. ",
    "initials": lambda n: f"{chr(65 + n % 26)}. {name(n // 26)[:3]}. Müller sprach. Müller ging. ",
    "middle names": lambda n: f"Anna {name(n)} Müller sprach. Müller ging. ",
    "one first name": lambda n: f"Anna {name(n)} sprach. Anna ging. ",
    "full names, commas": lambda n: f"{name(n)} {name(2 * n + 1)}, ",
    "full names, no signs": lambda n: f"{name(n)} {name(2 * n + 1)} ",
    "full names, lines": lambda n: f"{name(n)} {name(2 * n + 1)}\n",
    "family names, commas": lambda n: f"{name(n)}, ",
    "one family, one sentence": lambda n: f"{name(n)} Müller, Müller, ",
    "two brothers, one sentence": lambda n: "Hans Müller, Fritz Müller, Müller, " if n == 0 else "Müller, ",
    "two brothers among many": lambda n: "Hans Müller, Fritz Müller, " if n == 0 else f"Anna {name(n)}, Müller, ",
    "presidents of one name": lambda n: f"Präsident {name(n)} Müller ging. Präsident Müller kam. ",
    "wives": lambda n: f"Seine Frau {name(n)} Müller ging. Müller kam. ",
    "titles": lambda n: "Präsident Dr. Prof. ",
    "titles and names": lambda n: f"Präsident Dr. Prof. {name(n)} {name(n + 9)}, ",
    "nobility": lambda n: f"von der {name(n)} zu ",
    "doubles": lambda n: f"{name(n)}-{name(n + 7)} ",
    "genitives": lambda n: f"{name(n)}s Müllers ",
    "offices": lambda n: f"der russische Präsident {name(n)}, der US-Außenminister, ",
    "offices of everywhere": lambda n: f"Der {['russische', 'deutsche', 'polnische'][n % 3]} Minister {name(n)} kam. ",
    "offices without names": lambda n: "der Präsident der Minister die Kanzlerin ",
    "ages": lambda n: f"Der {20 + n % 60}-Jährige ging. {name(n)} ({20 + n % 60}) kam. ",
    "pronouns": lambda n: f"{name(n)} {name(n + 3)} kam. Er sagte, er gehe, weil sie ihn riefen. ",
    "bodies": lambda n: f"Der Konzern {name(n)} GmbH und {name(n)} Müller kamen. {name(n)} ging. ",
    "one body": lambda n: f"Die Firma Müller GmbH kam. {name(n)} Müller ging. Müller blieb. ",
    "relatives": lambda n: f"Mutter {name(n)} das das und ",
    "places": lambda n: f"in {name(n)} bei {name(n + 5)} an der {name(n + 6)} ",
    "capitals": lambda n: f"{name(n).upper()} TRIFFT {name(n + 1).upper()} ",
    "letters with dots": lambda n: "A. B. C. d. h. z. B. ",
    "digits": lambda n: "1234567890",
    "thousands": lambda n: "1.000.",
    "numbers": lambda n: f"{n} ",
    "number words": lambda n: "dreihunderttausendundeinhalb ",
    "one number word": lambda n: "hunderttausend",
    "figures": lambda n: f"{n} Menschen, {n % 100} Prozent und {n},5 Milliarden Euro, ",
    "figures, sentences": lambda n: f"Es kamen {n} {name(n % 300)}, davon {n % 100} Prozent. ",
    "dates": lambda n: f"am {n % 31 + 1}. Juni {1900 + n % 150} um {n % 24} Uhr, ",
    "durations": lambda n: f"in {n} Tagen und drei Stunden und ",
    "currencies": lambda n: "5 Euro 3 Dollar 2 Pfund 7 ",
    "quotation marks": lambda n: "„ ",
    "marks open": lambda n: f"„{name(n)} ",
    "marks close": lambda n: f"{name(n)}“ ",
    "marks of all kinds": lambda n: "„»«“\"'’‚‘",
    "marks within marks": lambda n: "„»" if n % 2 else "ja «“",
    "short quotations": lambda n: f"„Ja“, {_VERBS[n % 6]} {name(n)}. ",
    "quotations without a speaker": lambda n: f"„Ich gehe jetzt {name(n)} suchen.“ ",
    "speech within speech": lambda n: f"{name(n)} {_VERBS[n % 6]}, dass ",
    "laut": lambda n: f"laut {name(n)} zufolge nach Angaben von ",
    "konjunktiv": lambda n: "Er sei gegangen, habe gesagt, werde kommen und könne. ",
    "commas": lambda n: ", ",
    "full stops": lambda n: ". ",
    "brackets": lambda n: "(" if n % 3 else "[",
    "brackets, closed": lambda n: f"({name(n)} ({n}))",
    "hyphens": lambda n: "-a",
    "dashes": lambda n: " – und – ",
    "lines": lambda n: "\n",
    "short lines": lambda n: f"{name(n)}\n\n",
    "tables": lambda n: f"{n}\t{name(n)}\t{n % 7}\n",
    "one word": lambda n: name(n).lower(),
    "compounds": lambda n: f"{name(n)}gipfelpräsidentenministerstreit ",
    "one sentence": lambda n: f"und {name(n).lower()} oder die {name(n)} der {name(n + 1)} ",
    "topics": lambda n: "Klimaschutz Cyberangriffe Atomwaffen Abrüstung Sanktionen Ukraine Menschenrechte ",
    "topic clauses": lambda n: f"Über Abrüstung, {name(n)} und Klima wurde gesprochen, ",
    "faces": lambda n: "😀👩‍👩‍👧",
    "accents": lambda n: "e\u0301\u0301\u0301",
    "invisible signs": lambda n: "a\u200b\u00ad\u202e ",
    "odd spaces": lambda n: "\u00a0\u2009\t ",
    "Cyrillic": lambda n: "Президент сказал, что не приедет. ",
    "Chinese": lambda n: "总统说他不会来。",
    "English": lambda n: f"President {name(n)} said on Monday that he would not go. ",
    "addresses": lambda n: f"https://www.{name(n)}.de/a?b={n} ",
    "markup": lambda n: f"<a href='{n}'>{name(n)}</a>&nbsp;",
    "agencies": lambda n: "(dpa/AFP) (Reuters) ",
    "the same sentence": lambda n: "Präsident Joe Biden sprach am Mittwoch in Genf mit Wladimir Putin über Abrüstung. ",
}


def text_of(called: str, length: int) -> str:
    """That text, so many characters long."""
    pieces, size = [], 0
    for number in itertools.count():
        pieces.append(NASTY[called](number))
        size += len(pieces[-1])
        if size >= length:
            return "".join(pieces)[:length]
    raise AssertionError


def seconds(text: str) -> float:
    """Processor time of a whole analysis."""
    before = time.process_time()
    analyse_article(text, None)
    return time.process_time() - before


def main() -> int:
    """Print a line for each text; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lengths", nargs="*", type=int, default=[25_000, 100_000])
    parser.add_argument("--only", default="", help="texts whose name holds this")
    given = parser.parse_args()
    short, long = given.lengths
    analyse_article("Der Gipfel in Genf beginnt. Joe Biden schweigt.", None)
    failed = []
    for called in (one for one in NASTY if given.only in one):
        try:
            few, many = seconds(text_of(called, short)), seconds(text_of(called, long))
        except Exception as problem:
            failed.append(f"{called} ({type(problem).__name__})")
            print(f"{called:32} {type(problem).__name__}: {str(problem)[:80]}", flush=True)
            continue
        exponent = math.log(many / few) / math.log(long / short)
        print(f"{called:32} {few:7.2f} s {many:7.2f} s   exponent {exponent:4.2f}", flush=True)
        if exponent > LIMIT and many > SHORT:
            failed.append(f"{called} ({exponent:.2f})")
    print(f"{len(NASTY)} texts; " + (f"out of proportion or raised: {', '.join(failed)}" if failed else "all kept"))
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
