"""Kind ``donate_page``: the page as a donor gets it, with the form that others serve into it.

``page`` reads the HTML, ``vendors`` and ``forms`` recognise the form, ``policy`` knows what the page's rules forbid,
``phrases`` what a page says that takes no gifts, ``addresses`` what the form's addresses answer, ``habit`` what is
usual here; ``probe`` puts them together. ``browser`` renders the page where the user wants that.
"""
