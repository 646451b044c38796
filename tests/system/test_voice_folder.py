"""Voice notes on the disk: what a run leaves, the next one finds."""

from schoolbell.system.voice_folder import KeptNote, VoiceFolder, VoicePlace

PLACE = VoicePlace("room", "!a:x", "note.m4a")


def test_a_whole_note_and_one_that_was_cut_off_are_found(tmp_path):
    folder = VoiceFolder(tmp_path / "voice")
    (folder.begin("one", PLACE) / "note.m4a").write_bytes(b"sound")
    folder.heard("one", b"\1\2")
    folder.whole("one", KeptNote(1200, (1, 2)))
    assert not (tmp_path / "voice" / "one" / "heard.pcm").exists()
    folder.begin("two", VoicePlace("ding", "d1", "other.m4a"))
    folder.heard("two", b"\1\2")
    folder.heard("two", b"\3\4")
    found = {one.key: one for one in VoiceFolder(tmp_path / "voice").found()}
    assert found["one"].place == PLACE
    assert found["one"].note == KeptNote(1200, (1, 2))
    assert (found["two"].place.id, found["two"].note) == ("d1", None)
    assert folder.raw("two") == b"\1\2\3\4"


def test_what_is_of_no_use_is_removed(tmp_path):
    root = tmp_path / "voice"
    folder = VoiceFolder(root)
    folder.begin("begun", PLACE)  # nothing was heard
    (folder.begin("settled", PLACE) / "note.m4a").write_bytes(b"sound")
    folder.whole("settled", KeptNote(1200))
    folder.settle("settled")  # somebody else keeps it
    broken = folder.begin("broken", PLACE)
    (broken / "place.json").write_bytes(b'{"kind":')
    gone = folder.begin("gone", PLACE)  # its file is not there
    (gone / "note.json").write_bytes(b'{"duration":5}')
    (root / "stray").write_bytes(b"")
    assert folder.found() == []
    assert [path.name for path in root.iterdir() if path.is_dir()] == []


def test_where_there_is_no_folder_nothing_is_found(tmp_path):
    assert VoiceFolder(tmp_path / "voice").found() == []


def test_a_note_is_readable_by_its_owner_only(tmp_path):
    made = VoiceFolder(tmp_path / "voice").begin("one", PLACE)
    assert made.stat().st_mode & 0o077 == 0
