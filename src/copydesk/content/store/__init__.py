"""How content is kept: the queries and statements of the content room, each in the scope it is given."""

__all__: list[str] = []
