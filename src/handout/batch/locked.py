"""A leaflet under a password: AES-256 (ISO 32000-2, revision 6), by pikepdf.

Such a file is no longer PDF/A, which allows no encryption (ISO 19005-2, 6.1.3). Screen readers may
still read it.
"""

from io import BytesIO

from handout.errors import ExitCode, fail


def check_locking() -> None:
    """Raise HandoutError (environment) where the package that encrypts is missing."""
    try:
        import pikepdf  # noqa: F401
    except ImportError:
        fail(
            "passwords need a package that is not installed",
            hint="pip install 'clinic-handout[pdf]'",
            code=ExitCode.ENVIRONMENT,
        )


def locked(pdf: bytes, password: str) -> bytes:
    """The file, readable with the password only; its owner's rights are a secret nobody has."""
    from os import urandom

    from pikepdf import Encryption, Permissions
    from pikepdf import open as opened

    allowed = Permissions(accessibility=True, extract=True)
    rules = Encryption(user=password, owner=urandom(24).hex(), R=6, allow=allowed)
    with opened(BytesIO(pdf)) as file, BytesIO() as out:
        file.save(out, encryption=rules)
        return out.getvalue()
