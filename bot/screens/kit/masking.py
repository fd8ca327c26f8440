"""Personal data inside residents' words: masked in our chats by default (VOICE.md 0, rule 8). Names cannot be known; they stay."""

import re

PHONE, NUMBER, MAIL, PERSON, SURNAME, FLAT = "‹телефон›", "‹номер›", "‹почта›", "‹имя›", "‹фамилия›", "кв. ‹скрыто›"

_S = r"[\s\-–—.]{0,3}"
_CODED = "|".join(
    (
        rf"\(?\d{{3}}\)?{_S}\d{{3}}{_S}\d\d{_S}\d\d",
        rf"\(?\d{{3}}\)?{_S}\d\d{_S}\d\d{_S}\d{{3}}",
        rf"\(?\d{{4}}\)?{_S}\d\d{_S}\d\d{_S}\d\d",
        rf"\(?\d{{5}}\)?{_S}\d{_S}\d\d{_S}\d\d",
    )
)
_PHONE = re.compile(
    rf"(?<!\d)(?:\+?7|8){_S}(?:{_CODED})(?!\d)"
    rf"|(?<!\d)9\d\d{_S}\d{{3}}{_S}\d\d{_S}\d\d(?!\d)"
    rf"|\(\d{{3,5}}\){_S}\d(?:[\s\-]?\d){{4,6}}(?!\d)"
    rf"|(?<![\d\-])\d{{5}}{_S}\d-\d\d-\d\d(?![\d\-])"
    r"|(?<![\d\-])(?:\d{3}[\s\-]|\d-)\d\d[\s\-]\d\d(?![\d\-])"
)
_CUED_PHONE = re.compile(r"(?i)(\b(?:тел|т)\.\s?:?\s?|\bтел(?:ефон\w{0,3})?\s?:?\s)\+?\d(?:[\s\-()]{0,3}\d){4,10}(?!\d)")
_MORE = r"\s?(?:,|;|/|и|или)?\s?\+?\d(?:[\s\-]?\d){4,10}(?!\d)"
_PHONES = re.compile(rf"{PHONE}(?:{_MORE})+")
_NUMBER = re.compile(r"(?<!\d)(?:\d{4}[\s\-]?){3}\d{4}(?!\d)|(?<!\d)\d{3}-\d{3}-\d{3}[\s\-]\d\d(?!\d)|\d{10,}")
_MAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]+@\w[\w\-]*(?:\.[\w\-]+)+")
_VK_PERSON = re.compile(r"\[id\d{1,20}\|[^\]\[|]{0,100}\]")
_VK_GROUP = re.compile(r"\[(?:club|public|event)\d{1,20}\|([^\]\[|]{0,100})\]")
_MENTION = re.compile(r"(?<![\w@.])@\w{3,}")
_FLAT = re.compile(
    r"(?i)\bкв(?:\.|артир[аеуыой]{0,2}\b|\b|(?=\d))\s{0,2}(?:№\s?)?\d{1,4}(?:\s?[а-гa-d]\b)?"
    r"(?:\s?(?:,|и|-|–|/)\s?\d{1,4}(?!\d|\s?(?:эт|под|дом|дн|час|мин|руб|раз|чел|м\b)))*"
)
_FLAT_AFTER = re.compile(r"(?i)(?<!\d)\d{1,4}(?:\s?квартир(?:е|у|ой)|-?(?:я|й|ю|ой|ей)\s?квартир[аеуы]|\s?-?(?:я|й|ю|ой|ей)\s?кв\b\.?)")
_CAPITAL = r"[А-ЯЁ][а-яё]{1,30}(?:-[А-ЯЁ][а-яё]{1,30})?"
_INITIALS = r"[А-ЯЁ]\.\s?[А-ЯЁ]\."
_SURNAME = re.compile(rf"\b{_CAPITAL}\s{_INITIALS}|\b{_INITIALS}\s?{_CAPITAL}")
_NAMED_AFTER = re.compile(r"(?i)\b(?:ул|улиц[аеуы]|пер|пр-?т|просп|проспект[аеу]?|пл|площад[ьи]|им|имени|бульвар[ае]?)\.?\s*$")


def mask(text: str) -> str:
    """Hide phones, document and card numbers, flats, e-mails, mentions and «surname with initials». Safe to repeat."""
    text = _MAIL.sub(MAIL, text)
    text = _VK_PERSON.sub(PERSON, text)
    text = _VK_GROUP.sub(r"\1", text)
    text = _MENTION.sub(PERSON, text)
    text = _PHONE.sub(PHONE, text)
    text = _CUED_PHONE.sub(rf"\g<1>{PHONE}", text)
    text = _PHONES.sub(_list_of_phones, text)
    text = _NUMBER.sub(NUMBER, text)
    text = _FLAT.sub(FLAT, text)
    text = _FLAT_AFTER.sub(FLAT, text)
    return _SURNAME.sub(_surname, text)


def _list_of_phones(found: re.Match[str]) -> str:
    """«‹телефон›, 2361554 и 2361555»: what stands beside a phone is one more."""
    return re.sub(r"\+?\d(?:[\s\-]?\d){4,10}(?!\d)", PHONE, found.group())


def _surname(found: re.Match[str]) -> str:
    """A street named after somebody («ул. В.И. Ленина») is an address, not a person."""
    before = found.string[max(0, found.start() - 12) : found.start()]
    return found.group() if _NAMED_AFTER.search(before) else SURNAME
