"""What can be wrong with a question, in one sentence for whoever asked."""


class BadParameter(ValueError):  # noqa: N818
    """A parameter that can't be understood; names it."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.message = message


class UnknownOutlet(LookupError):  # noqa: N818
    """An outlet that is not the partner's."""


class NotComputedYet(Exception):  # noqa: N818
    """Nothing has been computed for this partner yet."""


class NotProvenYet(NotComputedYet):
    """Nothing is computed for this partner: its right to the INN is not proven."""
