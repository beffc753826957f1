"""The self-test: whether all that belongs to this program is there and works, on this computer.

Made for programs that were frozen, packed and installed: what is loaded by name may be missing there. It reaches no
network and leaves nothing behind. The desktop's own parts are in ``app/porchlight/desktop/self_test.py``.
"""
