"""A diagnosis as people read it: one sentence that says where the trouble is, and a line for each step."""

from typing import Final

from porchlight.language.text import ResponseTime, Text, msg
from porchlight.model.diagnosis import Because, Diagnosis, Finding, Step

# ruff: noqa: E501 - one sentence a line reads best here
_BECAUSE: Final = {
    Because.NO_CONNECTION: msg("It is your computer: it has no network connection."),
    Because.CLOCK: msg("It is your computer: the certificate is not valid yet, so its clock is probably wrong."),
    Because.INTERNAL_FAULT: msg("It is your computer: the check itself failed here, before anybody was asked."),
    Because.SERVICE_HERE: msg("It is your computer: the service runs on it and does not work."),
    Because.FILE: msg("It is your computer: the file is not where the settings say, or its disk does not read properly."),
    Because.NOTHING_REACHED: msg("It is your network: nothing on the internet can be reached from here."),
    Because.SIGN_IN: msg("It is your network: it wants somebody to sign in first."),
    Because.NAME_SERVER: msg("It is your network: its name server does not answer."),
    Because.SERVICE_NEARBY: msg("It is your network: the service is one of the local network and does not work."),
    Because.WAY_BLOCKED: msg("It is your network: the internet can be reached, this service never could; a firewall or a missing VPN does that."),
    Because.KEY: msg("It is your key or quota: the service was reached and refused the credential."),
    Because.ACCOUNT: msg("It is your key or quota: the service was reached and keeps the account out, whatever its credential."),
    Because.NO_KEY: msg("It is your key or quota: there is no credential, or it is incomplete."),
    Because.ALLOWANCE: msg("It is your key or quota: the service was reached and has no calls left for this key."),
    Because.SETTINGS: msg("It is your settings: they are not right, so nobody could be asked."),
    Because.NAME_NEVER_KNOWN: msg("It is your settings: no computer of this name was ever found; look for a typing error."),
    Because.ADDRESS_NEVER_RIGHT: msg("It is your settings: nothing at this address ever answered as it should; look whether it is the right one."),
    Because.NAME_GONE: msg("It is the vendor: its name is not known any more, while others are."),
    Because.TURNED_AWAY: msg("It is your network: the service was reached and does not let this computer's address in."),
    Because.NOT_RUNNING: msg("It is the vendor: its computer is there, the service on it is not."),
    Because.NOT_REACHED: msg("It is the vendor: the internet can be reached, its computer cannot."),
    Because.CERTIFICATE: msg("It is the vendor: its certificate is not right, for anybody."),
    Because.BAD_ANSWER: msg("It is the vendor: it was reached, and its own answer says that something is wrong."),
    Because.SLOW_ANSWER: msg("It is the vendor: it was reached at once, and took long to answer."),
    Because.NO_ANSWER: msg("It is the vendor: it was reached at once, and did not answer."),
    Because.ISSUER: msg("We can't tell yet where the problem lies: this computer does not trust who issued the certificate; either your network looks into connections, or the certificate is wrong."),
    Because.ROBOT: msg("We can't tell yet where the problem lies: the service takes the check for a robot and says nothing else."),
    Because.NOT_CLEAR: msg("We can't tell yet where the problem lies."),
}  # fmt: skip
_FINDINGS: Final = {
    Finding.NAME_KNOWN: msg("The name is known."),
    Finding.NAME_UNKNOWN: msg("The name is not known."),
    Finding.ONLINE: msg("The internet can be reached."),
    Finding.OFFLINE: msg("The internet cannot be reached."),
    Finding.DISCONNECTED: msg("This computer is connected to no network."),
    Finding.CAPTIVE_PORTAL: msg("The network shows a sign-in page of its own."),
    Finding.NAME_SERVER_SILENT: msg("The name server did not answer."),
    Finding.THROUGH_PROXY: msg("The way goes through a proxy, so that it cannot be looked at."),
    Finding.CONNECTED: msg("Its computer takes connections."),
    Finding.REFUSED: msg("Its computer refuses connections."),
    Finding.UNREACHABLE: msg("No way leads to its computer."),
    Finding.NO_CONNECTION: msg("Its computer does not react."),
    Finding.CERTIFICATE_GOOD: msg("The certificate is right."),
    Finding.CERTIFICATE_EXPIRED: msg("The certificate has expired."),
    Finding.CERTIFICATE_EARLY: msg("The certificate is not valid yet."),
    Finding.CERTIFICATE_NAME: msg("The certificate is for another name."),
    Finding.CERTIFICATE_UNTRUSTED: msg("The certificate comes from somebody whom this computer does not trust."),
    Finding.TLS_FAILED: msg("No secure connection came about."),
    Finding.KEY_REFUSED: msg("The credential is refused."),
    Finding.ACCOUNT_KEPT_OUT: msg("The account is not let in."),
    Finding.TURNED_AWAY: msg("It does not let this computer in."),
    Finding.KEY_MISSING: msg("There is no complete credential on this computer."),
    Finding.NO_ALLOWANCE: msg("No calls are left."),
    Finding.ANSWERED_BADLY: msg("It answers, but not as it should."),
    Finding.ANSWERED_SLOWLY: msg("It answers slowly."),
    Finding.NO_ANSWER: msg("It does not answer in time."),
}  # fmt: skip


def sentence(diagnosis: Diagnosis) -> Text:
    """Where it is, in one sentence."""
    return _BECAUSE[diagnosis.because]


def line(step: Step) -> Text:
    """One step in one line, with how long it took where that was measured."""
    found = _FINDINGS[step.finding]
    if step.host and step.finding is Finding.NAME_KNOWN:
        found = msg("The name is known: {host}.", host=step.host)
    elif step.host and step.finding is Finding.NAME_UNKNOWN:
        found = msg("The name is not known: {host}.", host=step.host)
    if step.duration_ms is None:
        return found
    return msg("{finding} ({took})", finding=found, took=ResponseTime(step.duration_ms * 1000))
