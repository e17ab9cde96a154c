"""PostgreSQL and Redis for one test run: private ports, throw-away data, ended with the run whatever happens."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OLDEST_POSTGRES = 15
START_SECONDS = 60
# Nothing of these databases outlives the run, so nothing waits for the disk.
POSTGRES_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "timezone=UTC")


def free_port() -> int:
    """Return a loopback port that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgres_folder() -> Path:
    """Return where the newest PostgreSQL programs are; stop with the reason if none is new enough."""
    programs = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = {int(path.parts[-3]): path.parent for path in programs if path.parts[-3].isdigit()}
    on_path = shutil.which("initdb")
    if on_path:
        version = re.search(r"\d+", subprocess.check_output([on_path, "--version"], text=True))
        found.setdefault(int(version[0]) if version else 0, Path(on_path).resolve().parent)
    if not found or max(found) < OLDEST_POSTGRES:
        raise SystemExit(f"PostgreSQL {OLDEST_POSTGRES} or newer is needed; found: {sorted(found) or 'none'}.")
    return found[max(found)]


def as_ordinary_user() -> list[str]:
    """Return the words before a PostgreSQL command: it refuses to run as root, and shall end when this process does."""
    guard = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        guard += ["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
    return guard


def wait_for(what: str, ready: list[str | Path], process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the command ``ready`` succeeds; stop with the end of the log if the service dies or is too slow."""
    end = time.monotonic() + START_SECONDS
    while subprocess.run(ready, capture_output=True, check=False).returncode != 0:
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"{what} did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)


def end_like_ctrl_c() -> None:
    """Let SIGTERM do what Ctrl-C does, so that the services end too."""

    def interrupt(*_args: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGINT, interrupt)  # a shell switches it off for what it runs in the background


@contextmanager
def running(command: list[str | Path], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a service in a session of its own, so that Ctrl-C reaches it only through us."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, cwd=log.parent
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)  # to both: end now, do not wait for clients
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a fresh cluster in ``folder``; yield the URL of its database."""
    programs, user, port, data = postgres_folder(), as_ordinary_user(), free_port(), folder / "data"
    create = f"-D {data} -U ocop --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync".split()
    subprocess.run([*user, programs / "initdb", *create], check=True, capture_output=True, cwd=folder)
    options = f"-D {data} -h 127.0.0.1 -p {port} -c unix_socket_directories={folder}".split()
    options += [word for option in POSTGRES_OPTIONS for word in ("-c", option)]
    ready = [programs / "pg_isready", *f"-q -h 127.0.0.1 -p {port} -d postgres".split()]
    log = folder / "postgres.log"
    with running([*user, programs / "postgres", *options], log) as process:
        wait_for("PostgreSQL", ready, process, log)
        yield f"postgres://ocop@127.0.0.1:{port}/postgres"


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Run a Redis that writes nothing to disk; yield its URL without a database number."""
    port, log = free_port(), folder / "redis.log"
    options = f"--port {port} --bind 127.0.0.1 --appendonly no --dir {folder} --save".split()
    with running(["setpriv", "--pdeathsig", "INT", "redis-server", *options, ""], log) as process:
        wait_for("Redis", ["redis-cli", "-p", str(port), "ping"], process, log)
        yield f"redis://127.0.0.1:{port}"


@contextmanager
def services() -> Iterator[dict[str, str]]:
    """Run both; yield the environment that points the tests at them."""
    with tempfile.TemporaryDirectory(prefix="ocop-services-") as name:
        folder = Path(name)
        if os.geteuid() == 0:  # the checkout may lie where only root may go; this folder may not
            account = pwd.getpwnam("postgres")
            os.chown(folder, account.pw_uid, account.pw_gid)
        with postgres(folder) as database_url, redis(folder) as redis_url:
            yield {"TEST_DATABASE_URL": database_url, "TEST_REDIS_URL": redis_url}
