"""Recipients and places: who is meant, where the copies go, each person once, never over 16 KiB."""

import json

import pytest

from schoolbell.domain.ding import sending
from schoolbell.domain.ding.items import DingDraft, Target
from schoolbell.domain.ding.places import MOST_MENTIONS, chunks, route
from tests.domain.ding_desk import Desk, SmallSchool, desk_of, people
from tests.fakes.domain_engine import ME, ScriptedEngine

A, B, C = people("s", 1, 2, 3)  # A and B are siblings
MA, PA, MC = people("g", 1, 2, 3)
T2, T3 = people("t", 2, 3)
GROUP, STAFF_ALL = "!32-group:x", "!staffall:x"
FAMILIES = {A: [MA, PA], B: [MA], C: [MC]}


@pytest.fixture
def engine(files):
    """A scripted engine over an empty cache."""
    return ScriptedEngine(files)


@pytest.fixture
async def desk(engine, tmp_path):
    made = Desk(engine, tmp_path / "outgoing")
    school = SmallSchool(engine)
    school.add_class("32", "三年级2班", FAMILIES)
    school.add_staff([(T2, "陈静", "cj"), (T3, "林晓梅", "lxm")])
    await made.take_in(school)
    return made


def target(kind, key="!32:x", **more):
    return Target(kind, key, "", **more)


def where(desk, *targets):
    """Room → who is named there; () for everybody."""
    found = route(targets, desk.writing._rooms)
    assert len({place.room_id for place in found.places}) == len(found.places)
    return {place.room_id: place.mentions for place in found.places}


async def plan(desk, *targets, **more):
    draft = DingDraft("0" * 26, "hello", tuple(targets), **more)
    return await desk.writing.plan(draft)


async def test_a_whole_class_is_its_group(desk):
    assert where(desk, target("class")) == {GROUP: ()}
    found = await plan(desk, target("class"))
    assert (found.people, found.households, found.copies, found.private) == (6, 2, 1, False)
    assert [(one.role, one.people, one.households) for one in found.groups] == [
        ("guardians", 3, 2),
        ("students", 3, 2),
    ]


async def test_a_role_goes_to_desks_and_siblings_to_one(desk):
    assert where(desk, target("guardians")) == {desk_of(A): (MA, PA), desk_of(C): (MC,)}
    found = await plan(desk, target("guardians"))
    assert (found.people, found.households, found.copies) == (3, 2, 2)


async def test_students_are_told_at_their_own_desks(desk):
    assert where(desk, target("students")) == {desk_of(A): (A,), desk_of(B): (B,), desk_of(C): (C,)}


async def test_named_people_and_a_role_are_counted_once(desk):
    both = (target("guardians"), target("person", MA), target("people", "", users=(MA, PA, T2)))
    assert where(desk, *both) == {desk_of(A): (MA, PA), desk_of(C): (MC,), STAFF_ALL: (T2,)}
    assert (await plan(desk, *both)).people == 4


async def test_who_is_told_in_the_group_gets_no_second_copy(desk):
    assert where(desk, target("guardians"), target("class"), target("person", A)) == {GROUP: ()}


async def test_parents_of_different_siblings_need_two_desks(engine, tmp_path):
    desk, school = Desk(engine, tmp_path), SmallSchool(engine)
    other = "@g9:school.test"
    school.add_class("32", "三年级2班", {A: [MA, PA], B: [MA, other]})
    await desk.take_in(school)
    assert where(desk, target("guardians")) == {desk_of(A): (MA, PA), desk_of(B): (other,)}
    assert (await plan(desk, target("guardians"))).households == 1


async def test_siblings_in_two_classes_are_one_family(engine, tmp_path):
    desk, school = Desk(engine, tmp_path), SmallSchool(engine)
    school.add_class("32", "三年级2班", {A: [MA, PA]})
    school.add_class("51", "五年级1班", {B: [MA, PA], C: [MC]})
    await desk.take_in(school)
    both = (target("guardians", "!32:x"), target("guardians", "!51:x"))
    assert sorted(where(desk, *both).values()) == sorted([(MA, PA), (MC,)])
    found = await plan(desk, *both)
    assert (found.people, found.households, found.copies) == (3, 2, 2)
    classes = (target("class", "!32:x"), target("class", "!51:x"))
    found = await plan(desk, *classes)
    assert (found.people, found.households, found.copies) == (6, 2, 2)


