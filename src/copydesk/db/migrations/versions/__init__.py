"""One file for each step; its name begins with its number."""

__all__: list[str] = []
