import math

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from schoolbell.domain.authority import Authority, Creation, Link, edit_counts, level_of, needed_level
from schoolbell.domain.chat.items import RoomKind
from tests.domain.school_facts import (
    ALL_NOTICES,
    CLASS1,
    CLASS2,
    DESK,
    DESK_POWER,
    GROUP,
    GUARDIAN,
    HOMEWORK,
    LEFT,
    NOTICES,
    OFFICE,
    OFFICE2,
    ROOM_POWER,
    SCHOOL,
    STAFF_ALL,
    STUDENT,
    TEACHER,
    linked,
    made,
    school,
)


def authority(facts=None):
    return Authority([SCHOOL], school() if facts is None else facts)


def test_the_whole_school_is_found_from_its_anchor():
    judged = authority()
    kinds = {room: judged.kind_of(room) for room in school()}
    assert kinds[SCHOOL] is RoomKind.SCHOOL
    assert kinds[CLASS2] is RoomKind.CLASS
    assert kinds[GROUP] is RoomKind.GROUP
    assert kinds[DESK] is RoomKind.DESK
    assert kinds[ALL_NOTICES] is RoomKind.NOTICES
    assert RoomKind.CHAT not in kinds.values()
    assert judged.class_of(GROUP) == CLASS2
    assert judged.class_of(ALL_NOTICES) == ""
    assert judged.school_room(DESK).key == "desk/2026030101"
    assert judged.office_accounts() == {OFFICE, OFFICE2}


def test_teachers_act_and_families_do_not():
    judged = authority()
    assert judged.may("org.schoolbell.ding", GROUP, TEACHER, ROOM_POWER)
    assert not judged.may("org.schoolbell.ding", GROUP, STUDENT, ROOM_POWER)
    assert judged.may("ack", GROUP, STUDENT, ROOM_POWER)
    assert judged.may("submission", DESK, STUDENT, DESK_POWER)
    assert not judged.may("review", DESK, STUDENT, DESK_POWER)
    assert judged.may("review", DESK, TEACHER, DESK_POWER)


def test_a_block_acts_only_in_a_room_of_the_right_kind():
    judged = authority()
    assert judged.may("assignment", HOMEWORK, TEACHER, ROOM_POWER)
    assert not judged.may("assignment", GROUP, TEACHER, ROOM_POWER)
    assert not judged.may("review", GROUP, TEACHER, ROOM_POWER)
    assert not judged.may("submission", HOMEWORK, STUDENT, ROOM_POWER)


def test_a_block_nobody_has_heard_of_needs_a_teacher():
    judged = authority()
    assert judged.may("org.schoolbell.future", GROUP, TEACHER, ROOM_POWER)
    assert not judged.may("org.schoolbell.future", GROUP, STUDENT, ROOM_POWER)


# -- forgeries ----------------------------------------------------------------------------------------


def test_a_students_own_room_is_a_chat_and_its_ding_is_text():
    facts = school()
    facts["!own"] = made("group", by=STUDENT)
    judged = authority(facts)
    assert judged.kind_of("!own") is RoomKind.CHAT
    assert not judged.may("ding", "!own", STUDENT, ROOM_POWER)


def test_a_students_own_school_space_is_not_an_anchor():
    facts = school()
    facts["!fake"] = made("school", by=STUDENT, room_type="m.space", links=("!fakeclass", GROUP))
    facts["!fakeclass"] = made("class", by=STUDENT, room_type="m.space")
    judged = authority(facts)
    assert judged.kind_of("!fake") is RoomKind.CHAT
    assert judged.kind_of("!fakeclass") is RoomKind.CHAT
    assert not judged.is_office(STUDENT)
    assert judged.school_room(GROUP).parents == (CLASS2,)


def test_a_students_room_linked_by_the_office_by_mistake_is_still_no_school_room():
    facts = school()
    facts["!own"] = made("group", by=STUDENT)
    facts = linked(facts, CLASS2, "!own", by=OFFICE)
    assert authority(facts).kind_of("!own") is RoomKind.CHAT


