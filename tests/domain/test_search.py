"""What is asked finds rooms, people, messages and files; what is shown of a hit shows why it was found."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolbell.domain.chat.items import Role
from schoolbell.domain.chat.session import ChatSession
from schoolbell.domain.search.finder import Finder
from schoolbell.domain.search.highlight import snippet, spans_of
from schoolbell.domain.search.items import Group, Question
from schoolbell.store import indexing, meta, search
from schoolbell.store.folding import plain
from tests.domain import chat_school
from tests.domain.chat_school import CHAT, CHEN, GROUP, HOMEWORK, LI, SCHOOL, WANG
from tests.fakes.domain_engine import ME, START, Files, ScriptedEngine

DAY = 86_400_000
TEXTS = st.text("作業业课課 第3ab，。\u200bÉ", max_size=30)


@pytest.fixture
def school(files, engine):
    """The small school with something said in it, and a finder that knows what a session knows."""
    session = ChatSession(files, ME, UTC, (SCHOOL,), lambda coroutine: coroutine.close())
    session.show_now("")
    return Finder(files.cache, ME, session)


def file(engine, name, sender, **more):
    content = {"msgtype": "m.file", "body": name, "url": "mxc://x/y", "info": {"size": 10}, **more}
    return engine.event("m.room.message", content, sender)


async def ask(finder, text, only=None, **more):
    return await finder.answer(Question(text, only, **more))


def names(found):
    return [hit.person.name for hit in found.people]


def bodies(found):
    return [hit.text for hit in found.messages]


# -- rooms and people --------------------------------------------------------------------------------------


async def test_rooms_are_found_in_either_script(school):
    for text in ("家校", "家校群", "年級 家校", "2班"):
        found = await ask(school, text)
        assert [hit.room.key for hit in found.rooms] == [GROUP], text
    assert (await ask(school, "教研")).rooms[0].spans == ((2, 4),)
    assert (await ask(school, "體育")).rooms == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("李明", ["李明", "李明爸爸"]),
        ("lm", ["李明"]),
        ("LM", ["李明"]),
        ("cj", ["陈静"]),
        ("陳靜", ["陈静"]),
        ("爸爸", ["李明爸爸"]),
        ("李建国", ["李明爸爸"]),
        ("李 三年级", ["李明", "李明爸爸"]),
        ("三年级", []),  # a class names nobody
        ("zm", []),  # that is me
        ("没有", []),
    ],
)
async def test_people_are_found_by_name_initials_and_class(school, text, wanted):
    assert names(await ask(school, text)) == wanted


async def test_a_guardian_is_shown_with_the_own_name_and_class(school):
    hit = (await ask(school, "李建国")).people[0]
    assert (hit.own_name, hit.class_name, hit.person.role) == ("李建国", "三年级2班", Role.GUARDIAN)
    assert hit.spans == ()
    assert (await ask(school, "李明爸")).people[0].spans == ((0, 3),)


async def test_people_of_no_roster_are_found_by_text_once_the_rooms_were_read(school, engine):
    outsider = "@visitor:school.test"
    joined = {"membership": "join", "displayname": "訪客王先生"}
    await engine.deliver(CHAT, engine.event("m.room.member", joined, outsider, state_key=outsider))
    assert names(await ask(school, "访客")) == []
    await school.look_around()
    assert names(await ask(school, "访客")) == ["訪客王先生"]
    assert names(await ask(school, "fk")) == []


async def test_office_accounts_are_nobody_to_talk_to(school):
    await school.look_around()
    assert names(await ask(school, "of")) == []


async def test_the_chat_with_a_person_is_known(files, engine):
    content = {"m.direct": {CHEN: ["!dm:x"]}}
    state = [engine.event("m.room.member", {"membership": "join"}, ME, state_key=ME)]
    dm = {"initial": True, "required_state": state, "timeline": [], "is_dm": True,
          "heroes": [{"user_id": CHEN, "displayname": "chen"}]}  # fmt: skip
    engine.take_in_now({"!dm:x": dm}, account_data={"global": [{"type": "m.direct", "content": content}]})
    session = ChatSession(files, ME, UTC, (SCHOOL,), lambda coroutine: coroutine.close())
    session.show_now("")
    found = await ask(Finder(files.cache, ME, session), "陈静")
    assert found.people[0].room_id == "!dm:x"
    assert found.rooms == ()  # not twice


# -- messages and files ------------------------------------------------------------------------------------


async def test_messages_show_who_said_what_where(school, engine):
    await engine.deliver(GROUP, engine.text("今天的數學作業\n第12頁", CHEN))
    hit = (await ask(school, "数学作业")).messages[0]
    assert (hit.room.name, hit.sender.name, hit.text) == ("三年级2班 家校群", "陈静", "今天的數學作業 第12頁")
    assert hit.spans == ((3, 7),)
    assert (hit.own, hit.attachment) == (False, None)


async def test_an_edit_is_found_by_what_it_says_now(school, engine):
    said = engine.text("明天考试", ME)
    new = {"msgtype": "m.text", "body": "后天考试"}
    relates = {"rel_type": "m.replace", "event_id": said["event_id"]}
    edit = engine.event("m.room.message", {**new, "m.new_content": new, "m.relates_to": relates}, ME)
    await engine.deliver(GROUP, said, edit)
    assert bodies(await ask(school, "考试")) == ["后天考试"]
    assert (await ask(school, "明天")).empty
    await engine.deliver(GROUP, engine.event("m.room.redaction", {"redacts": said["event_id"]}, ME))
    assert (await ask(school, "考试")).empty


async def test_files_stand_apart_and_are_found_by_name_and_caption(school, engine):
    await engine.deliver(
        GROUP,
        engine.text("试卷发了", CHEN),
        file(engine, "期中試卷.pdf", CHEN),
        file(engine, "请打印试卷", WANG, filename="a.docx"),
    )
    found = await ask(school, "试卷")
    assert bodies(found) == ["试卷发了"]
    assert [hit.attachment.name for hit in found.files] == ["a.docx", "期中試卷.pdf"]
    assert [hit.spans for hit in found.files] == [(), ((2, 4),)]
    assert found.files[0].text == "请打印试卷"
    assert (found.counts[Group.MESSAGES], found.counts[Group.FILES]) == (1, 2)


async def test_filters_leave_only_what_fits(school, engine):
    await engine.deliver(GROUP, engine.text("作业一", CHEN), engine.text("作业二", WANG))
    await engine.deliver(CHAT, engine.text("作业三", CHEN, ts=START + 30 * DAY))
    assert bodies(await ask(school, "作业")) == ["作业三", "作业二", "作业一"]
    assert bodies(await ask(school, "作业", room_id=GROUP)) == ["作业二", "作业一"]
    assert bodies(await ask(school, "作业", sender=CHEN)) == ["作业三", "作业一"]
    assert bodies(await ask(school, "作业", since=START + 29 * DAY)) == ["作业三"]
    assert bodies(await ask(school, "", sender=WANG)) == ["作业二"]
    assert (await ask(school, "李", room_id=GROUP)).people == ()


async def test_a_few_of_each_group_or_one_group_whole(school, engine):
    await engine.deliver(GROUP, *(engine.text(f"李明 {number}", CHEN) for number in range(12)))
    few = await ask(school, "李明")
    assert (len(few.messages), few.counts[Group.MESSAGES], len(few.people)) == (3, 12, 2)
    whole = await ask(school, "李明", Group.MESSAGES, most=10)
    assert (len(whole.messages), whole.people, whole.counts[Group.PEOPLE]) == (10, (), 2)


async def test_nothing_asked_shows_where_one_was_last(school, engine):
    await engine.deliver(CHAT, engine.text("早", CHEN), file(engine, "a.pdf", CHEN))
    found = await ask(school, "  ")
    assert {hit.room.key for hit in found.rooms} == {GROUP, CHAT}
    assert (found.people, found.messages, found.files) == ((), (), ())
    assert [hit.attachment.name for hit in (await ask(school, "", Group.FILES)).files] == ["a.pdf"]


async def test_a_room_that_is_no_chat_has_its_name_too(school, engine):
    await engine.deliver(HOMEWORK, engine.text("口算第三单元", CHEN))
    assert [hit.room.name for hit in (await ask(school, "口算")).messages] == ["三年级2班 作业"]


async def test_it_says_that_old_messages_are_still_being_read(school, engine, files):
    await engine.deliver(GROUP, engine.text("作业", CHEN))
    assert (await ask(school, "作业")).whole

    def another_version(conn):
        meta.put(conn, "search", "another")
        indexing.begin(conn)

    await files.cache.write(another_version)
    found = await ask(school, "作业")
    assert (found.whole, found.messages) == (False, ())


# -- what is marked ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("今天的數學作業", "数学", ["數學"]),
        ("Read page 12, PAGE twelve", "page", ["page", "PAGE"]),
        ("homepage and page", "page", ["page"]),
        ("课本第 3 课", "第3课", ["第 3 课"]),
        ("作\u200b业", "作业", ["作\u200b业"]),
        ("Café", "cafe", ["Café"]),
        ("作业作业", "作业", ["作业作业"]),
        ("李明和李明爸爸", "李明 爸爸", ["李明", "李明爸爸"]),
        ("什么也没有", "作业", []),
    ],
)
def test_the_words_are_marked_as_they_were_found(text, query, marked):
    words = [plain(word) for word in search.typed_words(query)]
    assert [text[a:b] for a, b in spans_of(text, words)] == marked


def test_a_long_text_is_shown_around_its_first_hit():
    text = "一" * 200 + "作业" + "二" * 200
    shown, spans = snippet(text, ["作业"])
    assert len(shown) <= 122
    assert (shown[0], shown[-1]) == ("…", "…")
    assert [shown[a:b] for a, b in spans] == ["作业"]
    assert snippet("短", ["作业"]) == ("短", ())


@given(text=TEXTS, query=TEXTS)
def test_marks_lie_in_the_text_in_order_and_hold_the_words(text, query):
    words = [plain(word) for word in search.typed_words(query)]
    shown, spans = snippet(text, words)
    ends = [0]
    for a, b in spans:
        assert ends[-1] <= a < b <= len(shown)
        ends.append(b)
        held = "".join(c for c in plain(shown[a:b]) if c.isalnum())
        assert any(word.replace("_", "") in held for word in words)


async def test_whatever_is_found_is_also_marked(tmp_path):
    files = Files.make(tmp_path)
    try:
        engine = ScriptedEngine(files)
        engine.take_in_now(chat_school.school_rooms(engine))
        texts = ["數學-作業", "第3課 a/b", "page12页", "Ａ班 café", "作业本，作业", "李 明", "3第课"]
        await engine.deliver(GROUP, *(engine.text(text, LI) for text in texts))
        session = ChatSession(files, ME, UTC, (SCHOOL,), lambda coroutine: coroutine.close())
        session.show_now("")
        finder = Finder(files.cache, ME, session)
        for query in ("作业", "数", "第3课", "pa", "a班", "cafe", "课", "page12", "3", "明"):
            found = await ask(finder, query, Group.MESSAGES, most=50)
            assert found.messages, query
            assert all(hit.spans for hit in found.messages), query
    finally:
        files.close()
