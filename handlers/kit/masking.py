"""Mask personal data inside residents' words (docs/voice.md, rule 8).

What is hidden and what is eaten is measured: `benchmarks/masking.py`.
"""

import re
from collections.abc import Collection

from handlers.kit.personal_names import PERSON, mask_names

PHONE, NUMBER, MAIL, SURNAME, FLAT = "‹телефон›", "‹номер›", "‹почта›", "‹фамилия›", "кв. ‹скрыто›"
LINK, BORN, CAR = "‹ссылка на страницу›", "‹дата рождения›", "‹номер машины›"

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
    r"|(?<![\d\-])(?:\+7|8)(?:[\s\-.()]{0,2}9)(?:[\s\-.()]{0,2}\d){9}(?![\d\-])"  # a mobile phone in any groups
)
_CUED_PHONE = re.compile(r"(?i)(\b(?:тел|т)\.\s?:?\s?|\bтел(?:ефон\w{0,3})?\s?:?\s)\+?\d(?:[\s\-()]{0,3}\d){4,10}(?!\d)")
_CALLED_PHONE = re.compile(
    r"(?i)(\b(?:по|за|пере)?звон(?:ите|ить|ил[аи]?|ю|ок|ки)\b(?:\s(?:мне|нам|туда|сюда|на|по|по номеру|на номер)){0,2}\s?:?\s)"
    r"\d(?:[\s\-]?\d){4,6}(?![\d\-]|\s?[./:]\d)"
)
_PASSPORT = re.compile(r"(?<!\d)\d\d\s?\d\d[\s№NN]{1,4}\d{6}(?!\d)")
_DATE = r"\d{1,2}[./\-]\d{1,2}[./\-](?:\d{4}|\d\d)(?!\d)"
_BORN = re.compile(
    rf"(?i)(\b(?:дат\w{{1,2}}\s+рожд\w+|рожд\w+|родил\w+|д\.\s?р\.)\s?:?\s?(?:в\s)?){_DATE}"
    r"|(?<!\d)()(?:\d{1,2}[./\-]\d{1,2}[./\-])?(?:19|20)\d\d(?=\s?(?:г\.\s?р\b|г\.?р\b|год\w{0,2}\s+рожд|г\.?\s+рожд))"
)
_PLATE = "авекмнорстухabekmhopctyx"
_CAR = re.compile(
    rf"(?i:(?<![а-яёa-z\d])[{_PLATE}]\d{{3}}[{_PLATE}]{{2}}\s?\d{{0,3}}(?![а-яёa-z\d]))"
    rf"|(?<![А-ЯЁа-яёA-Za-z\d])[{_PLATE.upper()}]\s\d{{3}}\s[{_PLATE.upper()}]{{2}}(?:\s?\d{{2,3}})?(?![А-ЯЁа-яёA-Za-z\d])"
)
_BUS = re.compile(r"(?i)(?:автобус|маршрутк|троллейбус|трамва|пазик|паз\b)[^,.;]{0,16}$")
_PROFILE = re.compile(
    r"(?i)(?:https?://)?(?:m\.|www\.)?(?:vk\.(?:com|ru)/(?:id\d+|im\?sel=\d+)|ok\.ru/profile/\d+|facebook\.com/profile\.php\?id=\d+)[\w/?=&\-]*"
)
_MORE = r"\s?(?:,|;|/|и|или)?\s?\+?\d(?:[\s\-]?\d){4,10}(?!\d)"
_PHONES = re.compile(rf"{PHONE}(?:{_MORE})+")
_NUMBER = re.compile(r"(?<!\d)(?:\d{4}[\s\-]?){3}\d{4}(?!\d)|(?<!\d)\d{3}-\d{3}-\d{3}[\s\-]\d\d(?!\d)|\d{10,}")
_MAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]+@\w[\w\-]*(?:\.[\w\-]+)+")
_VK_PERSON = re.compile(r"\[id\d{1,20}\|[^\]\[|]{0,100}\]")
_VK_GROUP = re.compile(r"\[(?:club|public|event)\d{1,20}\|([^\]\[|]{0,100})\]")
_MENTION = re.compile(r"(?<![\w@.])@\w{3,}")
_DEGREES = (
    r"\d\d?(?:[.,]\d)?(?:\s?(?:[-–—/]|или|до)\s?\d\d?(?:[.,]\d)?)?(?:-?т?и)?"
    r"(?:[сc]\b|\s?(?:[°º˚℃]|град|гр\b|мороза\b|тепла\b(?!\s+н[еи])))"
)
"""«15-16 градусов», «4° тепла»; «кв. 12 тепла нет» tells of a flat."""
_FLAT = re.compile(
    rf"(?!кВ\b)(?i:\bкв(?:\.|артир[аеуыой]{{0,2}}\b|\b|(?=\d))\s{{0,2}}(?:(?:№|номер|ном\.)\s?)?(?!{_DEGREES})\d{{1,4}}(?:\s?[а-гa-d]\b)?"
    rf"(?:\s?(?:,|и|-|–|/)\s?(?!{_DEGREES})\d{{1,4}}(?!\d|\s?(?:эт|под|дом|дн|час|мин|руб|раз|чел|м\b)))*)"
)
_FLAT_AFTER = re.compile(r"(?i)(?<![\d+−])\d{1,4}(?:\s?квартир(?:е|у|ой)|-?(?:я|й|ю|ой|ей)\s?квартир[аеуы]|\s?-?(?:я|й|ю|ой|ей)\s?кв\b\.?)")
_VOLTS = r"(?<!ВЛ[ \-])(?<!ЛЭП[ \-])(?i:(?<!подстанция )(?<!подстанции )(?<!подстанцию ))"
_FLAT_SHORT = re.compile(rf"(?<![\d,.+−]){_VOLTS}\d{{1,4}}\s?-?(?!кВ\b)(?i:кв(?:\.|\b)(?!\s?\.?\s?(?:м\b|м2|метр|км|см|дм|кил|‹|\d)))")
"""Kilovolts of a power line are no flat."""
_HOME = re.compile(
    r"(?i)(\b(?:жив[уё]м?|прожива\w+|пропис\w+|зарегистрирован\w*|мой адрес|адрес проживания|домашний адрес)\b"
    r"(?:\b(?:ул|пр|пер|мкр|г|д|п|с|пос|дер)\.|[^.!?\d]){0,60}"
    rf"\s(?:д\.?\s?|дом\s)?\d{{1,3}}[а-г]?)\s?[-–—]\s?(?!{_DEGREES})\d{{1,3}}(?![\d\-–—:.]|\s?(?:час|ч\b|раз|мин|дн|год|лет|эт))"
)
_CAPITAL = r"[А-ЯЁ][а-яё]{1,30}(?:-[А-ЯЁ][а-яё]{1,30})?"
_INITIALS = r"[А-ЯЁ]\.\s?[А-ЯЁ]\."
_SURNAME = re.compile(rf"\b{_CAPITAL}\s{_INITIALS}|\b{_INITIALS}\s?{_CAPITAL}")
_NAMED_AFTER = re.compile(r"(?i)\b(?:ул|улиц[аеуы]|пер|пр-?т|просп|проспект[аеу]?|пл|площад[ьи]|им|имени|бульвар[ае]?)\.?\s*$")


