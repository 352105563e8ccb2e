"""The addresses under which people reach this machine."""

import socket
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit


def on_network() -> str:
    """This machine's address on the local network, as a phone there would type it; 127.0.0.1 where there is none.

    Connecting a UDP socket sends nothing: it only asks the system which of its own addresses it would use. The target
    is from TEST-NET-1 (RFC 5737), which belongs to nobody.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def is_loopback(host: str) -> bool:
    """Whether only this very machine would understand ``host``."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def site_of(host: str) -> str:
    """Whom a bound on an address counts: of IPv6 the network of 64 bits, where everybody has addresses galore."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


def for_phones(listens: str) -> str:
    """The host under which phones find a server that listens on ``listens``; that very one where it is loopback."""
    return listens if is_loopback(listens) else on_network()


def for_people(asked: str, public: str, listens: str) -> str:
    """The address to put on the wall: the public one where set, else the one asked for, made reachable for phones.

    A server that listens on loopback only is reached by none: its address stays as it was asked for. Behind a proxy on
    the same machine it is asked for by the proxy's name.
    """
    if public:
        return public.rstrip("/")
    parts = urlsplit(asked)
    host = parts.hostname or "127.0.0.1"
    port = f":{parts.port}" if parts.port else ""
    if is_loopback(host) and not is_loopback(listens):
        host = on_network()
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"


def only_here(address: str) -> bool:
    """Whether no other machine can open ``address``."""
    return is_loopback(urlsplit(address).hostname or "")
