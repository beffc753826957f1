"""SPF (RFC 7208): the record's syntax, and what its evaluation would look up.

Every term counts as if it were evaluated, since a message that none of the earlier ones matches comes to the last:
ten terms that ask the DNS (§4.6.4), two answers without records, ten names of an MX.
"""

import re
from dataclasses import field
from ipaddress import AddressValueError, IPv4Network, IPv6Network, NetmaskValueError
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.intake.text import quote
from porchlight.language.text import Text, msg
from porchlight.probes.mail_domain.findings import Level, Report
from porchlight.probes.mail_domain.lookups import CannotLookUp, Lookups

VERSION: Final = "v=spf1"
MOST_TERMS: Final = 10
"""That ask the DNS (RFC 7208 §4.6.4)."""
MOST_VOID: Final = 2
_MOST_MX: Final = 10
_DEEPEST: Final = 12
_MECHANISMS: Final = frozenset({"all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"})
_TERM = re.compile(r"([+?~-]?)([A-Za-z][A-Za-z0-9._-]*)([:=/]?)(.*)")
_CIDR = re.compile(r"(?P<name>.*?)(?P<four>/(?:0|[1-9]\d?))?(?P<six>//(?:0|[1-9]\d{0,2}))?")
_MACRO = re.compile(r"%(?:%|_|-|\{[slodiphvSLODIPHV](?:0*[1-9]\d*)?[rR]?[.\-+,/_=]*\})")
_MACRO_IN_EXPLANATION = re.compile(r"%(?:%|_|-|\{[slodiphvcrtSLODIPHVCRT](?:0*[1-9]\d*)?[rR]?[.\-+,/_=]*\})")
_TOP_LABEL = re.compile(r"(?:[a-z0-9]*[a-z][a-z0-9]*|[a-z0-9]+-[a-z0-9-]*[a-z0-9])", re.IGNORECASE)


class PermanentError(Exception):
    """A receiver ends with "permerror"."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Term:
    """One mechanism or modifier. ``target`` is empty where it means the domain itself."""

    name: str
    qualifier: str = "+"
    target: str = ""

    @property
    def has_macro(self) -> bool:
        """Whether its target depends on the message."""
        return "%" in self.target


@dataclass(slots=True)
class Evaluation:
    """What the evaluation of a record needs."""

    terms: int = 0
    """Those that ask the DNS."""
    void: int = 0
    """Those whose answer held nothing."""
    last: str = "?"
    """The qualifier of "all" at the end: how all other mail is judged."""
    uses_ptr: bool = False
    empty: list[str] = field(default_factory=list)
    """The names of void answers."""


def is_spf(record: str) -> bool:
    """Whether a TXT record is one of SPF (§4.5)."""
    return record.lower() == VERSION or record.lower().startswith(f"{VERSION} ")


def parse(record: str) -> list[Term]:
    """Its terms in order. Raises PermanentError."""
    found = [_term(word) for word in record[len(VERSION) :].split(" ") if word]
    for name in ("redirect", "exp"):
        if sum(term.name == name for term in found) > 1:
            raise PermanentError(msg("The SPF record has several “{name}=”.", name=name))
    return found


async def check_spf(lookups: Lookups, domain: str) -> tuple[Report, Evaluation]:
    """Everything about a domain's SPF. Raises nothing."""
    report, evaluation = Report("SPF"), Evaluation()
    try:
        records = [one for one in (await lookups.txt(domain)).records if is_spf(one)]
        report.records = sorted(records)
        if not records:
            report.add(Level.ERROR, msg("There is no SPF record."))
            return report, evaluation
        await _Walk(lookups, evaluation).follow(records, domain, ())
    except CannotLookUp as error:
        report.add(Level.UNKNOWN, msg("SPF could not be looked up ({problem}).", problem=str(error)))
        return report, evaluation
    except PermanentError as error:
        report.add(Level.ERROR, error.sentence)
        return report, evaluation
    report.valid = True
    _judge(report, evaluation)
    return report, evaluation


def _judge(report: Report, evaluation: Evaluation) -> None:
    if evaluation.last == "+":
        report.valid = False
        report.add(Level.ERROR, msg("SPF ends in “+all”: every computer may send in this domain's name."))
    elif evaluation.last == "?":
        report.add(Level.WARNING, msg("SPF does not say what to do with mail from other servers. End it in “~all”."))
    if evaluation.empty:
        report.add(
            Level.WARNING, msg("SPF names {name}, which has no such record.", name=quote(evaluation.empty[0], 80))
        )
    if evaluation.uses_ptr:
        report.add(Level.WARNING, msg("SPF uses “ptr”, which modern receivers do not evaluate."))
    if evaluation.terms == MOST_TERMS:
        report.add(
            Level.NOTE, msg("SPF uses all {most} look-ups that it may. No further sender fits in.", most=MOST_TERMS)
        )


