"""Keyed pseudonyms and their key."""

from __future__ import annotations

import hashlib
import hmac
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import ConfigurationError
from pipelines.survey.pseudonyms import (
    KEY_BYTES,
    VARIABLE,
    fingerprint,
    key_file,
    pseudonym,
    pseudonym_key,
    pseudonym_sql,
    use_key,
)

KEY = bytes(range(32))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "data").mkdir()
    return tmp_path


def in_sql(values: list[str | None], key: bytes = KEY) -> list[str | None]:
    with duckdb.connect() as con:
        use_key(con, key)
        con.execute("CREATE TABLE t (n INTEGER, v VARCHAR)")
        con.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(values)))
        found = con.execute(f"SELECT {pseudonym_sql('v')} FROM t ORDER BY n").fetchall()
    return [row[0] for row in found]


@pytest.mark.parametrize("value", ["a@example.org", "Çankaya", "", "'; DROP", "x" * 1000, "\\x41"])
def test_sql_and_python_compute_the_hmac(value: str) -> None:
    expected = hmac.new(KEY, value.encode(), hashlib.sha256).hexdigest()[:16]
    assert pseudonym(value, KEY) == expected
    assert in_sql([value]) == [expected]


def test_null_stays_null_and_equal_values_stay_equal() -> None:
    assert in_sql([None]) == [None]
    first, second, third = in_sql(["a", "a", "b"])
    assert first == second != third


def test_another_key_gives_another_pseudonym() -> None:
    assert in_sql(["a"]) != in_sql(["a"], key=bytes(32))


def test_the_statement_does_not_hold_the_key() -> None:
    assert KEY.hex() not in pseudonym_sql("v")
    assert len(pseudonym_sql("v")) < 200


def test_the_key_is_made_once_for_its_owner_only(project: Path) -> None:
    key = pseudonym_key(project)
    file = project / "data" / "pseudonym.key"
    assert len(key) == KEY_BYTES
    assert file.read_bytes() == key == pseudonym_key(project)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["pseudonym.key"]


def test_side_by_side_all_get_the_same_key(project: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(pseudonym_key, [project] * 32))) == 1


def test_the_environment_can_name_another_file(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(project / "elsewhere.key"))
    assert key_file(project) == project / "elsewhere.key"
    pseudonym_key(project)
    assert (project / "elsewhere.key").exists()
    assert not (project / "data" / "pseudonym.key").exists()


def test_a_file_that_is_no_key_is_refused_without_being_shown(project: Path) -> None:
    (project / "data" / "pseudonym.key").write_bytes(b"secret but short")
    with pytest.raises(ConfigurationError) as error:
        pseudonym_key(project)
    assert "16 bytes" in str(error.value)
    assert "secret" not in str(error.value)


def test_a_folder_that_is_not_there_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(project / "not mounted" / "k"))
    with pytest.raises(ConfigurationError, match="can't be read or made"):
        pseudonym_key(project)


def test_a_fingerprint_tells_keys_apart_and_nothing_of_them() -> None:
    assert fingerprint(KEY) != fingerprint(bytes(32))
    assert KEY.hex() not in fingerprint(KEY)
