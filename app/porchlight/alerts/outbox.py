"""The outbox: which notifications are sent together, when, and with what outcome. Pure. Alerts within half a second
share a message; a backlog is sent as one digest. Each recipient of a channel has separate lines, so that each gets
the end of what it got the beginning of, and nothing twice; recipients of the same content share a message."""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.intake.numbers import EARLIEST_MS, LATEST_MS, pause, whole
from porchlight.model.alert import ENDED, ENDS, DeliveryState, Notification, NotificationKind, SuppressionReason
from porchlight.model.message import Fault

TOGETHER_MS: Final = 500
"""Alerts that begin within this time of the previous one share a message."""
LONGEST_MS: Final = 5_000
"""A message waits no longer than this for more."""
DIGEST_FROM: Final = 5
"""So many waiting messages become one."""
FIRST_PAUSE_MS: Final = 5_000
LONGEST_PAUSE_MS: Final = 300_000
GIVE_UP_MS: Final = 24 * 3_600_000
"""How long a notification is retried."""
_FEWEST_TRIES: Final = 12
"""A clock that jumps ahead makes a message a day old at once: it is tried at least so often."""
_LATEST_DUE_MS: Final = 3 * GIVE_UP_MS
"""Nothing waits longer than this after it was made: a day of tries, quiet hours, a pause that the receiver asked
for."""
_MOST_ATTEMPTS: Final = 100_000
_MESSAGE: Final = re.compile(r"[!-~]{1,64}")
"""A dedup key that every receiver accepts: it is sent in headers."""


