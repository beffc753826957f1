"""What differs between the database systems that kind ``database`` speaks to, one file a system."""
