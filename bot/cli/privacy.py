"""`otklik erase`, `person`, `audit verify`: personal data from the server."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.config.district import District
from bot.config.settings import Settings
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from bot.storage.privacy.chain_heads import Lines
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target, find_target, reach_of
from incidents.errors import DomainError, NotFound
from incidents.ids import IncidentId, OfficialId
from incidents.privacy.chain_check import DigestsOfNights, first_fault
from incidents.privacy.values import GROUNDS, DataOf, Erasure, Extent, Ground, NobodyToErase, StillWorks

SHOWN_FAULTS = 20
ONLY_OURS = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseWish:
    """What was typed after `otklik erase`."""

    author: str | None = None
    post: str | None = None
    official: int | None = None
    ground: Ground = Ground.REQUEST
    sure: bool = False


async def do_erase(settings: Settings, district: District, wish: EraseWish) -> tuple[str, ...]:
    """What would go; with `--yes` it goes. Raises DomainError, StorageError."""
    now = settings.demo.make_clock().now()
    async with _opened(settings, district) as storage:
        async with storage.transaction() as tx:
            target = await _target(tx, wish)
            said = await _would_go(tx, target)
            if not wish.sure:
                return (*said, "Пока ничего не стёрли. Стереть: та же команда с --yes. Вернуть будет нельзя")
            act = await erase(tx, target, ground=wish.ground, by=None, keep=district.keep, now=now)
        await storage.checkpoint()
    return (*said, *_act(act, district))


async def tell_person(settings: Settings, district: District, link: str, out: Path) -> tuple[str, ...]:
    """Write what is known of an author. Raises DomainError, StorageError, OSError."""
    async with _opened(settings, district) as storage, storage.transaction() as tx:
        reach = await reach_of(tx, await find_target(tx, link), repeats=False)  # who passed the words on is a third person
        known = await tx.person.of(reach)
    text = json.dumps({"округ": district.title, "о ком": link, "таблицы": known}, ensure_ascii=False, indent=2, default=str)
    await asyncio.to_thread(_write, out, text)
    rows = sum(map(len, known.values()))
    return (
        f"Записали: {out}, строк {rows}, таблиц {len(known)}",
        "Это личные данные: отдайте их только самому человеку, потом сотрите файл",
    )


async def verify(settings: Settings, district: District) -> tuple[bool, tuple[str, ...]]:
    """Whether the log is whole, and whether the nightly digests fit it."""
    faults: list[str] = []
    count = lines = 0
    key = settings.privacy.key
    async with _opened(settings, district) as storage:
        async with storage.transaction() as tx:
            nights = await tx.chain_heads.all()
        digests = DigestsOfNights(storage.district_id, nights if key else (), key or "")
        async for id, changes, log in _logs(storage):
            count, lines = count + 1, lines + len(log)
            digests.take(id, log)
            if (fault := first_fault(id, log, changes=changes)) is not None:
                faults.append(f"Карточка в базе {id}: {fault}")
    faults += [f"Ночь {day.isoformat()}: сумма не сошлась, журнал до этой ночи меняли или ключ другой" for day in digests.strange()]
    said = [f"Журнал: карточек {count}, строк {lines}, ночных сумм {len(nights)}"]
    if nights:
        said.append(f"Последняя сумма, {nights[-1].day.isoformat()}: {nights[-1].digest}. Сверьте с той, что пришла координаторам")
    if not key:
        said.append("Ключа PRIVACY__DIGEST_KEY нет: проверили цепочки, суммы ночей нет. Без ключа журнал можно переписать целиком")
    if faults:
        rest = [f"И ещё {len(faults) - SHOWN_FAULTS}"] if len(faults) > SHOWN_FAULTS else []
        return False, (*said, *faults[:SHOWN_FAULTS], *rest)
    return True, (*said, "Всё цело")


async def _logs(storage: Storage) -> AsyncIterator[tuple[IncidentId, int, Lines]]:
    """All logs, some in a transaction: the bot writes between."""
    last = IncidentId(0)
    while True:
        async with storage.transaction() as tx:
            some = await tx.chain_heads.logs_after(last)
        if not some:
            return
        for each in some:
            yield each
        last = some[-1][0]


@asynccontextmanager
async def _opened(settings: Settings, district: District) -> AsyncIterator[Storage]:
    storage = await open_storage(settings.database.url, district.id)
    try:
        await storage.migrated()
        yield storage
    finally:
        await storage.close()


async def _target(tx: Tx, wish: EraseWish) -> Target:
    if wish.official is not None:
        return Target(whose=DataOf.OFFICIAL, official=OfficialId(wish.official))
    link, whose = (wish.post, DataOf.POST) if wish.post is not None else (wish.author, DataOf.AUTHOR)
    if link is None:
        raise DomainError("Нужно одно из: --author ССЫЛКА, --post ССЫЛКА, --official НОМЕР")
    return await find_target(tx, link, whose=whose)


async def _would_go(tx: Tx, target: Target) -> list[str]:
    if target.official is not None:
        try:
            person = await tx.officials.get(target.official)
        except NotFound:
            raise NobodyToErase("Такого сотрудника нет") from None
        if person.active:
            raise StillWorks
        return [f"Уйдут: имя, телефон и номер в Telegram сотрудника {person.id}"]
    return _of_reach(await reach_of(tx, target))


def _of_reach(reach: Extent) -> list[str]:
    said = [
        f"Уйдут: постов {len(reach.posts)}, карточек {len(reach.incidents)}, ответов {reach.answers}, фото {reach.photos}, "
        f"наших сообщений в чатах {reach.messages}"
    ]
    if reach.open_numbers:
        said.append(f"Ещё не закрыты: {_numbers(reach.open_numbers)}. Слов и адреса на карточках не останется")
    if reach.shared_numbers:
        said.append(f"О том же пишут и другие: {_numbers(reach.shared_numbers)}. Их слова останутся, заметки там проверьте сами")
    if reach.waiting:
        said.append(f"Не отправлено ответов: {reach.waiting}. Они не уйдут")
    return said


def _numbers(numbers: tuple[int, ...]) -> str:
    return ", ".join(f"№ {number}" for number in numbers)


def _act(act: Erasure, district: District) -> list[str]:
    until = act.backups_until.astimezone(district.timezone)
    return [
        f"Стёрли. Акт № {act.id}, основание: {GROUNDS[act.ground]}",
        "Слова в чатах заменит работающий бот. Не запущен? Запустите, иначе они там останутся",
        f"В резервных копиях данные могут быть до {until:%d.%m.%Y}. Удалите копии или дождитесь",
    ]


def _write(out: Path, text: str) -> None:
    """Nobody else reads the file, not even while it is written."""
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, ONLY_OURS), "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), ONLY_OURS)  # of a file that stood there
        file.write(text + "\n")
