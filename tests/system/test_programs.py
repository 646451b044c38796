import pytest

from schoolbell.system.programs import runs_code


@pytest.mark.parametrize(
    "name",
    [
        "a.exe",
        "photo.jpg.SCR",
        "作业.bat",
        "x.desktop",
        "y.Lnk",
        "gpj.exe\u202e",
        "a.html",
        "macro.xlsm",
        "b.exe. ",
    ],
)
def test_what_would_run_is_recognised_by_its_name(name: str) -> None:
    assert runs_code(name)


@pytest.mark.parametrize(
    "name", ["a.pdf", "photo.jpg", "作业.docx", "video.mp4", "exe", "notes.txt", "a.zip"]
)
def test_ordinary_files_open_without_a_question(name: str) -> None:
    assert not runs_code(name, b"%PDF-1.7")


@pytest.mark.parametrize("head", [b"MZ\x90\0", b"\x7fELF\x02", b"#!/bin/sh\n", b"[Desktop Entry]\n"])
def test_a_program_under_an_innocent_name_is_recognised_by_its_first_bytes(head: bytes) -> None:
    assert runs_code("holiday.jpg", head)
