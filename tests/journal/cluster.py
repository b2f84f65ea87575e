"""A PostgreSQL of our own, on a port that nobody else has, for as long as the tests run."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.ports import free_port


def program(name: str) -> str:
    """The newest PostgreSQL's program; Debian keeps them out of the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parent.parent.name))
    path = str(found[-1]) if found else shutil.which(name)
    assert path, f"{name} is not installed; scripts/test installs it"
    return path


def owner() -> str | None:
    """PostgreSQL refuses to run as root."""
    return "postgres" if os.geteuid() == 0 else None


class Cluster:
    """A running server; `database` makes a fresh database in it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.made = 0

    def url(self, database: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def database(self, template: str = "template1") -> str:
        """Copy a database that nobody is connected to, and return the copy's name."""
        self.made += 1
        name = f"journal_{self.made}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY".encode())
        return name


@contextmanager
def running(*, durable: bool = False) -> Iterator[Cluster]:
    """A server that forgets with the machine's power, as tests may, unless it is to be as `durable` as a real one."""
    folder = Path(tempfile.mkdtemp(prefix="prachum-postgres-"))
    if owner():
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    port, where = free_port(), str(folder / "cluster")
    said = {"user": owner(), "cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
    subprocess.run([program("initdb"), "-D", where, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"], **said)  # type: ignore[call-overload]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=60"
    options += "" if durable else " -c fsync=off"
    control = [program("pg_ctl"), "-D", where, "-l", str(folder / "log"), "-w"]
    subprocess.run([*control, "-o", options, "start"], **said)  # type: ignore[call-overload]
    try:
        yield Cluster(port)
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **said)  # type: ignore[call-overload]
        shutil.rmtree(folder)
