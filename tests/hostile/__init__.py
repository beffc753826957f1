"""Servers that do what no server should, each thing under a name of its own; they grow from the simulators.

Each counts what it could send before the other side left: that is what the other side was willing to take.
"""
