"""Run by the Windows Python, with a port and a file: has the file signed by who listens there, see signing.py."""

import socket
import sys

with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as connection:
    connection.sendall(f"{sys.argv[2]}\n".encode())
    sys.exit(int(connection.makefile().readline()))
