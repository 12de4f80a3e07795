"""One client of the stand-in, as a line that can be secured, cut and reset."""

import contextlib
import socket
import ssl
import struct
from typing import BinaryIO


class ClientLine:
    """The connection of one client, in the clear first and then over TLS."""

    def __init__(self, plain: socket.socket) -> None:
        self._socket = plain
        self.reader: BinaryIO = plain.makefile("rb")

    def secure(self, context: ssl.SSLContext) -> None:
        self.reader.close()
        secured = context.wrap_socket(self._socket, server_side=True, do_handshake_on_connect=False)
        self._socket = secured
        self.reader = secured.makefile("rb")
        secured.do_handshake()

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def wait_for_hangup(self) -> None:
        while self._socket.recv(4096):
            pass

    def reset(self) -> None:
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def cut(self) -> None:
        """Wake the thread that reads or writes. It then finds the line closed."""
        with contextlib.suppress(OSError):
            # Not the method of SSLSocket: that one takes TLS away from under the other thread.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.reader.close()
        self._socket.close()
