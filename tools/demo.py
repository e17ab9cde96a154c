"""Run the whole portal on this machine: web server, Celery worker and Celery beat, until Ctrl-C (`make demo`).

Uses the database and settings of `manage.py` without environment. Each part runs in a process group of its own; one
that dies is started again; when this process ends, for whatever reason, all of them end. The network is not needed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("OCOP_VAR_DIR", ROOT / "var"))
LOGS = VAR / "log"
HOST = "127.0.0.1"
# How long the parts may take to finish. Jobs are rows: one that is cut off is done at the next start.
GRACE_SECONDS = 1.5
ANSWER_SECONDS = 120
# A part that has lived this long may be started again at once; one that keeps dying waits longer each time.
STEADY_SECONDS = 20
LONGEST_PAUSE = 30
# Has the kernel end a part when this process dies without being able to say goodbye.
DIE_WITH_US = ("setpriv", "--pdeathsig", "TERM")
LOGINS = (
    ("producer", "a producer (chủ thể) in xã Bờ Y"),
    ("commune, commune_leader", "officer and leader of UBND xã Bờ Y"),
    ("district", "Phòng NN&PTNT huyện Ngọc Hồi, which runs the district's rounds"),
    ("province", "Sở Nông nghiệp tỉnh Quảng Ngãi, which runs the province's rounds"),
    ("council1 … council7", "members of the council"),
    ("clerk, leader", "clerk (văn thư) and leader of the People's Committee"),
    ("admin", "administrator"),
)


@dataclass
class Part:
    """One of the programs that make up the portal, and the process that runs it now."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 1.0
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = LOGS / f"{self.name}.log"

    def start(self) -> None:
        """Start the program in a process group of its own; its output goes to its log."""
        with self.log.open("ab") as output:
            streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
            self.process = subprocess.Popen([*DIE_WITH_US, *self.command], cwd=ROOT, start_new_session=True, **streams)
        self.started = time.monotonic()

    def died(self) -> bool:
        """Tell whether the program is to be started (again) now."""
        if self.process is None or self.process.poll() is None:
            return False
        lived = time.monotonic() - self.started
        if lived > STEADY_SECONDS:
            self.pause = 1.0
        return lived > self.pause

    def restart(self) -> None:
        """Start the program again, and be slower to do so if it dies once more."""
        self.signal(signal.SIGKILL)  # children that it may have left behind
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        self.start()

    def signal(self, number: int) -> None:
        """Send a signal to the program and all its children."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):  # all of them have ended
            os.killpg(self.process.pid, number)

    def tail(self) -> str:
        """Return the last lines of the program's log."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(f"    {line}" for line in lines[-20:])


def parts(port: int) -> list[Part]:
    """Return what the portal consists of."""
    run = [sys.executable, "-m"]
    celery = [*run, "celery", "--app", "ocop_portal", "--skip-checks"]
    web = ["gunicorn", "ocop_portal.wsgi", "--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4"]
    worker = ["worker", "--concurrency", "2", "--loglevel", "WARNING"]
    # The file system broker has no broadcast that gossip, mingle and heartbeat could use.
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [
        Part("web", [*run, *web, "--graceful-timeout", "1", "--timeout", "60", "--log-level", "warning"]),
        Part("worker", [*celery, *worker, *quiet]),
        Part("beat", [*celery, "beat", "--pidfile=", "--loglevel", "WARNING"]),
    ]


def refuse_second_start(port: int) -> object:
    """Stop with a clear sentence if the port is taken or this folder's demo already runs; return the lock to hold."""
    lock = (VAR / "demo.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise SystemExit("The demo of this folder is already running. Stop it first (Ctrl-C in its window).") from None
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise SystemExit(f"Port {port} is taken. Choose another one: make demo PORT={port + 1}") from None
    return lock


def answers(port: int) -> bool:
    """Tell whether the web server reaches its database."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def wait_until_up(running: list[Part], port: int) -> None:
    """Return when the portal answers; stop with the reason if it does not come up."""
    end = time.monotonic() + ANSWER_SECONDS
    while not answers(port):
        for part in running:
            if part.process is not None and part.process.poll() is not None:
                raise SystemExit(f"{part.name} ended at once. The end of {part.log}:\n{part.tail()}")
        if time.monotonic() > end:
            raise SystemExit(f"No answer after {ANSWER_SECONDS} s. The end of {running[0].log}:\n{running[0].tail()}")
        time.sleep(0.2)


def greet(port: int) -> None:
    """Print where the portal is and who may log in."""
    width = max(len(names) for names, _ in LOGINS)
    print(f"\n  The OCOP portal is ready: http://{HOST}:{port}/\n\n  Demo logins, password ocop-demo:")
    for names, who in LOGINS:
        print(f"    {names:<{width}}  {who}")
    print(f"\n  Logs: {LOGS}/   Mails: {VAR / 'mail'}/\n  Ctrl-C stops everything.\n", flush=True)


def watch(running: list[Part]) -> None:
    """Start again what dies, for ever."""
    while True:
        for part in running:
            if part.died():
                print(f"  {part.name} has ended; starting it again. Its log: {part.log}", flush=True)
                part.restart()
        time.sleep(0.5)


def stop(running: list[Part]) -> None:
    """End all parts: politely first, then for certain."""
    for part in running:
        part.signal(signal.SIGTERM)
    end = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < end and any(part.process and part.process.poll() is None for part in running):
        time.sleep(0.05)
    for part in running:
        part.signal(signal.SIGKILL)
        if part.process is not None:
            part.process.wait()


def raise_stop(*_args: object) -> None:
    """Turn SIGTERM and SIGHUP into what Ctrl-C does."""
    raise KeyboardInterrupt


def main() -> int:
    port = int(os.environ.get("PORT", "8000"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings.dev")
    os.environ.setdefault("PUBLIC_BASE_URL", f"http://{HOST}:{port}")
    LOGS.mkdir(parents=True, exist_ok=True)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, raise_stop)
    lock = refuse_second_start(port)
    running = parts(port)
    try:
        for part in running:
            part.log.unlink(missing_ok=True)
            part.start()
        wait_until_up(running, port)
        greet(port)
        watch(running)
    except KeyboardInterrupt:
        print("\n  Stopping.", flush=True)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop(running)
        del lock
    return 0


if __name__ == "__main__":
    sys.exit(main())
