"""Small words of the handlers."""


def capital(text: str) -> str:
    """First letter large, the rest as it is: «отдел ЖКХ» keeps its letters."""
    return text[:1].upper() + text[1:]
