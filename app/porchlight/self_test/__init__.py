"""The self-test: whether every part of this program is present and works, on this computer. For frozen, packed and
installed programs, where what is loaded by name may be missing. It uses no network and leaves nothing behind. The
desktop's own parts are in ``porchlight/desktop/self_test.py``."""
