"""The refusals of the domain. Each is a sentence for the person who asked; the faces map them to a status once."""


class DomainError(Exception):
    """The request makes sense but cannot be done; `str()` is the sentence to show."""


class NotFound(DomainError):
    """It does not exist, or the person may not know that it does."""


class NotAllowed(DomainError):
    """It exists and the person may know it, but not now: a locked page, no attempt left."""


class Invalid(DomainError):
    """A value has no meaning here. `field` names the form field at fault, if there is one."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Refused(DomainError):
    """Lost a race, or what it acts on is closed."""


class Busy(DomainError):
    """The one writer was held for too long; nothing was saved, the same request may be sent again."""
