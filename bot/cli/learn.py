"""`otklik learn`: what the district has learned, from corrections and judged pairs.

A pair is two posts and whether officials said that they are one trouble.
"""

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.reading.learning import ENOUGH, learn
from bot.storage.engine.storage import open_storage
from bot.storage.engine.transaction import Tx
from handlers.kit.masking import mask
from incidents.ids import DistrictId, PostId
from incidents.sameness.similar_pairs import PairVerdict

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
        if layer.base is not None and not layer.lessons:
            return ["Бот учится заново: общие веса обновились, исправления округа он выучит ближайшей ночью"]
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


async def write_pairs(url: str, district: DistrictId, file: Path) -> str:
    """Write what officials said of pairs, masked, as `train --pairs` reads it; gives back a sentence. Raises StorageError."""
    storage = await open_storage(url, district)
    try:
        await storage.migrated()
        async with storage.transaction() as tx:
            rows = [await _pair(tx, district, each.post_id, each.other_post_id, each.verdict) for each in await tx.similar_pairs.told()]
    finally:
        await storage.close()
    written = [row for row in rows if row["a"]["text"].strip() and row["b"]["text"].strip()]  # what was erased teaches no more
    await asyncio.to_thread(file.write_text, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in written), encoding="utf-8")
    return f"Записали пар: {len(written)}. Телефоны, квартиры и имена скрыты. Обучить: otklik train --pairs {file}"


async def _pair(tx: Tx, district: DistrictId, one: PostId, other: PostId, verdict: PairVerdict | None) -> dict[str, Any]:  # Any: JSON
    posts = [await tx.posts.get(id) for id in (other, one)]
    a, b = ({"text": mask(post.post.words, post.people), "community": post.source_title} for post in posts)
    return {"id": f"{district}-{one}-{other}", "a": a, "b": b, "same": verdict is PairVerdict.SAME, "writer": str(district)}
