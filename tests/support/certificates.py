"""Certificates for a test: an authority of one's own, and what it signs for a name, good or already run out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from agentconsole.clock import SystemClock


@dataclass(frozen=True)
class Authority:
    """Signs for names. `file` is what a console is given to believe."""

    folder: Path
    name: str
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def file(self) -> Path:
        """Its own certificate."""
        return self.folder / f"{self.name}.pem"

    def signs(self, host: str, *, days: int = 30, since: int = 1) -> Path:
        """A file with a certificate for the host, good from `since` days ago for `days`, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        begins = _now() - timedelta(days=since)
        made = (
            _about(host, self.certificate.subject, key, begins, days)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        path = self.folder / f"{self.name}-{host}-{since}-{days}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
        return path


def an_authority(folder: Path, name: str) -> Authority:
    """A new one."""
    key = ec.generate_private_key(ec.SECP256R1())
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        _about(name, own, key, _now() - timedelta(days=1), 365)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    authority = Authority(folder, name, made, key)
    authority.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return authority


def _now() -> datetime:
    return datetime.fromtimestamp(SystemClock().now() / 1_000, UTC)


def _about(
    name: str, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, begins: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
    )
