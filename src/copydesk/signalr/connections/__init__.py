"""The HTTP connection layer: negotiate, three transports and a registry, as an ASGI application.

It carries bytes and knows nothing of hubs: a `ConnectionHandler` is all that it runs.
"""

__all__: list[str] = []
