"""A Windows without Windows: Wine, a Windows Python and the compiler of Inno Setup, to build and try the installer.

What is built here is for tests and is never given to anybody: its Python is put together from parts. The release
workflow builds on a real Windows with the same ``build.spec`` and ``porchlight.iss``. Everything that is fetched or
made once is kept in one folder outside the checkout, see places.py.
"""
