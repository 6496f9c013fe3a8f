"""Importing a folder of Markdown and HTML files as a document tree.

`folder` finds the pages of a folder and their language versions, `page` reads one file, `run` saves them through the
content service.
"""

from copydesk.content.importing.folder import Folder, PageFile, Rejection, SourcePage, find_pages
from copydesk.content.importing.page import PageText, UnreadablePage, read_page

__all__ = [
    "Folder",
    "PageFile",
    "PageText",
    "Rejection",
    "SourcePage",
    "UnreadablePage",
    "find_pages",
    "read_page",
]
