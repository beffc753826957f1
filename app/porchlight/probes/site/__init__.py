"""Kind ``site``: the whole path of a website, from each name that people type to the one page where all should end.

``names`` knows which names a site has, ``walk`` asks each of them with and without encryption, ``judging`` says what
the answers mean for visitors, ``probe`` is the kind.
"""
