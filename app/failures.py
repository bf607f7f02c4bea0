"""What a command cannot do, as a sentence for the person at the keyboard."""


class Failure(Exception):
    """The work cannot be done; the message is a sentence for the person at the keyboard."""


class Misuse(Failure):
    """What was asked for does not exist or does not fit: exit status 2."""
