from typing import Any


def search_words(table: dict[str, Any]) -> tuple[str, ...]:
    return tuple(
        w.strip("*").replace("*", "")
        for w in (*table.get("strong", ()), *table.get("weak", ()))
        if w.strip("*").isalpha()
    )