def mask(text: str, people: Collection[str] = ()) -> str:
    """Hide phones, numbers of documents and cars, flats, mails, pages, birth dates and names. Safe to repeat.

    `people`: names that the reader saw in the text.
    """
    return mask_names(mask_numbers(text), people)


def mask_numbers(text: str) -> str:
    """The same without names: for titles and words of officials, where a name is nobody's secret."""
    text = _MAIL.sub(MAIL, text)
    text = _PROFILE.sub(LINK, text)
    text = _VK_PERSON.sub(PERSON, text)
    text = _VK_GROUP.sub(r"\1", text)
    text = _MENTION.sub(PERSON, text)
    text = _BORN.sub(rf"\1\2{BORN}", text)
    text = _PHONE.sub(PHONE, text)
    text = _CUED_PHONE.sub(rf"\g<1>{PHONE}", text)
    text = _CALLED_PHONE.sub(rf"\g<1>{PHONE}", text)
    text = _PHONES.sub(_list_of_phones, text)
    text = _PASSPORT.sub(NUMBER, text)
    text = _NUMBER.sub(NUMBER, text)
    text = _CAR.sub(_car, text)
    text = _FLAT.sub(FLAT, text)
    text = _FLAT_AFTER.sub(FLAT, text)
    text = _FLAT_SHORT.sub(FLAT, text)
    text = _HOME.sub(rf"\1, {FLAT}", text)
    return _SURNAME.sub(_surname, text)


def _list_of_phones(found: re.Match[str]) -> str:
    """«‹телефон›, 2361554 и 2361555»: what stands beside a phone is one more."""
    return re.sub(r"\+?\d(?:[\s\-]?\d){4,10}(?!\d)", PHONE, found.group())


def _car(found: re.Match[str]) -> str:
    """The number of a bus says which bus it was, not whose."""
    before = found.string[max(0, found.start() - 24) : found.start()]
    return found.group() if _BUS.search(before) else CAR


def _surname(found: re.Match[str]) -> str:
    """A street named after somebody («ул. В.И. Ленина») is an address, not a person."""
    before = found.string[max(0, found.start() - 12) : found.start()]
    return found.group() if _NAMED_AFTER.search(before) else SURNAME
