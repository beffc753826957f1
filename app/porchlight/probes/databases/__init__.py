"""The differences between the database systems of kind ``database``, one file per system."""
