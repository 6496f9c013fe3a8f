"""For tests of programs that use the bus: a recorder, a transaction that can crash, and a clock that is set by hand."""

from copydesk.notifications.testing.clock import ManualClock
from copydesk.notifications.testing.recorder import Recorder
from copydesk.notifications.testing.transaction import CrashError, CrashPoint, FakeTransaction, FakeTransactions

__all__ = ["CrashError", "CrashPoint", "FakeTransaction", "FakeTransactions", "ManualClock", "Recorder"]
