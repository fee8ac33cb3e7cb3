"""A certificate authority for the test servers, and the certificates that must not be trusted."""

import ssl
from dataclasses import dataclass
from pathlib import Path

import trustme


@dataclass(frozen=True)
class Certificates:
    """`ca_file` is the PEM file to trust; `good` is for localhost and 127.0.0.1; the other contexts are each wrong in one way."""

    ca_file: Path
    chain_file: Path
    good: ssl.SSLContext
    wrong_name: ssl.SSLContext
    stranger: ssl.SSLContext
    expired: ssl.SSLContext


def make_certificates(folder: Path) -> Certificates:
    """Make a fresh authority and its certificates; the files lie in `folder`."""
    from datetime import UTC, datetime, timedelta

    authority = trustme.CA()
    names = ("localhost", "127.0.0.1")
    good = authority.issue_cert(*names)
    ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    chain_file = folder / "server.pem"
    good.private_key_and_cert_chain_pem.write_to_path(chain_file)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    return Certificates(
        ca_file,
        chain_file,
        good=server_context(good),
        wrong_name=server_context(authority.issue_cert("mail.somewhere-else.test")),
        stranger=server_context(trustme.CA().issue_cert(*names)),
        expired=server_context(
            authority.issue_cert(*names, not_before=yesterday - timedelta(days=1), not_after=yesterday)
        ),
    )


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """A server's TLS context that shows `certificate`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context
