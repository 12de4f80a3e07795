"""The way to the desk that runs already where Python has no local sockets: the one that Qt knows."""

from typing import Self

from PySide6.QtNetwork import QLocalSocket

from ratiodesk.running_desk import ANSWER_MS, CONNECT_MS, TAKEN, door_of
from ratiodesk.wish import Wish, encode_wish


class LocalLine:
    """What :class:`~ratiodesk.running_desk.RunningDesk` is, with Qt."""

    def __init__(self, socket: QLocalSocket) -> None:
        self._socket = socket

    @classmethod
    def knock(cls, home: str) -> Self | None:
        """Return the way to the desk of a home directory, None if none runs."""
        socket = QLocalSocket()
        socket.connectToServer(str(door_of(home)))
        return cls(socket) if socket.waitForConnected(CONNECT_MS) else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.abort()

    def ask(self, wish: Wish) -> bool:
        """Return whether the desk does what it is asked."""
        self._socket.write(encode_wish(wish))
        self._socket.flush()
        while self._socket.bytesAvailable() < len(TAKEN) and self._socket.waitForReadyRead(ANSWER_MS):
            pass
        return self._socket.read(len(TAKEN)).data() == TAKEN
