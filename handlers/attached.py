"""A picture that an official sent: as a photo, or as a file."""

from aiogram.types import Message

from incidents.errors import DomainError
from incidents.files import MAX_BYTES

_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")


def picture_of(message: Message) -> str:
    """The file_id of its largest size. Raises DomainError for a file that is no picture by its name, or that Telegram will not give us."""
    if message.photo:
        return message.photo[-1].file_id
    file = message.document
    if file is None or not (file.file_name or "").lower().endswith(_ENDINGS):
        raise DomainError("Это не фото. К ответу можно приложить JPG, PNG или WEBP, проще всего отправить как фото")
    if (file.file_size or 0) > MAX_BYTES:
        raise DomainError("Файл больше 20 МБ, Telegram его боту не отдаст. Отправьте как фото, а не файлом")
    return file.file_id
