"""Steps of the tour around accounts: a second one beside the first, and the lock of a shared computer."""

from typing import TYPE_CHECKING

from schoolbell_demo.eyes import NotSeenError

if TYPE_CHECKING:
    from schoolbell_demo.line import Account
    from schoolbell_demo.steps import Stage

_PIN = "2580"


async def switch_account(stage: "Stage") -> None:
    """Add a student's account beside the teacher's, then go back by the menu at the avatar."""
    word = stage.words.of
    await stage.click(_me(stage, stage.teacher), "Button")
    await stage.click(word("AccountMenu", "Add an account"), "MenuItem")
    localpart = stage.student.user_id[1:].partition(":")[0]
    await stage.write_into(word("SignInPage", "Account (staff number, student number)"), localpart)
    await stage.write_into(word("SignInPage", "Password"), stage.student.password)
    await stage.click(word("SignInPage", "Sign in"), "Button", exact=True)
    await stage.see(_me(stage, stage.student), "Button", timeout=60)
    await stage.see(stage.group.name, "ListItem", timeout=60)
    await stage.click(_me(stage, stage.student), "Button")
    await stage.click(stage.teacher.name, "MenuItem")
    await stage.see(_me(stage, stage.teacher), "Button")
    await stage.see(stage.group.name, "ListItem")


async def lock(stage: "Stage") -> None:
    """Ctrl+L asks for a PIN and locks; nothing of any account is left to see or to hear; the PIN opens."""
    word = stage.words.of
    await stage.hands.press("ctrl+l")
    await stage.write_into(word("PinDialog", "New PIN"), _PIN)
    await stage.write_into(word("PinDialog", "New PIN again"), _PIN)
    await stage.hands.press("Return")
    await stage.see(word("LockPage", "Schoolbell is locked"), "StaticText")
    people = (stage.teacher, stage.student)
    names = [text for who in people for text in (who.name, who.user_id)]
    for secret in (*names, stage.group.name, f"{stage.nonce}-send"):
        found = await stage.client.eyes.find(secret)
        if found:
            raise NotSeenError(f"locked, and still there: {found[0].role} {found[0].name!r}")
    locked = stage.screen.frame_buffer.grab()
    await stage.write_into(word("LockPage", "PIN"), _PIN)
    await stage.hands.press("Return")
    await stage.see(_me(stage, stage.teacher), "Button")
    await stage.see(stage.group.name, "ListItem")
    if stage.screen.frame_buffer.grab() == locked:
        raise NotSeenError("the screen did not change")


def _me(stage: "Stage", account: "Account") -> str:
    """Return what the avatar in the rail is called once `account` is connected."""
    state = stage.words.of("Me", "connected")
    return stage.words.of("Me", "{name}, {state}").format(name=account.name, state=state)
