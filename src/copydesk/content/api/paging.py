"""Which part of a list is asked for."""

from typing import Annotated
from uuid import UUID

from litestar.params import QueryParameter

from copydesk.content.api.limits import NO_NUL

__all__ = ["Around", "NameContains", "ParentKey", "Skip", "Take"]

Skip = Annotated[int, QueryParameter(ge=0, le=2**31 - 1, description="How many are left out at the beginning.")]
Take = Annotated[int, QueryParameter(ge=0, le=500, description="How many are wanted; at most 500.")]
Around = Annotated[int, QueryParameter(ge=0, le=250, description="How many are wanted on that side; at most 250.")]
NameContains = Annotated[
    str,
    QueryParameter(
        name="nameContains",
        max_length=255,
        pattern=NO_NUL,
        description="Only those whose name contains this, in any case of letters.",
    ),
]
ParentKey = Annotated[UUID, QueryParameter(name="parentKey", description="The key of the document that is listed.")]
