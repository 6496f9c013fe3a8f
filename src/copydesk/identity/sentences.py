"""What the identity room says to people, each with its code.

Where the reference's management API has a name for the case, it is that name (`UserOperationStatus` and its kin).
"""

from copydesk.sentences import SentenceTable

__all__ = ["Sentences"]


class Sentences(SentenceTable):
    """All of them."""

    CANCELLED_BY_NOTIFICATION = "A handler cancelled this."
    CONCURRENCY_VIOLATION = "Somebody else changed this meanwhile; read it again."

    # Coming in
    NOT_SIGNED_IN = "Sign in, and show the access token as a bearer"
    UNKNOWN_SCHEME = "The scheme {scheme!r} is not known here; use Bearer"
    TOKEN_REFUSED = "This token is not good, or not any more"
    SIGN_IN_REFUSED = "This did not let you in; check what you typed, or sign in again"
    TOO_MANY_ATTEMPTS = "Too many attempts; try again in {seconds} seconds"
    TOKEN_OR_COOKIE = "Give a refresh token, or say that it is in the cookie; one of the two."
    API_KEY_SIGN_OUT = "An API key is not signed in; delete it instead"
    COOKIE_NEEDS_JSON = "With a cookie, the body must be declared as application/json"
    COOKIE_FROM_ELSEWHERE = "With a cookie, only pages of this server may ask this"
    POLICY_REFUSED = "The policy {policy} does not allow you this"
    NO_PROFILE = "Only a user has a name, a language and a password; this is an API key"
    KEYS_UNAVAILABLE = "The signing keys of the external issuer could not be fetched."

    # What is not there
    USER_NOT_FOUND = "There is no user {key}."
    USER_GROUP_NOT_FOUND = "There is no user group {key}."
    API_KEY_NOT_FOUND = "There is no API key {key}."
    START_NODE_NOT_FOUND = "There is no node {key}."
    START_NODE_UNNAMED = "Name the node by its key or its id."

    # Fields
    INVALID_NAME = "The name must have 1 to 255 characters, none of them a control character."
    INVALID_EMAIL = "The e-mail address must have one @ with something on both sides, and at most 255 characters."
    INVALID_ISO_CODE = "The language must be a language tag such as en-US."
    INVALID_GROUP_ALIAS = (
        "The alias must begin with a letter and go on with letters, digits, dots, dashes or underscores."
    )
    DUPLICATE_EMAIL = "Another user has the e-mail address {email}."
    SAME_EMAIL = "Two of the users have the same e-mail address.", "DuplicateEmail"
    DUPLICATE_ALIAS = "Another user group has the alias {alias!r}."
    PASSWORD_TOO_SHORT = "The password must have at least {limit} characters."
    PASSWORD_TOO_LONG = "The password must have at most {limit} characters."
    WRONG_PASSWORD = "This is not your present password."
    EXPIRED_ALREADY = "The API key would have expired already."
    INVALID_ENTITY_TAG = "{tag!r} is no entity tag; send the ETag of the last answer about this."

    # Who may do what to whom
    CANNOT_DELETE_SELF = "You cannot delete yourself."
    CANNOT_DISABLE_SELF = "You cannot disable yourself."
    SELF_PASSWORD_RESET_NOT_ALLOWED = "Change your own password with the one that you have."
    ADMINISTRATORS_ONLY = "Only administrators may edit an administrator."
    USER_NOT_IN_GROUP = "You can only give user groups that you are in."
    OPENS_DOCUMENTS = "This would open documents that are not open to you."
    OPENS_MEDIA = "This would open media that are not open to you."
    TAKES_OVER = "This user has rights that you do not have; you could come in with them."
    ADMIN_GROUP_CANNOT_BE_EMPTY = "There must be an administrator who is not disabled; make another user one first."
    IS_SYSTEM_USER_GROUP = (
        "The group {alias!r} decides who is an administrator; it keeps its alias and cannot be deleted."
    )
