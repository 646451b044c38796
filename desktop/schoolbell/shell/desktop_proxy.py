"""Asks the desktop which proxy its person has set, through Qt (which knows Windows, macOS and others)."""

from PySide6.QtCore import QUrl
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery


def desktop_proxy(url: str) -> str | None:
    """Return the proxy URL for a server's URL, None for a direct way; may take seconds, any thread may call.

    A kind that Schoolbell cannot use (SOCKS) is returned as such, so that its error has words.
    """
    for proxy in QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(url))):
        found = proxy_url(proxy)
        if found is not None:
            return found or None
    return None


def proxy_url(proxy: QNetworkProxy) -> str | None:
    """Return the URL of Qt's proxy, "" for a direct way, None for a kind that is not for HTTP."""
    kind = proxy.type()
    if kind == QNetworkProxy.ProxyType.NoProxy:
        return ""
    schemes = {
        QNetworkProxy.ProxyType.HttpProxy: "http",
        QNetworkProxy.ProxyType.HttpCachingProxy: "http",
        QNetworkProxy.ProxyType.Socks5Proxy: "socks5",
    }
    if kind not in schemes or not proxy.hostName():
        return None
    address = QUrl()
    address.setScheme(schemes[kind])
    address.setHost(proxy.hostName())
    if proxy.port() > 0:
        address.setPort(proxy.port())
    if proxy.user():
        address.setUserName(proxy.user())
        address.setPassword(proxy.password())
    return bytes(address.toEncoded().data()).decode()
