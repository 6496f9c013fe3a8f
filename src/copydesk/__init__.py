"""Copydesk: a content server whose every change is an event."""

__all__: list[str] = []
