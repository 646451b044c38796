"""Shows who would like to chat above the conversation, and brings the answers to the server."""

from PySide6.QtCore import QObject

from schoolbell.matrix.client import MatrixClient
from schoolbell.shell.surroundings import Databases
from schoolbell.sync.engine import Engine
from schoolbell.sync.invitations import Answers
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.viewmodels.invitations import InvitationsPresenter
from schoolbell.viewmodels.messages import MessagesPresenter


def follow_invitations(
    engine: Engine,
    client: MatrixClient,
    databases: Databases,
    presenter: MessagesPresenter,
    pane: MessagesPane,
    parent: QObject,
) -> InvitationsPresenter:
    """Return the presenter, following the engine; a room that was joined is opened."""
    invitations = InvitationsPresenter(presenter.session.behind, presenter.person, presenter.bridge, parent)
    pane.set_invitations(invitations)
    invitations.accepted.connect(pane.open_room)
    invitations.attach(engine, Answers(client, databases.cache, engine.changes.emit))
    return invitations
