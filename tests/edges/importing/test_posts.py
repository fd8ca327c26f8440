"""Posts of a table on both databases: what is shown, what is kept, and that nothing is kept twice."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.storage.engine.storage import Storage
from bot.storage.intake.door import Intake
from incidents.errors import DomainError
from incidents.posts import Network
from tests.kit.imported_posts import DARK, HEADER, PIPE, ROWS, Content, book_of, file_of, kept, otklik, refused
from tests.kit.values.stored import a_post, stored_source


async def test_a_dry_run_tells_all_and_changes_nothing(database_url: str, tmp_path: Path) -> None:
    told = await otklik(database_url, file_of(tmp_path, [("Выгрузка, ноябрь",), (), *ROWS, ("", "", "", "", ""), ROWS[2]]))
    assert told == [
        "t.csv: строк 3, заголовок в строке 3. Выше него строк: 1, их не берём",
        "Столбцы:",
        "  текст: «Содержание»",
        "  дата: «Дата»",
        "  ссылка: «Ссылка»",
        "  автор: «ФИО» (имён не храним, берём только номер страницы ВКонтакте)",
        "  населённый пункт: «Населённый пункт»",
        "Первые строки:",
        "  26 ноября, 09:12, ВК: На Лесной, 5 прорвало трубу, вода идёт в подвал, звоните ‹телефон›",
        "  24 ноября, 09:00, принесли: На улице Мира перегорел фонарь, замените лампу",
        "Новых: 2",
        "Повторы внутри таблицы: 1 (строка 7)",
        "Карточки придут со звуком: 1 (не старше суток). Без звука: 1",
        "Похоже на опасность, не старше трёх суток: 1. Если это опасно сейчас, позвонят сразу и ночью",
        "Без ссылки на пост: 1. Ответ по ним уйдёт жителю руками, источник на карточке: Импорт из таблицы",
        "Ничего не записали. Записать: та же команда и --write",
    ]
    assert await kept(database_url) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
async def test_rows_become_posts_that_wait_for_the_reader_once(database_url: str, tmp_path: Path, kind: str) -> None:
    lines = "\n".join(json.dumps(dict(zip(HEADER, row, strict=True)), ensure_ascii=False) for row in ROWS[1:])
    contents: dict[str, Content] = {"csv": ROWS, "xlsx": book_of(ROWS), "jsonl": lines.encode()}
    file = file_of(tmp_path, contents[kind], f"t.{kind}")
    assert (await otklik(database_url, file, write=True))[0] == "Записали: 2"
    assert (await otklik(database_url, file, write=True))[:2] == ["Записали: 0", "Уже были у нас: 2"]
    linked, handed = await kept(database_url)
    assert (linked.post.network, linked.post.external_id, linked.post.author_id) == (Network.VK, "wall-1_77", "9")
    assert (handed.post.network, handed.post.author_id, handed.post.url) == (Network.HAND, "", "")
    assert linked.post.published_at == datetime(2026, 11, 26, 6, 12, tzinfo=UTC)
    assert [each.source_title for each in (linked, handed)] == ["Импорт из таблицы"] * 2
    assert [each.settlement_id for each in (linked, handed)] == ["s-konakovo", "s-redkino"]
    assert not any(each.is_history for each in (linked, handed))


async def test_what_is_known_from_the_wall_keeps_its_words(storage: Storage, database_url: str, tmp_path: Path) -> None:
    async with storage.transaction() as tx:
        assert await tx.door.receive(await stored_source(tx), a_post(77), at=a_post(77).published_at, history=False) is Intake.NEW
    told = await otklik(database_url, file_of(tmp_path, ROWS))
    assert "Новых: 1" in told
    assert "Уже есть у нас: 1" in told
    await otklik(database_url, file_of(tmp_path, ROWS), write=True)
    async with storage.transaction() as tx:
        post = await tx.posts.find(Network.VK, "wall-1_77")
    assert post is not None
    assert (post.post.text, post.revision, post.source_title) == (a_post(77).text, 1, "Подслушано Конаково")


async def test_what_stood_on_a_wall_before_it_was_read_is_read_now(storage: Storage, database_url: str, tmp_path: Path) -> None:
    async with storage.transaction() as tx:
        await tx.door.receive(await stored_source(tx), a_post(77), at=a_post(77).published_at, history=True)
    assert (await otklik(database_url, file_of(tmp_path, ROWS), write=True))[0] == "Записали: 2"
    assert (await otklik(database_url, file_of(tmp_path, ROWS), write=True))[0] == "Записали: 0"
    (post,) = [each for each in await kept(database_url) if each.post.network is Network.VK]
    assert (post.post.text, post.revision, post.source_title) == (a_post(77).text, 1, "Подслушано Конаково")


async def test_rows_that_cannot_be_taken_are_told_with_their_numbers(database_url: str, tmp_path: Path) -> None:
    bad = [("31 ноября", DARK), ("27.11.2026", DARK), ("", DARK), ("26.11.2026", " "), ("1.9.2026", DARK), ("срочно", DARK)]
    told = await otklik(database_url, file_of(tmp_path, [HEADER[:2], *bad, ("25.11.2026", DARK)]))
    assert told[6:14] == [
        "Новых: 1",
        "Без текста: 1 (строка 5)",
        "Без даты: 1 (строка 4)",
        "  Дата у таких строк одна и вы её знаете? Добавьте --date 24.11.2026",
        "Дату не понять или такого дня нет: 2 (строки 2 «31 ноября», 7 «срочно»)",
        "Дата ещё не наступила: 1 (строка 3 «27.11.2026»)",
        "Слишком старые: 1 (строка 6 «1.9.2026»)",
        "  Нужны и старые? Добавьте --days 365",
    ]


async def test_what_is_typed_beside_the_file_holds_for_every_row(sqlite_url: str, tmp_path: Path) -> None:
    file = file_of(tmp_path, '{"text": "Яма на дороге у школы", "community": "Наш двор"}\n'.encode(), "t.jsonl")
    assert "Новых: 0" in await otklik(sqlite_url, file)
    await otklik(sqlite_url, file, write=True, source="Приёмная", settlement="Редкино", date="24.11.2026")
    (post,) = await kept(sqlite_url)
    assert (post.source_title, post.settlement_id) == ("Приёмная", "s-redkino")
    assert post.post.published_at == datetime(2026, 11, 24, 6, tzinfo=UTC)
    with pytest.raises(DomainError, match="«Атлантида» в places"):
        await otklik(sqlite_url, file, settlement="Атлантида")
    with pytest.raises(DomainError, match="--date: «30"):
        await otklik(sqlite_url, file, date="30.11.2026")


async def test_a_source_of_the_row_stands_on_its_posts_and_its_number_makes_it_another(sqlite_url: str, tmp_path: Path) -> None:
    rows = [("Номер", "Дата", "Текст", "Источник"), ("К-17", "25.11.2026", DARK, "Приёмная"), ("К-19", "25.11.2026", DARK, "Приёмная")]
    file = file_of(tmp_path, rows)
    assert any(line.endswith("источник на карточке: из столбца «Источник»") for line in await otklik(sqlite_url, file))
    assert (await otklik(sqlite_url, file, write=True))[0] == "Записали: 2"
    assert [each.source_title for each in await kept(sqlite_url)] == ["Приёмная"] * 2


async def test_two_columns_of_text_are_asked_about_and_the_answer_holds(sqlite_url: str, tmp_path: Path) -> None:
    file = file_of(tmp_path, [("Дата", "Сообщение", "Содержание"), ("25.11.2026", PIPE, DARK)])
    assert await refused(sqlite_url, file) == (
        "t.csv: текст жителя может стоять в столбцах «Сообщение», «Содержание». Скажите, в каком: --column текст=«Сообщение»"
    )
    assert await refused(sqlite_url, file, columns=[("текст", "Итог")]) == (
        "--column текст: столбца «Итог» в таблице нет. Есть: «Дата», «Сообщение», «Содержание»"
    )
    assert (await refused(sqlite_url, file, columns=[("погода", "1")])).startswith("--column: столбца «погода» мы не знаем, бывают: текст,")
    await otklik(sqlite_url, file, write=True, columns=[("текст", "«содержание»")])
    assert [each.post.text for each in await kept(sqlite_url)] == [DARK]


async def test_a_title_that_we_do_not_know_may_be_named(sqlite_url: str, tmp_path: Path) -> None:
    file = file_of(tmp_path, [("Создано", "Пост"), ("25.11.2026", DARK)])
    assert (await otklik(sqlite_url, file, columns=[("текст", "«Пост»")]))[0] == "t.csv: строк 1, заголовок в строке 1"
    assert (await otklik(sqlite_url, file, columns=[("текст", "2"), ("автор", "нет")]))[0] == "t.csv: строк 2, заголовка нет"


async def test_whom_to_call_back_stands_beside_the_post_and_nowhere_in_it(database_url: str, storage: Storage, tmp_path: Path) -> None:
    long = "8 900 000-00-17 " + "и ещё " * 700
    rows = [("Дата", "Содержание", "Телефон"), ("26.11.2026 9:12", PIPE, " 8 900\u00a0000-00-17,  Анна "), ("24 ноября", DARK, long)]
    shown = await otklik(database_url, file_of(tmp_path, rows))
    assert "  контакт: «Телефон» (кому перезвонить, увидят ответственный и координатор, до 200 знаков)" in shown
    assert "000-00-17" not in str(shown)
    await otklik(database_url, file_of(tmp_path, rows), write=True)
    posts = {each.post.text: each for each in await kept(database_url)}
    assert set(posts) == {PIPE, DARK}
    async with storage.transaction() as tx:
        one, other = [await tx.drafts.caller_of(posts[text].id) for text in (PIPE, DARK)]
    assert one is not None
    assert other is not None
    assert one.words == "8 900 000-00-17, Анна"
    assert (len(other.words), other.words[:15]) == (200, "8 900 000-00-17")


async def test_a_column_is_named_or_left_out_by_the_command(database_url: str, tmp_path: Path) -> None:
    rows = [("Дата", "Содержание", "Телефон"), ("26.11.2026 9:12", PIPE, "8 900 000-00-17")]
    shown = await otklik(database_url, file_of(tmp_path, rows), columns=(("контакт", "нет"),))
    assert "  не берём: «Телефон»" in shown
