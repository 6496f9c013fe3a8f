"""How often somebody may try to sign in: per account and per network address, in bounded memory."""

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from copydesk.identity.model import normal_email

__all__ = [
    "ATTEMPTS_PER_ACCOUNT",
    "ATTEMPTS_PER_ADDRESS",
    "Rate",
    "RateLimit",
    "SignInRateLimit",
    "network_of",
]

_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `attempts` at once, and as many again over each `per` seconds."""

    attempts: int
    per: float

    @property
    def interval(self) -> float:
        """Seconds after which one more attempt is allowed."""
        return self.per / self.attempts


ATTEMPTS_PER_ACCOUNT: Final = Rate(10, 300)
"""Sign-in attempts at one account, from wherever."""
ATTEMPTS_PER_ADDRESS: Final = Rate(60, 300)
"""Sign-in attempts from one network address, at whatever accounts; an office may share one."""


class RateLimit:
    """Counts attempts per key by the generic cell rate algorithm: one number per key.

    A key whose allowance is whole again is forgotten. When `most_keys` keys are held, the one that tried least
    recently gives way: memory stays bounded, whoever invents keys.
    """

    def __init__(self, rate: Rate, *, most_keys: int = 10_000) -> None:
        self._rate = rate
        self._most_keys = most_keys
        self._whole_at: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._whole_at)

    def attempt(self, key: str, now: float) -> float:
        """Count an attempt of `key` at `now` seconds.

        Return 0 if it is allowed, else the seconds to wait; a refused one is not counted.
        """
        whole_at = max(self._whole_at.get(key, now), now) + self._rate.interval
        wait = whole_at - now - self._rate.per
        if wait > _ROUNDING:
            return wait
        self._whole_at[key] = whole_at
        self._whole_at.move_to_end(key)
        self._make_room(now)
        return 0.0

    def forgive(self, key: str) -> None:
        """Give `key` its whole allowance back."""
        self._whole_at.pop(key, None)

    def _make_room(self, now: float) -> None:
        while self._whole_at and (len(self._whole_at) > self._most_keys or next(iter(self._whole_at.values())) <= now):
            self._whole_at.popitem(last=False)


class SignInRateLimit:
    """The limit on sign-in attempts. Both the account and the address must have allowance left.

    Args:
        account: Attempts per account, whether it exists or not.
        address: Attempts per network address; larger, because an office shares one.
        most_keys: How many accounts, and how many addresses, are remembered at most.
    """

    def __init__(
        self, account: Rate = ATTEMPTS_PER_ACCOUNT, address: Rate = ATTEMPTS_PER_ADDRESS, *, most_keys: int = 10_000
    ) -> None:
        self._accounts = RateLimit(account, most_keys=most_keys)
        self._addresses = RateLimit(address, most_keys=most_keys)

    def attempt(self, email: str, address: str | None, now: float) -> float:
        """Count an attempt. Return 0 if it is allowed, else the seconds to wait.

        Args:
            email: The account, as typed.
            address: Where the attempt comes from; None on the command line.
            now: Seconds on any clock that does not go back.
        """
        wait = self._addresses.attempt(network_of(address), now) if address is not None else 0.0
        return wait or self._accounts.attempt(normal_email(email)[:320], now)

    def forgive(self, email: str) -> None:
        """Forget the attempts of an account whose owner has come in. The address keeps its count."""
        self._accounts.forgive(normal_email(email)[:320])


def network_of(address: str) -> str:
    """Return what one subscriber has: an IPv4 address itself, of an IPv6 address the /64; anything else as it is."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
