"""The codes of all sentences in the description of the API, so that clients can switch on them."""

from collections.abc import Iterable
from typing import Final

from litestar.openapi.spec import OpenAPIType, Schema
from litestar.plugins import OpenAPISchemaPlugin
from litestar.typing import FieldDefinition

from copydesk.http.sentences import Sentences, Validation
from copydesk.problems import ProblemSentences
from copydesk.sentences import CODE_MARK, SentenceTable, codes_of

__all__ = ["CodesInSchema"]

_OWN: Final = (ProblemSentences, Sentences, Validation)


class CodesInSchema(OpenAPISchemaPlugin):
    """Describes a code as one of those that this server knows.

    Args:
        tables: the sentences of the rooms, and of those who added to the server.
    """

    def __init__(self, tables: Iterable[type[SentenceTable]]) -> None:
        self.codes = codes_of((*_OWN, *tables))

    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        """Tell whether a field is that of a code."""
        return CODE_MARK in field_definition.metadata

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: object) -> Schema:  # noqa: ARG002 - the framework's own signature
        """Describe the codes."""
        return Schema(type=OpenAPIType.STRING, enum=self.codes)
