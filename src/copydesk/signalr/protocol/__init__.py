"""The SignalR hub protocol without I/O: messages, framing, two encodings and the state of one connection.

Nothing in this package knows sockets, event loops or clocks: bytes and times come in as arguments, events and bytes
come out.
"""

__all__: list[str] = []
