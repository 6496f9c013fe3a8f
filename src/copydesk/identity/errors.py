"""What can go wrong in the identity room."""

from copydesk.identity.sentences import Sentences
from copydesk.sentences import Said

__all__ = [
    "IdentityError",
    "InvalidPasswordError",
    "InvalidTokenError",
    "KeysUnavailableError",
    "SettingsError",
    "UndecidedRouteError",
    "UnknownPolicyError",
]


class IdentityError(Exception):
    """Something about users or their rights is wrong."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").splitlines()[0])


class UnknownPolicyError(IdentityError):
    """No policy has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no policy is called {name!r}; register it with Policies.add first")
        self.name = name


class InvalidPasswordError(IdentityError):
    """The password does not meet the rules for passwords; `said` is which."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


class InvalidTokenError(IdentityError):
    """The token is not valid.

    The message says why and is for the server's log; a caller over the network learns only that it was refused.
    """


class KeysUnavailableError(IdentityError):
    """The signing keys of the external issuer could not be fetched."""

    said = Sentences.KEYS_UNAVAILABLE()


class SettingsError(IdentityError, ValueError):
    """A setting of the identity room cannot work."""


class UndecidedRouteError(IdentityError):
    """A route does not say who may use it."""

    def __init__(self, route: str) -> None:
        super().__init__(f"{route} does not say who may use it: give it opt=PUBLIC or opt=allow(...)")
        self.route = route
