"""What people read, in their language: texts with named places, catalogues, numbers, times. No Qt, no I/O at import.

A sentence is written once, in English, as the message of a ``Text``; what stands in its places keeps its type until a
``Renderer`` writes it for a reader. Surfaces that have one reader use ``tr`` from ``language.current``.
"""
