"""What the content room says to people, each with its code.

Where the reference's management API has a name for the case, it is that name (`ContentEditingOperationStatus` and its
kin).
"""

from copydesk.sentences import SentenceTable

__all__ = ["AuditComments", "Sentences"]


class Sentences(SentenceTable):
    """All of them."""

    # What became of an operation
    CANCELLED_BY_NOTIFICATION = "A handler refused it"
    HANDLER_FAILED = "A handler failed"
    FAILED = "It could not be done"
    INVALID_STATE = "It cannot be done to something in this state"
    CALL_REFUSED = "{message}", "CallRefused"
    NOTHING_TO_DO = "There is nothing to do"
    DUPLICATE_KEY = "There is a document with this key already"
    INVALID_NAME = "The name is missing or too long"
    INVALID_PUBLISHED_STATE = "It is being published or taken down"
    IN_TRANSITION = "The document is on its way to being published or taken down", "InvalidPublishedState"
    NOT_ALLOWED = "The document type may not stand there"
    CONCURRENCY_VIOLATION = "Somebody else changed the document: read it again and decide what is to stay"
    STALE_DOCUMENT = (
        "The document has version {stored}, not {expected}: read it again and decide what is to stay",
        "ConcurrencyViolation",
    )
    STALE_TYPE = "The document type has version {stored}, not {expected}: read it again", "ConcurrencyViolation"

    # What became of a publication
    PUBLISHING_FAILED = "It could not be published"
    UNPUBLISHING_FAILED = "It could not be taken down"
    PATH_NOT_PUBLISHED = "Something above it is not published"
    HAS_EXPIRED = "Its date of expiry has passed"
    AWAITING_RELEASE = "It awaits its date of release"
    CULTURE_HAS_EXPIRED = "The culture's date of expiry has passed"
    CULTURE_AWAITING_RELEASE = "The culture awaits its date of release"
    IN_TRASH = "It is in the recycle bin"
    CONTENT_INVALID = "Some values may not be published"
    NOTHING_TO_PUBLISH = "There is nothing to publish"
    MANDATORY_CULTURE_MISSING = "A mandatory culture is missing"
    UNSAVED_CHANGES = "Its draft is not saved"

    # Rights, and what is not there
    FORBIDDEN = "You may not do this; it needs the permission {verb}"
    FORBIDDEN_AT_DOCUMENT = "You may not do this to the document {key}; it needs the permission {verb}"
    FORBIDDEN_AT_ROOT = "You may not do this to the root; it needs the permission {verb}"
    FORBIDDEN_IN_BIN = "You may not do this to the recycle bin; it needs the permission {verb}"
    FORBIDDEN_BELOW = "You may not do this to everything below the document {key}; it needs the permission {verb}"
    FORBIDDEN_BELOW_BIN = "You may not do this to everything below the recycle bin; it needs the permission {verb}"
    CONTENT_NOT_FOUND = "There is no document {key}"
    CONTENT_ID_NOT_FOUND = "No document has the id {id}", "ContentNotFound"
    VERSION_NOT_FOUND = "There is no version {version}"
    BLUEPRINT_WITHOUT_SOURCE = "Name the document that the blueprint is made from, or the type of an empty one"
    BLUEPRINT_NOT_FOUND = "There is no blueprint {key}"
    NO_BLUEPRINT = "This is no saved blueprint", "BlueprintNotFound"
    FOLDER_NOT_FOUND = "There is no folder {key}"
    CONTENT_TYPE_NOT_FOUND = "There is no document type {key}"
    ALIAS_NOT_FOUND = "No document type has the alias {alias!r}"
    TYPE_ID_NOT_FOUND = "No document type has the id {id}", "ContentTypeNotFound"
    NOTHING_PUBLISHED = "Nothing is published at {asked} in this culture"

    # Where documents stand
    PARENT_IN_TRASH = "The document {key} is in the recycle bin; nothing can be put below it"
    PARENT_TRASHED = "{parent} is in the recycle bin; nothing can be put below it", "ParentInTrash"
    PARENT_IS_BIN = "{parent} is the recycle bin; nothing can be put below it"
    PARENT_NOT_FOUND = "There is no document {parent} to stand below"
    PARENT_INVALID = "{type} cannot stand below {parent}"
    PARENT_TOO_DEEP = "{parent} stands {limit} levels deep; nothing fits below it"
    BRANCH_TOO_DEEP = "The branch would reach deeper than {limit} levels"
    CYCLIC_MOVE = "A document cannot be moved below itself."
    NOT_IN_TRASH = "The document {key} is not in the recycle bin"
    ORIGINAL_PARENT_GONE = "What it was below is not there any more; name what it is to stand below"
    NO_CHILD = "{key} is no child"
    NOT_BELOW = "{id} is not below {parent}"
    SORTING_INVALID = "Name children of the parent in their new order"
    SIBLINGS_CHANGED = "What was to be put in order does not stand there, or not any more: read the list again"
    PLACED_TWICE = "A document is placed twice"
    PLACED_TWO_WAYS = "Name what it goes before or what it goes after"
    PLACED_BESIDE_ITSELF = "A document cannot go beside itself"
    SORTED_TWO_WAYS = "Name one way to sort: the order, what moves, or by what"
    SORTED_BY_NOTHING = "Only with `by`: the others name the order themselves"
    SORTED_TWICE = "A document is named twice"
    GIVEN_TWICE = "A document was given twice"
    DIFFERENT_PARENTS = "Only documents below one parent can be sorted"
    BIN_MISSING = "The recycle bin is missing"
    PARENT_BY_KEY_AND_PATH = "Name the parent by its key or by its path, not by both"

    # Names, keys and kinds of documents
    NAME_MISSING = "A document needs a name"
    NAME_MISSING_IN_ALL = "A document that varies by culture needs a name in one of them"
    NAME_MISSING_EVERYWHERE = (
        "A document needs a name, in at least one culture if it varies by culture",
        "NameMissingInAll",
    )
    NAME_TOO_LONG = "A name is longer than {limit} characters"
    NAME_NO_TEXT = "A name must be text, not {type}"
    NAME_CONTROL_CHARACTERS = "A name cannot hold control characters: {name!r}"
    FOLDER_NAME_MISSING = "A folder needs a name"
    DUPLICATE_FOLDER_NAME = "There is a folder {name} here already"
    FOLDER_NAME_TOO_LONG = "A folder's name has at most {limit} characters"
    KEY_FIXED = "The key of a saved document cannot change"
    INVALID_KEY = "A key of zeros names no document; choose another"
    PARENT_FIXED = "A saved document gets another parent by moving it"
    PUBLISHED_STATE_FIXED = "Only PUBLISHING and UNPUBLISHING may be set from outside; persisting sets the others."
    FOREIGN_DOCUMENT = "The document was loaded from another tenant's database; its id means something else here."
    NOT_SAVED = "Save the document first"
    BRANCH_NOT_SAVED = "Save the document before publishing its branch", "NotSaved"
    IS_BLUEPRINT = "This is a blueprint; use the operations for blueprints"
    NO_NEW_BLUEPRINT = "A document of the tree cannot become a blueprint; make one from it"
    FIELD_GIVEN_TWICE = "{field} is given twice"
    INVALID_ENTITY_TAG = "{tag!r} is not an entity tag; send the ETag of the last answer about this"

    # Dates
    INVALID_DATE = "Give a date of this calendar with a time zone, such as 2030-01-01T00:00:00Z"
    DATE_WITHOUT_ZONE = "The date {date} needs a time zone"
    UNPUBLISH_TIME_NEEDS_TO_BE_AFTER_PUBLISH_TIME = "A document must expire later than it is released"

    # Cultures and segments
    NO_LANGUAGES = "There are no languages yet"
    NO_LANGUAGES_TO_NAME = "There are no languages yet; make one first", "NoLanguages"
    NO_LANGUAGES_TO_SAVE = (
        "There are no languages yet; save some before a document that varies by culture",
        "NoLanguages",
    )
    NO_LANGUAGES_TO_READ = "There are no languages yet: leave out the culture", "NoLanguages"
    INVALID_CULTURE = "{code!r} is not a culture code; write one such as 'en-US'"
    LANGUAGE_NOT_FOUND = "No language has the code {code!r}; there are {known}"
    LANGUAGE_GONE = "No language has the code {code!r}", "LanguageNotFound"
    CULTURES_ARE_TEXT = "Give a list of cultures, not the text {cultures!r}"
    CULTURE_BLANK = "A culture is blank"
    CULTURE_GIVEN_TWICE = "A culture is given twice"
    CULTURE_WILDCARD = "'*' cannot be given here, or not besides others"
    CULTURE_MISSING = "{property!r} varies by culture: give the culture"
    CULTURES_MISSING = "The document varies by culture: give cultures, or '*' for all"
    CONTENT_TYPE_CULTURE_VARIANCE_MISMATCH = "{property!r} does not vary by culture: leave out {culture!r}"
    CULTURES_TOO_MUCH = "The document does not vary by culture: leave out the cultures"
    CONTENT_TYPE_SEGMENT_VARIANCE_MISMATCH = "{property!r} does not vary by segment: leave out {segment!r}"
    INVALID_SEGMENT = "{segment!r} is not a segment: no blank, '|' or control characters"

    # Languages
    DUPLICATE_ISO_CODE = "There is a language {code!r} already"
    SAME_ISO_CODE = "Two languages have the same code", "DuplicateIsoCode"
    MISSING_DEFAULT = "One language must be the default, not {count}"
    INVALID_FALLBACK = "{code!r} is not a culture code"
    FALLBACK_NOT_FOUND = "The fallback {fallback!r} of {code!r} is no language"
    FALLBACK_CIRCLE = "The fallback of {code!r} runs in a circle"

    # Values
    PROPERTY_TYPE_NOT_FOUND = "{type!r} has no property {property!r}; it has {known}"
    VALUE_MANDATORY = "{name} needs a value"
    VALUE_PATTERN = "{name} does not have the expected form {pattern}"
    VALUE_SCHEMA = "{name}{path}: {fault}"
    VALUE_SCHEMA_REFERENCE = "{name}: the schema refers to {reference}"
    VALUE_REFUSED = "{message}"
    VALUE_NO_TEXT = "{property!r} takes a text, not {given}"
    VALUE_NO_INTEGER = "{property!r} takes a whole number, not {given}"
    VALUE_NO_NUMBER = "{property!r} takes a number, not {given}"
    VALUE_NO_BOOLEAN = "{property!r} takes true or false, not {given}"
    VALUE_NO_DATE = "{property!r} takes a date such as 2030-01-01T00:00:00Z, not {given}"
    VALUE_TOO_DEEP = "{property!r} is nested deeper than {limit} levels"
    VALUE_KEY_NO_TEXT = "{property!r} has a key that is not text: {key}"
    VALUE_HALF_CHARACTER = "{property!r} holds half a surrogate pair, which is no text"
    VALUE_NUL = "{property!r} holds the character U+0000, which databases cannot store"
    VALUE_NOT_FINITE = "{property!r} must be a finite number, not {value}"
    VALUE_TOO_LARGE = "{property!r} must fit into 64 bits"
    VALUE_NO_JSON = "{property!r} cannot hold {value}; values are plain JSON"

    # Document types
    DUPLICATE_ALIAS = "Another document type has the alias {alias!r}"
    ALIAS_TAKEN = "Another type has the alias {alias!r}", "DuplicateAlias"
    INVALID_ALIAS = "{alias!r} is not an alias such as 'newsArticle'"
    INVALID_PROPERTY_TYPE_ALIAS = "{alias!r} is not an alias such as 'bodyText'"
    INVALID_ICON = "{icon!r} is not the name of an icon such as 'picture'"
    DUPLICATE_PROPERTY_TYPE_ALIAS = "{owner!r} already gives {property!r} to {type!r}"
    COMPOSITIONS_COLLIDE = "Two compositions of {type!r} define {property!r}"
    INVALID_COMPOSITION = "{type!r} would be a part of itself"
    COMPOSITION_NOT_SAVED = "Save the composition {type!r} first"
    COMPOSITIONS_CIRCLE = "The compositions of type {id} run in a circle or are missing"
    INVALID_VARIATION = "{property!r} cannot vary by {variation}: its document type {type!r} does not"
    INVALID_EDITOR = "The editor {editor!r} of {property!r} cannot edit {stored}"
    INVALID_PATTERN = "The pattern of {property!r} is not a regular expression: {fault}"
    INVALID_SCHEMA = "The schema of {property!r} is not a JSON Schema: {fault}"


