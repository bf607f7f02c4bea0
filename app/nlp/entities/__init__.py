"""Who and what is named: persons, places, organisations, found, settled over the whole text, and linked."""
