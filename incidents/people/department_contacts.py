"""A department's contacts for residents: a work phone and hours, as people write them here."""

import re
from dataclasses import dataclass
from enum import StrEnum

from incidents.errors import DomainError

LONGEST_PHONE, LONGEST_HOURS = 40, 60
_SHORT = frozenset({"101", "102", "103", "104", "112", "115", "122"})
_PHONE = re.compile(r"(?:\+7|7|8)?[\s(.-]{0,2}\d{3,5}[\s).-]{0,3}\d[\d\s.-]{3,9}\d")
_EXTENSION = re.compile(r"(?:доб\.?|добавочный|вн\.?|внутренний)\s*+(?:№\s*+)?(\d{1,6})$", re.IGNORECASE)
_AREA, _WHOLE = 10, 11


class Contact(StrEnum):
    """What residents are told of a department. Codes stand in buttons and in the audit: add, never rename."""

    PHONE = "phone"
    HOURS = "hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Of one department."""

    phone: str | None = None
    hours: str | None = None


def phone_in(text: str) -> str:
    """A Russian phone as residents will read it: «8 48242 4-12-34», «+7 (48242) 4-12-34, доб. 5», «112». Raises DomainError."""
    plain = " ".join(text.replace("–", "-").replace("—", "-").split()).strip(" .,;")
    if plain in _SHORT:
        return plain
    extension = _EXTENSION.search(plain)
    number = plain[: extension.start()].strip(" ,") if extension else plain
    digits = re.sub(r"\D", "", number)
    if re.search(r"[a-zа-яё@]", number.lower()) or not _PHONE.fullmatch(number):
        if 5 <= len(digits) <= 7 and not re.search(r"[a-zа-яё@]", number.lower()):  # noqa: PLR2004 - a number within a town
            raise DomainError("Не хватает кода города: «8 48242 4-12-34». С сотового без кода не дозвониться")
        raise DomainError("Это не похоже на номер. Пишите один номер так: «8 48242 4-12-34», «+7 900 000-00-00», «112»")
    is_whole = len(digits) == _WHOLE and digits[0] in "78"
    is_torn = not is_whole and re.match(r"(?:\+7|7|8)[\s(.-]", number) is not None  # «8 48242 4-12-3»: a digit is missing
    digits = digits[1:] if is_whole else digits
    if is_torn or len(digits) != _AREA or digits[0] in "0127":
        raise DomainError("В номере с кодом должно быть десять цифр после 8 или +7. Проверьте и пришлите ещё раз")
    shown = number if re.match(r"\+7|8\b|8[\s(-]", number) and re.search(r"[\s()-]", number) else _spaced(digits)
    return f"{shown}, доб. {extension[1]}" if extension else shown


def hours_in(text: str) -> str:
    """Hours as people write them: «пн–пт 9:00–18:00, обед 13:00–14:00». Raises DomainError."""
    plain = " ".join(text.split()).strip(" .;")
    if not re.search(r"\d", plain) and "круглосуточно" not in plain.lower():
        raise DomainError("Не видно часов. Напишите так: «пн–пт 9:00–18:00, обед 13:00–14:00» или «круглосуточно»")
    if len(plain) > LONGEST_HOURS:
        raise DomainError(f"Часы нужны коротко, лишних знаков {len(plain) - LONGEST_HOURS}: они встанут в ответ жителю одной строкой")
    return plain


def contact_in(contact: Contact, text: str) -> str:
    """A phone or hours, by what is meant. Raises DomainError."""
    return phone_in(text) if contact is Contact.PHONE else hours_in(text)


def last_ten(phone: str) -> str:
    """What two spellings of one number share."""
    return re.sub(r"\D", "", _EXTENSION.sub("", phone))[-_AREA:]


def _spaced(digits: str) -> str:
    """Ten digits typed in one piece. Where the code of a town ends is not known: only mobile and free numbers are parted further."""
    if digits[0] == "9" or digits.startswith("800"):
        return f"8 {digits[:3]} {digits[3:6]}-{digits[6:8]}-{digits[8:]}"
    return f"8 {digits}"
