"""What a server's or a vendor's refusal means: one table for each, from its code to our reason and sentence. Mail
servers' is in ``net/mail_refusals``: alerts use it too. A temporary refusal is no wrong password. Only what proves
that a credential is wrong is ``auth``; each row has its source, and a test. See docs/decisions/0035-refusals.md."""
