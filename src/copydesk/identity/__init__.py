"""Who may come in, and what they may see and do: users, user groups, permissions, sign-in and tokens.

Read `model.py` for what there is, `profile.py` and `paths.py` for how rights are decided, `policies.py` for the named
policies.
"""

from copydesk.identity.permissions import Section, Tree, Verb
from copydesk.identity.policies import Policies
from copydesk.identity.principal import ANONYMOUS, Principal, PrincipalKind
from copydesk.identity.profile import NO_RIGHTS, PermissionProfile

__all__ = [
    "ANONYMOUS",
    "NO_RIGHTS",
    "PermissionProfile",
    "Policies",
    "Principal",
    "PrincipalKind",
    "Section",
    "Tree",
    "Verb",
]
