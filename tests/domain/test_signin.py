"""Which school counts: the order of the sources, what is pinned, and names as people type them."""

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.numbers import account_of, accounts, role_of
from schoolbell.domain.signin import check_pinned, check_school, choose_anchors, device_name
from schoolbell.system.policy import Policy
from schoolbell.system.profiles import Profile

A, B, C = ("!a:x",), ("!b:x",), ("!c:x",)
NOBODY: tuple[str, ...] = ()


def profile(anchors: tuple[str, ...], source: str = "account") -> Profile:
    return Profile("0" * 16, "@t1:x", "https://x", "x", anchors=anchors, anchor_source=source)


def account_data(anchors: tuple[str, ...]) -> dict[str, object]:
    return {"v": 1, "anchors": list(anchors)}


@pytest.mark.parametrize(
    ("policy", "account", "well_known", "rooms", "source"),
    [
        (A, B, C, A, "policy"),
        (NOBODY, B, C, B, "account"),
        (NOBODY, NOBODY, C, C, "well_known"),
        (NOBODY, NOBODY, NOBODY, NOBODY, ""),
    ],
)
def test_the_strongest_source_names_the_school(
    policy: tuple[str, ...],
    account: tuple[str, ...],
    well_known: tuple[str, ...],
    rooms: tuple[str, ...],
    source: str,
) -> None:
    chosen = choose_anchors(Policy(anchors=policy), account_data(account), well_known)
    assert (chosen.rooms, chosen.source) == (rooms, source)


def changed(pinned: Profile, policy: tuple[str, ...], school: object) -> bool:
    try:
        check_school(pinned, Policy(anchors=policy), school)
    except KnownError as error:
        return error.code is ErrorCode.ANCHOR_CHANGED
    return False


def test_a_running_session_notices_another_school() -> None:
    assert changed(profile(A), NOBODY, account_data(B))
    assert changed(profile(A), NOBODY, account_data(A + B))
    assert changed(profile(A, "well_known"), NOBODY, account_data(B))
    assert changed(profile(A), B, account_data(A))
    assert not changed(profile(A), NOBODY, account_data(A))
    assert not changed(profile(A + B), NOBODY, account_data(B + A))
    assert not changed(profile(A, "policy"), A, account_data(B))
    for nothing in (None, {}, {"anchors": []}, {"anchors": "!b:x"}, [], 7):
        assert not changed(profile(A), NOBODY, nothing)


def test_the_first_word_about_a_school_is_pinned() -> None:
    pinned = check_school(profile(NOBODY, ""), Policy(), account_data(A))
    assert (pinned.anchors, pinned.anchor_source) == (A, "account")
    assert check_school(profile(A), Policy(), account_data(A)) == profile(A)


def test_signing_in_compares_with_what_is_pinned() -> None:
    with pytest.raises(KnownError) as fault:
        check_pinned(profile(A), choose_anchors(Policy(), account_data(B), NOBODY))
    assert (fault.value.code, fault.value.details) == (ErrorCode.ANCHOR_CHANGED, {"source": "account"})


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("t1001", ("t1001",)),
        (" T1001 ", ("t1001",)),
        ("@t1001:school.test", ("@t1001:school.test",)),
        ("2026030112", ("s2026030112", "t2026030112", "g2026030112")),
        ("138 0000 0000", ("g13800000000",)),
        ("+86 138-0000-0000", ("g13800000000",)),
        ("ｇ１３８０００００００００", ("g138000000000",)),
        ("", ("",)),
    ],
)
def test_names_as_people_type_them(typed: str, names: tuple[str, ...]) -> None:
    assert accounts(typed) == names


@pytest.mark.parametrize(
    ("typed", "role", "name"),
    [
        ("1001", "t", "t1001"),
        (" 20 26 ", "g", "g2026"),
        ("1001", "", "s1001"),
        ("138 0000 0000", "t", "g13800000000"),  # a mobile number is a guardian's
        ("s5", "t", "s5"),  # what was typed counts
        ("O1", "s", "o1"),
        ("", "t", ""),
    ],
)
def test_one_account_is_meant(typed: str, role: str, name: str) -> None:
    assert account_of(typed, role) == name


def test_the_role_of_an_account_is_remembered_where_a_number_lacks_it() -> None:
    roles = [role_of(user) for user in ("@t1:x", "@g138:x", "@o1:x", "@tom:x", "@s:x", "")]
    assert roles == ["t", "g", "", "", "", ""]


def test_the_device_is_called_after_the_program_and_the_system() -> None:
    assert device_name().startswith("Schoolbell (")
