"""File names that climb, pretend, hide their type or mean a device: saved in one folder, harmless."""

import os
import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schoolbell.system.filenames import NAME_BYTES, free_path, safe_name
from tests.hostile.made import TEXTS, one_of

# Microsoft, "Naming Files, Paths, and Namespaces"; what stands before the first dot counts, without spaces.
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"}
_DEVICES |= {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
_PIECES = one_of(
    (
        *TEXTS,
        *sorted(_DEVICES),
        "CON",
        "Aux.h",
        "..",
        ".",
        "/",
        "\\",
        ":",
        "C:",
        "\\\\?\\",
        "//host/share/",
        "~",
        "-rf",
        "$(reboot)",
        "`x`",
        "|",
        "*",
        "?",
        '"',
        "<",
        ">",
        "\x00",
        "\r\n",
        "\x7f",
        "\u202e",
        "\u2066",
        "\u200f",
        "\ufeff",
        "\u00a0",
        "\u3000",
        ".exe",
        ".jpg",
        "gpj.",
        ".lnk",
        ".",
        " ",
        "作业",
        ".tar.gz",
        "x" * 300,
        "长" * 100,
        "👨‍👩‍👧",
        "é",
        "e\u0301",
        ":$DATA",
        "::$INDEX_ALLOCATION",
        "desktop.ini",
        "%2e%2e%2f",
        "..\u2215",
        "\u2024\u2024/",
        "\udcff",
        "\ud83d",
        "\U000e0041",
    )
)
_NAMES = st.lists(_PIECES | st.text(max_size=5), max_size=6).map("".join)


def check(name, most=NAME_BYTES + 1):
    assert name not in ("", ".", "..")
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
    assert name == name.strip(" .")
    assert name.partition(".")[0].strip(" ").casefold() not in _DEVICES, name
    assert len(name.encode()) <= most
    for character in name:
        assert unicodedata.category(character) not in ("Cc", "Cs", "Co", "Zl", "Zp")
        assert unicodedata.bidirectional(character) not in (
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        )
        assert character not in "\u200b\u200e\u200f\u061c\ufeff"


@settings(max_examples=1500)
@example("CON .a.txt")
@example("nul.")
@example("COM¹.txt")
@example("photo\u202egpj.exe")
@given(_NAMES)
def test_any_name_becomes_one_that_every_system_takes(name):
    safe = safe_name(name)
    check(safe)
    if len(safe.encode()) <= NAME_BYTES:
        assert safe_name(safe) == safe, "made safe twice is the same"


@settings(max_examples=200)
@given(_NAMES)
def test_what_is_saved_lies_in_the_folder_and_replaces_nothing(tmp_path_factory, name):
    folder = tmp_path_factory.mktemp("saved") / "inner"
    folder.mkdir()
    for number in range(3):
        path = free_path(folder, name)
        assert path.parent == folder
        path.write_bytes(str(number).encode())
    assert sorted(file.read_bytes() for file in folder.iterdir()) == [b"0", b"1", b"2"]
    assert os.listdir(folder.parent) == ["inner"]
    for file in folder.iterdir():
        check(file.name, 255)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("作业.pdf\u200b.exe", "作业.pdf.exe"),
        ("作业.pdf" + " " * 150 + ".exe", "作业.pdf.exe"),
        ("../../.ssh/authorized_keys", "_.._.ssh_authorized_keys"),
        ("C:\\Windows\\x.dll", "C__Windows_x.dll"),
        ("x" * 400 + ".docx", "x" * 195 + ".docx"),
    ],
)
def test_the_type_of_a_file_is_what_stands_at_its_end(name, shown):
    assert safe_name(name) == shown
