"""An install of Classy Sync in a folder of the test's own, and a pen that writes into its log as the sync does."""

import json
from datetime import UTC, datetime
from pathlib import Path

ENV = """\
# made up, all of it
NODE_ENV=production
DB_TYPE=mysql2
DB_HOST=db.example.org
DB_USER=reader
DB_PASSWORD="planted-s3cret#pa ss"
ENCRYPTION_KEY=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
MAILCHIMP_API_KEY=0123456789abcdef0123456789abcdef-us19
MAILCHIMP_LIST_ID=57afe96172
ALERT_WEBHOOK_URL=https://hooks.example.org/planted-hook
ALERT_WEBHOOK_HEADERS={"X-Token": "planted-token"}
"""


class ClassyInstall:
    """The folder, with what a test puts into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "logs").mkdir(parents=True)
        (folder / ".env").write_text(ENV)
        self.log = folder / "logs" / "combined.log"
        self.log.touch()

    def write_line(self, at_ms: int, context: str, message: str, level: str = "info", **fields: object) -> None:
        """One line, as winston writes it."""
        moment = datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = {
            "context": context,
            "level": level,
            "message": message,
            "service": "classy-sync",
            "timestamp": moment,
            "version": "2.0.0",
            **fields,
        }
        with self.log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, sort_keys=True, separators=(",", ":")) + "\n")

    def starts(self, at_ms: int, pid: int = 4711, organizations: tuple[int, ...] = (1,)) -> None:
        """The daemon is started."""
        for number in organizations:
            self.write_line(at_ms, "sync-orchestrator", "Scheduling syncs for organization", orgId=number)
        self.write_line(at_ms, "daemon", "Classy Sync Daemon started successfully", pid=pid)

    def begins(self, at_ms: int, entity: str, organization: int = 1) -> None:
        """A sync begins."""
        self.write_line(at_ms, f"sync:{entity}", f"Starting incremental {entity} sync", organizationId=organization)

    def syncs(
        self, at_ms: int, entity: str, processed: int, seconds: float, *, errors: int = 0, organization: int = 1
    ) -> None:
        """A sync ends at ``at_ms``, as the line that says the truth about it."""
        duration, operation = round(seconds * 1000), f"{entity}-incremental-sync"
        self.write_line(
            at_ms,
            f"sync:{entity}",
            f"Performance: {operation} completed in {duration}ms",
            performance=True,
            operation=operation,
            duration=duration,
            organizationId=organization,
            totalProcessed=processed,
            successful=processed - errors,
            errors=errors,
        )

    def fails(self, at_ms: int, entity: str, error: str, organization: int = 1) -> None:
        """A sync fails."""
        message = f"Incremental {entity} sync failed"
        self.write_line(
            at_ms, f"sync:{entity}", message, "error", organizationId=organization, error=error, duration=9
        )

    def stops(self, at_ms: int) -> None:
        """The daemon is told to end; its own last line is often lost."""
        self.write_line(at_ms, "daemon", "Received shutdown signal", signal="SIGTERM")
