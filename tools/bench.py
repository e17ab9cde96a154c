"""Measure the pages of the portal at several sizes (`make bench`), beside the floor of a bare page in the same run.

PostgreSQL and Redis of its own, gunicorn with two sync workers as in production. For every page: queries and rows as
the database answered them, bytes as they travel, times at one and at eight visitors. ``ratio_to_floor`` compares
medians of requests that took turns with the floor's, so that other work on the machine weighs on both. Writes
build/bench.json (pages) and build/bench-jobs.json (saves, jobs), prints tables, and says which limits are missed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench_client import Visitor
from services import end_like_ctrl_c, free_port, running, services

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
BIN = Path(sys.executable).parent
SIZES = "200,2000,20000"
SCORE_ROWS = 1_000_000
SAMPLES, CROWD = 40, 8
RATIO = "ratio_to_floor"


@dataclass(frozen=True)
class Limit:
    """What a page may need: queries, rows (None: no limit), and times the floor."""

    queries: int
    ratio: float
    rows: int | None = None


LIMITS = {
    "registrations-list": Limit(12, 3.0),
    "commune-queue": Limit(12, 3.0),
    "dossier": Limit(20, 4.0),
    "ranking": Limit(12, 3.0, rows=150),
    "entry": Limit(20, 4.0),
    "entry-discussion": Limit(20, 4.0),
}
# Jobs: what is counted of each, and its most; of certificates, what two workers gain at least.
JOB_LIMITS = {
    "save-item": (RATIO, 1.5),
    "save-sheet": (RATIO, 4.0),
    "close-round": ("seconds", 5.0),
    "letter": ("ratio_to_weasyprint", 1.25),
    "reminder-scan": ("seconds", 5.0),
}
LEAST_GAIN = 1.7
GROWTH = 1.3  # between the smallest and the largest size


def percentile(values: list[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@dataclass(frozen=True)
class House:
    """A volume that is being served: the portal and the floor, and the environment of its commands."""

    portal: int
    floor: int
    env: dict[str, str]


def command(env: dict[str, str], *words: str | Path) -> str:
    """Run a command of this checkout and return what it printed; stop with its errors when it fails."""
    done = subprocess.run(words, cwd=ROOT, env=os.environ | env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, words))} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout


def filled(env: dict[str, str], size: int) -> None:
    """Make the tables and fill them with so many products."""
    for words in (["migrate", "-v0"], ["createcachetable", "-v0"], ["load_rubrics", "-v0"]):
        command(env, sys.executable, "manage.py", *words)
    seed = [sys.executable, "manage.py", "seed_volume", "--products", str(size), "--score-rows", str(SCORE_ROWS)]
    print(f"\nSeeding {size:,} products", flush=True)
    if subprocess.run(seed, cwd=ROOT, env=os.environ | env, check=False).returncode:
        raise SystemExit("seed_volume failed.")


@contextmanager
def served(env: dict[str, str], settings: str, folder: Path) -> Iterator[int]:
    """Run gunicorn with two sync workers; yield its port."""
    port = free_port()
    words = [BIN / "gunicorn", "ocop_portal.wsgi:application", "--workers", "2", "--bind", f"127.0.0.1:{port}"]
    log = folder / f"{settings}.log"
    for name, value in (env | {"DJANGO_SETTINGS_MODULE": settings}).items():
        words += ["--env", f"{name}={value}"]
    with running([*words, "--chdir", str(ROOT), "--pythonpath", f"{ROOT},{ROOT / 'tools'}"], log) as process:
        end = time.monotonic() + 60
        while not Visitor(port).answers():
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"gunicorn did not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.2)
        yield port


@contextmanager
def volume(cluster: dict[str, str], size: int) -> Iterator[House]:
    """Fill a database of its own and serve portal and floor on it."""
    with tempfile.TemporaryDirectory(prefix="ocop-bench-") as name:
        folder = Path(name)
        url = cluster["TEST_DATABASE_URL"].rsplit("/", 1)[0]
        env = {
            "DATABASE_URL": f"{url}/bench_{size}",
            "REDIS_URL": f"{cluster['TEST_REDIS_URL']}/0",
            "MEDIA_ROOT": str(folder / "media"),
            "DJANGO_SETTINGS_MODULE": "bench_site.settings",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'tools'}",
        }
        create = f"import psycopg2; c = psycopg2.connect('{url}/postgres'); c.autocommit = True; "
        command({}, sys.executable, "-c", f"{create}c.cursor().execute('CREATE DATABASE bench_{size}')")
        filled(env, size)
        with served(env, "bench_site.settings", folder) as portal, served(env, "bench_site.floor", folder) as floor:
            yield House(portal, floor, env)


# -- Pages -----------------------------------------------------------------------------------------------------------
def timed_in_turn(first: Visitor, one: str, second: Visitor, two: str) -> tuple[list[float], list[float]]:
    """Return the times of two addresses in ms; requests take turns."""
    for _warm in range(4):
        first.get(one)
        second.get(two)
    times: tuple[list[float], list[float]] = ([], [])
    for _sample in range(SAMPLES):
        times[0].append(first.get(one).ms)
        times[1].append(second.get(two).ms)
    return times


def crowded(visitor: Visitor, address: str) -> list[float]:
    """Return the times in ms of a page that eight visitors ask for at once."""
    with ThreadPoolExecutor(CROWD) as pool:
        return [answer.ms for answer in pool.map(visitor.get, [address] * SAMPLES * 2)]


def page_row(name: str, size: int, visitor: Visitor, bare: Visitor, address: str) -> dict[str, Any]:
    """Measure one page."""
    # Both workers read the law once and keep it; the page is what it is after that.
    answers = [visitor.get(address, {"X-Bench-Count": "1"}) for _warm in range(6)]
    counted = min(answers, key=lambda answer: int(answer.headers.get("X-Bench-Queries", 0)))
    if counted.status != 200:
        raise SystemExit(f"{name} {address}: {counted.status}")
    times, floor = timed_in_turn(visitor, address, bare, "/")
    crowd = crowded(visitor, address)
    return {
        "page": name,
        "size": size,
        "queries": int(counted.headers["X-Bench-Queries"]),
        "rows": int(counted.headers["X-Bench-Rows"]),
        "bytes_gz": len(counted.body),
        "p50_c1": round(median(times), 1),
        "p95_c1": round(percentile(times, 0.95), 1),
        "p50_c8": round(median(crowd), 1),
        "p95_c8": round(percentile(crowd, 0.95), 1),
        RATIO: round(median(times) / median(floor), 2),
    }


def jobs_of(house: House, size: int, script: str) -> list[dict[str, Any]]:
    """Run a script of jobs on one volume and return its rows."""
    done = json.loads(command(house.env, sys.executable, ROOT / "tools/bench_site" / script))
    return [{"job": name, "size": size, **facts} for name, facts in done.items()]


def measured(house: House, size: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Measure every page and every job of one volume."""
    where = json.loads(command(house.env, sys.executable, ROOT / "tools/bench_site/addresses.py"))
    visitors = {login: Visitor(house.portal, login) for login, _address in where["pages"].values()}
    bare = visitors["province"].at(house.floor)
    pages = [page_row("floor", size, bare, bare, "/")]
    for name, (login, address) in where["pages"].items():
        pages.append(page_row(name, size, visitors[login], bare, address))
        print_row(pages[-1])
    login, address = where["posts"]["sheet"]
    return pages, saves(size, Visitor(house.portal, login), bare, address) + jobs_of(house, size, "jobs.py")


