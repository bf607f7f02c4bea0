"""Corrections that cannot be made, each with a sentence that says why."""


class Declined(ValueError):
    """A correction that cannot be made. ``message`` is an English sentence with %-placeholders for ``values``."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message, self.values = message, values


def stale() -> Declined:
    """The offsets do not lead to the words that were meant."""
    return Declined("The text at this place is not what this correction is about. Load the page again and look.")


def no_topic() -> Declined:
    """The topic is not there."""
    return Declined("There is no such topic in this summit. It may have been renamed or joined with another.")
