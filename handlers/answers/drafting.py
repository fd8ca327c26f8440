"""Write a draft by a few taps; what it lacks is asked.

One question for all that a template lacks, one message with the answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import uuid4

from handlers.answers.answer_dialogue import show_answer, wait_for_text
from handlers.kit import menus
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import question, question_code
from incidents.answers.asked_fields import read_fields
from incidents.answers.facts import IN_WORDS, FactKind
from incidents.answers.messages import AnswerPhotoWanted, AskAnswer, AskFields
from incidents.answers.values import Answer, AnswerKind
from incidents.desk.answers.answer_photos import takes_photos
from incidents.desk.answers.draft_answer import NOTHING, draft_by_fact, draft_by_template, lacks_for_fact, lacks_for_template, leave
from incidents.ids import AnswerId, IncidentId
from incidents.incident import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafting:
    """What was pressed so far: a fact or a template, and its day."""

    incident: IncidentId
    fact: FactKind | None = None
    template: int = 0
    day: date | None = None
    kind: AnswerKind = AnswerKind.FINAL  # of the dialogue: a fact decides for itself

    @property
    def asks_photo(self) -> bool:
        """Whether a picture may show it: a fact of a trouble."""
        return self.fact is not None and self.fact not in IN_WORDS

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """What a dialogue kept."""
        return cls(
            incident=IncidentId(data["incident"]),
            fact=FactKind(data["fact"]) if data.get("fact") else None,
            template=int(data.get("template") or 0),
            day=date.fromisoformat(data["day"]) if data.get("day") else None,
            kind=AnswerKind(data.get("kind") or AnswerKind.FINAL),
        )


async def kind_of(ctx: Context, id: IncidentId) -> AnswerKind:
    """What the dialogue about this incident is for."""
    data = await ctx.dialogue.get_data()
    return AnswerKind(data.get("kind") or AnswerKind.FINAL) if data.get("incident") == id else AnswerKind.FINAL


async def draft_by_press(pressed: Pressed[object], ctx: Context, what: Drafting) -> None:
    """The last button of a menu: a draft, or a question about what the template lacks."""
    if await _ask_for_missing(ctx, what):
        await menus.go_on_in_private(pressed, ctx)
    else:
        await show_draft_here(pressed, ctx, await _write_draft(ctx, what), asks_photo=what.asks_photo)


async def draft_by_words(ctx: Context, what: Drafting) -> None:
    """The day came in words: a draft, or a question about what the template lacks."""
    if not await _ask_for_missing(ctx, what):
        await _show_preview(ctx, await _write_draft(ctx, what), None, asks_photo=what.asks_photo)


@question(AskFields)
async def _fill_fields(incoming: Incoming, ctx: Context) -> None:
    what = Drafting.of(incoming.kept)
    values = read_fields(incoming.text, str(incoming.kept["fields"]).split(), today=ctx.policy.today(ctx.now))
    await _show_preview(ctx, await _write_draft(ctx, what, values, incoming.message_id), None, asks_photo=what.asks_photo)


async def _ask_for_missing(ctx: Context, what: Drafting) -> bool:
    """Ask for what nobody but the official knows; False: there is nothing to ask."""
    await menus.get_if_allowed(ctx, what.incident, Act.ANSWER if what.fact is None else Act.FACTS)
    if what.fact is not None:
        template, fields = await lacks_for_fact(ctx.tx, ctx.policy, what.incident, what.fact, what.day, what.template)
    else:
        template = what.template
        fields = await lacks_for_template(ctx.tx, ctx.policy, what.incident, template, what.day, now=ctx.now)
    if not fields:
        return False
    question = AskFields(incident=what.incident, fields=fields, template=template, day=what.day)
    await ask(ctx, question, fact=what.fact, kind=what.kind)
    return True


async def _write_draft(ctx: Context, what: Drafting, values: Mapping[str, str] = NOTHING, typed_id: int | None = None) -> Answer:
    tx, policy, guid = ctx.tx, ctx.policy, uuid4().hex
    if what.fact is not None:
        return await draft_by_fact(
            *(tx, policy, what.incident, what.fact, what.day),
            by=ctx.who,
            guid=guid,
            now=ctx.now,
            template_id=what.template,
            typed=values,
            typed_id=typed_id,
        )
    return await draft_by_template(
        *(tx, policy, what.incident, what.template),
        by=ctx.who,
        guid=guid,
        now=ctx.now,
        kind=what.kind,
        day=what.day,
        typed=values,
        typed_id=typed_id,
    )


async def show_draft_here(pressed: Pressed[object], ctx: Context, answer: Answer, *, asks_photo: bool = False) -> None:
    """The menu turns into the preview (or the last question) in private, and goes away elsewhere."""
    here = pressed.chat.id == ctx.who.user_id
    await _show_preview(ctx, answer, menus.menu_id(pressed) if here else None, asks_photo=asks_photo)
    if not here:
        await menus.go_on_in_private(pressed, ctx)


async def _show_preview(ctx: Context, answer: Answer, message_id: int | None, *, asks_photo: bool = False) -> None:
    """One draft at a time: the former one of this dialogue is thrown away."""
    data = await ctx.dialogue.get_data()
    if data.get("answer") and data["answer"] != answer.id and data.get("what") == question_code(AskAnswer):
        await leave(ctx.tx, AnswerId(data["answer"]), by=ctx.who)
    await wait_for_text(ctx, answer)
    if asks_photo and await takes_photos(ctx.tx, ctx.policy, answer):
        await ctx.say(AnswerPhotoWanted(answer=answer.id), edit=message_id)
    else:
        await show_answer(ctx, answer, message_id)
