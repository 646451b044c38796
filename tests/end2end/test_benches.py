"""Every bench runs small and ends with one JSON line of figures. How fast it was is never asserted."""

import asyncio
import json
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent.parent


def beats(*parts: str) -> set[str]:
    """Return the keys of a heartbeat, of each part that it is told for."""
    return {f"{part}heartbeat_{which}_ms" for part in parts or ("",) for which in ("p99", "worst")}


QUICK = {
    "big_account": {
        "start_ratio", "first_login_s", "event_p95_ms",
        *beats("first_login_", "start_", "events_"),
    },
    "big_group": {
        "members_first_ms", "members_again_ms", "reads_first_ms", "reads_again_ms", "flush_max_ms", *beats(),
    },
    "ding": {
        "confirmations", "list_right_s", "flush_cpu_p99_ms", "flush_cpu_max_ms", "flush_p99_ms",
        "flush_max_ms", "cpu_s_everybody", "cpu_s_class", "cpu_s_desk", *beats(),
    },
    "first_login": {"ratio", "ours_s", "nheko_s", *beats()},
    "idle": {"focused_percent", "unfocused_percent"},
    "ingest": {"events", "events_per_cpu_s", *beats()},
    "kill": {"sent", "lost", "doubled", "reordered"},
    "memory": {"ratio", "growth", *beats("filling_", "hour_")},
    "search": {"word_p95_ms", *beats()},
    "send": {"ratio", "ours_painted_p95_ms", "ours_overhead_p95_ms", "nheko_painted_p95_ms"},
    "startup": {"ratio", "ours_s", "nheko_s", "memory_ratio"},
    "timeline": {
        "events", "open_ms", "p50_ms", "p99_ms", "max_ms", "open_4k_ms", "p99_4k_ms", "max_4k_ms",
        *beats(), "heartbeat_p99_4k_ms", "heartbeat_worst_4k_ms",
    },
    "ui_under_load": {"events", "paint_p99_ms", "paint_max_ms", *beats()},
}  # fmt: skip


def test_no_bench_is_left_out():
    helpers = {"__init__", "account", "area", "heartbeat", "nheko", "pixels", "tap", "window", "ding_school"}
    assert {path.stem for path in (TOP / "tests" / "bench").glob("*.py")} - helpers == set(QUICK)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", QUICK)
async def test_a_bench_runs_small(name):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"tests.bench.{name}", "--quick",
        cwd=TOP, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        output, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    assert process.returncode == 0, errors.decode()[-2000:]
    figures = json.loads(output.decode().splitlines()[-1])
    assert QUICK[name] <= figures.keys()
    assert all(figures[key] in (0, False) for key in ("lost", "doubled", "reordered") if key in figures)
