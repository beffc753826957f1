"""What comes from outside is made fit here, once, where it comes in; after that everybody may trust it.

Text, numbers, JSON, bytes in a charset, files: one module each. Pure; standard library (and ``webencodings``)
alone, because the quickest commands import it too.
"""
