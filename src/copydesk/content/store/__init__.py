"""How content is kept: the queries and statements of the content room, each in the scope it is given.

`documents` loads, `writing` writes, `rows` stands between; `tree`, `siblings` and `names` know where documents stand;
`versions`, `schedules`, `relations` and `audit` keep what belongs to a document; `types` and `folders` keep the rest.
"""

__all__: list[str] = []
