"""Somebody's words on one line that every terminal can show."""


def one_line(text: str, longest: int = 100) -> str:
    r"""The text without line breaks and control characters, cut where it is too long.

    >>> one_line("It\x1b[2J rains\n again", 40), one_line("It rains again", 9)
    ('It [2J rains again', 'It rains…')
    """
    shown = "".join(character if character.isprintable() else " " for character in text)
    words = " ".join(shown.split())
    return words if len(words) <= longest else f"{words[: longest - 1]}…"
