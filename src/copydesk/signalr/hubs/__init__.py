"""Hubs: classes whose methods clients call, and the objects through which a hub calls its clients."""

__all__: list[str] = []
