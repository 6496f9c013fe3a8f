"""What whoever began an import may do while it runs: asked again for every batch, and at every document."""

from copydesk.content.api.door import rights_of
from copydesk.content.api.rights import DocumentRights
from copydesk.content.importing.sentences import Sentences
from copydesk.content.service import ContentService
from copydesk.identity.permissions import Tree, Verb
from copydesk.identity.principal import Principal
from copydesk.identity.principals import Principals
from copydesk.identity.profile import NO_RIGHTS, PermissionProfile
from copydesk.sentences import Said

__all__ = ["RightsOfNow"]


class RightsOfNow:
    """The rights of one caller. They count as long as the user may be here, whatever becomes of their sign-ins.

    Args:
        principal: the caller.
        principals: knows what they may do now.
        content: knows where documents stand now.
    """

    def __init__(self, principal: Principal, principals: Principals, content: ContentService) -> None:
        self._principal = principal
        self._principals = principals
        self._content = content
        self._profile: PermissionProfile = NO_RIGHTS
        self._rights = DocumentRights(NO_RIGHTS, {})
        self._withheld = False

    @property
    def withheld(self) -> bool:
        """Whether something was not allowed."""
        return self._withheld

    async def renew(self) -> None:
        """Read the rights as they are now."""
        now = await self._principals.of_owner(self._principal)
        self._profile = NO_RIGHTS if now is None else now.profile
        self._rights = await rights_of(self._profile, self._content)

    def refusal(self, verb: Verb, path: str) -> Said | None:
        """Return why the caller may not do this there; None when they may."""
        if Tree.DOCUMENTS in self._profile.trees and self._rights.may(verb, path):
            return None
        self._withheld = True
        return Sentences.PAGE_NOT_ALLOWED(verb=verb) if self._profile.back_office else Sentences.OWNER_GONE()

    def may_add_languages(self) -> bool:
        """Tell whether the caller may administer languages."""
        return self._profile.back_office and Tree.LANGUAGES in self._profile.trees
