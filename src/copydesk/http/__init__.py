"""The HTTP application."""

from copydesk.http.application import create_application

__all__ = ["create_application"]
