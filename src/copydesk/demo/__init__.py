"""A small newsroom to look at and to play in: its people, its documents, its house style.

`demo_settings` and `newsroom` make any server one; `copydesk serve --demo` does both.
"""

from copydesk.demo.house_style import house_style
from copydesk.demo.newsroom import Newsroom, newsroom
from copydesk.demo.people import PASSWORD, PEOPLE, Person, demo_settings, demo_sign_ins

__all__ = ["PASSWORD", "PEOPLE", "Newsroom", "Person", "demo_settings", "demo_sign_ins", "house_style", "newsroom"]