def test_a_child_linked_by_a_teacher_or_a_student_does_not_count():
    for forger in (TEACHER, STUDENT):
        facts = school()
        facts["!stray"] = made("group")
        facts = linked(facts, CLASS2, "!stray", by=forger)
        assert authority(facts).kind_of("!stray") is RoomKind.CHAT


def test_a_teacher_relabelling_a_room_makes_it_a_chat_not_something_else():
    facts = school()
    facts[GROUP] = replace(facts[GROUP], label={"v": 1, "kind": "homework"}, label_sender=TEACHER)
    judged = authority(facts)
    assert judged.kind_of(GROUP) is RoomKind.CHAT
    assert not judged.may("assignment", GROUP, TEACHER, ROOM_POWER)


def test_a_kind_counts_only_under_its_parent():
    facts = school()
    facts["!homework-at-school"] = made("homework")
    facts = linked(facts, SCHOOL, "!homework-at-school", by=OFFICE)
    facts["!class-in-class"] = made("class", room_type="m.space")
    facts = linked(facts, CLASS2, "!class-in-class", by=OFFICE)
    facts["!reports-in-class"] = made("reports")
    facts = linked(facts, CLASS2, "!reports-in-class", by=OFFICE)
    facts["!group-in-group"] = made("group")
    facts = linked(facts, GROUP, "!group-in-group", by=OFFICE)
    judged = authority(facts)
    for stray in ("!homework-at-school", "!class-in-class", "!reports-in-class", "!group-in-group"):
        assert judged.kind_of(stray) is RoomKind.CHAT


def test_the_create_event_type_must_fit_the_kind():
    facts = school()
    facts["!a"] = made("desk")  # a desk without the desk's type
    facts["!b"] = made("group", room_type="m.space")
    facts["!c"] = made("group", room_type="org.schoolbell.desk")
    for room in ("!a", "!b", "!c"):
        facts = linked(facts, CLASS2, room, by=OFFICE)
    facts["!d"] = made("class")
    facts = linked(facts, SCHOOL, "!d", by=OFFICE)
    judged = authority(facts)
    assert {judged.kind_of(room) for room in ("!a", "!b", "!c", "!d")} == {RoomKind.CHAT}


def test_an_anchor_of_the_wrong_type_or_label_gives_nothing():
    for broken in (made("school"), made("class", room_type="m.space"), made("nonsense", room_type="m.space")):
        judged = authority({**school(), SCHOOL: broken})
        assert not judged.rooms
        assert not judged.office_accounts()


def test_what_a_teacher_sent_stays_in_force_after_leaving_but_nothing_new_does():
    after = {**ROOM_POWER, "users": {TEACHER: 50}}
    facts = school()
    facts[GROUP] = replace(facts[GROUP], power=after)
    judged = authority(facts)
    assert judged.may("ding", GROUP, LEFT, ROOM_POWER)  # judged under the levels of then
    assert not judged.may("ding", GROUP, LEFT, after)
    assert judged.level(GROUP, LEFT) == 0


def test_a_label_set_by_somebody_who_was_allowed_then_stays():
    principal = "@t1:school.test"
    then = {**ROOM_POWER, "users": {principal: 100}}
    facts = school()
    facts[GROUP] = replace(facts[GROUP], label_sender=principal, label_power=then, power=ROOM_POWER)
    facts["!more"] = made("group")
    facts = linked(facts, CLASS2, "!more", by=principal, power=then)
    judged = authority(facts)
    assert judged.kind_of(GROUP) is RoomKind.GROUP
    assert judged.kind_of("!more") is RoomKind.GROUP


def test_a_second_office_account_may_make_rooms_but_only_as_creators_say():
    facts = school()
    facts["!second"] = made("group", by=OFFICE2)
    facts = linked(facts, CLASS2, "!second", by=OFFICE)
    assert authority(facts).kind_of("!second") is RoomKind.GROUP
    alone = {**facts, SCHOOL: replace(facts[SCHOOL], creation=Creation(OFFICE, "12", "m.space"))}
    assert authority(alone).kind_of("!second") is RoomKind.CHAT


