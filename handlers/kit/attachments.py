"""What stands in a post beside its words, told in words.

Officials learn that there is a video to look at, and where a place comes from that the text does not name.
"""

from handlers.kit.text import has_words, resident_quote
from incidents.posts import Attachment, AttachmentKind, Post

NAMES = {
    AttachmentKind.PHOTO: "подпись под фото",
    AttachmentKind.VIDEO: "видео",
    AttachmentKind.CLIP: "клип",
    AttachmentKind.LINK: "ссылка",
    AttachmentKind.POLL: "опрос",
    AttachmentKind.DOCUMENT: "документ",
    AttachmentKind.AUDIO: "аудиозапись",
    AttachmentKind.PLACE: "место на карте",
    AttachmentKind.REPOST: "репост",
    AttachmentKind.OTHER: "вложение",
}
_TITLE = 60
_SHOWN = 3


def attached_text(post: Post) -> str:
    """«репост, есть видео «Яма на Лесной», опрос»; empty where nothing is attached but photos."""
    repost = ["репост"] * any(each.kind is AttachmentKind.REPOST for each in post.attached)
    there = _named(post)
    return ", ".join([*repost, *([f"есть {', '.join(there)}"] if there else [])])


def wordless_text(post: Post) -> str:
    """Stands in the place of a quote where the author wrote nothing."""
    if post.is_erased:
        return "Слова жителя стёрли по закону о персональных данных"
    there = ["фото"] * bool(post.photos) + _named(post)
    if there == ["фото"]:
        return "Слов нет, только фото"
    return f"Слов нет, есть {', '.join(there)}" if there else "Слов нет"


def _named(post: Post) -> list[str]:
    shown = [each for each in post.attached if each.kind is not AttachmentKind.REPOST]
    return list(dict.fromkeys(_name(each) for each in shown))[:_SHOWN]


def _name(one: Attachment) -> str:
    return f"{NAMES[one.kind]} {resident_quote(one.words, _TITLE)}" if has_words(one.words) else NAMES[one.kind]
