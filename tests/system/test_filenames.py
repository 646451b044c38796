"""Names from elsewhere become names of files in one folder, whatever they try."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolbell.system.filenames import NAME_BYTES, free_path, safe_name, type_of


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("三年级 作业.docx", "三年级 作业.docx"),
        ("../../etc/passwd.txt", "_.._etc_passwd.txt"),
        ("..\\..\\Windows\\x.dll", "_.._Windows_x.dll"),
        ("/home/wang/课件.pptx", "_home_wang_课件.pptx"),
        ("C:\\课件.pptx", "C__课件.pptx"),
        ("..", "file"),
        (".", "file"),
        ("", "file"),
        ("   ", "file"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("COM1.tar.gz", "_COM1.tar.gz"),
        ('a<b>c:d|e?f*g".txt', "a_b_c_d_e_f_g_.txt"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("a\u200bb\x00c\nd.txt", "abcd.txt"),
        ("name. . .", "name"),
        (".bashrc", "bashrc"),
        ("-rf", "-rf"),
        ("é.txt", "é.txt"),
    ],
)
def test_a_name_is_one_name_in_one_folder(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=400), st.sampled_from(["", ".txt", ".jpeg", ".x" * 40, "/", "\\"]))
def test_no_name_leaves_the_folder_or_is_too_long(stem: str, tail: str) -> None:
    safe = safe_name(stem + tail)
    assert safe not in ("", ".", "..")
    assert Path("folder", safe).parent == Path("folder")
    assert Path("folder", safe).name == safe
    assert len(safe.encode()) <= NAME_BYTES
    assert not set(safe) & set('<>:"/\\|?*\0\n')
    assert safe_name(safe) == safe


def test_a_long_name_keeps_its_extension() -> None:
    safe = safe_name("长" * 300 + ".pptx")
    assert safe.endswith("长.pptx")
    assert len(safe.encode()) <= NAME_BYTES


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    assert free_path(tmp_path, "a.png") == tmp_path / "a.png"
    (tmp_path / "a.png").write_bytes(b"")
    (tmp_path / "a (2).png").symlink_to(tmp_path / "nowhere")
    assert free_path(tmp_path, "a.png") == tmp_path / "a (3).png"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.PNG", "image/png"),
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.mp4", "video/mp4"),
        ("a.pdf", "application/pdf"),
        ("a", "application/octet-stream"),
        ("a.unheardof", "application/octet-stream"),
    ],
)
def test_types_do_not_depend_on_the_machine(name: str, kind: str) -> None:
    assert type_of(name) == kind
