"""Errors a visitor can mend."""


class InputError(Exception):
    """A request that cannot be served as it stands.

    The message is one plain sentence that says what to change. It is shown to the visitor
    as text, by the page and by the API alike; everything else that is raised is a bug.
    """
