"""The examples of nginx and HAProxy as they are shipped, started on loopback in front of real server processes."""

from __future__ import annotations

import ipaddress
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from agentconsole.cli.team.database import Place
from agentconsole.clock import SystemClock
from tests.support.ports import free_port
from tests.support.team_server import NO_CERTIFICATES

EXAMPLES = Path(__file__).parents[2] / "agentconsole" / "help" / "examples"
NGINX = """daemon off; pid {folder}/nginx.pid; error_log stderr warn; worker_processes 1;
events {{ worker_connections 512; }}
http {{
    access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/example.conf;
}}
"""


@dataclass
class Behind:
    """Server processes behind a proxy: its address, how to trust it, and each process by its port."""

    url: str
    trust: ssl.SSLContext
    servers: dict[int, subprocess.Popen[bytes]]
    log: Path
    clients: list[httpx.Client] = field(default_factory=list)

    def client(self, token: str = "") -> httpx.Client:
        """A console's end of the line, through the proxy."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.url, headers=headers, verify=self.trust, trust_env=False, timeout=60)


def a_certificate(folder: Path) -> None:
    """A key and a certificate for 127.0.0.1 that certifies itself: `key.pem`, `fullchain.pem`, and `both.pem`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.fromtimestamp(SystemClock().now() / 1_000, UTC)

    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8
    private = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    public = made.public_bytes(serialization.Encoding.PEM)
    (folder / "key.pem").write_bytes(private)
    (folder / "fullchain.pem").write_bytes(public)
    (folder / "both.pem").write_bytes(public + private)


LISTENS = {
    "nginx.conf": ("listen 443 ssl", "listen 127.0.0.1:{port}{tls}", " ssl"),
    "haproxy.cfg": (
        *("bind :443 ssl crt /etc/agentconsole/tls/both.pem ssl-min-ver TLSv1.2", "bind 127.0.0.1:{port}{tls}"),
        " ssl crt /etc/agentconsole/tls/both.pem ssl-min-ver TLSv1.2",
    ),
}
"""What an example says about where it listens, the same with a port of ours, and what of it is TLS."""


def substituted(name: str, folder: Path, port: int, servers: list[int], scheme: str) -> str:
    """The example with this machine's ports and folders, and nothing else changed but the TLS for "http"."""
    told = (EXAMPLES / name).read_text(encoding="utf-8")
    listens, here, tls = LISTENS[name]
    for old, new in (
        (listens, here.format(port=port, tls=tls if scheme == "https" else "")),
        ("127.0.0.1:8765", f"127.0.0.1:{servers[0]}"),
        ("127.0.0.1:8766", f"127.0.0.1:{servers[1]}"),
    ):
        assert old in told, f"{name} does not say {old}"
        told = told.replace(old, new)
    return told.replace("/etc/agentconsole/tls/", f"{folder}/")


def _proxy(name: str, folder: Path, port: int, servers: list[int], scheme: str) -> list[str]:
    """The command that runs the proxy in the foreground."""
    told = substituted(name, folder, port, servers, scheme)
    if name == "haproxy.cfg":
        (folder / "haproxy.cfg").write_text(told, encoding="utf-8")
        return ["haproxy", "-db", "-f", str(folder / "haproxy.cfg")]
    (folder / "example.conf").write_text(told, encoding="utf-8")
    (folder / "main.conf").write_text(NGINX.format(folder=folder), encoding="utf-8")
    return ["nginx", "-p", str(folder), "-c", str(folder / "main.conf")]


@contextmanager
def behind(name: str, folder: Path, place: Place, scheme: str) -> Iterator[Behind]:
    """Two server processes on the place, and the example of that name in front of them."""
    a_certificate(folder)
    port, *servers = (free_port() for _ in range(3))
    secrets = {"AGENTCONSOLE_SERVER_DATABASE": place.address, "AGENTCONSOLE_SERVER_WORKSPACE": place.workspace}
    log, running = folder / "server.log", dict[int, subprocess.Popen[bytes]]()
    with log.open("wb") as out:
        for each in servers:
            command = [sys.executable, "-m", "agentconsole", "serve", "--port", str(each)]
            running[each] = subprocess.Popen(command, stderr=out, stdout=out, env={**os.environ, **secrets})
        command = _proxy(name, folder, port, servers, scheme)
        with (folder / "proxy.log").open("wb") as told:
            proxy = subprocess.Popen(command, stderr=told, stdout=told)
    trust = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
    found = Behind(f"{scheme}://127.0.0.1:{port}", trust, running, log)
    try:
        for each in servers:
            until_ready(httpx.Client(base_url=f"http://127.0.0.1:{each}", verify=NO_CERTIFICATES, trust_env=False))
        until_ready(found.client())
        yield found
    finally:
        for process in (proxy, *running.values()):
            process.terminate()
        for process in (proxy, *running.values()):
            process.wait(60)


def until_ready(client: httpx.Client, seconds: float = 60) -> None:
    """Waits until the server's store answers."""
    until, said = monotonic() + seconds, ""
    with client:
        while monotonic() < until:
            try:
                answer = client.get("/readyz")
                if answer.status_code == 204:
                    return
                said = f"{answer.status_code} {answer.text[:200]}"
            except httpx.TransportError as error:
                said = str(error)
            sleep(0.05)
    raise AssertionError(f"not ready after {seconds} s: {said}")
