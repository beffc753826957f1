"""A diagnosis as texts: one sentence for the place, and a line for each step. Tables, complete by test."""

from typing import Final

from porchlight.insight.facts import Facts, Writer
from porchlight.model.diagnosis import Because, Diagnosis, Finding, Place, Step
from porchlight.model.result import Measure, Unit

_PLACES: Final = {
    Place.YOUR_COMPUTER: "It is your computer: {because}",
    Place.YOUR_NETWORK: "It is your network: {because}",
    Place.YOUR_KEY: "It is your key or quota: {because}",
    Place.YOUR_SETTINGS: "It is your settings: {because}",
    Place.VENDOR: "It is the vendor: {because}",
    Place.UNDECIDED: "It cannot be told whose fault it is: {because}",
}
_BECAUSE: Final = {
    Because.NO_CONNECTION: "it has no network connection.",
    Because.CLOCK: "the certificate is not valid yet, so its clock is probably wrong.",
    Because.INTERNAL_FAULT: "the check itself failed here, before anybody was asked.",
    Because.SERVICE_HERE: "the service runs on it and does not work.",
    Because.FILE: "the file is not where the settings say, or its disk does not read properly.",
    Because.NOTHING_REACHED: "nothing on the internet can be reached from here.",
    Because.SIGN_IN: "it wants somebody to sign in first.",
    Because.NAME_SERVER: "its name server does not answer.",
    Because.SERVICE_NEARBY: "the service is one of the local network and does not work.",
    Because.WAY_BLOCKED: (
        "the internet can be reached, this service never could; a firewall or a missing VPN does that."
    ),
    Because.KEY: "the service was reached and refused the credential.",
    Because.ACCOUNT: "the service was reached and keeps the account out, whatever its credential.",
    Because.TURNED_AWAY: "the service was reached and does not let this computer's address in.",
    Because.NO_KEY: "there is no credential to ask with.",
    Because.ALLOWANCE: "the service was reached and has no calls left for this key.",
    Because.SETTINGS: "they are not right, so nobody could be asked.",
    Because.NAME_NEVER_KNOWN: "no computer of this name was ever found; look for a typing error.",
    Because.ADDRESS_NEVER_RIGHT: (
        "nothing at this address ever answered as it should; look whether it is the right one."
    ),
    Because.NAME_GONE: "its name is not known any more, while others are.",
    Because.NOT_RUNNING: "its computer is there, the service on it is not.",
    Because.NOT_REACHED: "the internet can be reached, its computer cannot.",
    Because.CERTIFICATE: "its certificate is not right, for anybody.",
    Because.BAD_ANSWER: "it was reached, and its own answer says that something is wrong.",
    Because.SLOW_ANSWER: "it was reached at once, and took long to answer.",
    Because.NO_ANSWER: "it was reached at once, and did not answer.",
    Because.ISSUER: (
        "this computer does not trust who issued the certificate; either your network looks into connections, or the "
        "certificate is wrong."
    ),
    Because.ROBOT: "the service takes the check for a robot and says nothing else.",
    Because.NOT_CLEAR: "the steps below do not say it.",
}
_FINDINGS: Final = {
    Finding.ONLINE: "The internet can be reached.",
    Finding.OFFLINE: "The internet cannot be reached.",
    Finding.DISCONNECTED: "This computer is connected to no network.",
    Finding.CAPTIVE_PORTAL: "The network shows a sign-in page of its own.",
    Finding.NAME_KNOWN: "The name is known: {host}.",
    Finding.NAME_UNKNOWN: "The name is not known: {host}.",
    Finding.NAME_SERVER_SILENT: "The name server did not answer.",
    Finding.THROUGH_PROXY: "The way goes through a proxy, so that it cannot be looked at.",
    Finding.CONNECTED: "Its computer takes connections.",
    Finding.REFUSED: "Its computer refuses connections.",
    Finding.UNREACHABLE: "No way leads to its computer.",
    Finding.NO_CONNECTION: "Its computer does not react.",
    Finding.CERTIFICATE_GOOD: "The certificate is right.",
    Finding.CERTIFICATE_EXPIRED: "The certificate has expired.",
    Finding.CERTIFICATE_EARLY: "The certificate is not valid yet.",
    Finding.CERTIFICATE_NAME: "The certificate is for another name.",
    Finding.CERTIFICATE_UNTRUSTED: "The certificate comes from somebody whom this computer does not trust.",
    Finding.TLS_FAILED: "No secure connection came about.",
    Finding.KEY_REFUSED: "The credential is refused.",
    Finding.ACCOUNT_KEPT_OUT: "The account is not let in.",
    Finding.TURNED_AWAY: "It does not let this computer in.",
    Finding.KEY_MISSING: "There is no credential on this computer.",
    Finding.NO_ALLOWANCE: "No calls are left.",
    Finding.ANSWERED_BADLY: "It answers, but not as it should.",
    Finding.ANSWERED_SLOWLY: "It answers slowly.",
    Finding.NO_ANSWER: "It does not answer in time.",
}
_TOOK: Final = "{said} ({took})"


def sentence(diagnosis: Diagnosis, writer: Writer) -> str:
    """Where it is, in one sentence."""
    because = writer.fill(_BECAUSE[diagnosis.because], {})
    return writer.fill(_PLACES[diagnosis.place], {"because": because})


def line(step: Step, writer: Writer) -> str:
    """One step in one line, with how long it took where that was measured."""
    facts: Facts = {"host": step.host}
    template = _FINDINGS[step.finding]
    if not step.host:
        template = template.replace(": {host}", "")
    line_text = writer.fill(template, facts)
    if step.duration_ms is None:
        return line_text
    took = Measure(round(step.duration_ms, 1), Unit.MILLISECONDS)
    return writer.fill(_TOOK, {"said": line_text, "took": took})


def all_diagnosis_texts() -> list[str]:
    """Every template, for translators."""
    hostless = [text.replace(": {host}", "") for text in _FINDINGS.values() if "{host}" in text]
    return [*_PLACES.values(), *_BECAUSE.values(), *_FINDINGS.values(), *hostless, _TOOK]