async def test_colleagues_are_named_in_the_staff_room_and_all_of_them_are_its_everybody(desk):
    assert where(desk, target("person", T2), target("person", T3)) == {STAFF_ALL: (T2, T3)}
    assert where(desk, target("staff", "!school:x")) == {STAFF_ALL: ()}
    assert (await plan(desk, target("staff", "!school:x"))).people == 2


async def test_the_whole_school_is_every_class_for_who_leads_it_and_nothing_for_others(engine, tmp_path):
    desk = Desk(engine, tmp_path)
    school = SmallSchool(engine, principal=True)
    school.add_class("32", "三年级2班", {A: [MA]}, teachers=(T2,))
    school.add_class("51", "五年级1班", {C: [MC]}, teachers=(T3,))
    await desk.take_in(school)
    # the group's levels make a principal 0 there: copies go to the classes' notices
    assert where(desk, target("school", "!school:x")) == {"!32-notices:x": (), "!51-notices:x": ()}
    assert "school" in [one.kind for one in desk.writing.targets("")]
    # of a role whose desks the principal is in (as default 50 lets anybody there)
    assert where(desk, target("guardians")) == {desk_of(A): (MA,)}


async def test_a_teacher_is_not_offered_the_school(desk):
    assert "school" not in [one.kind for one in desk.writing.targets("", 50)]
    found = await plan(desk, target("school", "!school:x"))
    assert (found.people, found.copies) == (0, 0)


async def test_a_role_without_desks_is_named_in_the_class_room(engine, tmp_path):
    desk, school = Desk(engine, tmp_path), SmallSchool(engine)
    school.add_class("32", "三年级2班", FAMILIES, desks=False)
    await desk.take_in(school)
    assert where(desk, target("guardians")) == {GROUP: (MA, PA, MC)}
    assert where(desk, target("person", MA)) == {}, "a single person is chased nowhere others see it"
    assert [one.user_id for one in (await plan(desk, target("person", MA))).unreachable] == [MA]


async def test_who_left_the_desk_is_unreachable(desk, engine):
    gone = engine.event("m.room.member", {"membership": "leave"}, MC, state_key=MC)
    await engine.deliver(desk_of(C), gone)
    await desk.writing._ground()
    found = await plan(desk, target("person", MC))
    assert (found.copies, [one.user_id for one in found.unreachable]) == (0, [MC])


async def test_outside_the_rosters_rooms_an_existing_direct_chat_is_private(desk, engine):
    stranger = "@t9:school.test"
    direct = [
        engine.event("m.room.create", {"room_version": "12"}, ME, state_key=""),
        engine.event("m.room.member", {"membership": "join"}, ME, state_key=ME),
        engine.event("m.room.member", {"membership": "join"}, stranger, state_key=stranger),
    ]
    await engine.deliver_all(
        {"!direct:x": {"initial": True, "required_state": direct, "timeline": [], "joined_count": 2}},
        account_data={"global": [{"type": "m.direct", "content": {stranger: ["!direct:x"]}}]},
    )
    found = await plan(desk, target("person", stranger))
    assert (found.copies, found.private, found.people) == (1, True, 1)
    assert where(desk, target("person", stranger)) == {"!direct:x": (stranger,)}


