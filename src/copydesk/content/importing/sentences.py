"""What importing says to people, each with its code: why an import is refused, and why something was left out."""

from copydesk.sentences import SentenceTable

__all__ = ["Sentences"]


class Sentences(SentenceTable):
    """All of them."""

    # An import, and its files
    IMPORT_NOT_FOUND = (
        "The caller has no import with this key; perhaps the server was started anew since, or nobody came back to it."
    )
    TOO_MANY_IMPORTS = "You have {count} unfinished imports; start or discard one of them first"
    NO_FILES_YET = "There are no files to import yet; send some first"
    SERVER_STOPPING = "The server is stopping; try again in a moment"
    NO_MORE_FILES = "The import is {state}, and takes no more files"
    FILE_TOO_LARGE = "{file} has {size:,} bytes; a file may have {limit:,}"
    TOO_MANY_FILES = "An import may have {limit:,} files; import the folder in parts"
    FILES_TOO_LARGE = "An import may have {limit:,} bytes; import the folder in parts"

    # Names of files
    FAULTY_NAMES = "{faults}"
    NAME_WITH_CONTROL_CHARACTER = "it holds a control character"
    NAME_WITH_BACKSLASH = "it holds a backslash; separate folders by /"
    NAME_IS_ABSOLUTE = "it is an absolute path; name the place inside the folder"
    NAME_WITH_EMPTY_PART = "a part of it is empty, . or .."
    FILE_NAME_TOO_LONG = "it is longer than {limit} bytes, or a part of it than {part_limit}"
    FILE_GIVEN_TWICE = "it is given twice"
    FILE_AND_FOLDER = "a file and a folder cannot have the same name"

    # Why it cannot begin, or did not come to its end
    LANGUAGES_NOT_ADDED = "The languages {languages} could not be added: {result}"
    TYPE_NOT_TO_IMPORT = "No documents of the type {alias!r} may stand there; choose one of: {choice}"
    TYPE_NOT_MADE = "The document type {type!r} could not be made: {result}"
    NO_TEXT_PROPERTY = "The document type {type!r} has no text property {property!r} for the pages' text"
    NO_SUCH_TEXT_PROPERTY = (
        "The document type {type!r} has no text property {property!r} for the pages' text; name one of {choice}"
    )
    NO_LANGUAGES = "There are no languages yet; add one first"
    IMPORT_BROKE_OFF = "Something went wrong on the server; its log says more"

    # Why a file was left out
    IS_LINK = "it is a link; copy the file it leads to into the folder"
    WRONG_ENDING = "its ending {ending!r} is not one of {known}"
    ABOVE_LIMIT = "its {size:,} bytes are above the limit of {limit:,}"
    SAME_PAGE_TWICE = "{other} is the same page in the same language"
    NOT_OPENED = "{fault}"
    NOT_UTF8 = "it is not UTF-8 (byte {byte} does not fit)"
    TITLE_NO_TEXT = "its front matter's title is not a text"
    FRONT_MATTER_NOT_YAML = "its front matter is not YAML; the fault is in line {line}"
    FRONT_MATTER_COLON = (
        "line {line} of its front matter has a colon too many, or is indented wrongly; "
        "put a value with a colon into quotation marks"
    )
    FRONT_MATTER_NO_COLON = "line {line} of its front matter has no colon after the name"
    FRONT_MATTER_TAB = "line {line} of its front matter has a tab; indent with spaces"
    FRONT_MATTER_SIGN = "in line {line} of its front matter a value begins with {sign}; put it into quotation marks"
    FRONT_MATTER_QUOTATION = "the quotation mark in line {line} of its front matter is not closed"
    FRONT_MATTER_BRACKET = "the bracket in line {line} of its front matter is not closed, or a comma is missing"
    FRONT_MATTER_ALIAS = "line {line} of its front matter has an alias (*); write the value out"
    FRONT_MATTER_NESTED = "in line {line} of its front matter values are nested more than {limit} deep"
    FRONT_MATTER_CHARACTER = "line {line} of its front matter has a control character"
    ENTRY_LEFT_OUT = "it was taken without its entry {name!r}: {reason}"
    WENT_WRONG = "something went wrong with it on the server; the log says more"
    FRONT_MATTER_OPEN = "its front matter has no closing line ---, so it was taken for text"
    FRONT_MATTER_NO_MAPPING = "its front matter is not a mapping of names to values"
    TYPE_WITHOUT_CULTURES = "the document type {type!r} does not vary by culture"
    LANGUAGE_NOT_TO_ADD = "there is no language {code!r}, and you may not add languages"

    # Why a page was left out
    PAGE_IN_TRASH = "its document is in the recycle bin; restore it, or delete it for good"
    PAGE_OF_OTHER_TYPE = "an earlier import made it a {type!r}; choose that type"
    PAGE_ABOVE_GONE = "the document above it is gone"
    PAGE_ABOVE_NOT_TAKEN = "the page above it was not taken"
    PAGE_NOT_ALLOWED = "you may not do this there; it needs the permission {verb}"
    OWNER_GONE = "whoever began the import may not be here any more"
    SAVED_NOT_PUBLISHED = "it was saved, and not published: {reason}"
