"""httpx comes without its command line, whatever was imported before it."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("before", ["sys", "click"])
def test_neither_rich_nor_pygments_is_loaded_with_httpx(before: str) -> None:
    code = (
        f"import sys, {before}; from porchlight.net.http_library import httpx; "
        "print(httpx.__version__ > '', {'rich', 'pygments'} & set(sys.modules), 'httpx._main' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "set()", "False"]
