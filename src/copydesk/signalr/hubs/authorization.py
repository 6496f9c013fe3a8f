"""Who may connect to a hub and who may call which method."""

import inspect
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from copydesk.signalr.connections.request import ConnectionRequest, Principal

if TYPE_CHECKING:
    from copydesk.signalr.hubs.filters import HubInvocationContext

__all__ = [
    "AuthorizationContext",
    "Policy",
    "allowed",
    "authenticated",
    "authorize",
    "has_claim",
    "policies_of",
]

F = TypeVar("F", bound=Callable[..., Any])
_POLICIES = "__hub_policies__"


@dataclass(frozen=True, slots=True)
class AuthorizationContext:
    """What a policy may look at.

    Attributes:
        user: who asks; `None` for an anonymous client.
        request: the HTTP request: the one at hand for a hub's policies, the connection's first for a method's.
        invocation: the call, for the policies of a method; `None` for those of a hub.
    """

    user: Principal | None
    request: ConnectionRequest
    invocation: "HubInvocationContext | None" = None


Policy: TypeAlias = Callable[[AuthorizationContext], bool | Awaitable[bool]]
"""Answers whether the user may; may be async."""


def authenticated(context: AuthorizationContext) -> bool:
    """Allow every user who is known."""
    return context.user is not None


def has_claim(name: str, *values: object) -> Policy:
    """Make a policy that wants a claim, with one of `values` if any are given; a claim may be a list of values."""

    def policy(context: AuthorizationContext) -> bool:
        if context.user is None or name not in context.user.claims:
            return False
        claim = context.user.claims[name]
        held = claim if isinstance(claim, list | tuple | set | frozenset) else [claim]
        return not values or any(value in values for value in held)

    return policy


def authorize(*policies: Policy) -> Callable[[F], F]:
    """Guard a hub class or a hub method: the user must be known and satisfy every policy.

    A hub's policies are asked on negotiate and on every transport request, a method's on every call. Marks add up,
    those of base classes included.
    """

    def mark(target: F) -> F:
        setattr(target, _POLICIES, (*_own_policies(target), authenticated, *policies))
        return target

    return mark


def policies_of(target: Any) -> tuple[Policy, ...]:
    """Return the policies that guard a hub class (with its bases) or a function."""
    sources = target.__mro__ if isinstance(target, type) else (target,)
    return tuple(policy for source in sources for policy in _own_policies(source))


async def allowed(policies: Iterable[Policy], context: AuthorizationContext) -> bool:
    """Ask the policies in turn until one refuses."""
    for policy in policies:
        answer = policy(context)
        if not (await answer if inspect.isawaitable(answer) else answer):
            return False
    return True


def _own_policies(target: Any) -> tuple[Policy, ...]:
    policies: tuple[Policy, ...] = vars(target).get(_POLICIES, ())
    return policies
