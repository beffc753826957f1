"""What a donor sees of the page in a browser: whether there is a form with its amount. Nothing is typed or sent."""

import base64
import binascii
import time
from typing import Any, Final

from porchlight.dataclass import dataclass
from porchlight.intake.text import clean_line
from porchlight.probes.donate_page.browser.devtools import BrowserFailed, Session
from porchlight.probes.donate_page.browser.programs import Browser

_WIDTH: Final = 1280
_HEIGHT: Final = 1600
_SETTLED: Final = 6.0
"""Seconds after which a page that has loaded shows its form, or never will."""
_MOST_FRAMES: Final = 40
_MOST_TEXT: Final = 100_000
_LONGEST_PICTURE: Final = 4 * 1024 * 1024
"""Bytes."""
_CONTEXT: Final = "porchlight"
# Looks, and changes nothing: what fields and buttons are visible, and the visible text.
_LOOK: Final = r"""
(() => {
  const amount = /amount|donation|spende|betrag|montant|monto|importe|valor|quantia|importo|bedrag|gift|other/i;
  const money = /^\s*(?:[$€£¥]|R\$|CHF|USD|EUR|GBP|CA\$|A\$)\s?\d[\d.,\s]*\s*$|^\s*\d[\d.,\s]*\s?(?:[$€£¥]|CHF|USD|EUR|GBP|kr)\s*$/i;
  const give = /donate|give\b|contribute|spende|faire un don|je donne|donner|donar|done\b|dona\b|doar|doe\b|doneer/i;
  const seen = (one) => {
    const box = one.getBoundingClientRect();
    if (box.width < 4 || box.height < 4 || innerWidth < 60 || innerHeight < 40) return false;
    if (box.right < 0 || box.bottom + scrollY < 0) return false;
    return one.checkVisibility ? one.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) : true;
  };
  const all = [];
  const walk = (root) => {
    for (const one of root.querySelectorAll('*')) {
      if (all.length > 20000) return;
      all.push(one);
      if (one.shadowRoot) walk(one.shadowRoot);
    }
  };
  walk(document);
  const words = (one) => [one.name, one.id, one.placeholder, one.ariaLabel, one.className,
    ...[...(one.labels || [])].map((label) => label.innerText)].filter((word) => typeof word === 'string').join(' ');
  let field = false, button = false;
  for (const one of all) {
    const tag = one.tagName;
    if (tag === 'INPUT' || tag === 'SELECT') {
      const kind = (one.type || '').toLowerCase();
      if (['hidden', 'search', 'email', 'password', 'checkbox'].includes(kind)) continue;
      if (['submit', 'image', 'button'].includes(kind)) {
        button = button || (give.test([one.value, one.alt, one.title, one.name].join(' ')) && seen(one) && !one.disabled);
        if (!money.test(one.value || '')) continue;
      }
      const label = [...(one.labels || [])].find(seen);
      if (!field && (amount.test(words(one)) || money.test(one.value || '') || (label && money.test(label.innerText))))
        field = !one.disabled && (seen(one) || (kind === 'radio' && !!label));
    } else if (tag === 'BUTTON' || tag === 'A' || one.getAttribute('role') === 'button') {
      const text = (one.innerText || '').slice(0, 200) + ' ' + (one.ariaLabel || '') + ' ' +
        [...one.querySelectorAll('img')].map((image) => image.alt).join(' ');
      const hold = one.querySelectorAll('*').length < 30;
      if (!field && hold && money.test(one.innerText || '') && seen(one) && !one.disabled) field = true;
      const leads = tag !== 'A' || one.hostname !== location.hostname || one.hash.length > 1;
      if (!button && leads && give.test(text) && seen(one) && !one.disabled) button = true;
    } else if (tag.includes('-') && /^(STRIPE-|DBOX-|GIVEWP-)/.test(tag) && seen(one)) button = true;
  }
  const body = document.body;
  return {field, button, title: document.title.slice(0, 500), text: body ? body.innerText.slice(0, 100000) : '',
    ready: document.readyState === 'complete'};
})()
"""  # noqa: E501 - a line of JavaScript may be long


@dataclass(frozen=True, slots=True)
class Rendering:
    """What was seen."""

    amount: bool
    """A field or a button for an amount is visible."""
    button: bool
    """A button or a link to give is visible."""
    text: str
    title: str
    failed: str = ""
    """Why the page could not be loaded, as the browser says it ("net::ERR_CERT_DATE_INVALID")."""
    picture: bytes = b""
    """A JPEG of the first screen; empty where there is none."""

    def shows_form(self, button_is_enough: bool) -> bool:
        """Whether a donor can begin to give."""
        return self.amount or (button_is_enough and self.button)


