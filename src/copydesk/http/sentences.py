"""What is said about requests that no route ever sees, because the framework cannot read them or finds no route."""

from http import HTTPStatus

from copydesk.sentences import SentenceTable

__all__ = ["Sentences", "Validation"]


class Sentences(SentenceTable):
    """What the application itself says; where it says nothing in particular, what the status means."""

    INVALID_ORIGIN = "{header} must be at most {limit} letters, digits, dots, colons, hyphens or underscores"
    NESTED_TOO_DEEPLY = "The body is nested too deeply to be read"
    INVALID_REQUEST = "The request is wrong"
    UNAUTHORIZED = "Sign in first"
    FORBIDDEN = "You may not do this"
    NOT_FOUND = "There is nothing here"
    METHOD_NOT_ALLOWED = "This cannot be done here"
    CONFLICT = "Something stands against it"
    REQUEST_TOO_LARGE = "The request is too large"
    UNAVAILABLE = "The server cannot do this now; try again later"
    UNKNOWN = "Something failed in the server"

    @classmethod
    def of_status(cls, status: HTTPStatus) -> "Sentences":
        """Return what an answer of this status says, if it says nothing else."""
        found = {
            HTTPStatus.UNAUTHORIZED: cls.UNAUTHORIZED,
            HTTPStatus.FORBIDDEN: cls.FORBIDDEN,
            HTTPStatus.NOT_FOUND: cls.NOT_FOUND,
            HTTPStatus.METHOD_NOT_ALLOWED: cls.METHOD_NOT_ALLOWED,
            HTTPStatus.CONFLICT: cls.CONFLICT,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE: cls.REQUEST_TOO_LARGE,
            HTTPStatus.SERVICE_UNAVAILABLE: cls.UNAVAILABLE,
        }
        usual = cls.INVALID_REQUEST if status < HTTPStatus.INTERNAL_SERVER_ERROR else cls.UNKNOWN
        return found.get(status, usual)


class Validation(SentenceTable):
    """What the library that reads bodies and parameters says: its texts are recognised by these, in this order."""

    FIELD_MISSING = "Object missing required field `{field}`"
    FIELD_UNKNOWN = "Object contains unknown field `{field}`"
    TEXT_TOO_LONG = "Expected `str` of length <= {limit}"
    TEXT_TOO_SHORT = "Expected `str` of length >= {limit}"
    LIST_TOO_LONG = "Expected `array` of length <= {limit}"
    LIST_TOO_SHORT = "Expected `array` of length >= {limit}"
    NUMBER_TOO_LARGE = "Expected `{type}` <= {limit}"
    NUMBER_TOO_SMALL = "Expected `{type}` >= {limit}"
    WRONG_FORM = "Expected `str` matching regex {pattern}"
    WITHOUT_ZONE = "Expected `datetime` with a timezone component"
    WRONG_TYPE = "Expected `{type}`, got `{found}`"
    NOT_AMONG = "Invalid enum value {value}"
    WRONG_FORMAT = "Invalid {format}"
    WRONG_VALUE = "{text}"
