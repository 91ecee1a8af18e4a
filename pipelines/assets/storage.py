"""Dagster's SQLite storage with its connections kept open for the length of a run.

Dagster opens, configures and closes a connection for each event that it writes, which
for a run of forty tables costs more than all the SQL of a small survey. `LocalStorage`
reads and writes the very same files, only with one engine per file; `waves build` uses
it, `dagster dev` needs nothing of it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from dagster import AssetKey, EventLogEntry, EventLogRecord
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from sqlalchemy import Engine, QueuePool, create_engine, event
from sqlalchemy.engine import Connection

BUSY_SECONDS = 60

os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", "1000")
"""Lets Dagster hand over in one what a run plans: some hundred events before its first step."""


class LocalEventLogStorage(SqliteEventLogStorage):
    """The event log, one database for each run and an index, with one engine for each."""

    def __init__(self, base_dir: str) -> None:
        self._engines: dict[str, Engine] = {}
        self._tables: set[str] = set()
        self._columns: set[str] = set()
        self._made: dict[AssetKey, EventLogRecord] = {}
        self._held = threading.local()
        super().__init__(base_dir)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        held: dict[str, Connection] = getattr(self._held, "connections", {})
        if shard in held:
            yield held[shard]
            return
        with self._db_lock, self._transaction(shard) as connection:
            yield connection

    @contextmanager
    def _transaction(self, shard: str) -> Iterator[Connection]:
        engine = self._engines.get(shard) or self._open(shard)
        with engine.connect() as connection, connection.begin():
            yield connection

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Store events in one transaction for each file."""
        with self._db_lock, ExitStack() as stack:
            shards = dict.fromkeys([*(event.run_id for event in events), INDEX_SHARD_NAME])
            try:
                self._held.connections = {
                    shard: stack.enter_context(self._transaction(shard)) for shard in shards
                }
                for event in events:
                    self.store_event(event)
            finally:
                self._held.connections = {}

    def _open(self, shard: str) -> Engine:
        engine = create_engine(
            self.conn_string_for_shard(shard),
            poolclass=QueuePool,
            connect_args={"timeout": BUSY_SECONDS},
        )
        event.listen(engine, "connect", _relax)
        self._initdb(engine)
        self._engines[shard] = engine
        return engine

    def has_table(self, table_name: str) -> bool:
        """Whether the index has a table; asked for each event, though tables stay."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def _has_asset_key_col_on_connection(self, conn: Connection, column_name: str) -> bool:
        """Whether the table of assets has a column; asked for each event, though columns stay."""
        if column_name not in self._columns and super()._has_asset_key_col_on_connection(
            conn, column_name
        ):
            self._columns.add(column_name)
        return column_name in self._columns

    def _store_asset_event(self, conn: Connection, event: EventLogEntry, event_id: int) -> None:
        super()._store_asset_event(conn, event, event_id)
        found = event.dagster_event
        if found and found.asset_key and found.is_step_materialization:
            self._made[found.asset_key] = EventLogRecord(event_id, event)

    def _get_latest_materialization_records(
        self, raw_asset_rows: Iterable[Any]
    ) -> Mapping[AssetKey, EventLogRecord | None]:
        """What was made last; what this run made is not read back, for each table after it asks."""
        keys = {
            row["asset_key"]: AssetKey.from_db_string(row["asset_key"]) for row in raw_asset_rows
        }
        known = {key: self._made[key] for key in keys.values() if key in self._made}
        others = [row for row in raw_asset_rows if keys[row["asset_key"]] not in known]
        read = super()._get_latest_materialization_records(others) if others else {}
        return {**read, **known}

    def dispose(self) -> None:
        """Close the connections; the last one to close a file writes its log into it."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        super().dispose()


class LocalStorage(DagsterSqliteStorage):
    """Runs, events and schedules in the folder that `storage.sqlite.base_dir` names."""

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = LocalEventLogStorage(self._event_log_storage._base_dir)

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> LocalStorage:
        """How Dagster makes it from an instance's configuration."""
        return cls.from_local(inst_data=inst_data, **config_value)


def _relax(connection: Any, _: Any) -> None:
    """Wait for the disk at checkpoints only: a power cut may cost the last events, no more."""
    connection.execute("PRAGMA synchronous = NORMAL")