_Story = tuple[str, str, str]
"""An alert, a channel, and the recipient there."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Notifications to one channel that share a message."""

    channel: str
    message: str
    notifications: tuple[Notification, ...]

    @property
    def attempt(self) -> int:
        """The number of the try, from 1 on."""
        return max(one.attempts for one in self.notifications)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Its recipients; none: the channel as a whole."""
        return tuple(dict.fromkeys(one.recipient for one in self.notifications if one.recipient))


class Outbox:
    """Holds what is not delivered yet. Times are Unix ms (UTC) and passed in."""

    def __init__(self, notifications: Iterable[Notification] = (), *, jitter: Callable[[], float] = lambda: 1.0):
        """``notifications``: as stored, by whatever version; ``jitter``: a factor for pauses, about 1."""
        self._jitter = jitter
        self._waiting: dict[str, dict[str, Notification]] = {}
        self._ended: dict[_Story, DeliveryState] = {}
        """The outcome of an alert's firing notification."""
        self._lost: dict[_Story, Notification] = {}
        """The firing notifications that failed for good."""
        for one in notifications:
            if one.state in ENDED:
                self._note_end(one)
            else:
                self.add([_made_fit(one)])

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def add(self, notifications: Iterable[Notification]) -> None:
        """Add these; those that have ended already are left out."""
        for one in notifications:
            if one.state not in ENDED:
                self._waiting.setdefault(one.channel, {})[one.id] = one

    def waiting(self, channel: str) -> list[Notification]:
        """What waits for a channel, the oldest first."""
        return list(self._waiting.get(channel, {}).values())

    def channels(self) -> list[str]:
        """Those that something waits for."""
        return [channel for channel, waiting in self._waiting.items() if waiting]

    def has_delivered(self, alert: str, channel: str, recipient: str = "") -> bool:
        """Whether an alert's firing notification was delivered, and its resolved one not yet. What an earlier version
        sent to a whole channel counts for all of its recipients."""
        found = self._ended.get((alert, channel, recipient)) or self._ended.get((alert, channel, ""))
        return found is DeliveryState.DELIVERED

    def lost(self, channel: str) -> list[Notification]:
        """The firing notifications that failed for good on a channel and were not delivered since."""
        return [one for (_, name, _), one in self._lost.items() if name == channel]

    def replace_waiting(self, channel: str, addressed: Iterable[Notification]) -> None:
        """Replace what waits for a channel."""
        self._waiting[channel] = {one.id: one for one in addressed}

    def ready_ms(self, channel: str) -> int | None:
        """When something is to be sent to a channel; None: nothing waits."""
        ready = [_ready_ms(waiting) for waiting in self._by_recipient(channel).values()]
        return min(ready, default=None)

    def follow_clock(self, channel: str, now_ms: int) -> None:
        """Where the clock was set back, move the times of what waits back as well."""
        waiting = self._waiting.get(channel, {})
        for one in list(waiting.values()):
            ahead_ms = one.created_ms - now_ms
            if ahead_ms > 0:
                waiting[one.id] = replace(one, created_ms=now_ms, due_ms=one.due_ms - ahead_ms)

    def drop_untellable(self, channel: str, now_ms: int) -> list[Notification]:
        """End the resolved notices of what was never sent to this channel; return them in their final state."""
        waiting = self._waiting.get(channel, {})
        begun = {_story(one) for one in waiting.values() if one.kind not in ENDS}
        dropped = []
        for one in list(waiting.values()):
            notified = self.has_delivered(one.alert, channel, one.recipient)
            if one.kind in ENDS and _story(one) not in begun and not notified:
                dropped.append(
                    self._end(one, DeliveryState.SUPPRESSED, now_ms, reason=SuppressionReason.NOT_NOTIFIED)
                )
        return dropped

    def hold(
        self, channel: str, until_ms: int, now_ms: int, *, spared: Callable[[Notification], bool]
    ) -> list[Notification]:
        """Quiet hours: everything but ``spared`` ones waits until then, and what is over by then is not sent at
        all."""
        waiting = self._waiting.get(channel, {})
        over = {_story(one) for one in waiting.values() if one.kind in ENDS}
        changed = []
        for one in list(waiting.values()):
            if spared(one):
                continue
            if _story(one) in over:
                changed.append(self._end(one, DeliveryState.SUPPRESSED, now_ms, reason=SuppressionReason.OVER))
            elif one.due_ms < until_ms:
                held = replace(one, due_ms=until_ms, reason=SuppressionReason.QUIET_HOURS)
                waiting[one.id] = held
                changed.append(held)
        return changed

    def take(self, channel: str, now_ms: int) -> Batch | None:
        """What is to be sent to a channel now, marked as being sent; None: nothing yet."""
        found: list[Notification] = []
        message, content = "", frozenset[tuple[str, NotificationKind, int]]()
        for waiting in self._by_recipient(channel).values():
            if _ready_ms(waiting) > now_ms:
                continue
            chosen, known_as = _chosen(waiting, now_ms)
            same = frozenset((one.alert, one.kind, one.created_ms) for one in chosen)
            if not found:
                message, content = known_as, same
            elif (known_as, same) != (message, content):
                continue  # another message, after this one
            found += chosen
        if not found:
            return None
        message = message or _message_id(found)
        sending = tuple(
            replace(one, state=DeliveryState.SENDING, message=message, attempts=one.attempts + 1, reason=None)
            for one in found
        )
        self._waiting[channel].update((one.id, one) for one in sending)
        return Batch(channel, message, sending)

    def settle(self, batch: Batch, fault: Fault | None, now_ms: int) -> list[Notification]:
        """Record the outcome of a batch; return its notifications as they are now."""
        settled = []
        usual_ms = self._pause_ms(batch.attempt)
        for one in batch.notifications:
            why = fault.of(one.recipient) if fault is not None else None
            if why is None:
                settled.append(self._end(one, DeliveryState.DELIVERED, now_ms))
            elif why.permanent or (now_ms - one.created_ms >= GIVE_UP_MS and one.attempts >= _FEWEST_TRIES):
                settled.append(self._end(one, DeliveryState.FAILED, now_ms, error=why.sentence))
            else:
                due_ms = now_ms + _longer(usual_ms, why)
                again = replace(one, state=DeliveryState.WAITING, due_ms=due_ms, error=why.sentence)
                self._waiting[one.channel][one.id] = again
                settled.append(again)
        return settled

    def end(self, batch: Batch, fault: Fault | None, now_ms: int) -> list[Notification]:
        """End a batch without a further try; return its notifications as they are now."""
        ended = []
        for one in batch.notifications:
            why = fault.of(one.recipient) if fault is not None else None
            state, error = (DeliveryState.DELIVERED, "") if why is None else (DeliveryState.FAILED, why.sentence)
            ended.append(self._end(one, state, now_ms, error=error))
        return ended

    def send_again(self, one: Notification, now_ms: int) -> Notification:
        """Retry one that has ended."""
        again = replace(
            one,
            created_ms=now_ms,
            due_ms=now_ms,
            state=DeliveryState.WAITING,
            attempts=0,
            ended_ms=None,
            reason=None,
            error="",
        )
        key = _story(one)
        if one.kind in ENDS:  # whatever its firing notification did, the end is wanted
            self._ended[key] = DeliveryState.DELIVERED
        else:
            self._ended.pop(key, None)
        self._lost.pop(key, None)
        self._waiting.setdefault(one.channel, {})[one.id] = again
        return again

    def _by_recipient(self, channel: str) -> dict[str, list[Notification]]:
        found: dict[str, list[Notification]] = {}
        for one in self._waiting.get(channel, {}).values():
            found.setdefault(one.recipient, []).append(one)
        return found

    def _pause_ms(self, attempt: int) -> int:
        """A longer pause after each try."""
        doubled: int = FIRST_PAUSE_MS << min(max(attempt - 1, 0), 16)
        return round(min(doubled, LONGEST_PAUSE_MS) * self._jitter())

    def _end(
        self,
        one: Notification,
        state: DeliveryState,
        now_ms: int,
        *,
        reason: SuppressionReason | None = None,
        error: str = "",
    ) -> Notification:
        ended = replace(one, state=state, ended_ms=now_ms, reason=reason, error=error)
        self._waiting.get(one.channel, {}).pop(one.id, None)
        self._note_end(ended)
        return ended

    def _note_end(self, one: Notification) -> None:
        key = _story(one)
        if one.kind in ENDS:
            self._ended.pop(key, None)
            self._lost.pop(key, None)
        elif self._ended.get(key) is not DeliveryState.DELIVERED:
            self._ended[key] = one.state
            if one.state is DeliveryState.FAILED:
                self._lost[key] = one
            else:
                self._lost.pop(key, None)


