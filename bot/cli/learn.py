"""`otklik learn`: what the district has learned; learn now; forget it all."""

from datetime import datetime
from pathlib import Path

from bot.reading.learning import ENOUGH, learn
from bot.storage.engine.storage import open_storage
from incidents.ids import DistrictId

TITLES = {"topics": "темы", "appeal": "обращение или нет", "departments": "отделы (первые три)", "places": "места"}


async def tell(url: str, district: DistrictId, profile: Path, *, now: datetime, learn_now: bool, forget: bool) -> list[str]:
    """Do what is asked and say how things stand. Raises StorageError or NotLearned."""
    storage = await open_storage(url, district)
    try:
        await storage.migrated()
        if forget:
            async with storage.transaction() as tx:
                await tx.layers.drop_all(now)
            return ["Выученное забыто: читатель снова работает на общих весах. Прежние исправления больше не учат, новые учат"]
        if learn_now and await learn(storage, profile, now=now) is None:
            return [f"Учиться пока не на чем: нужно {ENOUGH} закрытых или исправленных сообщений"]
        async with storage.transaction() as tx:
            id = await tx.layers.id_in_use()
            if id is None:
                return ["Округ ещё ничего не выучил: читатель работает на общих весах"]
            layer = await tx.layers.get(id)
    finally:
        await storage.close()
    lines = [
        f"Выучено {layer.made_at:%d.%m.%Y} на {layer.lessons} сообщениях" + ("" if layer.body else ": общие веса не хуже, всё как прежде")
    ]
    for name, title in TITLES.items():
        if name in layer.report:
            told = layer.report[name]
            mark = "взято" if told["adopted"] else "не взято"
            lines.append(f"{title}: было {told['base']:.0%}, стало {told['learned']:.0%} на {told['lessons']} отложенных, {mark}")
    return lines
