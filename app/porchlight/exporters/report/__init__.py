"""The report of a span, to be read and passed on: figures → a document in words → Markdown, HTML or PDF.

``document`` decides what is shown and in which order, ``texts`` how it is called in each language, ``charts`` what is
drawn; the three formats only lay that out. ``writing`` is what others call, ``schedule`` and ``weekly`` are the
report that comes by itself.
"""
