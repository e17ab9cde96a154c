"""`make demo` keeps its three programs alive and takes them with it when it ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.setup.programs import ROOT, clean_environment, run_python

pytestmark = [
    pytest.mark.worker,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the demo runs on SQLite; once is enough"),
]

DEMO = [sys.executable, "tools/demo.py"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def words_of(pid):
    """Return the command line of a process (Linux); nothing when it has ended, also if nobody has asked how."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except FileNotFoundError:
        return ""


def children_of(pid):
    """Return the living children of a process: number -> command line."""
    children = map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    return {child: words for child in children if (words := words_of(child))}


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, "too late"
        time.sleep(0.1)
    return value


@pytest.fixture
def demo(tmp_path):
    """A running demo with an empty database of its own, on a free port."""
    environment = clean_environment(OCOP_VAR_DIR=str(tmp_path), PORT=str(free_port()), PYTHONUNBUFFERED="1")
    assert run_python("manage.py", "migrate", "--run-syncdb", "-v0", OCOP_VAR_DIR=str(tmp_path)).returncode == 0
    said = tmp_path / "said"
    with (
        said.open("w") as output,
        subprocess.Popen(DEMO, cwd=ROOT, env=environment, stdout=output, stderr=output) as process,
    ):
        process.said, process.environment = said.read_text, environment
        try:
            until(lambda: "is ready" in process.said() or process.poll() is not None, 120)
            yield process
        finally:
            process.kill()


def test_demo_restarts_what_dies_and_ends_everything(demo):
    parts = children_of(demo.pid)
    assert sorted(name for words in parts.values() for name in ("gunicorn", " worker ", " beat ") if name in words) == [
        " beat ",
        " worker ",
        "gunicorn",
    ]
    worker = next(pid for pid, words in parts.items() if " worker " in words)

    os.kill(worker, signal.SIGKILL)
    until(lambda: len(set(children_of(demo.pid)) - {worker}) == 3)
    everybody = [pid for part in children_of(demo.pid) for pid in (part, *children_of(part))]
    demo.send_signal(signal.SIGINT)

    assert demo.wait(60) == 0
    assert "worker has ended; starting it again" in demo.said()
    until(lambda: not any(words_of(pid) for pid in everybody), 5)


def test_second_demo_and_taken_port_are_refused_in_a_sentence(demo, tmp_path):
    port = demo.environment["PORT"]

    same_folder = run_python("tools/demo.py", OCOP_VAR_DIR=str(tmp_path), PORT="1")
    same_port = run_python("tools/demo.py", OCOP_VAR_DIR=str(tmp_path / "other"), PORT=port)

    assert same_folder.stderr.startswith("The demo of this folder is already running.")
    assert same_port.stderr == f"Port {port} is taken. Choose another one: make demo PORT={int(port) + 1}\n"
