"""Values on their way out: field names become wire names before msgspec encodes them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, inspect

from copydesk.signalr.errors import EncodingError
from copydesk.signalr.protocol.messages import Invocation
from copydesk.signalr.protocol.naming import PayloadNames, wire_name
from copydesk.signalr.protocol.payload_types import is_object_class, reachable_types

__all__ = ["PayloadWriter", "cannot_encode"]

_Preparation = Callable[[Any], Any]
_AS_IT_IS: frozenset[type] = frozenset({str, int, float, bool, type(None), bytes, msgspec.Raw})
_UNKNOWN = object()
_EMPTY_FACTORIES = (list, dict, set)


class PayloadWriter:
    """Renames the fields of objects by one naming rule; keys of dictionaries stay as they are.

    What a class needs is found out once, from its annotations: a struct whose names are right already (say, with
    `rename="camel"`), and so are those of everything that its annotations name, goes to the encoder untouched.

    Args:
        names: the naming rule.
    """

    __slots__ = ("_names", "_preparations")

    def __init__(self, names: PayloadNames) -> None:
        self._names = names
        self._preparations: dict[type, _Preparation | None] = dict.fromkeys(_AS_IT_IS)

    def prepare(self, value: Any) -> Any:
        """Return what is to be encoded in the place of `value`; often the value itself."""
        cls = type(value)
        try:
            preparation = self._preparations[cls]
        except KeyError:
            preparation = self._preparations[cls] = self._preparation_for(cls)
        return value if preparation is None else preparation(value)

    def prepare_arguments(self, values: Sequence[Any]) -> Sequence[Any]:
        """Return what is to be encoded in the place of a call's few arguments; often the very list."""
        for value in values:
            if self._preparations.get(type(value), _UNKNOWN) is not None:
                return [self.prepare(value) for value in values]
        return values

    def prepare_all(self, values: Any) -> Any:
        """Return what is to be encoded in the place of a list, tuple or set of values."""
        return values if _AS_IT_IS.issuperset(map(type, values)) else [self.prepare(value) for value in values]

    def after(self, enc_hook: _Preparation | None) -> _Preparation | None:
        """Return an `enc_hook` that prepares what the given one makes."""
        return None if enc_hook is None else lambda value: self.prepare(enc_hook(value))

    def _prepare_dict(self, value: dict[Any, Any]) -> dict[Any, Any]:
        if _AS_IT_IS.issuperset(map(type, value.values())):
            return value
        return {key: self.prepare(item) for key, item in value.items()}

    def _preparation_for(self, cls: type) -> _Preparation | None:
        if self._names is PayloadNames.DECLARED:
            return None
        if issubclass(cls, dict):
            return self._prepare_dict
        if issubclass(cls, list | tuple | set | frozenset):
            return self.prepare_all
        if not is_object_class(cls) or self._is_settled(cls):
            return None
        return self._for_struct(cls) if issubclass(cls, msgspec.Struct) else self._for_plain_object(cls)

    def _is_settled(self, cls: type) -> bool:
        try:
            types = list(reachable_types(inspect.type_info(cls)))
        except (NameError, TypeError):  # Annotations that cannot be read now: the values will tell.
            return False
        return not any(isinstance(info, inspect.AnyType | inspect.CustomType) or self._renames(info) for info in types)

    def _renames(self, info: inspect.Type) -> bool:
        if not isinstance(info, inspect.StructType | inspect.DataclassType):
            return False
        return any(wire_name(field.name, field.encode_name, self._names) != field.encode_name for field in info.fields)

    def _for_plain_object(self, cls: type) -> _Preparation:
        names = getattr(cls, "__dataclass_fields__", None) or [field.name for field in cls.__attrs_attrs__]  # type: ignore[attr-defined]  # attrs has no types here
        wires = [(name, wire_name(name, name, self._names)) for name in names if not name.startswith("_")]

        def prepare_object(value: Any) -> dict[str, Any]:
            pairs = ((wire, getattr(value, name, UNSET)) for name, wire in wires)
            return {wire: self.prepare(item) for wire, item in pairs if item is not UNSET}

        return prepare_object

    def _for_struct(self, cls: type[msgspec.Struct]) -> _Preparation:
        config, fields = cls.__struct_config__, msgspec.structs.fields(cls)
        if config.array_like:
            head = [] if config.tag is None else [config.tag]
            return lambda value: head + [self.prepare(getattr(value, field.name)) for field in fields]
        wires = [
            (field.name, wire_name(field.name, field.encode_name, self._names), _default(field)) for field in fields
        ]
        tag: Mapping[str, Any] = {} if config.tag_field is None else {config.tag_field: config.tag}

        def prepare_struct(value: Any) -> dict[str, Any]:
            prepared = dict(tag)
            for name, wire, default in wires:
                item = getattr(value, name)
                if item is not UNSET and not (config.omit_defaults and _is_default(item, default)):
                    prepared[wire] = self.prepare(item)
            return prepared

        return prepare_struct


def cannot_encode(what: Any, error: Exception) -> EncodingError:
    """Make the error for something that msgspec, or a hook, refused to encode."""
    name = f"the message to '{what.target}'" if isinstance(what, Invocation) else f"a {type(what).__name__}"
    return EncodingError(f"Cannot encode {name}: {type(error).__name__}: {error}")


def _default(field: msgspec.structs.FieldInfo) -> Any:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory


def _is_default(item: Any, default: Any) -> bool:
    """Tell what `omit_defaults` leaves out: the very default, or an empty collection if a plain factory makes those."""
    return item is default or (default in _EMPTY_FACTORIES and type(item) is default and not item)
