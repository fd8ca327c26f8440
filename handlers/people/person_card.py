"""/people: a person's work phone, and whether they are the lawyer."""

from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from handlers.people.buttons import PeopleButton, PeopleDo, is_yes
from incidents.desk.people import staff_details
from incidents.ids import OfficialId
from incidents.people.messages import AskPhone, Person
from incidents.role_rights import Right, check_right


@press(PeopleButton, PeopleDo.PHONE)
async def on_phone(pressed: Pressed[PeopleButton], ctx: Context) -> None:
    """«Телефон…»: ask for it."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    about = await ctx.tx.officials.get(OfficialId(pressed.button.official))
    await ask(ctx, AskPhone(about=about.id))


@question(AskPhone)
async def _phone(incoming: Incoming, ctx: Context) -> None:
    changed = await staff_details.set_phone(ctx.tx, OfficialId(incoming.kept["about"]), incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(Person(official=changed.id))


@press(PeopleButton, PeopleDo.LAWYER)
async def on_lawyer(pressed: Pressed[PeopleButton], ctx: Context) -> None:
    """«Отметить юристом», «Не юрист»."""
    id, yes = OfficialId(pressed.button.official), pressed.button.read(is_yes)
    changed = await staff_details.set_lawyer(ctx.tx, id, yes, by=ctx.who, now=ctx.now)
    ctx.toast = "Записали: вопросы юристу пойдут сюда" if yes else "Записали: больше не юрист"
    edit = pressed.message_id if pressed.chat.id == ctx.who.user_id else None
    await ctx.say(Person(official=changed.id), edit=edit)
