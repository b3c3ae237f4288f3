"""Whose certificates are believed, and what is said of one that is not. There is no way to believe them all."""

from __future__ import annotations

import ssl

from agentconsole.backends.base import BackendRejected


def context(ca_file: str) -> ssl.SSLContext:
    """The operating system's certificates, and the team's own where a file with them is given. Raises
    BackendRejected for a file that holds none."""
    import truststore

    made = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file:
        try:
            made.load_verify_locations(ca_file)
        except OSError as error:
            why = "holds no certificates" if isinstance(error, ssl.SSLError) else error.strerror or "cannot be read"
            raise BackendRejected(
                f"The file of certificates {ca_file} cannot be used ({why}): mend `ca_file` in your settings."
            ) from error
    return made


def complaint(error: BaseException) -> str:
    """What is wrong with the server's certificate and how it is mended; empty when that is not the trouble."""
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, ssl.SSLCertVerificationError):
            return f"{_words(getattr(found, 'verify_code', 0))} Nothing was sent."
        found = found.__cause__ or found.__context__
    return ""


def _words(code: int) -> str:
    """By OpenSSL's number for what is wrong (X509_V_ERR_…)."""
    match code:
        case 10:
            return "The server's certificate has run out: whoever runs the server has to renew it."
        case 9:
            return "The server's certificate is not valid yet: is this computer's clock right?"
        case 62 | 64:
            return "The server's certificate is for another name: check the address."
        case _:
            return (
                "The server's certificate is not one this computer trusts: where the team has certificates of its own, "
                "name their file as `ca_file` in your settings."
            )
