"""Real database servers from the system's packages, started in a folder of the test's own and ended after it."""

import contextlib
import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pymysql

from tests.ports import free_port
from tests.support import need

PASSWORD = "planted-s3cret/pass@word"
READER = "reader"


@dataclass(frozen=True)
class Server:
    """A running server with the database ``gifts`` and a user who may only read it."""

    port: int
    process_id: int

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """As if its machine had hung: the port takes connections, nothing answers."""
        os.kill(self.process_id, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.process_id, signal.SIGCONT)


@contextlib.contextmanager
def _folder(owner: str | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="porchlight-"))
    try:
        if owner is not None:
            shutil.chown(folder, owner)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _own_user(name: str) -> str | None:
    """The server's own user where we are root (PostgreSQL refuses to run as root), else ourselves."""
    if os.getuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(name).pw_name
    return None


@contextlib.contextmanager
def postgresql(*, encoding: str = "UTF8") -> Iterator[Server]:
    """A PostgreSQL server that asks for passwords."""
    programs = (
        Path(need("postgres", *sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"), reverse=True)))
        .resolve()
        .parent
    )
    user = _own_user("postgres")
    port = free_port()
    with _folder(user) as folder:
        data, secret = folder / "data", folder / "password"
        secret.write_text(PASSWORD)
        if user:
            shutil.chown(secret, user)

        def run(*command: str) -> None:
            subprocess.run(command, user=user, check=True, cwd=folder, capture_output=True, timeout=60)

        run(
            str(programs / "initdb"), "-D", str(data), "-U", "admin", "--auth=scram-sha-256",
            f"--pwfile={secret}", "--no-sync", "-E", encoding, "--locale=C",
        )  # fmt: skip
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=12"
        )
        run(str(programs / "pg_ctl"), "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            with psycopg.connect(
                host="127.0.0.1", port=port, user="admin", password=PASSWORD, dbname="postgres", autocommit=True
            ) as admin:
                admin.execute("CREATE DATABASE gifts")
            with psycopg.connect(
                host="127.0.0.1", port=port, user="admin", password=PASSWORD, dbname="gifts", autocommit=True
            ) as admin:
                admin.execute(f"CREATE ROLE {READER} LOGIN PASSWORD '{PASSWORD}'")
                admin.execute("CREATE TABLE supporters (id int); INSERT INTO supporters VALUES (1), (2), (3)")
                admin.execute(f"GRANT SELECT, INSERT ON supporters TO {READER}")
                admin.execute("CREATE TABLE salaries (id int)")
            yield Server(port, int((data / "postmaster.pid").read_text().splitlines()[0]))
        finally:
            run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")


@contextlib.contextmanager
def mariadb() -> Iterator[Server]:
    """A MariaDB server that asks for passwords."""
    program = need("mariadbd", "/usr/sbin/mariadbd")
    install = need("mariadb-install-db")
    user = _own_user("mysql")
    port = free_port()
    with _folder(user) as folder:
        data = folder / "data"
        # Also a folder for temporary tables: at its start each server removes those that it finds in a shared one.
        place = [f"--datadir={data}", f"--tmpdir={folder}", *([f"--user={user}"] if user else [])]
        installed = subprocess.run(
            [
                install, "--no-defaults", *place, "--auth-root-authentication-method=normal", "--skip-test-db",
                "--skip-name-resolve",
            ],
            check=False, capture_output=True, timeout=60,
        )  # fmt: skip
        assert installed.returncode == 0, installed
        with subprocess.Popen(
            [
                program, "--no-defaults", *place, f"--port={port}", "--bind-address=127.0.0.1",
                f"--socket={folder}/socket", f"--pid-file={folder}/pid", "--max-connections=12",
                "--innodb-flush-log-at-trx-commit=0", "--skip-name-resolve", f"--log-error={folder}/log",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            try:
                with _patient_mysql(port, process) as admin, admin.cursor() as cursor:
                    cursor.execute("CREATE DATABASE gifts")
                    cursor.execute("CREATE TABLE gifts.supporters (id int)")
                    cursor.execute("INSERT INTO gifts.supporters VALUES (1), (2), (3)")
                    cursor.execute("CREATE TABLE gifts.salaries (id int)")
                    cursor.execute(f"CREATE USER {READER}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'")
                    cursor.execute(f"GRANT SELECT, INSERT ON gifts.supporters TO {READER}@'127.0.0.1'")
                    admin.commit()
                yield Server(port, process.pid)
            finally:
                process.kill()


def _patient_mysql(port: int, process: "subprocess.Popen[bytes]") -> "pymysql.Connection[pymysql.cursors.Cursor]":
    deadline = time.monotonic() + 40
    while True:
        try:
            return pymysql.connect(host="127.0.0.1", port=port, user="root", connect_timeout=2)
        except pymysql.err.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
