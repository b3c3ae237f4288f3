"""Real TLS on loopback: who is believed, who is not, that it is said how to mend it, and that nothing is sent."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest

from agentconsole.backends.address import origin
from agentconsole.backends.api import PROTOCOL_HEADER
from agentconsole.backends.base import BackendRejected, BackendUnavailable
from agentconsole.backends.rest import RestBackend
from tests.house.source import PACKAGE, ROOT
from tests.support.certificates import Authority, an_authority

TOKEN = "acs_canary" + "0" * 30
PASSWORD = "four words for testing"
SESSION = b'{"id":"s","agent":"ana","terminal":"t","label":"","created_ms":1,"seen_ms":1,"expires_ms":2,"ends_ms":3}'
OURS = f"HTTP/1.1 200 OK\r\n{PROTOCOL_HEADER}: 1\r\nContent-Type: application/json\r\n".encode()
GOOD = OURS + b"Content-Length: %d\r\n\r\n%s" % (len(SESSION), SESSION)
PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 26\r\n\r\n<html>Welcome, guest</html>"


@dataclass
class Listening:
    """A server on loopback that answers every request alike; `heard` is what came, as it was after decryption."""

    port: int
    heard: bytearray = field(default_factory=bytearray)


@contextmanager
def listening(answer: bytes, certificate: Path | None, newest: ssl.TLSVersion | None = None) -> Iterator[Listening]:
    """Over TLS with the certificate, or plainly without one."""
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        if newest is not None:
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, newest
    with socket.create_server(("127.0.0.1", 0)) as door:
        found = Listening(door.getsockname()[1])

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client, _ = door.accept()
                    client.settimeout(10)
                    with client, suppress(OSError, ssl.SSLError):
                        line = context.wrap_socket(client, server_side=True) if context else client
                        found.heard += line.recv(65_536)
                        line.sendall(answer)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield found
        with suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
    thread.join(60)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return an_authority(tmp_path_factory.mktemp("ours"), "Desk CA")


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return an_authority(tmp_path_factory.mktemp("strange"), "Somebody CA")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)


def asked(port: int, ca_file: str) -> str:
    with closing(RestBackend(f"https://localhost:{port}", TOKEN, ca_file)) as backend:
        return backend.session().agent


def test_the_teams_own_authority_is_believed_for_the_right_name(ours: Authority):
    with listening(GOOD, ours.signs("localhost")) as server:
        assert asked(server.port, str(ours.file)) == "ana"
    assert TOKEN.encode() in server.heard


REFUSED: dict[str, tuple[Callable[[Authority, Authority], Path], str]] = {
    "another name": (lambda ours, _: ours.signs("desk.example.org"), "is for another name: check the address"),
    "run out": (lambda ours, _: ours.signs("localhost", since=40, days=10), "has run out: whoever runs the server"),
    "not yet valid": (lambda ours, _: ours.signs("localhost", since=-5), "not valid yet: is this computer's clock"),
    "a strange authority": (lambda _, strange: strange.signs("localhost"), "name their file as `ca_file`"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_another_certificate_is_refused_with_its_mending_and_nothing_is_sent(
    ours: Authority, strange: Authority, case: str
):
    made, words = REFUSED[case]
    with listening(GOOD, made(ours, strange)) as server:
        with pytest.raises(BackendRejected, match=re.escape(words)) as told:
            asked(server.port, str(ours.file))
        with (
            pytest.raises(BackendRejected),
            closing(RestBackend(f"https://localhost:{server.port}", TOKEN, str(ours.file))) as backend,
        ):
            list(backend.pokes())
    assert "Nothing was sent." in str(told.value)
    assert bytes(server.heard) == b""


def test_without_the_teams_file_its_authority_is_not_believed(ours: Authority):
    with listening(GOOD, ours.signs("localhost")) as server, pytest.raises(BackendRejected, match="ca_file"):
        asked(server.port, "")
    assert bytes(server.heard) == b""


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_a_protocol_that_is_broken_is_not_spoken(ours: Authority):
    with listening(GOOD, ours.signs("localhost"), ssl.TLSVersion.TLSv1_1) as server, pytest.raises(BackendUnavailable):
        asked(server.port, str(ours.file))
    assert bytes(server.heard) == b""


def test_a_server_that_speaks_no_tls_hears_no_token(ours: Authority):
    with listening(GOOD, None) as server, pytest.raises(BackendUnavailable):
        asked(server.port, str(ours.file))
    assert TOKEN.encode() not in server.heard


def test_a_redirect_is_not_followed_and_the_token_goes_nowhere_else(ours: Authority):
    with listening(GOOD, ours.signs("localhost")) as elsewhere:
        where = f"https://localhost:{elsewhere.port}/v1/sessions/current"
        moved = f"HTTP/1.1 302 Found\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode()
        with (
            listening(moved, ours.signs("localhost")) as server,
            pytest.raises(BackendUnavailable, match="not the team"),
        ):
            asked(server.port, str(ours.file))
    assert bytes(elsewhere.heard) == b""


def test_a_networks_own_page_is_no_answer_and_no_logout(ours: Authority):
    words = "is this network asking you to sign in"
    with listening(PORTAL, ours.signs("localhost")) as server, pytest.raises(BackendUnavailable, match=words):
        asked(server.port, str(ours.file))


@pytest.mark.parametrize(
    "address", ["http://desk.example.org", "http://192.0.2.7:8765", "http://localhost.example.org"]
)
def test_plain_http_to_elsewhere_is_refused_before_a_line_is_opened(address: str):
    with pytest.raises(BackendRejected, match="over https:// only"):
        origin(address)
    with pytest.raises(BackendRejected):
        RestBackend(address, TOKEN)


@pytest.mark.parametrize("content", [None, b"", b"no certificate at all"])
def test_a_file_of_certificates_that_holds_none_is_told(tmp_path: Path, content: bytes | None):
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BackendRejected, match="cannot be used") as told:
        RestBackend("https://localhost:1", TOKEN, str(path))
    assert str(path) in str(told.value)
    assert "ca_file" in str(told.value)


SWITCHED_OFF = re.compile(
    r"verify\s*=\s*False|CERT_NONE|check_hostname\s*=\s*False|_create_unverified_context|ssl_verify|--insecure|-k\b"
)


def test_nothing_in_the_house_switches_verification_off():
    for path in [*PACKAGE.rglob("*.py"), ROOT / "README.md"]:
        found = SWITCHED_OFF.search(path.read_text(encoding="utf-8"))
        assert not found, f"{path.relative_to(ROOT)}: {found and found.group()}"


@pytest.mark.parametrize("line", ["httpx.Client(verify=False)", "x.verify_mode = ssl.CERT_NONE", "curl --insecure"])
def test_the_search_would_find_it(line: str):
    assert SWITCHED_OFF.search(line)
