"""Who may come in: one token, the right host, the right origin, and no more screens than fit."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

COOKIE = "neurotag_lab"
MOST_SCREENS = 16
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass
class Guard:
    """Decides about each request.

    Attributes
    ----------
    hosts : set of str
        Names under which the lab may be asked for, without the port; none: any (where it listens to all).
    token : str
        Opens the door once; the screen then has a cookie.
    """

    hosts: frozenset[str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    _cookies: set[str] = field(default_factory=set)
    _is_used: bool = False

    def host_is_ours(self, host: str | None) -> bool:
        """Whether a request names this machine: no other site's name may lead here."""
        if host is None:
            return False
        name = urlsplit(f"//{host}").hostname or ""
        if name in self.hosts:
            return True
        # Where the lab listens to a network it is asked for by an address, never by a stranger's name.
        return not self.hosts and _is_address(name)

    def origin_is_ours(self, origin: str | None, host: str | None) -> bool:
        """Whether a request comes from a page of the lab, or from no page at all."""
        return origin is None or urlsplit(origin).netloc == (host or "")

    def enter(self, token: str) -> str | None:
        """Return a new cookie for the token, which then is used up; none for a wrong one."""
        if self._is_used or not hmac.compare_digest(token.encode(), self.token.encode()):
            return None
        self._is_used = True
        cookie = secrets.token_urlsafe(24)
        self._cookies.add(cookie)
        return cookie

    def knows(self, cookie: str | None) -> bool:
        """Whether a screen has been let in."""
        return cookie is not None and any(
            hmac.compare_digest(cookie.encode(), each.encode()) for each in self._cookies
        )


def guard_for(host: str) -> Guard:
    """Return the guard of a lab that listens on a host."""
    if is_loopback(host):
        return Guard(frozenset({"127.0.0.1", "localhost", "::1", host}))
    return Guard(frozenset() if _is_any(host) else frozenset({host}))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host."""
    if host == "localhost":
        return True
    return _is_address(host) and ipaddress.ip_address(host).is_loopback


def _is_any(host: str) -> bool:
    return _is_address(host) and ipaddress.ip_address(host).is_unspecified


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
