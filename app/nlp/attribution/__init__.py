"""Whose words a text gives: cues, sources, contents, and who is meant by the words for a source."""
