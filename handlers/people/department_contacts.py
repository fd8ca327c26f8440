"""/people, «Отделы»: the phone and the hours that residents are told."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
from handlers.people.buttons import DepartmentButton, DepartmentDo
from incidents.desk.people import department_contacts as desk
from incidents.ids import DepartmentId
from incidents.people.department_contacts import Contact
from incidents.people.lookups import department
from incidents.people.messages import AskContact, DepartmentsList, OneDepartment
from incidents.role_rights import Right, check_right

router = Router(name="contacts")

_ASKED = {DepartmentDo.PHONE: Contact.PHONE, DepartmentDo.HOURS: Contact.HOURS}
_CLEARED = {DepartmentDo.NO_PHONE: Contact.PHONE, DepartmentDo.NO_HOURS: Contact.HOURS}
_UNDONE = {DepartmentDo.UNDO_PHONE: Contact.PHONE, DepartmentDo.UNDO_HOURS: Contact.HOURS}


@router.callback_query(DepartmentButton.filter())
async def on_press(query: CallbackQuery, callback_data: DepartmentButton, ctx: Context, state: FSMContext) -> None:
    """The list, a department, a question, or a change by one tap."""
    check_right(ctx.who, Right.KEEP_CONTACTS)
    edit = query.message.message_id if query.message is not None else None
    do, id = callback_data.do, DepartmentId(callback_data.department)
    if do is DepartmentDo.LIST:
        await ctx.say(DepartmentsList(page=callback_data.page), edit=edit)
        return
    await department(ctx.tx.departments, id)
    if do in _ASKED:
        await ask(ctx, state, AskContact(department=id, contact=_ASKED[do]))
        return
    if do in _CLEARED:
        await desk.clear_contact(ctx.tx, id, _CLEARED[do], by=ctx.who, now=ctx.now)
        ctx.toast = "Убрали. Вернуть можно здесь же"
    elif do in _UNDONE:
        await desk.take_back(ctx.tx, id, _UNDONE[do], by=ctx.who, now=ctx.now)
        ctx.toast = "Вернули прежнее"
    await ctx.say(OneDepartment(department=id), edit=edit)


async def _contact(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """What was typed."""
    id = DepartmentId(str(data["department"]))
    await desk.set_contact(ctx.tx, id, Contact(str(data["contact"])), message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(OneDepartment(department=id))


QUESTIONS = {asked(AskContact): Question(answered=_contact)}
