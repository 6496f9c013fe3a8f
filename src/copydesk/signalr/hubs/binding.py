"""From the values of a message to the parameters of a hub method."""

from collections.abc import Sequence
from typing import Any

from copydesk.signalr.errors import BindingError
from copydesk.signalr.hubs.methods import HubMethod
from copydesk.signalr.protocol.base import HubProtocol

__all__ = ["ArgumentError", "bind_arguments"]


class ArgumentError(BindingError):
    """Error binding arguments. Make sure that the types of the provided values match the types of the hub method being invoked."""  # noqa: E501 - clients compare this text


def bind_arguments(method: HubMethod, protocol: HubProtocol, values: Sequence[Any]) -> tuple[Any, ...]:
    """Convert what the client sent to the types of the method's arguments; missing ones get their defaults.

    Raises:
        BindingError: there are too few or too many of them.
        ArgumentError: one has another type; the cause says which and why.
    """
    if not method.required <= len(values) <= len(method.arguments):
        raise BindingError(f"Invocation provides {len(values)} argument(s) but target expects {len(method.arguments)}.")
    bound = [parameter.default for parameter in method.arguments]
    for index, (parameter, value) in enumerate(zip(method.arguments, values, strict=False)):
        try:
            bound[index] = protocol.decode_value(value, parameter.type)
        except BindingError as error:
            raise ArgumentError from _named(parameter.name, error)
    return tuple(bound)


def _named(name: str, error: BindingError) -> BindingError:
    return BindingError(f"argument '{name}': {error}")
