"""/people, «Отделы»: the phone and the hours that residents are told."""

from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from handlers.people.buttons import DepartmentButton, DepartmentDo
from incidents.desk.people import department_contacts
from incidents.ids import DepartmentId
from incidents.people.department_contacts import Contact
from incidents.people.lookups import get_department
from incidents.people.messages import AskContact, DepartmentsList, OneDepartment
from incidents.role_rights import Right, check_right

_ASKED = {DepartmentDo.PHONE: Contact.PHONE, DepartmentDo.HOURS: Contact.HOURS}
_CLEARED = {DepartmentDo.NO_PHONE: Contact.PHONE, DepartmentDo.NO_HOURS: Contact.HOURS}
_UNDONE = {DepartmentDo.UNDO_PHONE: Contact.PHONE, DepartmentDo.UNDO_HOURS: Contact.HOURS}


@press(DepartmentButton)
async def on_press(pressed: Pressed[DepartmentButton], ctx: Context) -> None:
    """The list, a department, a question, or a change by one tap."""
    check_right(ctx.who, Right.KEEP_CONTACTS)
    do, id = pressed.button.do, DepartmentId(pressed.button.department)
    if do is DepartmentDo.LIST:
        await ctx.say(DepartmentsList(page=pressed.button.page), edit=pressed.message_id)
        return
    await get_department(ctx.tx.departments, id)
    if do in _ASKED:
        await ask(ctx, AskContact(department=id, contact=_ASKED[do]))
        return
    if do in _CLEARED:
        await department_contacts.clear_contact(ctx.tx, id, _CLEARED[do], by=ctx.who, now=ctx.now)
        ctx.toast = "Убрали. Вернуть можно здесь же"
    elif do in _UNDONE:
        await department_contacts.take_back(ctx.tx, id, _UNDONE[do], by=ctx.who, now=ctx.now)
        ctx.toast = "Вернули прежнее"
    await ctx.say(OneDepartment(department=id), edit=pressed.message_id)


@question(AskContact)
async def _contact(incoming: Incoming, ctx: Context) -> None:
    """What was typed."""
    id = DepartmentId(str(incoming.kept["department"]))
    await department_contacts.set_contact(ctx.tx, id, Contact(str(incoming.kept["contact"])), incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(OneDepartment(department=id))
