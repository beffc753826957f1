"""How Porchlight reaches other computers: addresses, names, resolver, proxies, sockets, TLS and HTTP, for checks and
for whatever is sent. It returns what came, or why nothing did; what that means for health is decided above.
"""
