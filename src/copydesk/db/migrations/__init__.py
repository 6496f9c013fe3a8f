"""The history of the tables. Each file in `versions` is one step; its name begins with its number."""

__all__: list[str] = []
