"""The survey folder as tables: schema `input`."""

from __future__ import annotations

from pipelines.warehouse.bank_tables import BANK
from pipelines.warehouse.claim_tables import CLAIMS
from pipelines.warehouse.registry_tables import REGISTRY
from pipelines.warehouse.tables import Table
from pipelines.warehouse.wave_tables import WAVES

INPUT = [
    *BANK,
    *REGISTRY,
    *WAVES,
    *CLAIMS,
    Table(
        "input.integers",
        "integer",
        "The integers from 0 to the largest number of responses of any wave, for arithmetic.",
        {"i": ("BIGINT", "the integer")},
    ),
]
