"""Mask personal data inside residents' words (docs/voice.md, rule 8).

What is hidden and what is eaten is measured: `benchmarks/masking.py`.
"""

import re
from collections.abc import Collection, Iterable
from itertools import pairwise

from handlers.kit.personal_names import PERSON, mask_names

PHONE, NUMBER, MAIL, SURNAME, FLAT = "‹телефон›", "‹номер›", "‹почта›", "‹фамилия›", "кв. ‹скрыто›"
LINK, BORN, CAR, CODE = "‹ссылка на страницу›", "‹дата рождения›", "‹номер машины›", "‹код›"

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
    r"|(?<![\d\-])(?:\+7|8)(?:[\s\-.()/]{0,2}9)(?:[\s\-.()/]{0,2}\d){9}(?![\d\-])"  # a mobile phone in any groups
    r"|(?<![\d\-])(?:\d[\s\-]{1,3}){9}\d(?![\d\-])"  # its digits one by one
)
_CUED_PHONE = re.compile(r"(?i)(\b(?:тел|т)\.\s?:?\s?|\bтел(?:ефон\w{0,3})?\s?:?\s)\+?\d(?:[\s\-()]{0,3}\d){4,10}(?!\d)")
_CALLED_PHONE = re.compile(
    r"(?i)(\b(?:по|за|пере)?звон(?:ите|ить|ил[аи]?|ю|ок|ки)\b(?:\s(?:мне|нам|туда|сюда|на|по|по номеру|на номер)){0,2}\s?:?\s)"
    r"\d(?:[\s\-]?\d){4,6}(?![\d\-]|\s?[./:]\d)"
)
_DATE = r"\d{1,2}[./\-]\d{1,2}[./\-](?:\d{4}|\d\d)(?!\d)"
_BORN = re.compile(
    rf"(?i)(\b(?:дат\w{{1,2}}\s+рожд\w+|рожд\w+|родил\w+|д\.\s?р\.)\s?:?\s?(?:в\s)?){_DATE}"
    r"|(?<!\d)()(?:\d{1,2}[./\-]\d{1,2}[./\-])?(?:19|20)\d\d(?=\s?(?:г\.\s?р\b|г\.?р\b|год\w{0,2}\s+рожд|г\.?\s+рожд))"
)
_PLATE = "авекмнорстухabekmhopctyx"
_CAR = re.compile(
    rf"(?i:(?<![а-яёa-z\d])[{_PLATE}]\d{{3}}[{_PLATE}]{{2}}\s?\d{{0,3}}(?![а-яёa-z\d]))"
    rf"|(?<![А-ЯЁа-яёA-Za-z\d])[{_PLATE.upper()}]\s\d{{3}}\s[{_PLATE.upper()}]{{2}}(?:\s?\d{{2,3}})?(?![А-ЯЁа-яёA-Za-z\d])"
    rf"|(?i:(?<=г/н\s)|(?<=номер\s)|(?<=номером\s)|(?<=номера\s))(?i:[{_PLATE}](?:\s?\d){{3}}\s?[{_PLATE}]\s?[{_PLATE}](?:\s?\d{{2,3}})?(?![а-яёa-z\d]))"
)
_BUS = re.compile(r"(?i)(?:автобус|маршрутк|троллейбус|трамва|пазик|паз\b)[^,.;]{0,16}$")
_PAGE = re.compile(
    r"(?i)(?<![\w.])(?:https?://)?(?:m\.|www\.)?(?:(?:vk|ok)\.(?:com|ru)|vkontakte\.ru|t(?:elegram)?\s?\.\s?me|wa\.me|facebook\.com|instagram\.com)\s?/\s?@?"
    r"(?!(?:club|public|event|(?:wall|topic|photo|video|album|market|doc|clip)s?-?|group/)\d|c/\d)(?:profile/)?([\w.+\-]*\w)[\w/?=&.+\-]*(?<!\.)"
)
"""Whoever's page it is; the page of a group by its number and a post of a wall are nobody's."""
_HANDLE = re.compile(
    r"(?i)(\b(?:тг|телег\w{0,3}|телеграм\w{0,2}|telegram|инст\w{0,8}|вк|вконтакте|ник|скайп\w?|skype|whatsapp|viber)\s?[:–—\-]?\s?@?)"
    r"(?=[\w.]*[a-z])[a-z\d][a-z\d_.]{3,}(?<!\.)(?!/|\.\w)"
    r"|(?<![\w@./?=&\-])()(?:[\wа-яё]{1,3}/)?(?=[a-z\d.]*_)[a-z\d][a-z\d_.]{3,}(?<!\.)(?!/|\.\w)"
)
"""«тг olga.k», and whatever has the dash of a nickname: «otets_mishi_z»."""
_MORE = r"\s?(?:,|;|/|и|или)?\s?\+?\d(?:[\s\-]?\d){4,10}(?!\d)"
_PHONES = re.compile(rf"{PHONE}(?:{_MORE})+")
_NUMBER = re.compile(
    r"(?<!\d)(?:\d{4}[\s\-]?){3}\d{4}(?!\d)|(?<!\d)\d{3}-\d{3}-\d{3}[\s\-]\d\d(?!\d)|(?<![\w/\-])\d{8,}(?!\s?руб)|\d{10,}(?![\w/])|(?<!\d)(?=(?:\d[\s\-]?){16,19}(?![\s\-]?\d))\d{4}(?:[\s\-]\d{2,4}){4,6}(?!\d)"
)
_DOT = r"(?:\s?[.,]\s?|\s(?:точка|тчк|dot)\s)"
_MAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-]+@\w[\w\-]*(?:\.[\w\-]+)+"
    rf"|(?i:(?<![\w.+\-])[\w+\-]+(?:{_DOT}[\w+\-]+){{0,3}}\s?[(\[]?(?:@|(?<=[\s(\[])(?:соба(?:ка|чка)|sobaka|at)(?=[\s)\]]))[)\]]?\s?"
    rf"[\w\-]+(?:{_DOT}|\s)(?:ру|ком|рф|ru|com|net|org)\b)"
)
"""«ivan.petrov@mail.ru», «иван точка петров собака майл точка ру»."""
_UNITS = r"(?!\w|-?[а-яё]|\s(?:дн|нед|мес|год|час|мин|раз|эт))"
_CODE = re.compile(
    rf"(?i)(?<![\w\-/])(?:\d{{1,4}}[кk#*]\d{{3,5}}|\d{{1,3}}[а-яёa-z]\d{{4,5}}|\d{{2,6}}[#*]|[#*]\d{{2,6}}){_UNITS}"
    r"|(\b(?:код|пароль|пин(?:-?код)?|ключ|реш[её]тк[аи]|зв[её]здочк[аи]|наб(?:рать|ирать|ерите|ирайте))"
    r"(?:\s(?:от|на|к|домофона|двери|дверей|подъезда|калитки|ворот|замка|входа|шлагбаума)){0,3}\s?[:–—\-]?\s?)"
    rf"[#*]?\d(?:[\s\-]?[\dкkвb#*]){{1,8}}{_UNITS}"
    rf"|(\bдомофон\w{{0,2}}\s?[:–—\-]?\s?)[#*]?\d[\dкkвb#*]{{2,8}}{_UNITS}"
)
"""What opens a door: «45к1234», «код домофона 38В1506», «решётка 0852»."""
_ACCOUNT = re.compile(
    r"(?i)(\b(?:лицев\w{2,3}(?:\s(?:сч[её]т\w{0,2}|сч\.))?|л\.?\s?/?\s?с(?:ч[её]т\w{0,2}|ч)?\.?|договор\w{0,2}|полис\w{0,2}|снилс\w{0,2}|инн|серия|карт[аеуы])"
    r"\s?(?:№|номер|n|:|–|—|-)?\s?)(?:[\da-zа-яё]{1,4}\d{4,}|\d(?:[\s\-/]?\d){4,})(?!\d)"
)
_ONES = r"(?:ноль|нуль|один|одна|дв[ае]|три|четыре|пять|шесть|семь|восемь|девять)"
_TENS = r"двадцать|тридцать|сорок|девяносто|[а-яё]{3,5}ьдесят"
_NUMERAL = rf"(?:{_ONES}|десять|[а-яё]{{2,5}}надцать|{_TENS}|сто|двести|триста|четыреста|[а-яё]{{3,5}}ьсот)"
_SPELT = re.compile(_NUMERAL)
_TORN = re.compile(rf"\d(?:{_NUMERAL}|[оoз])|{_NUMERAL}\d")
_SIZES = tuple(map(re.compile, (rf"{_ONES}|десять|.*надцать", _TENS, ".+")))
"""Units, tens, hundreds."""
_READ_OUT, _LONG = 3, 9  # numbers in one breath; digits of a phone
_ORDINAL = (
    r"(?:(?:(?:перв|втор|четв[её]рт|[а-яё]{0,5}пят|шест|седьм|восьм|девят|[а-яё]{0,6}десят|[а-яё]{2,6}дцат|сороков|девяност|сот)"
    r"(?:ая|ой|ую|ою)|треть(?:я|ей|ю)))"
)
_PASSPORT = re.compile(
    rf"(?i)(?<!\d)\d\d[\s\-]?\d\d(?:[\s№n]{{1,4}}|,?\s[а-яё]{{3,7}}\s)\d{{3}}\s?\d{{3}}(?!\d)"
    rf"|(?<=\bсерия\s){_NUMERAL}(?:\s(?:{_NUMERAL}|\d\d?)){{0,3}}(?:,?\s(?:номер|№))?\s?\d{{3}}\s?\d{{3}}(?!\d)"
)
_SPOKEN_PHONE = re.compile(
    rf"(?i)(?:\+\s?|\bплюс\s)?\b(?:(?:восемь|семь|[78])[\s,\-]+)?девятьсот(?:[\s,\-]+(?:{_NUMERAL}|\d{{1,3}})\b){{3,}}"
    rf"|(?:\+\s?|\bплюс\s)?\b(?:(?:восемь|семь)[\s,\-]+9\d\d|8[\s,\-]+9\d\d(?=[\s,\-]+{_NUMERAL}\b))(?:[\s,\-]+(?:{_NUMERAL}|\d{{1,3}})\b){{3,}}"
    rf"|\bвосемь(?:[\s,\-]+{_NUMERAL}\b){{6,}}"
)
_SPOKEN_CUED = re.compile(
    rf"(?i)(\b(?:тел(?:ефон\w{{0,3}}|\.)?|номер\w{{0,2}}\s(?:мой|телефона|моб\w+|сот\w+)|мой\sномер|(?:по|за|пере)?звон(?:ите|ить|ил[аи]?|ю))(?:\s(?:мне|нам|на|по|номер\w?|телефон\w)){{0,2}}\s?[:–—\-]?\s?)"
    rf"(?:{_NUMERAL}|\d{{1,3}})(?:[\s,\-]+(?:{_NUMERAL}|\d{{1,3}})\b){{2,}}"
)
_SPOKEN_RUN = re.compile(rf"(?i)\b{_NUMERAL}(?:[\s\-]{_NUMERAL}\b){{2,}}")
_COUNTED = re.compile(r"(?:(?i:\b(?:дом|подъезд|автобус|маршрут|школ|этаж|участ)[а-яё]{0,4})|[а-яё,]\s[А-ЯЁ][а-яё-]+)\s$")
"""Before houses of a street, numbers of buses."""
_TORN_PHONE = re.compile(rf"(?i)(?<![\wё])[\dоoз](?:{_NUMERAL}*+[\s\-]?[\dоoз]){{2,}}+{_NUMERAL}*+[\s\-]?(?!\w)")
"""«8девять43 21два 0076», «942 38О 1З 46»: written so that no machine reads it."""
_SPOKEN_FLAT = re.compile(
    rf"(?i)\bкв(?:\.|артир[аеуыой]{{0,2}})?\s{{0,2}}(?:(?:№|номер)\s?)?(?:(?:{_NUMERAL}\s){{0,2}}{_ORDINAL}|{_NUMERAL}(?:[\s\-]{_NUMERAL}){{0,2}})\b"
    r"(?!\s(?:с\sполовиной\s)?(?:град|тепла|мороза|[а-яё]{1,6}\s(?:град|тепла)|чел|дет|реб|дн|день|сут|нед|мес|год|лет|час|мин|раз|комнат|окн|кот|кош|соб|жил|проп|стар|взр|инвал|пенс|метр|ст[оу]я|батар|радиат|семь|проц))"
    rf"|\b(?:{_NUMERAL}\s){{0,2}}{_ORDINAL}\sкв(?:артир[аеуы]\b|артирой\b|\.|\b)"
)
_SPOKEN_AFTER = re.compile(rf"(?<=[а-яё]\s)(\d{{1,3}}[а-г]?)\s?[-–—]\s?(?i:{_NUMERAL}(?:\s{_NUMERAL}){{0,2}})(?=[,.;!]|$)")
"""«квартира тридцать два», «в сорок пятой квартире»; «в квартире пять человек» counts people."""
_VK_PERSON = re.compile(r"\[id\d{1,20}\|[^\]\[|]{0,100}\]")
_VK_GROUP = re.compile(r"\[(?:club|public|event)\d{1,20}\|([^\]\[|]{0,100})\]")
_MENTION = re.compile(r"(?<![\w@.])@\w{3,}")
_DEGREES = (
    r"\d\d?(?:[.,]\d)?(?:\s?(?:[-–—/]|или|до)\s?\d\d?(?:[.,]\d)?)?(?:-?т?и)?"
    r"(?:[сc]\b|\s?(?:[°º˚℃]|град|гр\b|мороза\b|тепла\b(?!\s+н[еи])))"
)
"""«15-16 градусов», «4° тепла»; «кв. 12 тепла нет» tells of a flat."""
_FLAT = re.compile(
    rf"(?!кВ\b(?!\.\d))(?i:\bкв(?:\.|артир[аеуыой]{{0,2}}\b|\b|(?=\d))\s{{0,2}}(?:(?:№|номер|ном\.)\s?)?(?!{_DEGREES})\d{{1,4}}(?:\s?[а-гa-d]\b)?"
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


_GATHERED: set[str] = set()


def spare_pages(names: Iterable[str]) -> None:
    """Leave readable the pages of communities that are read here, once for the process."""
    _GATHERED.update(each.lower() for each in names)


def mask(text: str, people: Collection[str] = ()) -> str:
    """Hide phones, numbers of documents and cars, codes, flats, mails, pages, birth dates and names. Safe to repeat.

    `people`: names that the reader saw in the text.
    """
    text = _HANDLE.sub(_handle, _PAGE.sub(_page, _MAIL.sub(MAIL, text)))  # a wall's title may be its nickname: in words of residents alone
    return mask_names(mask_numbers(text), people)


def mask_numbers(text: str) -> str:
    """The same without names: for titles and words of officials, where a name is nobody's secret."""
    text = _MAIL.sub(MAIL, text)
    text = _PAGE.sub(_page, text)
    text = _VK_PERSON.sub(PERSON, text)
    text = _VK_GROUP.sub(r"\1", text)
    text = _MENTION.sub(PERSON, text)
    text = _SPOKEN_PHONE.sub(PHONE, text)
    text = _SPOKEN_CUED.sub(_spoken_phone, text)
    text = _SPOKEN_FLAT.sub(FLAT, text)
    text = _SPOKEN_AFTER.sub(rf"\1, {FLAT}", text)
    text = _SPOKEN_RUN.sub(_spoken_run, text)
    text = _TORN_PHONE.sub(_torn_phone, text)
    text = _CODE.sub(rf"\1\2{CODE}", text)
    text = _ACCOUNT.sub(rf"\g<1>{NUMBER}", text)
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


def _page(found: re.Match[str]) -> str:
    """A community that is read here has no secret in its name."""
    return found.group() if found[1].lower() in _GATHERED else LINK


def _handle(found: re.Match[str]) -> str:
    return (found[1] or "") + LINK


def _spoken_phone(found: re.Match[str]) -> str:
    """Digits alone are no words: they have patterns of their own."""
    return found[1] + PHONE if _SPELT.search(found.group()[len(found[1]) :].lower()) else found.group()


def _spoken_run(found: re.Match[str]) -> str:
    """Three numbers and more in one breath are read out: «два сорок семь шестнадцать»."""
    before = found.string[max(0, found.start() - 24) : found.start()]
    return found.group() if _COUNTED.search(before) or _numbers_of(found.group().lower()) < _READ_OUT else NUMBER


def _numbers_of(words: str) -> int:
    """How many numbers: «сто двадцать три» is one."""
    sizes = [next((n for n, pattern in enumerate(_SIZES) if pattern.fullmatch(word)), 0) for word in re.split(r"[\s\-]+", words)]
    return 1 + sum(after >= before or not before for before, after in pairwise(sizes))


def _torn_phone(found: re.Match[str]) -> str:
    """As long as a phone, and a digit somewhere is a letter or a word."""
    digits = _SPELT.sub("0", found.group().lower())
    is_torn = _TORN.search(found.group().lower())
    whole = len(re.findall(r"[\dоoз]", digits)) >= _LONG
    return PHONE + found.group()[len(found.group().rstrip()) :] if is_torn and whole else found.group()


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