class _Walk:
    """One evaluation, through includes and redirects."""

    def __init__(self, lookups: Lookups, evaluation: Evaluation) -> None:
        self._lookups = lookups
        self._so_far = evaluation
        self._redirected: set[str] = set()
        """Domains whose own end is that of another record."""

    async def follow(self, records: list[str], domain: str, path: tuple[str, ...]) -> None:
        """``path``: the domains whose records led here."""
        if len(records) > 1:
            raise PermanentError(
                msg("{domain} has {count} SPF records; there must be one.", domain=domain, count=len(records))
            )
        terms = parse(records[0])
        has_all = next((term for term in terms if term.name == "all"), None)
        if has_all is not None and all(step in self._redirected for step in path):
            self._so_far.last = has_all.qualifier
        for term in terms:
            await self._evaluate(term, domain, path)
        redirect = next((term for term in terms if term.name == "redirect"), None)
        if redirect is not None and has_all is None:
            self._redirected.add(domain.lower())
            await self._redirect(redirect, domain, path)

    async def _evaluate(self, term: Term, domain: str, path: tuple[str, ...]) -> None:
        target = term.target or domain
        match term.name:
            case "include":
                self._count()
                if not term.has_macro:
                    await self._include(target, domain, path)
            case "a":
                self._count()
                if not term.has_macro and not (await self._lookups.addresses(target)).records:
                    self._void(target)
            case "mx":
                self._count()
                if not term.has_macro:
                    await self._mail_servers(target)
            case "ptr":
                self._count()
                self._so_far.uses_ptr = True
            case "exists":
                self._count()

    async def _mail_servers(self, target: str) -> None:
        hosts = (await self._lookups.mx(target)).records
        if not hosts:
            self._void(target)
        if len(hosts) > _MOST_MX:
            raise PermanentError(
                msg("“mx” of SPF finds {count} servers; {most} are allowed.", count=len(hosts), most=_MOST_MX)
            )

    async def _include(self, target: str, domain: str, path: tuple[str, ...]) -> None:
        further = self._further(target, domain, path)
        found = await self._lookups.txt(target)
        records = [one for one in found.records if is_spf(one)]
        if not found.records:
            self._void(target)
        if not records:
            raise PermanentError(msg("SPF includes {name}, which has no SPF record.", name=quote(target, 80)))
        await self.follow(records, target, further)

    async def _redirect(self, term: Term, domain: str, path: tuple[str, ...]) -> None:
        self._count()
        if term.has_macro:
            return
        further = self._further(term.target, domain, path)
        records = [one for one in (await self._lookups.txt(term.target)).records if is_spf(one)]
        if not records:
            name = quote(term.target, 80)
            raise PermanentError(msg("SPF redirects to {name}, which has no SPF record.", name=name))
        await self.follow(records, term.target, further)

    def _further(self, target: str, domain: str, path: tuple[str, ...]) -> tuple[str, ...]:
        further = (*path, domain.lower())
        if target.lower().removesuffix(".") in further or len(further) > _DEEPEST:
            raise PermanentError(msg("SPF leads back to itself by {name}.", name=quote(target, 80)))
        return further

    def _count(self) -> None:
        self._so_far.terms += 1
        if self._so_far.terms > MOST_TERMS:
            raise PermanentError(
                msg("SPF needs more than {most} look-ups; receivers stop and ignore it.", most=MOST_TERMS)
            )

    def _void(self, name: str) -> None:
        self._so_far.void += 1
        self._so_far.empty.append(name)
        if self._so_far.void > MOST_VOID:
            raise PermanentError(
                msg(
                    "SPF asks for more than {most} names without a record, such as {name}; receivers stop and"
                    " ignore it.",
                    most=MOST_VOID,
                    name=quote(name, 80),
                )
            )


def _term(word: str) -> Term:
    found = _TERM.fullmatch(word)
    if found is None:
        raise _unreadable(word)
    qualifier, name, mark, value = found[1], found[2].lower(), found[3], found[4]
    if mark == "=":
        if qualifier:
            raise _unreadable(word)
        pattern = _MACRO_IN_EXPLANATION if name not in ("redirect",) else _MACRO
        if name in ("redirect", "exp") and not value:
            raise _unreadable(word)
        _check_macros(word, value, pattern)
        return Term(name, target=value)
    if name not in _MECHANISMS:
        raise _unreadable(word)
    return Term(name, qualifier or "+", _target(word, name, mark, value))


def _target(word: str, name: str, mark: str, value: str) -> str:
    match name:
        case "all":
            if mark:
                raise _unreadable(word)
            return ""
        case "ip4" | "ip6":
            if mark != ":":
                raise _unreadable(word)
            _check_network(word, name, value)
            return value
        case "include" | "exists":
            if mark != ":" or not value or "/" in _without_macros(value):
                raise _unreadable(word)
        case "ptr":
            if mark == "/" or (mark == ":" and not value):
                raise _unreadable(word)
        case "a" | "mx":
            return _name_before_prefix(word, mark, value)
    _check_macros(word, value, _MACRO)
    return value


def _name_before_prefix(word: str, mark: str, value: str) -> str:
    if mark == ":" and not value:
        raise _unreadable(word)
    whole = f"/{value}" if mark == "/" else value
    found = _CIDR.fullmatch(whole)
    if found is None or (mark == ":" and not found["name"]):
        raise _unreadable(word)
    four, six = int((found["four"] or "/0")[1:]), int((found["six"] or "//0")[2:])
    if four > 32 or six > 128 or "/" in _without_macros(found["name"]):
        raise _unreadable(word)
    _check_macros(word, found["name"], _MACRO)
    return found["name"]


def _check_network(word: str, name: str, value: str) -> None:
    _, slash, prefix = value.partition("/")
    if slash and not re.fullmatch(r"0|[1-9]\d{0,2}", prefix):
        raise _unreadable(word)
    try:
        if name == "ip4":
            IPv4Network(value, strict=False)
        else:
            IPv6Network(value, strict=False)
    except (AddressValueError, NetmaskValueError, ValueError):
        raise _unreadable(word) from None


def _without_macros(value: str) -> str:
    return _MACRO.sub("", value)


def _check_macros(word: str, value: str, pattern: re.Pattern[str]) -> None:
    if "%" in pattern.sub("", value):
        raise _unreadable(word)
    if any(not "!" <= one <= "~" for one in value):
        raise _unreadable(word)


def _unreadable(word: str) -> PermanentError:
    return PermanentError(msg("SPF has a part that cannot be read: {part}.", part=quote(word, 60)))
