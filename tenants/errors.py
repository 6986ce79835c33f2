"""What goes wrong with partners and people, in sentences for the person who asked."""


class Refused(Exception):  # noqa: N818  it is a sentence for a person
    """A wish that can't be granted: one sentence, and the field it is about."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class PartnerUnknown(Exception):  # noqa: N818
    """There is no such partner in service. Nothing was read or written."""


class ProvisioningFailed(Exception):  # noqa: N818
    """A partner's schema could not be made."""
