"""What became of each post: told to the page from the base."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.app import App
from bot.config.district import District
from bot.demo.control import Control, SandboxError
from bot.demo.robots.staff import GROUP, GROUP_OF
from bot.demo.town import Town
from bot.storage.engine.transaction import Tx
from bot.storage.intake.post_fates import CardOfPost, PostFate
from incidents.desk.acts.close_and_reopen import REASON_WORDS
from incidents.desk.intake.take_in import NO_APPEAL
from incidents.ids import ChatId, IncidentId, PostId
from incidents.incident import Status
from incidents.official import Role
from incidents.works.announcements import is_announcement

LOG = logging.getLogger(__name__)

EVERY = 1.0  # real seconds between two looks at the base
STATES = {
    Status.ACCEPTED: "в работе",
    Status.ANSWERED: "ответили",
    Status.CLOSED: "закрыта",
    Status.OUTSIDE: "ждут чужого ответа",
    Status.POSTPONED: "отложена",
    Status.REOPENED: "вернули в работу",
}
"""What is said of a card beyond whose it is; what was only just given to somebody needs no word."""

Json = dict[str, Any]  # Any: JSON of the control API
Aside = tuple[str, IncidentId | None]
"""Why a post has no card of its own, and the card that it speaks of."""


class Fates:
    """Tells the page of every post whose card, or want of one, is not as it was told before."""

    def __init__(self, app: App, control: Control, town: Town, district: District) -> None:
        self._app, self._control = app, control
        self._titles = {each.id: each.title for each in district.departments}
        self._town = town
        self._asides: dict[tuple[PostId, int], Aside] = {}
        self._told: dict[tuple[str, str], Json] = {}

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.tell()
            except (SandboxError, aiohttp.ClientError, OSError) as error:
                LOG.info("the page was not told: %s", error)
            await asyncio.sleep(EVERY)

    async def tell(self) -> None:
        """Tell what has changed since the last time. Raises what the control API raises; then all of it is told again."""
        async with self._app.storage.transaction() as tx:
            places = await tx.post_fates.places()
            known = {(each.network.value, each.external_id): await self._note(tx, each, places) for each in await tx.post_fates.all()}
        changed = [{"network": name[0], "id": name[1], **note} for name, note in known.items() if self._told.get(name) != note]
        if changed:
            await self._control.post("fates", fates=changed)
        self._told = known

    async def _note(self, tx: Tx, fate: PostFate, places: Mapping[IncidentId, Mapping[ChatId, int]]) -> Json:
        """The line under a post, and the message of its card where there is one."""
        if fate.card is not None:
            return {"text": self._of_card(fate.card), **self._place(fate.card.department_id, places.get(fate.card.id, {}))}
        name = (fate.post_id, fate.revision)
        if name not in self._asides:
            self._asides[name] = await _aside(tx, fate)
        text, speaks_of = self._asides[name]
        if speaks_of is None:
            return {"text": text}
        incident = await tx.incidents.get(speaks_of)
        return {"text": text, **self._place(incident.department_id, places.get(speaks_of, {}))}

    def _of_card(self, card: CardOfPost) -> str:
        who = "координатор" if card.department_id is None else self._titles.get(card.department_id, card.department_id)
        if card.reject_reason is not None:
            state = f"не обращение: {REASON_WORDS[card.reject_reason]}"
        elif card.department_id is None and card.status is Status.NEW:
            state = card.route_because
        else:
            state = STATES.get(card.status, "")
        return f"→ карточка № {card.number}, {who}" + (f", {state}" if state else "")

    def _place(self, department: str | None, places: Mapping[ChatId, int]) -> Json:
        """Whose phone to open: of the people whose card it is; of anybody who has it where they have it not."""
        theirs = (Role.COORDINATOR,) if department is None else (Role.EXECUTOR, Role.CHIEF)
        people = [o.user_id for o in self._town.officials if o.role in theirs and o.department_id == department]
        group = [GROUP] if department == GROUP_OF else []
        chat = next((ChatId(each) for each in (*people[:1], *group, *people, *places) if each in places), None)
        return {} if chat is None else {"chat_id": chat, "message_id": places[chat]}


async def _aside(tx: Tx, fate: PostFate) -> Aside:
    """What the desk made of a post that is no voice: the log says whether it speaks of a known card."""
    if fate.is_filtered:
        return "отсеял фильтр источника", None
    reading = None if fate.is_unreadable else await tx.readings.of(fate.post_id)
    if reading is None:
        return "бот не смог прочитать", None
    stored = await tx.posts.get(fate.post_id)
    for id in await tx.voices.incidents_beside(stored):
        said = next((each for each in await tx.log.of(id) if each.data.get("post") == fate.post_id), None)
        if said is not None:
            return f"→ карточка № {(await tx.incidents.get(id)).number}, {said.because}", id
    if stored.parent_id is None and is_announcement(stored.post.words, reading):
        return "не обращение: объявление", None
    return NO_APPEAL.get(reading.kind, "не обращение"), None
