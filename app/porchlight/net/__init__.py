"""How Porchlight connects to other computers: addresses, names, resolver, proxies, sockets, TLS and HTTP, for checks
and for whatever is sent. It returns the answer, or why there is none; the layers above judge what that means for
health."""
