"""How often each check of the series is alarmed by nothing, and what it takes to alarm it.

All programmes are synthetic and drawn with a fixed seed; the SQL is that of the build.

    python -m tests.checks.false_alarms --programmes 1000
    python -m tests.checks.false_alarms --detection 100
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache

import numpy as np

from pipelines.warehouse.engine import run_check
from pipelines.warehouse.models import Check, read_check
from tests.checks import faults
from tests.checks.programmes import Programme, loaded, simulate
from tests.world import SQL

CHECKS = (
    "panel_changes_plausible",
    "options_stay",
    "unknown_steady",
    "bases_steady",
    "answers_vary",
    "questions_not_swapped",
    "scales_not_reversed",
    "respondents_not_flipped",
    "waves_differ",
)

FAULTS: dict[str, tuple[str, faults.Fault, tuple[float, ...]]] = {
    "points read as yes": ("panel_changes_plausible", faults.read_as_yes, (0.4, 0.6, 0.8)),
    "share of the lost option": ("options_stay", faults.lose_option, (0.15, 0.25, 0.35, 0.45)),
    "answers not understood": ("unknown_steady", faults.lose_meaning, (0.1, 0.2, 0.3, 0.4)),
    "answers missing": ("bases_steady", faults.lose_answers, (0.3, 0.4, 0.5, 0.6)),
    "responses missing": ("bases_steady", faults.lose_responses, (0.6, 0.7, 0.8, 0.9)),
    "share of other answers": ("answers_vary", faults.make_constant, (0.15, 0.25, 0.35, 0.45)),
    "distance of the two": ("questions_not_swapped", faults.swap_questions, (0.3, 0.4, 0.5, 0.6)),
    "panel answers reversed": ("scales_not_reversed", faults.reverse_scale, (10, 15, 20, 30)),
    "questions flipped": ("respondents_not_flipped", faults.flip_respondent, (6, 8, 10, 12)),
    "panel copied": ("waves_differ", faults.copy_respondents, (0.6, 0.8, 1.0)),
    "wave copied, waves back": ("waves_differ", faults.copy_wave, (1, 2)),
}
"""What a size is: the check that should be alarmed, the fault and the sizes looked at."""

_BATCH = 10
_Alarm = tuple[int, str]


@cache
def checks() -> tuple[Check, ...]:
    """The checks, read once."""
    return tuple(read_check(SQL / "checks" / f"{name}.sql") for name in CHECKS)


def alarms(programmes: list[Programme]) -> dict[str, set[_Alarm]]:
    """For each check the programmes that alarm it, by number, with the later wave."""
    survey = loaded(programmes)
    survey.build(*{table for check in checks() for table in check.depends_on})
    found: dict[str, set[_Alarm]] = {}
    for check in checks():
        for row in run_check(survey.con, check, limit=10**6).rows:
            programme, wave = row["wave_to"][1:].split("w")
            found.setdefault(check.name, set()).add((int(programme), wave))
    survey.con.close()
    return found


def clean(count: int, seed: int = 1) -> tuple[Counter[str], Counter[str], int]:
    """Clean programmes, one of twenty large.

    Returns:
        For each check the programmes in which it was alarmed, and the pairs of waves; and how
        many pairs of waves there were.
    """
    programmes_alarmed: Counter[str] = Counter()
    pairs_alarmed: Counter[str] = Counter()
    pairs = 0
    for start in range(0, count, _BATCH):
        rng = np.random.default_rng([seed, start])
        numbers = range(start, min(start + _BATCH, count))
        programmes = [simulate(rng, large=number % 20 == 0) for number in numbers]
        pairs += sum(programme.waves - 1 for programme in programmes)
        for name, found in alarms(programmes).items():
            programmes_alarmed[name] += len({number for number, _ in found})
            pairs_alarmed[name] += len(found)
    return programmes_alarmed, pairs_alarmed, pairs


def detection(name: str, size: float, count: int, seed: int = 2) -> tuple[int, int]:
    """Of `count` small programmes with a fault, how many alarm its check; and of how many."""
    check, fault, _ = FAULTS[name]
    rng = np.random.default_rng([seed, list(FAULTS).index(name), round(100 * size)])
    faulty: list[Programme] = []
    for _ in range(20 * count):
        programme = simulate(rng)
        if fault(rng, programme, size):
            faulty.append(programme)
        if len(faulty) == count:
            break
    told = 0
    for start in range(0, len(faulty), _BATCH):
        batch = faulty[start : start + _BATCH]
        last = {number: str(programme.waves) for number, programme in enumerate(batch)}
        told += len(alarms(batch).get(check, set()) & last.items())
    return told, len(faulty)


def _false_alarms(count: int) -> Iterator[str]:
    programmes, pairs, looked_at = clean(count)
    yield f"| check | of {count:,} programmes | of {looked_at:,} pairs of waves |"
    yield "| --- | --- | --- |"
    for name in CHECKS:
        rates = (programmes[name] / count, pairs[name] / looked_at)
        yield f"| `{name}` | {rates[0]:.1%} | {rates[1]:.2%} |"


def _detection(count: int) -> Iterator[str]:
    yield "| check | fault | size: told |"
    yield "| --- | --- | --- |"
    for name, (check, _, sizes) in FAULTS.items():
        rates = []
        for size in sizes:
            told, done = detection(name, size, count)
            rates.append(f"{size:g}: {told / max(done, 1):.0%}")
        yield f"| `{check}` | {name} | {', '.join(rates)} |"


def main() -> None:
    """Print one of the tables of docs/method.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programmes", type=int, default=0, help="clean ones to look at")
    parser.add_argument("--detection", type=int, default=0, help="faulty ones for each size")
    options = parser.parse_args()
    for line in _false_alarms(options.programmes) if options.programmes else ():
        sys.stdout.write(f"{line}\n")
    for line in _detection(options.detection) if options.detection else ():
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
