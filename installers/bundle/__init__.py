"""What build.spec is made of: what of Qt comes along, what each system wants to be told of the program."""