def saves(size: int, visitor: Visitor, bare: Visitor, address: str) -> list[dict[str, Any]]:
    """Measure saving one item of a score sheet, and saving all of them, as the page posts them."""
    found = []
    for name, whole in (("save-item", False), ("save-sheet", True)):
        times, floor = [], []
        for sample in range(SAMPLES // 2):
            form = visitor.form(address)
            data = form.answered(sample, whole=whole)
            # One item saves itself as it is ticked; the whole sheet comes with the button.
            by_itself = {} if whole else {"autosave": next(iter(form.radios))}
            answer = visitor.post(address, data | by_itself, {"HX-Request": "true"} if by_itself else None)
            if answer.status != (302 if whole else 200):
                raise SystemExit(f"{name} {address}: {answer.status}")
            times.append(answer.ms)
            floor.append(bare.get("/").ms)
        found.append(
            {
                "job": name,
                "size": size,
                "p50": round(median(times), 1),
                "p95": round(percentile(times, 0.95), 1),
                RATIO: round(median(times) / median(floor), 2),
            }
        )
    return found


# -- What it comes to ------------------------------------------------------------------------------------------------
def print_row(row: dict[str, Any]) -> None:
    """Print one line of the table."""
    times = " ".join(f"{row[key]:>8.1f}" for key in ("p50_c1", "p95_c1", "p50_c8", "p95_c8"))
    counts = f"{row['queries']:>8} {row['rows']:>6} {row['bytes_gz']:>9,}"
    print(f"{row['page']:<20} {row['size']:>7,} {counts} {times} {row['ratio_to_floor']:>7.2f}", flush=True)


def missed(pages: list[dict[str, Any]], jobs: list[dict[str, Any]]) -> list[str]:
    """Return a sentence for every limit that is not met."""
    found = []
    for row in pages:
        limit = LIMITS.get(row["page"])
        if limit is None:
            continue
        for key, most in (("queries", limit.queries), ("rows", limit.rows), (RATIO, limit.ratio)):
            if most is not None and row[key] > most:
                found.append(f"{row['page']} at {row['size']:,}: {key} {row[key]}, at most {most}")
    return found + grown(pages, "page", LIMITS) + grown(jobs, "job", JOB_LIMITS) + missed_by_jobs(jobs)


def grown(rows: list[dict[str, Any]], kind: str, names: Iterable[str]) -> list[str]:
    """Return a sentence for every page or save that takes too much longer, beside the floor, at the largest size."""
    found = []
    for name in names:
        sizes = sorted((row["size"], row[RATIO]) for row in rows if row[kind] == name and RATIO in row)
        if len(sizes) > 1 and sizes[-1][1] > GROWTH * sizes[0][1]:
            growth = f"{sizes[-1][1] / sizes[0][1]:.2f}"
            found.append(f"{name}: {growth} times from {sizes[0][0]:,} to {sizes[-1][0]:,}, at most {GROWTH}")
    return found


def missed_by_jobs(jobs: list[dict[str, Any]]) -> list[str]:
    """Return a sentence for every limit that a job does not meet."""
    found = []
    for row in jobs:
        key, most = JOB_LIMITS.get(row["job"], ("", 0.0))
        if key and row[key] > most:
            found.append(f"{row['job']} at {row['size']:,}: {key} {row[key]}, at most {most}")
        if row.get("gain_of_two", LEAST_GAIN) < LEAST_GAIN:
            found.append(f"{row['job']}: gain_of_two {row['gain_of_two']}, at least {LEAST_GAIN}")
    return found


def main() -> int:
    """Measure all sizes; always 0, because a busy machine is no failure of the portal."""
    sizes = [int(size) for size in (os.environ.get("SIZES") or SIZES).split(",")]
    pages: list[dict[str, Any]] = []
    jobs: list[dict[str, Any]] = []
    BUILD.mkdir(exist_ok=True)
    end_like_ctrl_c()
    with services() as cluster:
        for size in sizes:
            with volume(cluster, size) as house:
                print(f"\n{'page':<20} {'size':>7} {'queries':>8} {'rows':>6} {'gzipped':>9} {'p50 c1':>8}", end="")
                print(f" {'p95 c1':>8} {'p50 c8':>8} {'p95 c8':>8} {'× floor':>7}", flush=True)
                some_pages, some_jobs = measured(house, size)
                if size == sizes[0]:  # papers do not depend on the number of products
                    some_jobs += jobs_of(house, size, "papers.py")
            pages += some_pages
            jobs += some_jobs
            (BUILD / "bench.json").write_text(json.dumps(pages, indent=1, ensure_ascii=False))
            (BUILD / "bench-jobs.json").write_text(json.dumps(jobs, indent=1, ensure_ascii=False))
    print("\nJobs")
    for row in jobs:
        facts = ", ".join(f"{key} {value}" for key, value in row.items() if key not in ("job", "size"))
        print(f"{row['job']:<20} {row['size']:>7,}  {facts}")
    left = missed(pages, jobs)
    print("\n" + ("\n".join(["Limits missed:", *left]) if left else "All limits are met."))
    return 0


if __name__ == "__main__":
    if not shutil.which("redis-server"):
        raise SystemExit("redis-server is needed; `make bench` sets it up.")
    sys.exit(main())
