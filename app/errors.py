"""Errors a visitor can mend."""


class InputError(Exception):
    """A request that cannot be served as it stands.

    The message is one plain sentence that says what to change. It is shown to the visitor
    as text, by the page and by the API alike; everything else that is raised is a bug.
    """

    def __init__(self, sentence: str) -> None:
        """Half a character, which no answer can carry, is written as a question mark."""
        super().__init__(sentence.encode("utf-8", "replace").decode())
