"""The report of a span, to be read and passed on: figures → a document of texts → Markdown, HTML or PDF.

``content`` decides what is shown and in which order, in the language of a ``Renderer``, ``charts`` what is drawn; the
three formats only lay that out. ``writing`` is what others call, ``schedule`` and ``weekly`` are the
report that comes by itself.
"""
