"""The page in a real browser: which one is installed (``programs``), a session with it (``devtools``), what a donor
would see in it (``rendering``), and the pictures that are kept (``pictures``).
"""
