"""Which proxy stands between this machine and a server, and who said so: policy, environment, desktop."""

import ipaddress
import os
import sys
import urllib.request
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from schoolbell.base.errors import ErrorCode, KnownError

DesktopProxy = Callable[[str], str | None]  # a server's URL → proxy URL; may take seconds


def is_this_machine(host: str) -> bool:
    """Return whether `host` is this machine itself, which is never asked through a proxy."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def checked(proxy: str) -> str:
    """Return `proxy` if it is an http or https URL (a bare host:port counts as http).

    Raises KnownError: PROXY_SCRIPT for a script's address (PAC), PROXY for anything else.
    """
    text = proxy.strip()
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise KnownError(ErrorCode.PROXY) from None
    if parts.scheme.startswith("pac") or parts.path.lower().endswith((".pac", ".dat", ".js")):
        raise KnownError(ErrorCode.PROXY_SCRIPT)
    if parts.scheme not in ("http", "https") or not host or any(sign.isspace() for sign in text):
        raise KnownError(ErrorCode.PROXY)
    if "." not in host and ":" not in host and parts.port is None and "://" not in text:
        raise KnownError(ErrorCode.PROXY)  # a single word is a mistake, not a host
    return parts.geturl()


class Proxies:
    """Answers for one server at a time. The policy beats the environment, that the desktop."""

    def __init__(
        self,
        policy: str | None = None,
        desktop: DesktopProxy | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """`desktop` asks what the person set for the whole desktop; None where no desktop can be asked."""
        self._policy = policy
        self._desktop = desktop
        self._environ = dict(os.environ if environ is None else environ)
        self._named = _named(self._environ)

    @property
    def script(self) -> bool:
        """Whether a proxy script (PAC) is set where we cannot follow it and nothing else is set."""
        asked = any(name.lower() == "auto_proxy" and value for name, value in self._environ.items())
        return asked and self._policy is None and not self._named

    def proxy_for(self, url: str) -> str | None:
        """Return the proxy for a server's URL, None for a direct connection; may ask the desktop and wait.

        Raises KnownError(PROXY | PROXY_SCRIPT) when what is set cannot be used.
        """
        parts = urlsplit(url)
        host = parts.hostname or ""
        if is_this_machine(host):
            return None
        if self._policy is not None:
            return checked(self._policy)
        if self._named or "no" in self._named:
            if urllib.request.proxy_bypass_environment(host, self._named):  # type: ignore[attr-defined]
                return None
            found = self._named.get(parts.scheme) or self._named.get("all")
            if found or self._desktop is None:
                return checked(found) if found else None
        if self._desktop is not None:
            found = self._desktop(url)
            return checked(found) if found else None
        return _of_the_system(parts.scheme, host)


def _named(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY say; lower-case names are stronger."""
    found: dict[str, str] = {}
    for name in sorted(environ, key=str.islower):
        kind, _, rest = name.lower().rpartition("_")
        if rest == "proxy" and kind in ("http", "https", "all", "no"):
            if environ[name]:
                found[kind] = environ[name]
            else:
                found.pop(kind, None)
    return found


def _of_the_system(scheme: str, host: str) -> str | None:
    """Return what Windows or macOS say where no desktop was given to ask (the office)."""
    if sys.platform == "win32" or sys.platform == "darwin":
        found = None if urllib.request.proxy_bypass(host) else urllib.request.getproxies().get(scheme)
        return checked(found) if found else None
    return None
