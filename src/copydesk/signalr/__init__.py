"""A complete SignalR server for any ASGI application."""

__all__: list[str] = []
