"""Who the client is when a reverse proxy stands in front.

The journal, the rate limits of the login and the https redirect ask the request for the client's address and scheme.
Behind a proxy these are the proxy's own, with the client's in headers that anybody can send. So: from a proxy named in
``TRUSTED_PROXIES`` the headers are taken, from anybody else they are thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


def _valid(address: str) -> bool:
    try:
        ip_address(address)
    except ValueError:
        return False
    return True


class TrustedProxies:
    """WSGI wrapper that makes ``REMOTE_ADDR`` the client's address."""

    def __init__(self, application: Application, proxies: Iterable[str]) -> None:
        self.application = application
        # A proxy that speaks through a Unix socket has no address.
        self.proxies = {*proxies, ""} if proxies else set()

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        if environ.get("REMOTE_ADDR", "") in self.proxies:
            client = self._client(environ.get("HTTP_X_FORWARDED_FOR", ""))
            if client:
                environ["REMOTE_ADDR"] = client
        else:
            environ.pop("HTTP_X_FORWARDED_FOR", None)
            environ.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.application(environ, start_response)

    def _client(self, forwarded_for: str) -> str:
        """Return the last address that is not one of our proxies: those before it are the client's own claims."""
        hops = [hop.strip() for hop in forwarded_for.split(",")]
        strangers = [hop for hop in hops if hop not in self.proxies]
        return strangers[-1] if strangers and _valid(strangers[-1]) else ""
