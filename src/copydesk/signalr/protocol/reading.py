"""Values on their way in: property names are matched to fields, then msgspec makes the type that was asked for."""

from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import Any

import msgspec
from msgspec import inspect

from copydesk.signalr.errors import BindingError
from copydesk.signalr.protocol.naming import PayloadNames, fold_name, wire_name
from copydesk.signalr.protocol.payload_types import reachable_types

__all__ = ["PayloadReader"]

_Hook = Callable[[type, Any], Any]
_Decode = Callable[[Any], Any]
_Match = Callable[[Any], Any]
_Objects = inspect.StructType | inspect.DataclassType


class PayloadReader:
    """Decodes values to types; property names match fields without regard to case and underscores.

    A type without named fields is decoded straight to itself. For others the value is decoded to dictionaries, their
    keys are matched, and the result is converted; an exact name is found by one look-up. Of two properties that
    mean the same field the last one counts.

    Args:
        decoder: makes the decode function of one encoding for a type.
        names: what fields are called on the wire.
        dec_hook: makes types that msgspec does not know, as in `msgspec.convert`.
        string_keys: whether the encoding writes all dictionary keys as strings.
    """

    __slots__ = ("_bindings", "_dec_hook", "_decoder", "_names", "_string_keys")

    def __init__(
        self, decoder: Callable[[Any], _Decode], names: PayloadNames, dec_hook: _Hook | None, *, string_keys: bool
    ) -> None:
        self._decoder = decoder
        self._names = names
        self._dec_hook = dec_hook
        self._string_keys = string_keys
        self._bindings: dict[Any, _Decode] = {}

    def read(self, raw: msgspec.Raw, type_: Any) -> Any:
        """Decode `raw` to `type_`.

        Raises:
            BindingError: it has another type, or is malformed inside.
            TypeError: msgspec has no way to make `type_`; give a `dec_hook`.
        """
        binding = self._bindings.get(type_)
        if binding is None:
            binding = self._bindings[type_] = self._bind(type_)
        try:
            return binding(raw)
        except (ValueError, RecursionError) as error:
            raise BindingError(f"{error}.") from error

    def _bind(self, type_: Any) -> _Decode:
        types = list(reachable_types(inspect.type_info(type_)))
        has_objects = any(isinstance(info, _Objects) for info in types)
        if not has_objects or any(isinstance(info, inspect.RawType) for info in types):
            return self._decoder(type_)
        decode, match = self._decoder(Any), _Matching(self._names).of(inspect.type_info(type_))
        if match is None:
            return self._decoder(type_)

        def bind(raw: msgspec.Raw) -> Any:
            return msgspec.convert(match(decode(raw)), type_, dec_hook=self._dec_hook, str_keys=self._string_keys)

        return bind


class _Matching:
    """Builds, from a type, the function that gives decoded objects the names that msgspec expects."""

    def __init__(self, names: PayloadNames) -> None:
        self._names = names
        self._objects: dict[Any, _ObjectMatch] = {}

    def of(self, info: inspect.Type) -> _Match | None:
        positions = _positions(info)
        if positions is not None:
            return _match_positions([None if part is None else self.of(part) for part in positions])
        match info:
            case inspect.StructType() | inspect.DataclassType():
                return self._of_object(info)
            case inspect.UnionType():
                return self._of_union(info.types)
            case inspect.TypedDictType():
                return _match_values({field.encode_name: self.of(field.type) for field in info.fields})
            case inspect.DictType():
                return _match_each_value(self.of(info.value_type))
            case inspect.CollectionType():
                return _match_each(self.of(info.item_type))
            case inspect.Metadata():
                return self.of(info.type)
        return None

    def _of_object(self, info: "inspect.StructType | inspect.DataclassType") -> "_ObjectMatch":
        known = self._objects.get(info.cls)
        if known is None:
            known = self._objects[info.cls] = _ObjectMatch(info, self._names)
            known.parts = {field.encode_name: part for field in info.fields if (part := self.of(field.type))}
        return known

    def _of_union(self, members: Iterable[inspect.Type]) -> _Match | None:
        by_tag: dict[Any, _Match] = {}
        tag_field: str | None = None
        for_object: _Match | None = None
        for_list: _Match | None = None
        for member in members:
            match = self.of(member)
            if match is None:
                continue
            if isinstance(member, inspect.StructType) and member.tag_field is not None and not member.array_like:
                tag_field, by_tag[member.tag] = member.tag_field, match
            elif isinstance(match, _ObjectMatch) or isinstance(member, inspect.DictType | inspect.TypedDictType):
                for_object = match
            else:
                for_list = match

        def match_union(value: Any) -> Any:
            if isinstance(value, dict):
                tag = value.get(tag_field) if tag_field is not None else None
                chosen = by_tag.get(tag, for_object) if isinstance(tag, str | int) else for_object
                return value if chosen is None else chosen(value)
            return for_list(value) if for_list is not None and isinstance(value, list) else value

        return match_union if by_tag or for_object or for_list else None


class _ObjectMatch:
    """Renames the keys of one decoded object, which nobody else holds yet."""

    __slots__ = ("_exact", "_folded", "_unchanged", "parts")

    def __init__(self, info: "inspect.StructType | inspect.DataclassType", names: PayloadNames) -> None:
        self._exact = {wire_name(field.name, field.encode_name, names): field.encode_name for field in info.fields}
        tag_field = getattr(info, "tag_field", None)
        if tag_field is not None:
            self._exact[tag_field] = tag_field
        self._unchanged = frozenset(wire for wire, encode_name in self._exact.items() if wire == encode_name)
        self._folded = {fold_name(wire): encode_name for wire, encode_name in reversed(self._exact.items())}
        for field in info.fields:
            self._folded.setdefault(fold_name(field.name), field.encode_name)
        self.parts: dict[str, _Match] = {}

    def __call__(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        if not value.keys() <= self._unchanged:
            value = {self._field(key): item for key, item in value.items()}
        for name, match in self.parts.items():
            if name in value:
                value[name] = match(value[name])
        return value

    def _field(self, key: Any) -> Any:
        try:
            return self._exact[key]
        except KeyError:
            return self._folded.get(fold_name(key), key) if isinstance(key, str) else key


def _match_each(match: _Match | None) -> _Match | None:
    if match is None:
        return None
    return lambda value: [match(item) for item in value] if isinstance(value, list) else value


def _match_each_value(match: _Match | None) -> _Match | None:
    if match is None:
        return None
    return lambda value: {key: match(item) for key, item in value.items()} if isinstance(value, dict) else value


def _match_values(matches: dict[str, _Match | None]) -> _Match | None:
    wanted = {name: match for name, match in matches.items() if match is not None}
    if not wanted:
        return None

    def match_values(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {key: wanted[key](item) if key in wanted else item for key, item in value.items()}

    return match_values


def _positions(info: inspect.Type) -> list[inspect.Type | None] | None:
    """Return the types of the items of what is written as an array with places; `None` stands for a tag."""
    if isinstance(info, inspect.StructType) and info.array_like:
        return [None] * (info.tag is not None) + [field.type for field in info.fields]
    if isinstance(info, inspect.NamedTupleType):
        return [field.type for field in info.fields]
    return list(info.item_types) if isinstance(info, inspect.TupleType) else None


def _match_positions(matches: list[_Match | None]) -> _Match | None:
    if not any(matches):
        return None

    def match_positions(value: Any) -> Any:
        if not isinstance(value, list):
            return value
        pairs = zip_longest(value, matches[: len(value)])
        return [item if match is None else match(item) for item, match in pairs]

    return match_positions
