"""The model of content, without I/O: documents, their cultures and properties, and the types that say what they may be.

Start with `Document`. Everything here can be used without a database.
"""

from copydesk.content.model.culture_infos import CultureChange, CultureInfo, CultureInfos
from copydesk.content.model.cultures import ALL_CULTURES, Language, Languages, normalize_culture
from copydesk.content.model.document import CultureImpact, Document, PublishedSlot, PublishedState
from copydesk.content.model.document_types import DocumentType
from copydesk.content.model.fallback import value_with_fallback
from copydesk.content.model.folders import BlueprintFolder
from copydesk.content.model.names import MAX_NAME_LENGTH, name_key, unique_name
from copydesk.content.model.node import ContentNode, Place
from copydesk.content.model.paths import RECYCLE_BIN_ID, RECYCLE_BIN_PATH, ROOT_ID, ROOT_PATH
from copydesk.content.model.properties import Property, Variant
from copydesk.content.model.property_types import PropertyType
from copydesk.content.model.schedule import Schedule, ScheduleAction, ScheduledAction
from copydesk.content.model.validation import InvalidProperty, invalid_properties
from copydesk.content.model.values import JsonValue, ValueType
from copydesk.content.model.variation import ContentVariation
from copydesk.content.model.versions import VersionInfo

__all__ = [
    "ALL_CULTURES",
    "MAX_NAME_LENGTH",
    "RECYCLE_BIN_ID",
    "RECYCLE_BIN_PATH",
    "ROOT_ID",
    "ROOT_PATH",
    "BlueprintFolder",
    "ContentNode",
    "ContentVariation",
    "CultureChange",
    "CultureImpact",
    "CultureInfo",
    "CultureInfos",
    "Document",
    "DocumentType",
    "InvalidProperty",
    "JsonValue",
    "Language",
    "Languages",
    "Place",
    "Property",
    "PropertyType",
    "PublishedSlot",
    "PublishedState",
    "Schedule",
    "ScheduleAction",
    "ScheduledAction",
    "ValueType",
    "Variant",
    "VersionInfo",
    "invalid_properties",
    "name_key",
    "normalize_culture",
    "unique_name",
    "value_with_fallback",
]
