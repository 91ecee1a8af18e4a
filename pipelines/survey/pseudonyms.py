"""Keyed pseudonyms: the same value gets the same one, and without the key nobody gets back.

A pseudonym is HMAC-SHA256 of the value under a key of the project, the first 16 hexadecimal
digits of it. The key is made where it is first needed, lies in one file that only its owner
can read, and stands in no statement, message or log: DuckDB gets it as variables of one
connection.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

import duckdb

from pipelines.errors import ConfigurationError, Problem, place

VARIABLE = "WAVES_PSEUDONYM_KEY"
"""Environment variable that names another file with the key."""

KEY_BYTES = 32
DIGITS = 16
"""Of a pseudonym: two among a million values are equal once in some 37 million surveys."""

_BLOCK = 64
_INNER, _OUTER = 0x36, 0x5C


def key_file(project: Path) -> Path:
    """Where the key of a project lies, or would."""
    named = os.environ.get(VARIABLE)
    return Path(named).expanduser() if named else project / "data" / "pseudonym.key"


def pseudonym_key(project: Path) -> bytes:
    """The key of a project, made if there is none yet.

    Raises:
        ConfigurationError: the file can't be read or made, or holds no key.
    """
    file = key_file(project)
    where = place(file, project=project)
    try:
        if not file.exists():
            _make(file)
        key = file.read_bytes()
    except OSError as error:
        found = f"a key that can't be read or made ({error.strerror})"
        raise ConfigurationError(
            Problem(where, found, "a file that only its owner can read", f"See ${VARIABLE}.")
        ) from None
    if len(key) != KEY_BYTES:
        raise ConfigurationError(
            Problem(
                where,
                f"a key of {len(key)} bytes",
                f"{KEY_BYTES} bytes, as they were made",
                "Put the key back from its backup: with another one all pseudonyms differ.",
            )
        )
    return key


def _make(file: Path) -> None:
    """A new key, whole from the first moment: processes side by side get the same one."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_bytes(KEY_BYTES))
        os.link(draft, file)
    except FileExistsError:
        pass  # another process was first
    finally:
        draft.unlink(missing_ok=True)


def fingerprint(key: bytes) -> str:
    """What may be shown of a key, so that a change of it is noticed."""
    return hashlib.sha256(b"fingerprint of the key" + key).hexdigest()


def pseudonym(value: str, key: bytes) -> str:
    """The pseudonym of one value."""
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:DIGITS]


def use_key(con: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Give a connection the key, for `pseudonym_sql`."""
    padded = key.ljust(_BLOCK, b"\0")
    for name, pad in (("pseudonym_inner", _INNER), ("pseudonym_outer", _OUTER)):
        con.execute(f"SET VARIABLE {name} = unhex('{bytes(b ^ pad for b in padded).hex()}')")


def pseudonym_sql(expression: str) -> str:
    """SQL: the pseudonym of a text, NULL for NULL; needs `use_key` on the connection."""
    inner = f"unhex(sha256(getvariable('pseudonym_inner') || encode({expression})))"
    return f"left(sha256(getvariable('pseudonym_outer') || {inner}), {DIGITS})"
