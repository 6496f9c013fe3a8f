"""Who of the listeners hears a record: one decision for all who share a permission profile."""

import logging

from copydesk.identity import PermissionProfile, Principal
from copydesk.journal import Audience as Addressee
from copydesk.journal import ChangeRecord
from copydesk.server_events.audience import Audience
from copydesk.server_events.branches import tops_of
from copydesk.server_events.model import RoutingContext

__all__ = ["Admission"]

_log = logging.getLogger(__name__)


class Admission:
    """Decides about records.

    Args:
        audience: decides about sources and paths.
    """

    def __init__(self, audience: Audience) -> None:
        self._audience = audience

    def admits(self, profile: PermissionProfile, record: ChangeRecord) -> bool:
        """Tell whether those with `profile` hear a record that is addressed to its source.

        Who is told of a whole branch is spared what is below it.
        """
        if any(self._hears(profile, record, path) for path in tops_of(record)):
            return False
        paths = [record.path] if record.original_path is None else [record.path, record.original_path]
        return any(self._hears(profile, record, path) for path in paths)

    def concerns(self, principal: Principal, record: ChangeRecord) -> bool:
        """Tell whether one listener hears a record, whoever it is addressed to."""
        match record.audience:
            case Addressee.SOURCE:
                return self.admits(principal.profile, record)
            case Addressee.USER:
                return record.user == principal.key
            case Addressee.BROADCAST:
                return True
            case Addressee.NODES:
                return False

    def _hears(self, profile: PermissionProfile, record: ChangeRecord, path: str | None) -> bool:
        try:
            return self._audience.hears(profile, record.source, RoutingContext(path))
        except Exception:  # noqa: BLE001 - whatever it was, who may not certainly hear does not
            _log.exception("whether a record of %s may be heard cannot be told, so it is not", record.source)
            return False
