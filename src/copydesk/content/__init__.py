"""Documents, and everything that can happen to them.

`model` is what documents are, without I/O. `notifications` is what is told before and after every change. `service` is
what can be done.
"""

__all__: list[str] = []
