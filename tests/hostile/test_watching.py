import socket
import urllib.request

import pytest

from tests.hostile.watching import Bait, no_sockets


def test_the_bait_sees_who_takes_it(tmp_path):
    with Bait(tmp_path) as bait:
        assert bait.taken() == []
        with socket.create_connection(("127.0.0.1", int(bait.web.rpartition(":")[2]))):
            assert bait.taken() == [bait.web]
        with urllib.request.urlopen(bait.file) as opened:
            opened.read()
        assert bait.taken() == [bait.file]
        assert bait.taken() == []


def test_no_socket_can_be_made():
    with no_sockets(), pytest.raises(AssertionError):
        socket.create_connection(("127.0.0.1", 9))
    socket.socket().close()


def test_the_bait_sees_a_picture_that_qt_loads_by_itself(qapp, tmp_path):
    from PySide6.QtGui import QTextDocument

    with Bait(tmp_path) as bait:
        document = QTextDocument()
        document.setHtml(f'<img src="{bait.file}">')
        document.size()
        assert bait.taken() == [bait.file]
