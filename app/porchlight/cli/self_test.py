"""``porchlight self-test``: whether every part of this program is present and works."""

import argparse
import logging
import sys

from porchlight import __version__
from porchlight.cli.language import rendered, tr, tr_plural
from porchlight.cli.output import print_json, print_line
from porchlight.language.text import msg
from porchlight.self_test.part import Finding, State
from porchlight.self_test.run import Parts, self_test

_LABELS = {State.OK: msg("ok"), State.ABSENT: msg("not present"), State.FAILED: msg("FAILED")}


def run(args: argparse.Namespace, desktop: Parts) -> int:
    """Run the command; 1 where a part failed."""
    if not args.debug:
        logging.getLogger().addHandler(logging.NullHandler())  # what libraries log is not for people
    findings = list(self_test(desktop))
    failed = [finding for finding in findings if finding.state is State.FAILED]
    if args.json:
        print_json(_report(findings, ok=not failed))
    else:
        for finding in findings:
            detail = f": {finding.sentence}" if finding.sentence else ""
            print_line(f"{rendered(_LABELS[finding.state]):<12} {finding.name}{detail}")
        if failed:
            print_line(
                tr_plural(
                    "{n} of {total} parts does not work.",
                    "{n} of {total} parts do not work.",
                    len(failed),
                    total=len(findings),
                )
            )
        else:
            print_line(tr("Every part of Porchlight works."))
    return 1 if failed else 0


def _report(findings: list[Finding], *, ok: bool) -> dict[str, object]:
    return {
        "version": __version__,
        "frozen": bool(getattr(sys, "frozen", False)),
        "ok": ok,
        "parts": [
            {"name": one.name, "state": one.state.value, "sentence": one.sentence or None, "tookMs": one.took_ms}
            for one in findings
        ],
    }
