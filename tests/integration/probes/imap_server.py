"""A small IMAP server for one account, with moods. It has no mailboxes: to open one is a fault of the test."""

import asyncio
import ssl
from base64 import b64decode
from dataclasses import dataclass, field


@dataclass
class ImapServer:
    """A Conversation; ``password`` is the right one."""

    password: str = "pass-word-1"
    user: str = "light"
    greeting: bytes = b"* OK [CAPABILITY IMAP4rev1] ready\r\n"
    capabilities: bytes = b"IMAP4rev1 AUTH=PLAIN"
    starttls: ssl.SSLContext | None = None
    login_answer: bytes | None = None
    """Said to a login in place of the truth, with the tag before it."""
    injected: bytes = b""
    """Said behind the answer to STARTTLS, still in plain text."""
    commands: list[str] = field(default_factory=list)
    encrypted_logins: list[bool] = field(default_factory=list)

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        secure = writer.get_extra_info("ssl_object") is not None
        writer.write(self.greeting)
        while line := (await reader.readline()).decode():
            tag, _, rest = line.strip().partition(" ")
            command, _, arguments = rest.partition(" ")
            self.commands.append(command)
            match command:
                case "CAPABILITY":
                    offers = self.capabilities + (b" STARTTLS" if self.starttls and not secure else b"")
                    writer.write(b"* CAPABILITY " + offers + f"\r\n{tag} OK done\r\n".encode())
                case "STARTTLS" if self.starttls is not None:
                    writer.write(f"{tag} OK go on\r\n".encode() + self.injected)
                    await writer.start_tls(self.starttls)
                    secure = True
                case "AUTHENTICATE":
                    writer.write(b"+ \r\n")
                    answer = b64decode(await reader.readline()).decode()
                    self._judge(writer, tag, answer == f"\0{self.user}\0{self.password}", secure)
                case "LOGIN":
                    self._judge(writer, tag, arguments == f'"{self.user}" "{self.password}"', secure)
                case "LOGOUT":
                    writer.write(f"* BYE\r\n{tag} OK done\r\n".encode())
                    await writer.drain()
                    return
                case _:
                    writer.write(f"{tag} BAD unknown command\r\n".encode())
            await writer.drain()

    def _judge(self, writer: asyncio.StreamWriter, tag: str, right: bool, secure: bool) -> None:
        self.encrypted_logins.append(secure)
        if self.login_answer is not None:
            writer.write(f"{tag} ".encode() + self.login_answer + b"\r\n")
        elif right:
            writer.write(f"{tag} OK welcome\r\n".encode())
        else:
            writer.write(f"{tag} NO [AUTHENTICATIONFAILED] wrong\r\n".encode())