@dataclass(slots=True)
class _Seen:
    amount: bool = False
    button: bool = False
    text: str = ""
    title: str = ""
    ready: bool = True


def render(session: Session, url: str, *, button_is_enough: bool) -> Rendering:
    """Open the page and wait until its form is visible, or has had its time. Raises BrowserFailed."""
    target = session.call("Target.createTarget", url="about:blank").get("targetId", "")
    page = session.call("Target.attachToTarget", targetId=target, flatten=True).get("sessionId", "")
    if not page:
        raise BrowserFailed("it opens no page")
    sessions: dict[str, None] = {page: None}
    session.call("Page.enable", session=page)
    session.call("Target.setAutoAttach", session=page, autoAttach=True, waitForDebuggerOnStart=False, flatten=True)
    # Dialogs and downloads would wait for somebody.
    session.call("Browser.setDownloadBehavior", behavior="deny")
    failed = str(session.call("Page.navigate", session=page, url=url).get("errorText", ""))
    seen = _Seen()
    loaded: float | None = None
    while not failed and session.seconds_left > 3:
        time.sleep(0.25)
        seen = _look(session, sessions, page)
        if seen.amount or (button_is_enough and seen.button):
            break
        if seen.ready and loaded is None:
            loaded = time.monotonic()
        if loaded is not None and time.monotonic() - loaded > _SETTLED:
            break
    return Rendering(
        amount=seen.amount,
        button=seen.button,
        text=clean_line(seen.text),
        title=clean_line(seen.title, 500),
        failed=clean_line(failed, 100),
        picture=_picture(session, page),
    )


def open_session(browser: Browser, seconds: float) -> Session:
    """A browser for one page. Raises BrowserFailed."""
    return Session(browser, width=_WIDTH, height=_HEIGHT, seconds=seconds)


def _look(session: Session, sessions: dict[str, None], page: str) -> _Seen:
    """Into the page and all its frames: those of other sites have sessions of their own."""
    seen = _Seen()
    looked = 0
    while session.events:
        event = session.events.popleft()
        parameters = event.get("params", {})
        if event["method"] == "Target.attachedToTarget" and parameters.get("targetInfo", {}).get("type") == "iframe":
            sessions[str(parameters.get("sessionId"))] = None
            session.call(
                "Target.setAutoAttach",
                session=str(parameters.get("sessionId")),
                autoAttach=True,
                waitForDebuggerOnStart=False,
                flatten=True,
            )
        elif event["method"] == "Target.detachedFromTarget":
            sessions.pop(str(parameters.get("sessionId")), None)
        elif event["method"] == "Page.javascriptDialogOpening":
            session.call("Page.handleJavaScriptDialog", session=page, accept=False)
    for one in tuple(sessions):
        tree = session.call("Page.getFrameTree", session=one).get("frameTree", {})
        for frame in _frames(tree):
            looked += 1
            if looked > _MOST_FRAMES:
                return seen
            _add(seen, _evaluate(session, one, frame), is_page=one == page and frame == _frames(tree)[0])
    return seen


def _frames(tree: Any) -> list[str]:
    found: list[str] = []
    waiting: list[Any] = [tree]
    while waiting and len(found) < _MOST_FRAMES:
        one = waiting.pop(0)
        if isinstance(one, dict) and isinstance(frame := one.get("frame"), dict):
            found.append(str(frame.get("id", "")))
            waiting += one.get("childFrames") or []
    return found


def _evaluate(session: Session, one: str, frame: str) -> dict[str, Any]:
    made = session.call("Page.createIsolatedWorld", session=one, frameId=frame, worldName=_CONTEXT)
    context = made.get("executionContextId")
    if context is None:
        return {}
    answer = session.call(
        "Runtime.evaluate", session=one, expression=_LOOK, contextId=context, returnByValue=True, timeout=2000
    )
    value = answer.get("result", {}).get("value")
    return value if isinstance(value, dict) else {}


def _add(seen: _Seen, found: dict[str, Any], *, is_page: bool) -> None:
    seen.amount = seen.amount or found.get("field") is True
    seen.button = seen.button or found.get("button") is True
    if len(seen.text) < _MOST_TEXT:
        seen.text += f" {str(found.get('text', ''))[:_MOST_TEXT]}"
    if is_page:
        seen.title = str(found.get("title", ""))
        seen.ready = found.get("ready") is True


def _picture(session: Session, page: str) -> bytes:
    try:
        answer = session.call("Page.captureScreenshot", session=page, format="jpeg", quality=60)
        picture = base64.b64decode(str(answer.get("data", "")))
    except (BrowserFailed, binascii.Error):
        return b""
    return picture if len(picture) <= _LONGEST_PICTURE else b""
