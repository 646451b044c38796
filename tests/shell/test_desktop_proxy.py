import pytest
from PySide6.QtNetwork import QNetworkProxy

from schoolbell.shell.desktop_proxy import desktop_proxy, proxy_url

Kind = QNetworkProxy.ProxyType


@pytest.mark.parametrize(
    ("proxy", "url"),
    [
        (QNetworkProxy(Kind.NoProxy), ""),
        (QNetworkProxy(Kind.HttpProxy, "proxy.test", 3128), "http://proxy.test:3128"),
        (QNetworkProxy(Kind.HttpCachingProxy, "proxy.test", 80), "http://proxy.test:80"),
        (QNetworkProxy(Kind.HttpProxy, "proxy.test", 1, "李", "p@ss"), "http://%E6%9D%8E:p%40ss@proxy.test:1"),
        (QNetworkProxy(Kind.Socks5Proxy, "proxy.test", 1080), "socks5://proxy.test:1080"),
        (QNetworkProxy(Kind.FtpCachingProxy, "proxy.test", 21), None),
    ],
)
def test_what_qt_says_becomes_a_url(proxy, url):
    assert proxy_url(proxy) == url


def test_the_desktop_is_asked(qapp, monkeypatch):
    """On Linux Qt itself reads the environment, at each question."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert desktop_proxy("https://school.test") is None