async def test_a_room_somebody_else_made_and_calls_a_desk_gets_nothing(desk, engine):
    """A student's own room with the desk's label, linked by the student: not a school room."""
    from tests.domain.ding_desk import room

    forged = room(engine, "desk", room_type="org.schoolbell.desk", default=50, members=(ME, C, MC),
                  label={"student": C})  # fmt: skip
    for event in forged["required_state"]:
        if event["sender"] == "@office1:school.test":
            event["sender"] = C
    await engine.deliver_all({"!aaa:x": forged})
    link = engine.event("m.space.child", {"via": ["school.test"]}, C, state_key="!aaa:x")
    await engine.deliver("!32:x", state=[link])
    desk._known = None
    assert where(desk, target("guardians"))[desk_of(C)] == (MC,)


# -- what is typed -----------------------------------------------------------------------------------------


def typed(desk, text, most=12):
    return [(one.kind, one.key) for one in desk.writing.targets(text, most)]


async def test_suggestions_begin_with_my_classes(desk):
    assert typed(desk, "")[:4] == [
        ("guardians", "!32:x"),
        ("students", "!32:x"),
        ("class", "!32:x"),
        ("staff", "!school:x"),
    ]


@pytest.mark.parametrize("text", ["三年级2", "3-2", "32", "三年级2班"])
async def test_a_class_is_found_by_name_and_number(desk, text):
    assert ("guardians", "!32:x") in typed(desk, text)
    assert ("class", "!32:x") in typed(desk, text)


@pytest.mark.parametrize(
    ("text", "user"), [("陈", T2), ("cj", T2), ("CJ", T2), ("3203", C), ("lx", T3), ("学生3", C)]
)
async def test_a_person_is_found_by_name_initials_and_number(desk, text, user):
    assert ("person", user) in typed(desk, text)


async def test_a_chip_says_how_many_it_stands_for(desk):
    (guardians,) = [one for one in desk.writing.targets("") if one.kind == "guardians"]
    assert (guardians.name, guardians.people, guardians.households) == ("三年级2班", 3, 2)
    (chen,) = desk.writing.targets("cj")
    assert (chen.people, chen.households, chen.detail, chen.person.name) == (1, 0, "语文", "陈静")


async def test_families_are_offered_nobody(engine, tmp_path):
    """Whoever has no level anywhere has nobody to DING."""
    desk, school = Desk(engine, tmp_path), SmallSchool(engine)
    school.add_class("32", "三年级2班", FAMILIES, teachers=(T2,), desks=False)
    school.staff = {T2: {"role": "teacher", "name": "陈静", "initials": "cj"}}
    result = school.result()
    del result[STAFF_ALL]
    school.result = lambda: result
    await desk.take_in(school)
    assert typed(desk, "") == typed(desk, "陈") == []


# -- size --------------------------------------------------------------------------------------------------


def longest(number):
    return f"@t{number:03}{'x' * 235}:school.test"


async def test_a_thousand_recipients_are_copies_of_at_most_16_kib(engine, tmp_path):
    desk, school = Desk(engine, tmp_path), SmallSchool(engine)
    everybody = [longest(number) for number in range(1000)]
    school.add_staff([(user, f"老师{number}", "ls") for number, user in enumerate(everybody)])
    await desk.take_in(school)
    text = "急" * 500
    chosen = Target("people", "", "", users=tuple(everybody))
    draft = DingDraft("0" * 26, text, (chosen,), deadline=1)
    found = route(draft.targets, desk.writing._rooms)
    assert [user for place in found.places for user in place.mentions] == everybody
    hours = (await desk.writing._ground()).hours
    from tests.domain.ding_desk import TEXTS

    rows = sending.rows_of(draft, found.places, (), TEXTS["zh_CN"], hours, 0, 10)
    sizes = [len(json.dumps(row.content, ensure_ascii=False).encode()) for row in rows]
    assert max(sizes) <= 16 << 10
    assert {row.content["org.schoolbell.ding"]["n"] for row in rows} == {len(rows)}
    assert len({row.content["org.schoolbell.ding"]["id"] for row in rows}) == 1


def test_a_copy_names_at_most_a_hundred():
    users = people("t", *range(1, 251))
    assert [len(run) for run in chunks(users)] == [MOST_MENTIONS, MOST_MENTIONS, 50]
    assert [user for run in chunks(users) for user in run] == list(users)
