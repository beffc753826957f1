"""The domain of Porchlight as values: frozen dataclasses and enums, nothing but the standard library.

Everything else imports from here; nothing here imports from anything else in ``porchlight``.
"""
