"""A diagnosis as people read it: one sentence that says where the trouble is, and a line for each step."""

from typing import Final

from porchlight.language.text import ResponseTime, Text, msg
from porchlight.model.diagnosis import Because, Diagnosis, Finding, Step

# ruff: noqa: E501 - one sentence a line reads best here
_BECAUSE: Final = {
    Because.NO_CONNECTION: msg("The problem is on this computer: it has no network connection."),
    Because.CLOCK: msg("The problem is on this computer: the certificate is not valid yet, so the clock here is probably wrong."),
    Because.INTERNAL_FAULT: msg("The problem is on this computer: the check failed here, before it contacted anything."),
    Because.SERVICE_HERE: msg("The problem is on this computer: the service runs here and is not working."),
    Because.FILE: msg("The problem is on this computer: the file is not where the settings say, or the disk cannot read it."),
    Because.NOTHING_REACHED: msg("The problem is your network: nothing on the internet can be reached from here."),
    Because.SIGN_IN: msg("The problem is your network: it requires you to sign in first."),
    Because.NAME_SERVER: msg("The problem is your network: its DNS server is not answering."),
    Because.SERVICE_NEARBY: msg("The problem is in your network: the service runs there and is not working."),
    Because.WAY_BLOCKED: msg("The problem is your network: the internet can be reached, but this service never could. A firewall or a missing VPN can cause this."),
    Because.KEY: msg("The problem is your key or quota: the service answered and rejected the credential."),
    Because.ACCOUNT: msg("The problem is your account: the service answered and blocks it, whatever the credential."),
    Because.NO_KEY: msg("The problem is your key or quota: there is no credential, or it is incomplete."),
    Because.ALLOWANCE: msg("The problem is your key or quota: the service answered, but this key has no calls left."),
    Because.SETTINGS: msg("The problem is in your settings: they are incorrect, so nothing could be checked."),
    Because.NAME_NEVER_KNOWN: msg("The problem is in your settings: this address was never found. Check it for a typo."),
    Because.ADDRESS_NEVER_RIGHT: msg("The problem is in your settings: this address never gave the expected answer. Check that it is the right one."),
    Because.NAME_GONE: msg("The problem is at the vendor: its address can no longer be found, while others can."),
    Because.TURNED_AWAY: msg("The problem is your network: the service answered and blocks this computer's address."),
    Because.NOT_RUNNING: msg("The problem is at the vendor: its server is up, but the service on it is not running."),
    Because.NOT_REACHED: msg("The problem is at the vendor: the internet can be reached, but its server cannot."),
    Because.CERTIFICATE: msg("The problem is at the vendor: its certificate is not valid for anybody."),
    Because.BAD_ANSWER: msg("The problem is at the vendor: its own answer reports an error."),
    Because.SLOW_ANSWER: msg("The problem is at the vendor: we reached it at once, but it took long to answer."),
    Because.NO_ANSWER: msg("The problem is at the vendor: we reached it at once, but it did not answer."),
    Because.ISSUER: msg("We can't tell yet where the problem lies: this computer does not trust the certificate's issuer. Either your network inspects connections, or the certificate is wrong."),
    Because.ROBOT: msg("We can't tell yet where the problem lies: the service takes the check for a bot and reports nothing else."),
    Because.NOT_CLEAR: msg("We can't tell yet where the problem lies."),
}  # fmt: skip
_FINDINGS: Final = {
    Finding.NAME_KNOWN: msg("Address found."),
    Finding.NAME_UNKNOWN: msg("Address not found."),
    Finding.ONLINE: msg("The internet can be reached."),
    Finding.OFFLINE: msg("The internet cannot be reached."),
    Finding.DISCONNECTED: msg("This computer is not connected to any network."),
    Finding.CAPTIVE_PORTAL: msg("The network shows a sign-in page."),
    Finding.NAME_SERVER_SILENT: msg("The DNS server did not answer."),
    Finding.THROUGH_PROXY: msg("The connection goes through a proxy, so we can't inspect it."),
    Finding.CONNECTED: msg("The server accepts connections."),
    Finding.REFUSED: msg("The server refuses connections."),
    Finding.UNREACHABLE: msg("There is no route to the server."),
    Finding.NO_CONNECTION: msg("The server is not responding."),
    Finding.CERTIFICATE_GOOD: msg("The certificate is valid."),
    Finding.CERTIFICATE_EXPIRED: msg("The certificate has expired."),
    Finding.CERTIFICATE_EARLY: msg("The certificate is not valid yet."),
    Finding.CERTIFICATE_NAME: msg("The certificate is for another name."),
    Finding.CERTIFICATE_UNTRUSTED: msg("This computer does not trust the certificate's issuer."),
    Finding.TLS_FAILED: msg("No secure connection could be established."),
    Finding.KEY_REFUSED: msg("The credential was rejected."),
    Finding.ACCOUNT_KEPT_OUT: msg("The account is blocked."),
    Finding.TURNED_AWAY: msg("It blocks this computer."),
    Finding.KEY_MISSING: msg("There is no complete credential on this computer."),
    Finding.NO_ALLOWANCE: msg("No calls left."),
    Finding.ANSWERED_BADLY: msg("It answers, but not as expected."),
    Finding.ANSWERED_SLOWLY: msg("Answering slowly."),
    Finding.NO_ANSWER: msg("No answer in time."),
}  # fmt: skip


def sentence(diagnosis: Diagnosis) -> Text:
    """Where it is, in one sentence."""
    return _BECAUSE[diagnosis.because]


def line(step: Step) -> Text:
    """One step in one line, with how long it took where that was measured."""
    found = _FINDINGS[step.finding]
    if step.host and step.finding is Finding.NAME_KNOWN:
        found = msg("Address found: {host}.", host=step.host)
    elif step.host and step.finding is Finding.NAME_UNKNOWN:
        found = msg("Address not found: {host}.", host=step.host)
    if step.duration_ms is None:
        return found
    return msg("{finding} ({took})", finding=found, took=ResponseTime(step.duration_ms * 1000))
