"""The address that the server listens on."""

import errno
import ipaddress
import socket

from corpus.errors import AskdocketError

_BACKLOG = 2048


class AddressUnavailable(AskdocketError):
    """The server cannot listen on the address it was told to."""

    code = "address_unavailable"
    hint = "Choose another with --host and --port, or ASKDOCKET_HOST and ASKDOCKET_PORT."


def reserve(host: str, port: int) -> socket.socket:
    """Take an address, not yet listening: clients are refused until the server can answer.

    Args:
        host: name or number of an address of this machine.
        port: 0 to 65535; 0 takes any that is free.

    Raises:
        AddressUnavailable: the port is in use or not allowed, or the host is not this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        reserved = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _unavailable(host, port, error) from error
    try:
        # Without it a restart has to wait until the connections of the last run time out.
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(address)
    except OSError as error:
        reserved.close()
        raise _unavailable(host, port, error) from error
    return reserved


def listen(reserved: socket.socket) -> str:
    """Begin to listen.

    Returns:
        The address for a browser on this machine.

    Raises:
        AddressUnavailable: another process was faster.
    """
    host, port = reserved.getsockname()[:2]
    try:
        reserved.listen(_BACKLOG)
    except OSError as error:
        raise _unavailable(host, port, error) from error
    if ipaddress.ip_address(host).is_unspecified:
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _unavailable(host: str, port: int, error: OSError) -> AddressUnavailable:
    if error.errno == errno.EADDRINUSE:
        return AddressUnavailable(
            f"Port {port} of {host} is in use, perhaps by another Askdocket.",
            hint="Stop that one, or choose another port with --port or ASKDOCKET_PORT.",
        )
    return AddressUnavailable(f"Cannot listen on {host}, port {port}: {error.strerror or error}.")
