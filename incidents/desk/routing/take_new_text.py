"""The coordinator takes a changed text's topic and place, or not."""

from dataclasses import dataclass, replace
from typing import ClassVar

from incidents.desk.effect import ActCall, Change, Choice, Effect
from incidents.desk.routing.reroute import reroute
from incidents.incident import Act, Doubt, Incident
from incidents.intake.lookups import in_changed_text
from incidents.intake.new_text import NewText, with_new_text


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowText(Choice):
    """Whether the new text is taken; «Оставить» otherwise."""

    of: ClassVar[Act] = Act.NEW_TEXT
    nothing: ClassVar[str | None] = "Ничего не выбрано. Нажмите «Взять новое» или «Оставить»"
    take: bool


async def _routed(call: ActCall, new: NewText) -> Incident:
    """The incident under the topic and at the place of the text, where the rules lead it."""
    doubt = call.before.doubt
    settled = {Doubt.TOPIC} if new.topic != call.before.topic else set()
    settled |= {Doubt.PLACE, Doubt.OUTSIDE} if new.place != call.before.place else set()
    after = replace(with_new_text(new, call.after), new_text_at=None, doubt=None if doubt in settled else doubt)
    return await reroute(call.tx, call.policy, after, "взяли из нового текста", now=call.now)


async def _follow(call: ActCall) -> Change:
    new = await in_changed_text(call.tx.voices, call.tx.readings, call.before)
    if not call.chosen(FollowText).take or new is None:
        return Change(incident=replace(call.after, new_text_at=None), because="новый текст: оставили как было")
    after = await _routed(call, new)
    data = {"topic": after.topic, "topic_before": call.before.topic, "place": after.place_id, "place_before": call.before.place_id}
    return Change(incident=after, because="взяли тему и место из нового текста", data=data)


EFFECTS: dict[Act, Effect] = {Act.NEW_TEXT: _follow}
