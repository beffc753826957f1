"""Texts from outside in widgets: shown unchanged, never read as a mnemonic or as a place holder. That no label takes
them for HTML is window_care.py's."""


def literal(text: str) -> str:
    """``text`` for buttons and menus, where ``&`` underlines the next letter and is not shown."""
    return text.replace("&", "&&")


def title(text: str) -> str:
    """``text`` for a window's title, where ``[*]`` is a place for "modified" and is not shown."""
    return text.replace("[*]", "[*][*]")


def without_markup(text: str) -> str:
    """``text`` for readers that may or may not interpret mark-up: its special characters are replaced."""
    return text.replace("<", "‹").replace(">", "›").replace("&", "＆")
