"""The picture under the summary: a PNG for a phone, in letters that the font of ours has."""

from io import BytesIO

from PIL import Image, ImageFont

from handlers.head.summary_picture_words import FONT, WIDTH, picture
from incidents.head.usual_day import Beside, beside_usual_days
from tests.kit.values.summaries import rich

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ0123456789–«»№,."


def test_the_day_stands_beside_the_median_of_usual_days_and_one_day_is_no_habit() -> None:
    day, usual = rich(voices=31, opened=24, answered=20, solved=5), [rich(voices=n, opened=n, answered=n, solved=0) for n in (10, 20, 50)]
    assert beside_usual_days(day, usual) == (
        Beside(name="Пришло сообщений", now=31, usual=20),
        Beside(name="Новых вопросов", now=24, usual=20),
        Beside(name="Ответили", now=20, usual=20),
        Beside(name="Решили", now=5, usual=0),
    )
    assert beside_usual_days(day, usual[:1]) == ()


def test_the_picture_is_a_small_png_of_a_phones_width() -> None:
    figures = [Beside(name="Пришло сообщений", now=31, usual=22), Beside(name="Решили", now=0, usual=0)]
    content = picture(figures, title="За понедельник и ночь")
    with Image.open(BytesIO(content)) as image:
        assert (image.format, image.width) == ("PNG", WIDTH)
        assert len(image.getcolors(maxcolors=4000) or []) > 4
    assert len(content) < 200_000
    assert picture([], title="За выходные").startswith(b"\x89PNG")


def test_every_russian_letter_is_in_the_font() -> None:
    font = ImageFont.truetype(str(FONT), 40)
    missing = font.getmask("\uffff")
    assert [letter for letter in RUSSIAN if bytes(font.getmask(letter)) == bytes(missing)] == []
