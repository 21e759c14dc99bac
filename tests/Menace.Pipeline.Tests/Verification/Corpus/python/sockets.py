import socket

import pytest

import Sample


def test_local_connection():
    server = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(server.getsockname())
    peer, _ = server.accept()
    client.sendall(b"x")
    assert peer.recv(1) == b"x"
    for each in (client, peer, server):
        each.close()


def test_refused():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(free.getsockname(), timeout=1)
