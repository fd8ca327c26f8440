"""What a column of a table of posts is by its title."""

import re
from enum import StrEnum

LONGEST_TITLE = 80  # characters of a column's title: a longer cell is somebody's words
EXACT, PART = 3, 1


class PostField(StrEnum):
    """What a row says."""

    TEXT = "text"
    DATE = "date"
    LINK = "link"
    NUMBER = "number"
    CONTACT = "contact"
    AUTHOR = "author"
    SOURCE = "source"
    SETTLEMENT = "settlement"
    ADDRESS = "address"


FIELD_TITLES = {
    PostField.TEXT: "текст",
    PostField.DATE: "дата",
    PostField.LINK: "ссылка",
    PostField.NUMBER: "номер",
    PostField.CONTACT: "контакт",
    PostField.AUTHOR: "автор",
    PostField.SOURCE: "источник",
    PostField.SETTLEMENT: "населённый пункт",
    PostField.ADDRESS: "адрес",
}
_EXACTLY = {
    PostField.TEXT: {
        "текст",
        "сообщение",
        "обращение",
        "содержание",
        "суть",
        "вопрос",
        "описание",
        "text",
        "message",
        "проблема",
        "жалоба",
    },
    PostField.DATE: {"дата", "время", "дата и время", "date", "at", "published_at", "published", "created_at", "datetime", "когда"},
    PostField.LINK: {"ссылка", "url", "link", "адрес поста"},
    PostField.NUMBER: {"номер", "рег номер", "регистрационный номер", "id"},
    PostField.CONTACT: {"контакт", "контакты", "телефон", "тел", "кому перезвонить", "phone", "contact"},
    PostField.AUTHOR: {"автор", "заявитель", "фио", "житель", "author", "author_id", "from_id", "кто обратился", "кто"},
    PostField.SOURCE: {"источник", "сообщество", "группа", "канал", "откуда", "source", "community"},
    PostField.SETTLEMENT: {"населенный пункт", "нп", "нас пункт", "город", "село", "поселение", "settlement"},
    PostField.ADDRESS: {"адрес", "место", "улица", "где", "адрес проблемы", "адрес заявителя", "address"},
}
PARTLY = {
    PostField.TEXT: re.compile(r"текст|сообщени|обращени|содержани|описани|суть|вопрос"),
    PostField.DATE: re.compile(r"дата|опубликов|поступ|зарегистр|время"),
    PostField.LINK: re.compile(r"ссылк|url|link"),
    PostField.NUMBER: re.compile(r"номер|\bid\b"),
    PostField.CONTACT: re.compile(r"телефон|контакт|перезвон|\bтел\b"),
    PostField.AUTHOR: re.compile(r"автор|заявител|фио"),
    PostField.SOURCE: re.compile(r"источник|сообществ|канал"),
    PostField.SETTLEMENT: re.compile(r"насел[её]нн|нас\. ?пункт"),
    PostField.ADDRESS: re.compile(r"адрес"),
}
OF_A_TEXT = re.compile(r"(?:текст|содержание|описание|суть) (?:сообщения|обращения|вопроса|проблемы|жалобы|поста)")
NOT = {
    PostField.TEXT: re.compile(
        r"ответ|резолюц|решени|исполн|комментар|примечан|тем[аы]\b|стат|тип|вид\b|номер|дата|ссылк|ссылок|id\b|источник"
    ),
    PostField.DATE: re.compile(r"ответ|срок|исполн|рожд|закры|решен|контрол|обновл"),
    PostField.LINK: re.compile(r"ответ|автор|профил"),
    PostField.NUMBER: re.compile(r"п/п|телеф|дом|стро|квартир|участ"),
    PostField.CONTACT: re.compile(r"ответ|исполн|адрес|текст|сообщени|содержани|отдел|организац|горяч"),
    PostField.AUTHOR: re.compile(r"ответ|текст|сообщени"),
    PostField.SOURCE: re.compile(r"ответ"),
    PostField.SETTLEMENT: re.compile(r"ответ"),
    PostField.ADDRESS: re.compile(r"ответ|почт|ссылк|поста|mail"),
}


def named_field(word: str) -> PostField | None:
    """The field that an official names: «текст»."""
    plain = plain_title(word)
    return next((field for field, title in FIELD_TITLES.items() if plain in {plain_title(title), field.value}), None)


def plain_title(title: str) -> str:
    """For comparing titles: case, «ё», quotes and signs do not matter."""
    return " ".join(re.sub(r"[«»\"':.,;()*]", " ", title.lower().replace("ё", "е")).split())


def fit(title: str, field: PostField) -> int:
    """Whether a title names the field: exactly, in part, not."""
    plain = plain_title(title)
    if not plain or len(plain) > LONGEST_TITLE:
        return 0
    if plain in _EXACTLY[field]:
        return EXACT
    is_part = PARTLY[field].search(plain) is not None and NOT[field].search(plain) is None
    return PART if is_part else 0
