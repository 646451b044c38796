"""A browser with a person before it: follows redirects and presses the homeserver's "Continue"."""

import html
import re
import threading
import urllib.error
import urllib.request
from http.cookiejar import CookieJar

_CONTINUE = re.compile(r'href="(http://127\.0\.0\.1:\d+/[^"]+loginToken=[^"]+)"')


class HttpBrowser:
    """`open` is what the client calls instead of the desktop; the walk goes on in a thread."""

    def __init__(self, *, works: bool = True, finishes: bool = True) -> None:
        """`works`: the desktop can open a browser; `finishes`: the person presses Continue."""
        self.opened: list[str] = []
        self.last_page = ""
        self.came_back_to = ""
        self._works = works
        self._finishes = finishes
        self._walks: list[threading.Thread] = []

    def open(self, url: str) -> bool:
        """Take a URL over and return at once."""
        self.opened.append(url)
        if self._works:
            walk = threading.Thread(target=self._walk, args=(url,))
            self._walks.append(walk)
            walk.start()
        return self._works

    def close(self) -> None:
        """Wait until every walk has ended."""
        for walk in self._walks:
            walk.join()

    def _walk(self, url: str) -> None:
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )
        page = opener.open(url, timeout=30).read().decode()
        found = _CONTINUE.search(page)
        if found is None or not self._finishes:
            self.last_page = page
            return
        self.came_back_to = html.unescape(found[1])
        try:
            self.last_page = opener.open(self.came_back_to, timeout=30).read().decode()
        except urllib.error.HTTPError as error:
            self.last_page = str(error.code)
