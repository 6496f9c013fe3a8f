"""Puts the built back office into what is distributed, so that whoever installs it needs no Node."""

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PACKAGED = "src/copydesk/back_office"


class BackOfficeHook(BuildHookInterface[Any]):
    """Builds the back office from its sources; a source distribution has no sources of it, but the build itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build it, and name it as part of the package although git ignores it."""
        if version == "editable":  # A checkout builds it with `make setup`.
            return
        if (Path(self.root) / "backoffice").is_dir():
            subprocess.run([Path(self.root) / "scripts/back-office"], check=True)  # noqa: S603 - our own script
        build_data["artifacts"].append(f"/{_PACKAGED}/")
