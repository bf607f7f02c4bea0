"""Which sentences belong to which topic, with the words that say so."""
