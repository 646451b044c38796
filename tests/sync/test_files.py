"""Files under every fault: sent once and whole, parts kept, received as announced or not at all."""

import asyncio
import hashlib
import os
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.content import parse
from schoolbell.domain.chat.items import Attachment, MessageKind, Part
from schoolbell.matrix.errors import MatrixError
from schoolbell.store import outbox, uploads
from schoolbell.sync import media as media_module
from schoolbell.sync.changes import Changes
from schoolbell.sync.transfers import ImageFacts
from tests.fakes.transport import Call, ScriptedServer
from tests.sync.desk import Desk
from tests.sync.world import PATIENCE, until

Run = Callable[[Coroutine[Any, Any, Any]], Any]
A = "!a:school.test"
ME, OTHER = "@t1:school.test", "@s1:school.test"


@asynccontextmanager
async def desk(folder: Path, server: ScriptedServer) -> AsyncIterator[Desk]:
    made = Desk(folder, server, server.me)
    try:
        yield made
    finally:
        await made.close()


def school(limit: int | None = 100 << 20) -> ScriptedServer:
    server = ScriptedServer()
    server.room(A)
    server.upload_limit = limit
    return server


def a_file(folder: Path, size: int, name: str = "课件.pptx", seed: int = 1) -> Path:
    path = folder / "home" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(Random(seed).randbytes(size))
    return path


def uploading(call: Call) -> bool:
    return call.path.endswith("/upload")


