"""Importing a folder of Markdown and HTML files as a document tree.

`folder` finds the pages of a folder and their language versions, `reading` reads them with `page` and `front_matter`,
`prerequisites` makes what must stand before the first document, and `run` saves the pages through the content service.
Imports that begin in a browser are kept by `imports`: `staging` takes their files into the `node_folder`, and a `job`
runs each of them.
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
