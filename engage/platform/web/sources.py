"""Where a request comes from: the address of the connection, or that which the declared proxies tell."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from flask import request

OF_ONE_HOLDER = 64  # bits: so much of an address of version 6 whoever has one may vary at will


def source() -> str:
    """The network a request comes from, in words that are the same each time."""
    given = request.remote_addr or ""
    try:
        address = ip_address(given)
    except ValueError:  # such as a socket of this machine
        return given
    return str(ip_network((address, OF_ONE_HOLDER), strict=False)) if address.version == 6 else str(address)
