"""From an outbox row to a message: reads what stands in the database now and hands it to the pure functions of bot/cards."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.card_data import card_view, short
from bot.cards import dialogue, lists, menus, reminders, summary, system
from bot.cards.card import render_card
from bot.cards.place import what_where
from bot.cards.text import escape
from bot.district import District
from bot.report_data import reminder_view, summary_figures
from bot.storage import OutboxRow, Tx
from incidents.answers import Answer, AnswerState
from incidents.desk.answers import MAX_LENGTH
from incidents.errors import NotFound
from incidents.ids import AnswerId, ChatId, IncidentId, OfficialId, PostId, SourceId
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.people import IN_DEPARTMENT, Official, Role
from incidents.reading import DangerGrade
from incidents.reminders import Reminder

LATE = timedelta(minutes=30)  # a summary later than this says so


@dataclass(frozen=True, slots=True)
class Call:
    """What a text is made from."""

    tx: Tx
    row: OutboxRow
    now: datetime

    def number(self, name: str) -> int:
        """A parameter that is an id. Raises NotFound where it is none: the row is of an older program."""
        value = self.row.params.get(name)
        if not isinstance(value, int):
            raise NotFound
        return value

    def text(self, name: str) -> str:
        """A parameter that is a code or our own words."""
        value = self.row.params.get(name)
        if not isinstance(value, str):
            raise NotFound
        return value


class Renderer:
    """Renders cards and says of one district."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._tz = district.timezone
        self._says: Mapping[str, Callable[[Call], Awaitable[Message]]] = {
            "welcome": self._welcome,
            "refusal": self._refusal,
            "stranger": _fixed(system.stranger),
            "group_reply": _fixed(system.group_reply_not_published),
            "not_understood": _fixed(system.not_understood),
            "text_wanted": _fixed(dialogue.text_wanted),
            "help": self._help,
            "my": self._my,
            "chat_dead": self._chat_dead,
            "dead_letter": _fixed(lambda: system.dead_letter(number=1)),
            "not_sent": _fixed(lambda: system.not_sent(number=1)),
            "post_unread": self._post_unread,
            "source_broken": self._source,
            "source_back": self._source,
            "ask_answer": self._ask_answer,
            "ask_rewrite": self._ask_rewrite,
            "dropped": self._dropped,
            "answer": self._answer,
            "answer_by_hand": self._by_hand,
            "answer_not_visible": self._not_visible,
            "menu_close": self._menu,
            "menu_assign": self._menu,
            "menu_reject": self._menu,
            "summary": self._summary,
            **dict.fromkeys(Reminder, self._remind),
        }

    def _short(self, topic: str) -> str:
        return short(self._district, topic)

    async def say(self, tx: Tx, row: OutboxRow, *, now: datetime) -> Message:
        """A message that is no card. Raises NotFound where what it speaks of is gone or the code is unknown."""
        render = self._says.get(row.code or "")
        if render is None:
            raise NotFound
        return await render(Call(tx, row, now))

    async def card(self, tx: Tx, id: IncidentId, chat_id: ChatId, *, now: datetime) -> Message:
        """The incident's card for whoever reads this chat."""
        return render_card(await card_view(tx, self._district, id, chat_id, now=now))

    async def _official(self, call: Call) -> Official:
        return await call.tx.official(OfficialId(call.number("official")))

    async def _welcome(self, call: Call) -> Message:
        official = await self._official(call)
        titles = {d.id: d.title for d in await call.tx.departments()}
        return system.welcome(role=official.role, department_title=titles.get(official.department_id) if official.department_id else None)

    async def _refusal(self, call: Call) -> Message:
        return Message(html=escape(call.text("text")))

    async def _help(self, call: Call) -> Message:
        return lists.help_for(role=(await self._official(call)).role)

    async def _my(self, call: Call) -> Message:
        waiting = await self._waiting(call.tx, await self._official(call))
        pages = max(1, -(-len(waiting) // lists.PAGE_SIZE))
        page = min(call.number("page"), pages - 1)
        items = [lists.ListItem(incident=i, topic_short=self._short(i.topic)) for i in waiting]
        shown = items[page * lists.PAGE_SIZE : (page + 1) * lists.PAGE_SIZE]
        return lists.my_list(items=shown, page=page, pages=pages, total=len(items), tz=self._tz, now=call.now)

    @staticmethod
    async def _waiting(tx: Tx, official: Official) -> Sequence[Incident]:
        if official.role in IN_DEPARTMENT:
            found = await tx.held_by(official=official.id, department=official.department_id)
        elif official.role is Role.DUTY:
            found = [i for i in await tx.open_incidents() if i.danger_grade is not None]
        else:
            found = await tx.open_incidents()
        return sorted(found, key=lambda i: (i.danger_grade is not DangerGrade.NOW, i.danger_grade is None))

    async def _chat_dead(self, call: Call) -> Message:
        return system.chat_dead(who=(await self._official(call)).title)

    async def _post_unread(self, call: Call) -> Message:
        return system.post_unread(url=(await call.tx.post(PostId(call.number("post")))).post.url)

    async def _source(self, call: Call) -> Message:
        id = SourceId(call.number("source"))
        source = next((s for s in await call.tx.sources() if s.id == id), None)
        if source is None:
            raise NotFound
        if source.is_broken:
            return system.source_broken(title=source.title, because=source.broken_because or "")
        return system.source_back(title=source.title)

    async def _incident(self, call: Call) -> tuple[Incident, str]:
        incident = await call.tx.incident(IncidentId(call.number("incident")))
        return incident, what_where(self._short(incident.topic), incident.place)

    async def _ask_answer(self, call: Call) -> Message:
        incident, where = await self._incident(call)
        return dialogue.ask_answer(what_where=where, incident=incident, limit=MAX_LENGTH, tz=self._tz, now=call.now)

    async def _of_answer(self, call: Call) -> tuple[Answer, str]:
        answer = await call.tx.answer(AnswerId(call.number("answer")))
        incident = await call.tx.incident(answer.incident_id)
        return answer, what_where(self._short(incident.topic), incident.place)

    async def _ask_rewrite(self, call: Call) -> Message:
        return dialogue.edit_again(what_where=(await self._of_answer(call))[1])

    async def _dropped(self, call: Call) -> Message:
        return dialogue.dropped(incident_id=(await self._incident(call))[0].id)

    async def _answer(self, call: Call) -> Message:
        """The dialogue's message in the answer's present state."""
        answer, where = await self._of_answer(call)
        match answer.state:
            case AnswerState.DRAFT | AnswerState.APPROVAL:
                network = (await call.tx.post(answer.post_id)).post.network
                return dialogue.preview(answer_id=answer.id, what_where=where, text=answer.text, limit=MAX_LENGTH, network=network)
            case AnswerState.SCHEDULED | AnswerState.PUBLISHING:
                return dialogue.hold(answer_id=answer.id, publish_at=answer.publish_at or call.now, tz=self._tz)
            case AnswerState.PUBLISHED:
                return dialogue.published(what_where=where, url=answer.url, proved=answer.proved_at is not None)
            case AnswerState.CANCELLED:
                return dialogue.dropped(incident_id=answer.incident_id)
            case AnswerState.REFUSED | AnswerState.UNKNOWN:
                return Message(html="<b>Опубликовать не вышло.</b> Что сделать, написали следующим сообщением")

    async def _by_hand(self, call: Call) -> Message:
        answer, where = await self._of_answer(call)
        post = (await call.tx.post(answer.post_id)).post
        if answer.state is AnswerState.UNKNOWN:
            return dialogue.unknown_outcome(
                answer_id=answer.id, what_where=where, text=answer.text, post_url=post.url, network=post.network
            )
        return dialogue.refused(
            answer_id=answer.id,
            what_where=where,
            reason=answer.refusal or "",
            text=answer.text,
            post_url=post.url,
            network=post.network,
        )

    async def _not_visible(self, call: Call) -> Message:
        answer, where = await self._of_answer(call)
        url = (await call.tx.post(answer.post_id)).post.url
        return dialogue.not_visible(what_where=where, at=answer.published_at or call.now, post_url=url, tz=self._tz, now=call.now)

    async def _menu(self, call: Call) -> Message:
        incident, where = await self._incident(call)
        match call.row.code:
            case "menu_close":
                return menus.menu_close(incident_id=incident.id, number=incident.number, what_where=where)
            case "menu_reject":
                return menus.menu_reject(incident_id=incident.id, number=incident.number, what_where=where)
            case _:
                return menus.menu_assign(
                    incident_id=incident.id,
                    number=incident.number,
                    what_where=where,
                    departments=await call.tx.departments(),
                    page=int(call.row.params.get("page") or 0),
                )

    async def _remind(self, call: Call) -> Message:
        incident, _where = await self._incident(call)
        view = await reminder_view(call.tx, self._district, incident, now=call.now)
        return reminders.remind(Reminder(call.row.code or ""), view)

    async def _summary(self, call: Call) -> Message:
        since, until = datetime.fromisoformat(call.text("since")), datetime.fromisoformat(call.text("until"))
        late_by = datetime.fromisoformat(call.text("at")) - until
        return summary.daily(
            summary=await summary_figures(call.tx, since=since, until=until),
            department_titles={d.id: d.title for d in await call.tx.departments()},
            topic_shorts={slug: topic.short for slug, topic in self._district.topics.items()},
            now=call.now,
            tz=self._tz,
            late_by=late_by if late_by >= LATE else None,
        )


def _fixed(make: Callable[[], Message]) -> Callable[[Call], Awaitable[Message]]:
    async def render(_call: Call) -> Message:
        return make()

    return render