def test_two_schools_do_not_lend_each_other_their_office():
    facts = school()
    other = "@office1:other.test"
    facts["!other"] = made("school", by=other, room_type="m.space", links=("!room",))
    facts["!room"] = made("staff_all", by=OFFICE)
    judged = Authority([SCHOOL, "!other"], facts)
    assert judged.kind_of("!other") is RoomKind.SCHOOL
    assert judged.kind_of("!room") is RoomKind.CHAT


def test_rooms_that_point_at_each_other_end_the_walk():
    facts = linked(linked(school(), CLASS2, SCHOOL, by=OFFICE), CLASS2, CLASS2, by=OFFICE)
    facts = linked(facts, CLASS1, GROUP, by=OFFICE)
    judged = authority(facts)
    assert judged.kind_of(GROUP) is RoomKind.GROUP
    assert set(judged.school_room(GROUP).parents) == {CLASS1, CLASS2}


def test_an_edit_by_somebody_else_or_of_another_type_is_ignored():
    message = "m.room.message"
    assert edit_counts(TEACHER, message, TEACHER, message)
    assert not edit_counts(TEACHER, message, STUDENT, message)
    assert not edit_counts(TEACHER, message, TEACHER, "org.schoolbell.submission")
    assert not edit_counts("", message, "", message)


# -- levels -------------------------------------------------------------------------------------------


def test_creators_outrank_everybody_from_version_12_on():
    new = Creation.from_event(OFFICE, {"room_version": "12", "additional_creators": [OFFICE2, 7, None]})
    assert level_of(new, {"users": {OFFICE: 0}}, OFFICE) == math.inf
    assert level_of(new, None, OFFICE2) == math.inf
    old = Creation.from_event(OFFICE, {"room_version": "11", "additional_creators": [OFFICE2]})
    assert level_of(old, {"users": {OFFICE: 0}}, OFFICE) == 0
    assert level_of(old, None, OFFICE) == 100
    assert old.creators == {OFFICE}


def test_unreadable_power_levels_give_no_power():
    creation = Creation(OFFICE)
    for power in (
        [], "x", 7, {"users": []}, {"users": {STUDENT: "100"}}, {"users": {STUDENT: True}},
        {"users": {STUDENT: 10**40}}, {"users": {STUDENT: 99.5}}, {"users_default": "50"},
        {"users_default": None}, {"users": {STUDENT: None}, "users_default": 50},
        {"users": "all", "users_default": 50},
    ):  # fmt: skip
        assert level_of(creation, power, STUDENT) <= 0, power
        assert needed_level(power, "m.room.topic", state=True) >= 50
    assert needed_level({"events": {"m.reaction": "0"}}, "m.reaction") == 100


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["users", "users_default", "kind", "v", STUDENT]), inner, max_size=3
            )
        ),
        max_leaves=8,
    )
)
def test_malformed_state_never_raises_and_never_makes_a_school_room(junk):
    creation = Creation.from_event(junk, junk)
    facts = school()
    facts["!junk"] = replace(made("group"), creation=creation, label=junk, label_sender=STUDENT, power=junk)
    facts[CLASS2] = replace(facts[CLASS2], links=(*facts[CLASS2].links, Link("!junk", OFFICE, junk)))
    judged = authority(facts)
    assert judged.kind_of("!junk") is RoomKind.CHAT
    assert not judged.may("ding", "!junk", STUDENT, junk)
    judged.may_send("!junk", STUDENT, "m.room.message")


def test_who_may_write_in_a_notices_room_follows_the_levels():
    facts = school()
    facts[NOTICES] = replace(facts[NOTICES], power={**ROOM_POWER, "events_default": 50})
    judged = authority(facts)
    assert judged.may_send(NOTICES, TEACHER, "m.room.message")
    assert not judged.may_send(NOTICES, GUARDIAN, "m.room.message")
    assert judged.may_send(NOTICES, GUARDIAN, "org.schoolbell.ack")
    assert not judged.may_send(STAFF_ALL, TEACHER, "m.room.name", state=True)
