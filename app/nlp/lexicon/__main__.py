"""``python -m app.nlp.lexicon``: checks all rows and counts them, and the words that stand in several."""

from collections import Counter

from app.nlp.lexicon.checks import all_rows, check, repeated, rows_by_word

if __name__ == "__main__":
    check()
    for file, number in Counter(row.file for row in all_rows()).items():
        print(f"{number:6} rows in {file}.toml")
    words, unexplained = rows_by_word(), repeated()
    print(f"{len(words):6} words, {sum(len(rows) > 1 for rows in words.values())} of them in several rows,")
    print(f"{len(unexplained):6} without a reason")
    for word, rows in unexplained.items():
        print(f"       {word}: {', '.join(f'{row.word} ({row.file})' for row in rows)}")
