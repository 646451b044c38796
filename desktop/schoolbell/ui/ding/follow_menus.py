"""The menus of a sent DING: of the page, and of one household."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from schoolbell.domain.announcements.items import Household
from schoolbell.domain.ding.items import SentDetail
from schoolbell.ui.theme.icons import icon
from schoolbell.ui.theme.theme import Theme


def page_menu(theme: Theme, parent: QWidget, detail: SentDetail) -> QMenu:
    """Return what can be done with a DING; an action's data is "history", "export" or "withdraw"."""
    translate, tokens = QCoreApplication.translate, theme.tokens
    menu = _menu(parent)
    history = menu.addAction(icon("history", tokens.text_2, 16), translate("DingMenu", "Reminders so far"))
    history.setData("history")
    history.setEnabled(bool(detail.announcement.reminders))
    export = menu.addAction(
        icon("download", tokens.text_2, 16), translate("DingMenu", "Export as a spreadsheet")
    )
    export.setData("export")
    export.setEnabled(bool(detail.tally.households))
    menu.addSeparator()
    withdraw = menu.addAction(icon("undo-2", tokens.danger_text, 16), translate("DingMenu", "Withdraw …"))
    withdraw.setData("withdraw")
    withdraw.setEnabled(not detail.row.withdrawn)
    return menu


def household_menu(theme: Theme, parent: QWidget, one: Household) -> QMenu:
    """Return whom of a household one can write to; an action's data is a user id, None for a DING to all."""
    translate, tokens = QCoreApplication.translate, theme.tokens
    menu = _menu(parent)
    for addressee in one.people:
        words = translate("DingMenu", "Write to {name}").format(name=addressee.person.name)
        menu.addAction(icon("message-circle", tokens.text_2, 16), words).setData(addressee.person.user_id)
    menu.addSeparator()
    menu.addAction(icon("bell-ring", tokens.danger_text, 16), translate("DingMenu", "DING this family alone"))
    return menu


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
