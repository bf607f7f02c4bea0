"""A shallow parser of German: clauses, noun phrases, moods, verbs of saying, and what is known of single words."""
