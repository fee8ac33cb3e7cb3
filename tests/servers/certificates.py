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
    self_signed: ssl.SSLContext


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
        self_signed=self_signed_context(folder / "self.pem", names[0]),
    )


def self_signed_context(path: Path, name: str) -> ssl.SSLContext:
    """A server's TLS context whose certificate nobody has vouched for; it is written to `path`."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """A server's TLS context that shows `certificate`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context
