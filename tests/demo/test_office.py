"""The demo's office stands where all account data say: at a free port, the same as long as it is free."""

import json
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from schoolbell_demo.office import ADDRESS, settle_address

KINDS = ("org.schoolbell.school", "m.direct")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A stopped homeserver with two accounts, and the office's configuration, as the import leaves them."""
    (tmp_path / "office").mkdir()
    file = tmp_path / "office" / "office.toml"
    lines = ('homeserver = "http://127.0.0.1:1"', 'listen = "127.0.0.1:8470"', f'office_url = "{ADDRESS}"')
    file.write_text("\n".join(lines) + "\n")
    with closing(sqlite3.connect(tmp_path / "homeserver.db")) as connection, connection:
        connection.execute("CREATE TABLE account_data (user_id TEXT, account_data_type TEXT, content TEXT)")
        content = json.dumps({"v": 1, "office": ADDRESS, "anchors": ["!a"]}, separators=(",", ":"))
        for user in ("@s1:x", "@t1:x"):
            connection.executemany(
                "INSERT INTO account_data VALUES (?, ?, ?)", [(user, kind, content) for kind in KINDS]
            )
    return tmp_path


def offices(data: Path, kind: str) -> set[str]:
    """Return the addresses that account data name."""
    with closing(sqlite3.connect(data / "homeserver.db")) as connection:
        query = "SELECT content FROM account_data WHERE account_data_type = ?"
        return {json.loads(row[0])["office"] for row in connection.execute(query, (kind,))}


def test_all_accounts_hear_of_the_port_that_is_free_today(data: Path) -> None:
    first = settle_address(data, data)
    assert first != ADDRESS
    assert offices(data, KINDS[0]) == {first}
    assert offices(data, KINDS[1]) == {ADDRESS}, "nothing else is touched"
    assert f'office_url = "{first}"' in (data / "office" / "office.toml").read_text()
    assert settle_address(data, data) == first, "clients with kept data find it where it was"
    assert first is not None
    with socket.create_server(("127.0.0.1", int(first.rpartition(":")[2]))):
        second = settle_address(data, data)
    assert second not in (first, ADDRESS)
    assert offices(data, KINDS[0]) == {second}


def test_data_of_an_older_demo_have_no_office(data: Path) -> None:
    with closing(sqlite3.connect(data / "homeserver.db")) as connection, connection:
        connection.execute("UPDATE account_data SET content = '{}'")
    assert settle_address(data, data) is None
