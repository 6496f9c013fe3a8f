"""Which part of a list is asked for."""

from typing import Annotated

from litestar.params import QueryParameter

__all__ = ["Skip", "Take"]

Skip = Annotated[int, QueryParameter(ge=0, le=2**31 - 1, description="How many are left out at the beginning.")]
Take = Annotated[int, QueryParameter(ge=0, le=500, description="How many are wanted; at most 500.")]