def _story(one: Notification) -> _Story:
    return one.alert, one.channel, one.recipient


def _longer(usual_ms: int, fault: Fault) -> int:
    """A receiver can make a pause longer, never shorter: one that always asks for a second would get a request every
    second all day."""
    asked = pause(fault.retry_after)
    return usual_ms if asked is None else max(usual_ms, round(asked * 1000))


def _ready_ms(waiting: Sequence[Notification]) -> int:
    """When something that waits for one recipient is to be sent."""
    sendable = _in_order(waiting, None)
    candidates = [one.due_ms for one in sendable if one.message or one.reason is SuppressionReason.QUIET_HOURS]
    fresh = [one.due_ms for one in sendable if not one.message and one.reason is None]
    if fresh:
        candidates.append(min(max(fresh) + TOGETHER_MS, min(fresh) + LONGEST_MS))
    return min(candidates)


def _chosen(waiting: Sequence[Notification], now_ms: int) -> tuple[list[Notification], str]:
    """What of it shares a message, and the key of that message where it has one already."""
    groups: dict[str, list[Notification]] = {}
    for one in _in_order(waiting, now_ms):
        if one.due_ms <= now_ms:
            groups.setdefault(one.message, []).append(one)
    if len(groups) >= DIGEST_FROM:
        return [one for group in groups.values() for one in group], ""
    again = [message for message in groups if message]
    message = again[0] if again else ""
    chosen = groups[message]
    begun = {one.alert for one in chosen if one.kind not in ENDS}
    more: list[Notification] = []
    for known_as, group in groups.items():
        if known_as != message:
            about = [one for one in group if one.alert in begun]
            more += group if about and known_as else about
    if more:  # never delivered, and worse by now, or over: one message holds all of it
        return [*chosen, *more], ""
    return chosen, message


def _in_order(waiting: Iterable[Notification], now_ms: int | None) -> list[Notification]:
    """Those that may be sent: later notifications of an alert only after, or together with, the earlier ones.
    ``now_ms``: at this time; None: whenever they are due."""
    sendable, later = [], set()
    for one in waiting:
        if one.alert in later:
            continue
        if one.due_ms > now_ms if now_ms is not None else bool(one.message):
            later.add(one.alert)
            if now_ms is not None:
                continue
        sendable.append(one)
    return sendable


def _made_fit(one: Notification) -> Notification:
    """A notification from a history, which may be damaged: with valid times and counts."""
    created_ms = whole(one.created_ms, least=EARLIEST_MS, most=LATEST_MS) or EARLIEST_MS
    due_ms = whole(one.due_ms, least=EARLIEST_MS, most=created_ms + _LATEST_DUE_MS)
    return replace(
        one,
        created_ms=created_ms,
        due_ms=created_ms if due_ms is None else due_ms,
        attempts=whole(one.attempts, least=0, most=_MOST_ATTEMPTS) or 0,
        message=one.message if _MESSAGE.fullmatch(one.message) else "",
    )


def _message_id(notifications: Iterable[Notification]) -> str:
    digest = hashlib.sha256("\0".join(sorted(one.id for one in notifications)).encode())
    return digest.hexdigest()[:24]
