"""The tray app's start: the light first, then everything else is loaded. See session.py for what runs then."""

import sys
from typing import TYPE_CHECKING

from porchlight.desktop.platform.libraries import has_screen, missing_packages, skip_source_search
from porchlight.settings.paths import data_dir

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from porchlight.redaction import Redactor

_UNAVAILABLE = 69  # sysexits.h


def run(args: "argparse.Namespace", begin_log: "Callable[[argparse.Namespace, Redactor], None]") -> int:
    """Run the tray app until its end; returns the exit code. ``args``: config, data_dir, demo, quit,
    by_notification."""
    if not has_screen():
        print("porchlight: there is no screen here. Use “porchlight watch” instead.", file=sys.stderr)
        return _UNAVAILABLE
    if missing := missing_packages():
        print(f"porchlight: the windows need: sudo apt-get install {' '.join(missing)}", file=sys.stderr)
        return _UNAVAILABLE
    skip_source_search()
    from porchlight.desktop.application import Application
    from porchlight.desktop.platform.single_instance import QUIT, SHOW, SingleInstance
    from porchlight.desktop.platform.toast_activator import ToastActivator
    from porchlight.desktop.platform.windows import set_app_id
    from porchlight.desktop.tray import Tray

    app = Application(sys.argv[:1])
    instance = SingleInstance("demo" if args.demo else data_dir(args.data_dir), app)
    if args.quit:
        return 0 if instance.send(QUIT) else _nobody()
    if not instance.acquire():
        instance.send(SHOW)
        print("porchlight: it runs already; its window is shown.", file=sys.stderr)
        return 0
    set_app_id()
    activator = ToastActivator()
    activator.register()
    tray = Tray(app, demo=args.demo)
    tray.begin()
    app.processEvents()

    import asyncio

    from porchlight.desktop.loop import DesktopLoop
    from porchlight.desktop.platform.qt_messages import log_qt_messages
    from porchlight.desktop.session import Session
    from porchlight.redaction import Redactor
    from porchlight.runtime.last_run import RunMark, log_uncaught

    redactor = Redactor()
    begin_log(args, redactor)
    log_uncaught()
    log_qt_messages()
    mark = None if args.demo else RunMark(data_dir(args.data_dir), "tray", redactor)

    try:
        with asyncio.Runner(loop_factory=lambda: DesktopLoop(app)) as runner:
            runner.run(Session(app, tray, instance, args, redactor, mark).run())
    finally:
        tray.end()
        instance.release()
    return 0


def _nobody() -> int:
    print("porchlight: no tray app runs.", file=sys.stderr)
    return _UNAVAILABLE
