"""What a reader should know of a text before trusting it."""
