"""What a server's or a vendor's refusal means: one table for each, from its own code to our reason and sentence.

A refusal that passes is no wrong password. Only what proves that a credential is wrong is ``auth``; each row has its
source, and a test. See docs/decisions/0035-refusals.md.
"""
