"""Reading a Classy Sync install: its folder, its log, its database, its daemon. Nothing here ever writes to them."""
