"""What can be set about the content service."""

from dataclasses import dataclass

__all__ = ["ContentOptions"]


@dataclass(frozen=True, slots=True)
class ContentOptions:
    """The settings of the content service.

    Attributes:
        unique_names: number names that a sibling has already.
        invariant_from_any_culture: values without culture are published along with any culture, not only the default.
        cancel_poisons_outer_scope: as in the reference, some cancelled operations leave an outer scope unable to
            commit: a cancelled Saving of an unpublication or of a publication with save, and a branch whose root fails.
        keep_referenced_documents: emptying the recycle bin leaves documents that another one refers to.
        quiet_child_sort: sorting all children of a parent raises only the tree change.
        check_allowed_types: a document may only stand where its type, and that of its parent, allow it.
    """

    unique_names: bool = True
    invariant_from_any_culture: bool = False
    cancel_poisons_outer_scope: bool = False
    keep_referenced_documents: bool = False
    quiet_child_sort: bool = False
    check_allowed_types: bool = True
