"""What comes from outside is made safe here, once, on entry; after that all code may trust it.

Text, numbers, JSON, bytes in a charset, files: one module each. Pure; standard library (and ``webencodings``) alone,
because the quickest commands import it too.
"""
