from hypothesis import given, settings
from hypothesis import strategies as st

from schoolbell.domain.authority import Authority
from schoolbell.domain.chat.items import Role
from schoolbell.domain.directory import Directory, guardian_name
from schoolbell.domain.names import (
    clean_name,
    clean_text,
    hue_of,
    one_line,
    person_initials,
    room_initials,
)
from tests.domain.school_facts import (
    CLASS1,
    CLASS2,
    GROUP,
    GUARDIAN,
    SCHOOL,
    STUDENT,
    TEACHER,
    made,
    school,
)

SISTER = "@s2026030201:school.test"


def entry(role, name, **more):
    return {"v": 1, "role": role, "name": name, **more}


def directory(*states, facts=None):
    authority = Authority([SCHOOL], facts or school())
    return Directory(authority, states, {CLASS1: "三年级1班", CLASS2: "三年级2班"})


FAMILY = (
    (CLASS2, STUDENT[1:], entry("student", "李明", initials="lm")),
    (CLASS1, SISTER[1:], entry("student", "李小雨", initials="lxy")),
    (CLASS2, GUARDIAN[1:], entry("guardian", "李建国", relation="father", children=[SISTER, STUDENT])),
    (CLASS1, GUARDIAN[1:], entry("guardian", "李建国", relation="father", children=[SISTER, STUDENT])),
)


def test_a_guardian_is_named_after_the_child_of_the_rooms_class():
    people = directory(*FAMILY)
    here = people.person(GUARDIAN, GROUP)
    assert (here.name, here.initials, here.role) == ("李明爸爸", "李明", Role.GUARDIAN)
    elsewhere = people.person(GUARDIAN, CLASS1)
    assert (elsewhere.name, elsewhere.initials) == ("李小雨爸爸", "小雨")
    assert people.class_name(GUARDIAN, GROUP) == "三年级2班"


def test_a_guardian_without_relation_or_known_child_keeps_the_own_name():
    people = directory((CLASS2, GUARDIAN[1:], entry("guardian", "李建国", children=["@s9:school.test"])))
    assert people.person(GUARDIAN, GROUP).name == "李建国"


def test_only_the_school_space_makes_principals_and_head_teachers():
    for role in ("principal", "office", "officer", "head_teacher"):
        assert directory((CLASS2, STUDENT[1:], entry(role, "李明"))).person(STUDENT).role is Role.NONE
        assert directory((SCHOOL, STUDENT[1:], entry(role, "李明"))).person(STUDENT).role == role


def test_a_head_teacher_is_one_in_the_class_and_a_guardian_in_the_other():
    people = directory(
        (SCHOOL, TEACHER[1:], entry("head_teacher", "周敏")),
        (CLASS2, TEACHER[1:], entry("teacher", "周敏")),
        (CLASS1, TEACHER[1:], entry("guardian", "周敏", relation="mother", children=[SISTER])),
        *FAMILY,
    )
    assert people.person(TEACHER, GROUP).role is Role.HEAD_TEACHER
    assert people.person(TEACHER, CLASS1).role is Role.GUARDIAN
    assert people.person(TEACHER).role is Role.HEAD_TEACHER


def test_a_roster_in_a_students_own_space_counts_for_nothing():
    facts = school()
    facts["!own"] = made("school", by=STUDENT, room_type="m.space")
    people = directory(("!own", STUDENT[1:], entry("principal", "李明")), facts=facts)
    assert people.person(STUDENT, "!own", "李明").role is Role.NONE


def test_an_entry_written_by_the_person_about_himself_does_not_count():
    people = directory((CLASS2, STUDENT, entry("teacher", "李明")))
    assert people.person(STUDENT, GROUP, "李明").role is Role.NONE


def test_a_guardians_name_follows_the_schools_language():
    assert guardian_name("李明", "mother", "zh_CN") == "李明妈妈"
    assert guardian_name("李明", "mother", "zh_TW") == "李明媽媽"
    assert guardian_name("Li Ming", "father", "zh_CN") == "Li Ming’s father"
    assert guardian_name("李明", "舅舅") == "李明舅舅"
    assert guardian_name("李明", "") == ""


def test_a_removed_entry_is_gone():
    people = directory((CLASS2, STUDENT[1:], {}))
    assert people.entry(STUDENT) is None
    assert people.person(STUDENT, GROUP, "").name == "s2026030101"


def test_somebody_outside_the_roster_is_shown_by_the_member_name():
    person = directory().person("@x:other.test", GROUP, "Anna Berg")
    assert (person.name, person.initials, person.role) == ("Anna Berg", "AB", Role.NONE)


def test_people_are_found_by_initials_and_by_part_of_the_name():
    people = directory(*FAMILY)
    assert people.matches(STUDENT, "LM", GROUP)
    assert people.matches(GUARDIAN, "明爸", GROUP)
    assert not people.matches(STUDENT, "wf", GROUP)


@settings(deadline=None)
@given(st.from_type(type(None)) | st.text() | st.lists(st.integers()) | st.dictionaries(st.text(), st.text()))
def test_malformed_entries_are_ignored_or_readable(junk):
    people = directory(
        (CLASS2, STUDENT[1:], junk),
        (
            CLASS2,
            GUARDIAN[1:],
            {"v": 1, "role": "guardian", "name": junk, "children": junk, "relation": junk},
        ),
    )
    for user in (STUDENT, GUARDIAN):
        person = people.person(user, GROUP)
        assert person.name
        assert len(person.name) <= 64
        assert len(person.initials) <= 2


def test_names_cannot_hide_or_reorder_what_stands_around_them():
    assert clean_name("李\u200b明\u202e爸爸\u0000") == "李明爸爸"
    assert clean_name("  a \n\t b  ") == "a b"
    assert clean_name("\u3164\u2800") == ""
    assert len(clean_name("王" * 500)) == 64
    assert len(clean_name("e" + "\u0301" * 500)) < 8
    assert clean_name(None) == ""
    assert clean_text("a\u202eb\r\nc\x07") == "ab\nc"
    assert clean_text("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"
    assert one_line("a\n\n b" + "x" * 900)[:5] == "a b" + "xx"


def test_avatars_have_two_letters_and_a_steady_hue():
    assert person_initials("周敏") == "周敏"
    assert person_initials("李小雨") == "小雨"
    assert person_initials("王芳老师") == "王芳"
    assert person_initials("Li Ming Hua") == "LH"
    assert person_initials("于长江（于依诺、于可馨爸爸）") == "长江"
    assert person_initials("于长江(于依诺爸爸") == "长江"
    assert person_initials("王芳老师（数学）") == "王芳"
    assert person_initials("Wang Jun (Li Ming’s father)") == "WJ"
    assert person_initials("（李明爸爸）") == "爸爸"
    assert person_initials("office") == "OF"
    assert person_initials("…") == ""
    assert room_initials("三年级2班 家校群") == "三2"
    assert room_initials("教师组") == "教师"
    assert room_initials("My devices") == "MD"
    hues = {hue_of(f"@s{number}:school.test") for number in range(100)}
    assert hues == set(range(1, 9))
    assert hue_of("@a:b") == hue_of("@a:b")
