"""The door of the desk: a local socket on which second starts say what they were to show."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.running_desk import REFUSED, TAKEN, door_of, is_private
from ratiodesk.wish import LONGEST_BYTES, decode_wish

_PATIENCE_MS = 2_000
# More wait outside.
_MOST_VISITORS = 8


class Instance(QObject):
    """Listens for this user's other starts on the same home directory.

    Signals
    -------
    asked(wish)
        A second start wants something shown.
    """

    asked = Signal(object)

    def __init__(self, home: str, *, offline: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home, self._offline = home, offline
        self._key: int | None = None
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(_MOST_VISITORS)
        self._server.newConnection.connect(self._on_server_new_connection)

    def listen(self) -> bool:
        """Open the door; return False if another desk has opened it, or it cannot be opened."""
        door = door_of(self._home)
        if not _is_ready(door):
            return False
        self._key = _try_lock(door.with_name(f"{door.name}.lock"))
        if self._key is None:
            return False
        # Whoever holds the lock is the only one: what is there was left by a desk that was killed.
        QLocalServer.removeServer(str(door))
        if not self._server.listen(str(door)):
            self.close()
            return False
        return True

    @Slot()
    def close(self) -> None:
        """Close the door: a start from now on is the first one again."""
        self._server.close()
        if self._key is not None:
            os.close(self._key)
            self._key = None

    def answer(self, line: bytes) -> bool:
        """Tell of a wish; return whether it was one that this desk takes."""
        try:
            wish = decode_wish(line)
        except RatioDeskError:
            return False
        # A desk that is online would fetch what it is asked to show.
        if wish.home != self._home or (wish.offline and not self._offline):
            return False
        self.asked.emit(wish)
        return True

    @Slot()
    def _on_server_new_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            _Visitor(self, socket)


class _Visitor(QObject):
    """One second start: it has a moment to say one line."""

    def __init__(self, instance: Instance, socket: QLocalSocket) -> None:
        super().__init__(socket)
        self._instance, self._socket = instance, socket
        self._heard = b""
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_timeout)
        self._patience.start()
        socket.readyRead.connect(self._on_socket_ready_read)
        socket.disconnected.connect(socket.deleteLater)
        self._on_socket_ready_read()

    @Slot()
    def _on_patience_timeout(self) -> None:
        self._socket.abort()

    @Slot()
    def _on_socket_ready_read(self) -> None:
        if not self._patience.isActive():
            return  # It was answered.
        self._heard += self._socket.read(LONGEST_BYTES + 1 - len(self._heard)).data()
        line, end, _ = self._heard.partition(b"\n")
        if end or len(self._heard) > LONGEST_BYTES:
            self._patience.stop()
            self._socket.write(TAKEN if end and self._instance.answer(line) else REFUSED)
            self._socket.flush()
            self._socket.disconnectFromServer()


if sys.platform == "win32":  # pragma: no cover - pipes are this user's by their access list, and go with the process

    def _is_ready(_door: Path) -> bool:
        return True

    def _try_lock(_path: Path) -> int | None:
        return os.open(os.devnull, os.O_RDONLY)

else:
    import fcntl

    def _is_ready(door: Path) -> bool:
        """Return whether the folder of the socket is there and this user's alone."""
        try:
            door.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return False
        return is_private(door.parent)

    def _try_lock(path: Path) -> int | None:
        """Return a handle that holds the lock until it is closed or the process ends, None if another holds it."""
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return None
        return handle
