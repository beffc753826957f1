"""The report of a span, to be read and passed on: figures → a document of texts → Markdown, HTML or PDF.

``document`` decides what is shown and in which order, ``texts`` holds the wording in each language, ``charts`` what
is drawn; the three formats only lay that out. ``writing`` is the interface, ``schedule`` and ``weekly`` are the
weekly report.
"""
