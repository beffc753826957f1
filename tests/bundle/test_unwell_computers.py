"""The frozen program on computers that are not as they should be."""

from tests.integration.unwell_computers import UnwellComputers


class TestFrozen(UnwellComputers):
    """See there; the fixture ``porchlight`` is this folder's."""