class AuditComments(SentenceTable):
    """What the audit log says besides who did what. It keeps the English text, which is recognised when it is read."""

    MADE_BLUEPRINT_FOLDER = "Made the folder {name} for blueprints"
    RENAMED_BLUEPRINT_FOLDER = "Renamed the folder {name} for blueprints to {to}"
    DELETED_BLUEPRINT_FOLDER = "Deleted the folder {name} for blueprints"
    MENDED_TREE = "Mended where {count} documents stand"
    BACK_TO_VERSION = "Back to version {version}"
    OF_VERSION = "Version {version}"
    DELETED_VERSION = "Deleted version {version}"
    DELETED_VERSIONS = "Deleted {count} versions"
    DELETED_BLUEPRINTS = "Deleted {count} blueprints"
    DELETED_ALL_OF = "Deleted all of {types}"
    DELETED_PATH = "Deleted {path}"
    SAVED_DOCUMENTS = "Saved {count} documents"
    SAVED_BLUEPRINT = "Saved blueprint"
    COPIED_TO = "Copied to {path}"
    MOVED_BLUEPRINT = "Moved blueprint"
    MOVED_TO_BIN = "Moved to the recycle bin"
    MOVED_TO_BIN_FROM = "Moved to the recycle bin from {parent}"
    MOVED_FROM = "Moved from {before} to {path}"
    EMPTIED_BIN = "Emptied the recycle bin"
