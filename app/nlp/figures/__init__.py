"""Numbers, dates and measures, and what each is about."""
