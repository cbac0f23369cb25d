"""Case of the first letter of a phrase."""


def mid_sentence(text: str) -> str:
    """Text with a small first letter, unless it begins with an abbreviation.

    >>> mid_sentence("Hộ nghèo"), mid_sentence("GRDP")
    ('hộ nghèo', 'GRDP')
    """
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def capital(text: str) -> str:
    """Text with a capital first letter.

    >>> capital("số tiêu chí đạt")
    'Số tiêu chí đạt'
    """
    return text[:1].upper() + text[1:]
