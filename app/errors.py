"""Errors a visitor can mend."""


class InputError(Exception):
    """A request that cannot be served as it stands.

    The message is one plain sentence that says what to change. It is shown to the visitor
    as text, by the page and by the API alike; everything else that is raised is a bug.
    """

    def __init__(self, sentence: str) -> None:
        """Half a character, which no answer can carry, is written as a question mark."""
        super().__init__(sentence.encode("utf-8", "replace").decode())


def whole_number(value: object, name: str, least: int, most: int) -> int:
    """`value` as a whole number from `least` to `most`. Raises InputError naming it."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InputError(f"{name} must be a whole number from {least} to {most}.")
    return value
