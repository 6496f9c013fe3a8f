"""What one hub message costs to encode and to read, in nanoseconds; beside it what msgspec alone needs.

Run `python bench/signalr_encoding.py [messages per round]`. The best of five rounds counts.
"""

import sys
import timeit
from collections.abc import Callable
from typing import cast

import msgspec

from copydesk.signalr.options import HubOptions
from copydesk.signalr.protocol import HubConnectionMachine, HubProtocol, JsonHubProtocol, MessagePackHubProtocol
from copydesk.signalr.protocol.messages import Completion, Invocation


class Event(msgspec.Struct, rename="camel"):
    """A payload with its names on the wire: goes to the encoder as it is."""

    event_type: str
    event_source: str
    key: str
    path: list[int]


class Unnamed(msgspec.Struct):
    """The same, but its names become camelCase at run time."""

    event_type: str
    event_source: str
    key: str
    path: list[int]


class Bare(msgspec.Struct):
    """The envelope of a call, as msgspec alone would write it."""

    type: int
    target: str
    arguments: list[Event]


VALUES = ("Saved", "Umbraco:CMS:Document", "0d4ee5b1-5e0c-4d3e-9d8a-0c9d1a6a6b55", [-1, 1052, 1067, 1201])
EVENT, UNNAMED = Event(*VALUES), Unnamed(*VALUES)


def nanoseconds(function: Callable[[], object], number: int) -> float:
    """Return the best time of five rounds for one call."""
    return min(timeit.repeat(function, number=number, repeat=5)) / number * 1e9


def decode(protocol: HubProtocol, frame: bytes) -> Callable[[], object]:
    """Return a function that cuts, decodes and binds one call."""
    deframer = protocol.deframer(32 * 1024)

    def run() -> object:
        deframer.feed(frame)
        message = cast("Invocation", protocol.decode(deframer.next() or b""))
        return protocol.decode_value(message.arguments[0], Event)

    return run


def receive(protocol: HubProtocol, frame: bytes) -> Callable[[], object]:
    """Return a function that hands one call to an open connection."""
    machine = HubConnectionMachine([protocol], HubOptions(), now=0)
    machine.receive(b'{"protocol":"%s","version":1}\x1e' % protocol.name.encode(), 0)
    return lambda: machine.receive(frame, 0)


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    for protocol, encoder in (
        (JsonHubProtocol(), msgspec.json.Encoder()),
        (MessagePackHubProtocol(), msgspec.msgpack.Encoder()),
    ):
        frame = protocol.encode(Invocation("notify", [EVENT]))
        spliced = Invocation("notify", [protocol.encode_value(EVENT)])
        bare = Bare(1, "notify", [EVENT])
        call, renamed = Invocation("notify", [EVENT]), Invocation("notify", [UNNAMED])
        answer = Completion("17", result=EVENT)
        cases: dict[str, Callable[[], object]] = {
            "msgspec alone, no framing": lambda e=encoder, b=bare: e.encode(b),
            "call": lambda p=protocol, m=call: p.encode(m),
            "call, field names renamed": lambda p=protocol, m=renamed: p.encode(m),
            "call, argument already encoded": lambda p=protocol, m=spliced: p.encode(m),
            "completion": lambda p=protocol, m=answer: p.encode(m),
            "read: cut, decode": receive(protocol, frame),
            "read: cut, decode, bind": decode(protocol, frame),
        }
        print(f"{protocol.name}, {len(frame)} bytes a call")
        for name, function in cases.items():
            print(f"  {name:<32}{nanoseconds(function, number):8.0f} ns")


if __name__ == "__main__":
    main()