def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file of a few kilobytes count as one that is neither copied nor holds others."""
    monkeypatch.setattr("schoolbell.sync.media.COPIED", 500)
    monkeypatch.setattr("schoolbell.sync.media.HOLDING", 500)


def state(w: Desk, local_id: str) -> tuple[str, str | None]:
    row = w.local.read_now(lambda conn: outbox.get(conn, local_id))
    return (row.state, row.error) if row is not None else ("gone", None)


async def later(w: Desk, condition: Callable[[], Any]) -> None:
    """Let pauses pass until `condition()`."""

    def look() -> Any:
        w.clock.advance(1)
        return condition()

    await until(look)


def copies(w: Desk) -> list[Path]:
    """Return what lies in the folder of copies; one may just be removed."""
    return [Path(place, name) for place, _, names in os.walk(w.outgoing) for name in names]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# -- sending ----------------------------------------------------------------------------------------------


def test_a_picture_goes_once_and_everybody_can_read_it(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        path = a_file(tmp_path, 5000, "板书.png")
        async with desk(tmp_path, server) as w:
            await w.live()
            local_id = await w.media.send_file(A, path, caption="今天的板书", image=ImageFacts(640, 480))
            (shown,) = w.unsent(A)
            assert (shown.name, shown.size, shown.width, shown.mxc) == ("板书.png", 5000, 640, "")
            assert Path(shown.local_path).read_bytes() == path.read_bytes(), "shown before it is sent"
            await until(lambda: w.attachments(A) and not w.outbox(A))
            content = w.content(A)
            assert (content["msgtype"], content["body"], content["filename"]) == (
                "m.image", "今天的板书", "板书.png",
            )  # fmt: skip
            assert content["info"] == {"mimetype": "image/png", "size": 5000, "w": 640, "h": 480}
            assert server.uploads == ["板书.png"]
            assert server.media["m0"] == ("image/png", path.read_bytes())
            assert server.called("/media/config"), "the limit is read before the first upload"
            got = w.attachments(A)[0]
            assert got.sha256 == sha256(path.read_bytes())
            assert str(tmp_path) not in str(content)
            moves = [move for move in w.moves if move.key == local_id]
            assert [move.done for move in moves] == sorted(move.done for move in moves)
            assert (moves[-1].state, moves[-1].done, moves[-1].total) == ("done", 5000, 5000)
            await until(lambda: not copies(w))
            assert (await w.media.fetch(got)).read_bytes() == path.read_bytes()
            assert not server.called("/media/download/"), "nobody downloads the own picture"

    run(scenario())


def test_a_photo_goes_without_its_place_and_a_file_goes_as_it_is(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        place = b"30.2741 N 120.1551 E"
        content = (
            b"\xff\xd8" + b"\xff\xe1" + (2 + len(place)).to_bytes(2, "big") + place + b"\xff\xda picture"
        )
        path = tmp_path / "家.jpg"
        path.write_bytes(content)
        async with desk(tmp_path, server) as w:
            await w.live()
            await w.media.send_file(A, path, image=ImageFacts(640, 480))
            await w.media.send_data(A, content, "贴.jpg", "image/jpeg", image=ImageFacts(640, 480))
            await w.media.send_file(A, path)
            await until(lambda: len(w.attachments(A)) == 3 and not w.outbox(A))
            sent = sorted(data for _, data in server.media.values())
            assert sent == [b"\xff\xd8\xff\xda picture", content], "one upload for the two photos"
            assert path.read_bytes() == content

    run(scenario())


def test_pasted_bytes_are_on_the_disk_before_the_message_stands(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with desk(tmp_path, server) as w:
            local_id = await w.media.send_data(A, b"picture", "../../粘贴.png", "image/png")
            await w.restart()
            (shown,) = w.unsent(A)
            assert shown.name == "_.._粘贴.png"
            assert Path(shown.local_path) == w.outgoing / local_id / "_.._粘贴.png"
            await w.live()
            await until(lambda: w.attachments(A))
            assert server.media["m0"] == ("image/png", b"picture")

    run(scenario())


def test_a_large_file_goes_in_parts_with_a_note_for_others(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(monkeypatch)

    async def scenario() -> None:
        server = school(limit=1000)
        path = a_file(tmp_path, 3500, "实验.mp4")
        async with desk(tmp_path, server) as w:
            await w.live()
            await w.media.send_file(A, path, caption="看看")
            await until(lambda: w.attachments(A))
            content = w.content(A)
            assert content["msgtype"] == "m.text"
            assert content["body"] == (
                "看看\n实验.mp4 (3.4 KB): a large file. Open it with Schoolbell on a computer."
            )
            assert "url" not in content
            block = content["org.schoolbell.file"]
            assert (block["v"], block["size"], block["mimetype"]) == (1, 3500, "video/mp4")
            assert [part["size"] for part in block["parts"]] == [1000, 1000, 1000, 500]
            whole = path.read_bytes()
            assert [part["sha256"] for part in block["parts"]] == [
                sha256(whole[at : at + 1000]) for at in range(0, 3500, 1000)
            ]
            assert block["sha256"] == sha256(whole)
            got = w.attachments(A)[0]
            assert parse("m.room.message", content).body == "看看"
            assert (await w.media.fetch(got)).read_bytes() == whole
            assert len(server.called("/media/download/")) == 4
            assert (await w.media.fetch(got)).read_bytes() == whole
            assert len(server.called("/media/download/")) == 4, "once"

    run(scenario())


@pytest.mark.parametrize("fault", ["drop", "cut", "limit", "fail", "html"])
def test_only_missing_parts_go_again(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    large(monkeypatch)

    async def scenario() -> None:
        server = school(limit=1000)
        path = a_file(tmp_path, 9_500)
        async with desk(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: fault if uploading(call) and len(server.uploads) >= 9 else None
            local_id = await w.media.send_file(A, path)
            await until(lambda: any(move.state == "paused" for move in w.moves))
            assert state(w, local_id) == ("waiting", None)
            kept = list(server.uploads)
            await w.restart()
            server.fault = lambda call: None
            await w.live()
            await until(lambda: w.attachments(A))
            again = server.uploads[len(kept) :]
            assert again == ["课件.pptx.10"]
            assert (await w.media.fetch(w.attachments(A)[0])).read_bytes() == path.read_bytes()

    run(scenario())


def test_the_same_bytes_go_up_once(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        first, second = a_file(tmp_path, 800, "a.pdf"), a_file(tmp_path, 800, "b.pdf")
        async with desk(tmp_path, server) as w:
            await w.live()
            await w.media.send_file(A, first)
            await until(lambda: len(w.attachments(A)) == 1)
            await w.media.send_file(A, second)
            await until(lambda: len(w.attachments(A)) == 2)
            assert server.uploads == ["a.pdf"]
            assert len({got.mxc for got in w.attachments(A)}) == 1
            assert [got.name for got in w.attachments(A)] == ["a.pdf", "b.pdf"]

    run(scenario())


@pytest.mark.parametrize("gone", [False, True])
def test_what_went_up_long_ago_is_looked_for_before_a_message_relies_on_it(
    run: Run, tmp_path: Path, gone: bool
) -> None:
    async def scenario() -> None:
        server = school()
        path = a_file(tmp_path, 800, "a.pdf")
        async with desk(tmp_path, server) as w:
            await w.live()
            await w.media.send_file(A, path)
            await until(lambda: len(w.attachments(A)) == 1)
            w.clock.advance(2 * 24 * 3600)
            if gone:
                server.media["m0"] = server.media.pop("m0")
                server.media["other"] = server.media.pop("m0")
            await w.media.send_file(A, path)
            await until(lambda: len(w.attachments(A)) == 2)
            assert len(server.uploads) == (2 if gone else 1)
            assert w.attachments(A)[1].mxc.rsplit("/", 1)[1] in server.media

    run(scenario())


def test_a_limit_that_became_lower_cuts_the_file_anew(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(monkeypatch)

    async def scenario() -> None:
        server = school(limit=2000)
        path = a_file(tmp_path, 3500)
        async with desk(tmp_path, server) as w:
            await w.live()
            assert await w.media.upload_limit() == 2000
            server.upload_limit = 1000
            await w.media.send_file(A, path)
            await until(lambda: any(move.state == "paused" for move in w.moves))
            await later(w, lambda: w.attachments(A))
            assert [part.size for part in w.attachments(A)[0].parts] == [1000, 1000, 1000, 500]

    run(scenario())


def test_a_proxy_that_takes_less_than_the_server_says_gets_smaller_parts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(monkeypatch)
    monkeypatch.setattr("schoolbell.sync.upload_limit._LEAST", 100)
    refused = MatrixError(ErrorCode.TOO_LARGE, status=413)

    async def scenario() -> None:
        server = school()
        path = a_file(tmp_path, 3500)
        async with desk(tmp_path, server) as w:
            await w.live()
            take = server._take

            async def proxy(call: Call, content: bytes, *rest: Any) -> Any:
                if len(content) > 1000:
                    raise refused
                return await take(call, content, *rest)

            server._take = proxy  # type: ignore[method-assign]
            await w.media.send_file(A, path)
            await later(w, lambda: w.attachments(A))
            assert [part.size for part in w.attachments(A)[0].parts] == [875] * 4
            assert (await w.media.fetch(w.attachments(A)[0])).read_bytes() == path.read_bytes()

    run(scenario())


def test_a_server_that_tells_no_limit_gets_files_too(run: Run, tmp_path: Path) -> None:
    missing = MatrixError(ErrorCode.NOT_FOUND, status=404, errcode="M_UNRECOGNIZED")

    async def scenario() -> None:
        server = school()
        server.fault = lambda call: missing if call.path.endswith("/media/config") else None
        async with desk(tmp_path, server) as w:
            await w.live()
            assert await w.media.upload_limit() is None
            await w.media.send_file(A, a_file(tmp_path, 3500))
            await until(lambda: w.attachments(A))

    run(scenario())


def test_a_file_beyond_all_parts_is_refused_in_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(monkeypatch)

    async def scenario() -> None:
        server = school(limit=10)
        async with desk(tmp_path, server) as w:
            await w.live()
            local_id = await w.media.send_file(A, a_file(tmp_path, 2561))
            await until(lambda: state(w, local_id) == ("wedged", "file_too_large"))
            assert server.uploads == []
            await w.say(A, "after")
            await until(lambda: server.bodies(A) == ["after"])

    run(scenario())


def test_a_small_file_is_sent_as_it_was_when_it_was_chosen(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        path = a_file(tmp_path, 800)
        before = path.read_bytes()
        async with desk(tmp_path, server) as w:
            await w.media.send_file(A, path)
            path.write_bytes(b"something else")
            await w.live()
            await until(lambda: w.attachments(A))
            assert server.media["m0"][1] == before

    run(scenario())


@pytest.mark.parametrize("change", ["gone", "longer", "touched", "swapped"])
def test_a_large_file_that_is_not_the_chosen_one_any_more_is_not_sent(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    large(monkeypatch)

    async def scenario() -> None:
        server = school(limit=1000)
        path = a_file(tmp_path, 3500)
        async with desk(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "drop" if uploading(call) and len(server.uploads) >= 2 else None
            local_id = await w.media.send_file(A, path)
            await until(lambda: any(move.state == "paused" for move in w.moves))
            facts = path.stat()
            if change == "gone":
                path.unlink()
            elif change == "longer":
                path.write_bytes(path.read_bytes() + b"x")
            elif change == "touched":
                os.utime(path, ns=(0, 7))
            else:  # other bytes, and it does not look so
                path.write_bytes(bytes(3500))
                os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
            server.fault = lambda call: None
            word = "file_gone" if change == "gone" else "file_changed"
            await later(w, lambda: state(w, local_id) == ("wedged", word))
            assert len(server.uploads) == 2
            assert w.attachments(A) == []
            await w.engine.delete(local_id)
            assert w.pending() == []

    run(scenario())


def test_what_is_no_file_is_refused_at_once(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with desk(tmp_path, school()) as w:
            for path, code in ((tmp_path, "not_a_file"), (tmp_path / "none", "file_gone")):
                with pytest.raises(KnownError) as refused:
                    await w.media.send_file(A, path)
                assert refused.value.code == code
            with pytest.raises(KnownError):
                await w.media.send_file(A, Path("/dev/zero"))
            assert w.outbox(A) == []
            assert not copies(w)

    run(scenario())


def test_a_full_disk_queues_nothing_and_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise KnownError(ErrorCode.DISK_FULL)

    async def scenario() -> None:
        async with desk(tmp_path, school()) as w:
            path = a_file(tmp_path, 100)
            monkeypatch.setattr("schoolbell.sync.media.write_atomically", full)
            with pytest.raises(KnownError) as refused:
                await w.media.send_file(A, path)
            assert refused.value.code is ErrorCode.DISK_FULL
            monkeypatch.undo()
            write = w.local.write

            async def refuse(fn: Any) -> Any:
                raise KnownError(ErrorCode.DISK_FULL)

            w.local.write = refuse  # type: ignore[method-assign]
            with pytest.raises(KnownError):
                await w.media.send_file(A, path)
            w.local.write = write  # type: ignore[method-assign]
            assert w.outbox(A) == []
            assert not copies(w)

    run(scenario())


def test_text_waits_for_a_small_file_and_passes_a_large_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schoolbell.sync.media.HOLDING", 1000)

    async def scenario() -> None:
        server = school()
        async with desk(tmp_path, server) as w:
            await w.live()
            stopped = {"small.png", "large.mp4"}
            server.fault = lambda call: "drop" if call.query.get("filename") in stopped else None
            await w.media.send_file(A, a_file(tmp_path, 5000, "large.mp4"))
            await w.say(A, "passes")
            await until(lambda: server.bodies(A) == ["passes"])
            await w.media.send_file(A, a_file(tmp_path, 1000, "small.png"))
            await w.say(A, "the picture above")
            await until(lambda: len([m for m in w.moves if m.state == "paused"]) >= 2)
            assert server.bodies(A) == ["passes"]
            stopped.discard("small.png")
            await later(w, lambda: server.bodies(A) == ["passes", "small.png", "the picture above"])
            stopped.clear()
            await later(w, lambda: server.bodies(A)[-1] == "large.mp4")

    run(scenario())


def test_a_small_file_that_a_living_server_refuses_to_take_lets_text_pass(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with desk(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "fail" if uploading(call) else None
            await w.media.send_file(A, a_file(tmp_path, 100, "small.png"))
            await w.say(A, "text")
            for _ in range(200):
                if server.bodies(A):
                    break
                await until(lambda: w.clock.sleeping > 0)
                await later(w, lambda: server.bodies(A) == ["text"])
            assert len([call for call in server.calls if uploading(call)]) >= 8
            server.fault = lambda call: None
            await later(w, lambda: server.bodies(A) == ["text", "small.png"])

    run(scenario())


def test_a_cancelled_upload_stays_and_goes_on_where_it_was(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(monkeypatch)

    async def scenario() -> None:
        server = school(limit=1000)
        path = a_file(tmp_path, 3500)
        async with desk(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "drop" if uploading(call) and len(server.uploads) >= 2 else None
            local_id = await w.media.send_file(A, path)
            await until(lambda: any(move.state == "paused" for move in w.moves))
            await w.media.cancel(local_id)
            assert state(w, local_id) == ("wedged", "cancelled")
            assert w.media.current(local_id) is None
            assert (w.moves[-1].state, w.moves[-1].error) == ("failed", "cancelled")
            server.fault = lambda call: None
            await w.engine.retry(local_id)
            await until(lambda: w.attachments(A))
            assert len(server.uploads) == 4
            await w.media.cancel(local_id)
            assert state(w, local_id)[0] != "wedged", "what is sent is not cancelled"

    run(scenario())


def test_who_does_not_want_to_wait_need_not(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with desk(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "fail" if uploading(call) else None
            await w.media.send_file(A, a_file(tmp_path, 800))
            await until(lambda: any(move.state == "paused" for move in w.moves))
            server.fault = lambda call: None
            w.engine.retry_now()
            await until(lambda: w.attachments(A))

    run(scenario())


def test_a_deleted_message_takes_its_file_along(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with desk(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "drop" if uploading(call) else None
            local_id = await w.media.send_file(A, a_file(tmp_path, 800))
            await until(lambda: any(move.state == "paused" for move in w.moves))
            assert copies(w)
            await w.engine.delete(local_id)
            await until(lambda: not copies(w))
            server.fault = lambda call: None
            w.clock.advance(60)
            await w.say(A, "after")
            await until(lambda: server.bodies(A) == ["after"])
            assert server.uploads == []
            assert w.media.current(local_id) is None

    run(scenario())


def test_copies_that_a_crash_left_are_removed_and_wanted_ones_stay(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with desk(tmp_path, server) as w:
            await w.media.send_data(A, b"wanted", "a.png")
            (w.outgoing / "sbleft").mkdir()
            (w.outgoing / "sbleft" / "b.png").write_bytes(b"left")
            await w.restart()
            server.fault = lambda call: "drop"
            await w.engine.start()
            await w.media.start()
            assert [path.read_bytes() for path in copies(w)] == [b"wanted"]

    run(scenario())


def test_a_disk_that_refuses_to_tidy_up_holds_up_no_file(
    run: Run, tmp_path: Path, allowed_logs: list[str]
) -> None:
    allowed_logs.append("copies could not be looked through: disk_full")

    async def scenario() -> None:
        server = school()
        async with desk(tmp_path, server) as w:
            await w.media.send_data(A, b"mine", "a.png")
            await w.engine.start()
            write = w.local.write

            async def full(fn: Any) -> Any:
                raise KnownError(ErrorCode.DISK_FULL)

            w.local.write = full  # type: ignore[method-assign]
            await w.media.start()
            w.local.write = write  # type: ignore[method-assign]
            await later(w, lambda: w.attachments(A))

    run(scenario())


def test_a_reply_with_a_file_to_what_is_unsent_itself_finds_its_event(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with desk(tmp_path, server) as w:
            first = await w.say(A, "question")
            await w.media.send_file(A, a_file(tmp_path, 800, "answer.pdf"), reply_to=first)
            await w.live()
            await until(lambda: w.attachments(A))
            target = w.content(A)["m.relates_to"]["m.in_reply_to"]["event_id"]
            assert target == next(row.event_id for row in w.rows(A) if row.content.get("body") == "question")

    run(scenario())


def test_a_lost_token_keeps_the_file(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with desk(tmp_path, server) as w:
            await w.live()
            gone = MatrixError(ErrorCode.SIGNED_OUT, status=401, errcode="M_UNKNOWN_TOKEN")
            server.fault = lambda call: gone
            local_id = await w.media.send_file(A, a_file(tmp_path, 800))
            await until(lambda: w.state == "signed_out")
            assert state(w, local_id) == ("waiting", None)
            server.fault = lambda call: None
            await w.restart()
            await w.live()
            await until(lambda: w.attachments(A))

    run(scenario())


# -- receiving --------------------------------------------------------------------------------------------


def offered(server: ScriptedServer, pieces: list[bytes], **changes: Any) -> Attachment:
    """Put pieces on the server and return the file in parts that they make."""
    parts = []
    for number, piece in enumerate(pieces):
        server.media[f"p{number}"] = ("application/octet-stream", piece)
        parts.append(Part(f"mxc://school.test/p{number}", len(piece), sha256(piece)))
    whole = b"".join(pieces)
    facts = {"size": len(whole), "sha256": sha256(whole), "parts": tuple(parts), **changes}
    return Attachment(name="film.mp4", mimetype="video/mp4", mxc="", **facts)


@pytest.mark.parametrize("lie", ["bytes", "order", "whole", "longer", "shorter"])
def test_what_is_not_as_announced_is_never_handed_out(run: Run, tmp_path: Path, lie: str) -> None:
    async def scenario() -> None:
        server = school()
        pieces = [Random(n).randbytes(1000) for n in range(3)]
        file = offered(server, pieces)
        if lie == "bytes":
            server.media["p1"] = ("", bytes(1000))
        elif lie == "order":
            server.media["p0"], server.media["p1"] = server.media["p1"], server.media["p0"]
        elif lie == "whole":
            file = offered(server, pieces, sha256=sha256(b"other"))
        elif lie == "longer":
            server.media["p1"] = ("", pieces[1] + b"x" * 5000)
        else:
            server.media["p1"] = ("", pieces[1][:500])
        async with desk(tmp_path, server) as w:
            await w.live()
            with pytest.raises(KnownError) as refused:
                await w.media.fetch(file)
            assert refused.value.code is ErrorCode.FILE_DAMAGED
            assert (w.moves[-1].state, w.moves[-1].error) == ("failed", "file_damaged")
            whole = [path for path in w.media_folder.rglob("*") if path.is_file() and path.suffix != ".part"]
            assert whole == []

    run(scenario())


def test_a_file_longer_than_it_claims_is_cut_off_and_without_a_hash_too(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        server.media["x"] = ("image/png", bytes(10_000))
        async with desk(tmp_path, server) as w:
            await w.live()
            with pytest.raises(KnownError) as refused:
                await w.media.fetch(Attachment("a.png", "image/png", 100, "mxc://school.test/x"))
            assert refused.value.code is ErrorCode.FILE_DAMAGED
            unknown = Attachment("a.png", "image/png", 0, "mxc://school.test/x")
            assert len((await w.media.fetch(unknown)).read_bytes()) == 10_000
            with pytest.raises(KnownError) as missing:
                await w.media.fetch(Attachment("a.png", "image/png", 0, "mxc://school.test/none"))
            assert missing.value.code is ErrorCode.NOT_FOUND

    run(scenario())


def test_a_download_goes_on_with_the_missing_parts(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        pieces = [Random(n).randbytes(1000) for n in range(5)]
        file = offered(server, pieces)
        async with desk(tmp_path, server) as w:
            await w.live()
            refuse = MatrixError(ErrorCode.FORBIDDEN, status=403, errcode="M_FORBIDDEN")
            server.fault = lambda call: refuse if call.path.endswith("/p3") else None
            with pytest.raises(KnownError):
                await w.media.fetch(file)
            await w.restart()
            await w.live()
            server.calls.clear()
            server.fault = lambda call: None
            assert (await w.media.fetch(file)).read_bytes() == b"".join(pieces)
            assert [call.path[-2:] for call in server.called("/media/download/")] == ["p3", "p4"]

    run(scenario())


def test_a_part_that_is_cut_off_is_fetched_again_by_itself(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        pieces = [Random(n).randbytes(1000) for n in range(3)]
        file = offered(server, pieces)
        async with desk(tmp_path, server) as w:
            await w.live()
            faults = iter(["cut", "limit", "drop"])
            server.fault = lambda call: next(faults, None) if call.path.endswith("/p1") else None
            fetching = w.media._tasks.run(w.media.fetch(file))
            await later(w, fetching.done)
            assert fetching.result().read_bytes() == b"".join(pieces)
            done = [move.done for move in w.moves if move.state == "running"]
            assert max(done) <= 3000

    run(scenario())


def test_a_cancelled_download_says_so_and_keeps_its_parts(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        pieces = [Random(n).randbytes(1000) for n in range(3)]
        file = offered(server, pieces)
        async with desk(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "drop" if call.path.endswith("/p2") else None
            fetching = w.media._tasks.run(w.media.fetch(file), on_error=lambda _: None)
            await until(lambda: any(move.state == "paused" for move in w.moves))
            await w.media.cancel(file.key)
            with pytest.raises(KnownError) as stopped:
                await fetching
            assert stopped.value.code is ErrorCode.CANCELLED
            server.fault = lambda call: None
            server.calls.clear()
            assert (await w.media.fetch(file)).read_bytes() == b"".join(pieces)
            assert len(server.called("/media/download/")) == 1

    run(scenario())


def test_many_who_ask_for_one_file_fetch_it_once(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        import asyncio

        server = school()
        server.media["x"] = ("image/png", bytes(1000))
        file = Attachment("a.png", "image/png", 1000, "mxc://school.test/x")
        async with desk(tmp_path, server) as w:
            await w.live()
            found = await asyncio.gather(*(w.media.fetch(file) for _ in range(5)))
            assert len(set(found)) == 1
            small = await asyncio.gather(*(w.media.fetch(file, thumbnail=(96, 96)) for _ in range(5)))
            assert {path.read_bytes() for path in small} == {b"picture"}
            assert len(server.called("/media/download/")) == 1
            assert [call.query["width"] for call in server.called("/media/thumbnail/")] == ["96"]

    run(scenario())


def test_the_cache_keeps_to_its_quota_and_forgets_the_longest_unused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "quota", 3500)

    async def scenario() -> None:
        server = school()
        files = []
        for number in range(5):
            server.media[f"x{number}"] = ("image/png", bytes([number]) * 1000)
            files.append(Attachment("a.png", "image/png", 1000, f"mxc://school.test/x{number}"))
        async with desk(tmp_path, server) as w:
            await w.live()
            for file in files[:3]:
                await w.media.fetch(file)
                w.clock.advance(120)
            await w.media.fetch(files[0])
            w.clock.advance(120)
            await w.media.fetch(files[3])
            assert await w.media.cache_size() == 3000
            server.calls.clear()
            for file in (files[0], files[2], files[3]):
                await w.media.fetch(file)
            assert server.called("/media/download/") == []
            await w.media.fetch(files[1])
            assert len(server.called("/media/download/")) == 1, "it was the longest unused"
            await w.media.clear_cache()
            assert await w.media.cache_size() == 0
            assert (await w.media.fetch(files[0])).read_bytes() == bytes(1000)

    run(scenario())


def test_clearing_the_cache_lets_a_download_go_on(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        pieces = [Random(n).randbytes(1000) for n in range(3)]
        file = offered(server, pieces)
        async with desk(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "drop" if call.path.endswith("/p2") else None
            fetching = w.media._tasks.run(w.media.fetch(file))
            await until(lambda: any(move.state == "paused" for move in w.moves))
            await w.media.clear_cache()
            server.fault = lambda call: None
            await later(w, fetching.done)
            assert fetching.result().read_bytes() == b"".join(pieces)

    run(scenario())


def test_clearing_the_cache_touches_nothing_that_is_not_sent(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with desk(tmp_path, server) as w:
            await w.media.send_data(A, b"mine", "a.png")
            await w.media.clear_cache()
            await w.live()
            await until(lambda: w.attachments(A))
            assert server.media["m0"][1] == b"mine"

    run(scenario())


def test_a_message_from_elsewhere_names_no_file_of_this_machine(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        secret = tmp_path / "secret"
        secret.write_text("mine")
        content = {
            "msgtype": "m.file", "body": "x", "filename": "x", "url": "mxc://school.test/x",
            "local_path": str(secret), "path": str(secret),
            "info": {"local_path": str(secret)},
            "org.schoolbell.file": {"v": 1, "local_path": str(secret), "path": str(secret)},
        }  # fmt: skip
        async with desk(tmp_path, server) as w:
            await w.live()
            await server.post(A, content=content)
            await until(lambda: w.attachments(A))
            assert w.attachments(A)[0].local_path == ""
            with pytest.raises(KnownError):
                await w.media.fetch(w.attachments(A)[0])

    run(scenario())


def test_a_file_of_nothing_can_be_sent(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with desk(tmp_path, server) as w:
            await w.live()
            await w.media.send_file(A, a_file(tmp_path, 0, "empty.txt"))
            await until(lambda: w.attachments(A))
            assert w.attachments(A)[0].size == 0
            assert parse("m.room.message", w.content(A)).kind is MessageKind.FILE
            assert (await w.media.fetch(w.attachments(A)[0])).read_bytes() == b""

    run(scenario())


def test_a_copy_made_while_others_are_looked_for_stays(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        server = school()
        async with desk(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "drop" if uploading(call) else None
            await w.media.send_data(A, b"first", "a.bin")
            read, looked, gate = w.local.read, asyncio.Event(), asyncio.Event()

            async def slow(function: Any) -> Any:
                found = await read(function)
                if function is media_module._wanted:
                    looked.set()
                    await gate.wait()
                return found

            monkeypatch.setattr(w.local, "read", slow)
            w.engine.changes.emit(Changes(outbox=frozenset({A})))
            await looked.wait()
            await w.media.send_data(A, b"second", "b.bin")
            gate.set()
            server.fault = lambda call: None
            await later(w, lambda: w.outbox(A) == [] and w.engine.current_status.waiting == 0)
            assert server.bodies(A) == ["a.bin", "b.bin"]

    run(scenario())


def test_a_file_that_is_written_while_the_program_ends_keeps_its_copy(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        server = school()
        async with desk(tmp_path, server) as w:
            await w.live()
            begun, disk = threading.Event(), threading.Event()
            add = uploads.add

            def slow(*arguments: Any) -> None:
                begun.set()
                disk.wait(PATIENCE)
                add(*arguments)

            monkeypatch.setattr(uploads, "add", slow)
            sending = asyncio.ensure_future(w.media.send_data(A, b"bytes", "a.bin"))
            await until(begun.is_set)
            sending.cancel()
            await asyncio.wait({sending})
            disk.set()
            await w.restart()
            await w.live()
            await later(w, lambda: server.bodies(A) == ["a.bin"])

    run(scenario())
