"""/people: invite, change roles and departments, dismiss, block.

Menus turn in the message that was pressed.
Also what an official presses who opened a link for another role.
"""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers.kit.choices import page_in
from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.people.buttons import Heir, LinkButton, LinkDo, PeopleButton, PeopleDo, RoleIn, is_yes, row
from incidents.desk.people import crossing, links, staff
from incidents.ids import DepartmentId, InvitationId, OfficialId
from incidents.messages import Delete
from incidents.official import IN_DEPARTMENT, Role
from incidents.outbox_message import OutboxMessage
from incidents.people.messages import BlockMenu, ChooseDepartment, ChooseRole, DismissMenu, OpenLinks, PeopleList, Person, RoleFor
from incidents.role_rights import Right, check_right

router = Router(name="staff")


@router.message(command("people"))
async def on_people(_message: Message, ctx: Context) -> None:
    """Everyone, page by page."""
    await ctx.say(PeopleList())


@router.callback_query(PeopleButton.filter(F.do == PeopleDo.LIST))
async def on_page(query: CallbackQuery, callback_data: PeopleButton, ctx: Context) -> None:
    """Another page of the list."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    await _show(ctx, query, PeopleList(page=callback_data.read(page_in)))


@router.callback_query(PeopleButton.filter(F.do == PeopleDo.SHOW))
async def on_person(query: CallbackQuery, callback_data: PeopleButton, ctx: Context) -> None:
    """A person's card."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    await _show(ctx, query, Person(official=OfficialId(callback_data.official)))


@router.callback_query(PeopleButton.filter(F.do.in_({PeopleDo.ROLE, PeopleDo.INVITE, PeopleDo.DEPARTMENT})))
async def on_role(query: CallbackQuery, callback_data: PeopleButton, ctx: Context) -> None:
    """«Роль…», «Отдел…», «Пригласить»: the role, then the department where the role has one, then it is done."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    do, id = callback_data.do, OfficialId(callback_data.official)
    role, department, page = await _chosen(callback_data, ctx)
    chosen_for, official = RoleFor.INVITE if do is PeopleDo.INVITE else RoleFor.ROLE, id or None
    if role is None:
        await _show(ctx, query, ChooseRole(do=chosen_for, official=official))
    elif role in IN_DEPARTMENT and department is None:
        await _show(ctx, query, ChooseDepartment(do=chosen_for, role=role, official=official, page=page))
    elif do is PeopleDo.INVITE:
        await links.invite(ctx.tx, role, department, by=ctx.who, now=ctx.now)
        await _show(ctx, query, PeopleList())
    else:
        changed = await staff.change_role(ctx.tx, ctx.policy, id, role, department, by=ctx.who, now=ctx.now)
        ctx.toast = f"Теперь: {changed.title}"[:200]
        await _show(ctx, query, Person(official=id))


@router.callback_query(PeopleButton.filter(F.do == PeopleDo.LINKS))
async def on_links(query: CallbackQuery, callback_data: PeopleButton, ctx: Context) -> None:
    """«Ссылки»: which links are open, page by page."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    await _show(ctx, query, OpenLinks(page=callback_data.read(page_in)))


@router.callback_query(PeopleButton.filter(F.do == PeopleDo.CANCEL_LINK))
async def on_cancel_link(query: CallbackQuery, callback_data: PeopleButton, ctx: Context) -> None:
    """«Отменить»: in the list and under the link itself, which goes from the chat."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    await links.cancel_invitation(ctx.tx, InvitationId(callback_data.read(row)), by=ctx.who, now=ctx.now)
    ctx.toast = "Ссылка отменена, по ней никто не войдёт"
    await _show(ctx, query, OpenLinks())


@router.callback_query(PeopleButton.filter(F.do == PeopleDo.DISMISS))
async def on_dismiss(query: CallbackQuery, callback_data: PeopleButton, ctx: Context) -> None:
    """«Передать дела»: first the question to whom everything goes, then the deed."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    id, heir = OfficialId(callback_data.official), callback_data.read(Heir.parse)
    if heir is None:
        await _show(ctx, query, DismissMenu(official=id))
        return
    passed = await staff.dismiss(ctx.tx, ctx.policy, id, to=heir.official, by=ctx.who, now=ctx.now)
    ctx.toast = f"Доступ закрыт. Передали: {len(passed.numbers)}"
    await _show(ctx, query, PeopleList())


@router.callback_query(PeopleButton.filter(F.do == PeopleDo.BLOCK))
async def on_block(query: CallbackQuery, callback_data: PeopleButton, ctx: Context) -> None:
    """«Закрыть доступ»: the question, then the deed."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    id = OfficialId(callback_data.official)
    if not callback_data.read(is_yes):
        await _show(ctx, query, BlockMenu(official=id))
        return
    await staff.block(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
    ctx.toast = "Доступ закрыт"
    await _show(ctx, query, Person(official=id))


@router.callback_query(PeopleButton.filter(F.do == PeopleDo.UNBLOCK))
async def on_unblock(query: CallbackQuery, callback_data: PeopleButton, ctx: Context) -> None:
    """«Открыть доступ»."""
    await staff.unblock(ctx.tx, OfficialId(callback_data.official), by=ctx.who, now=ctx.now)
    ctx.toast = "Доступ открыт"
    await _show(ctx, query, Person(official=OfficialId(callback_data.official)))


@router.callback_query(LinkButton.filter())
async def on_crossing(query: CallbackQuery, callback_data: LinkButton, ctx: Context) -> None:
    """«Перейти», «Остаться» under the question about a link; the question goes."""
    id = InvitationId(callback_data.invitation)
    if callback_data.do is LinkDo.MOVE:
        moved = await crossing.move_by_link(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
        ctx.toast = f"Теперь: {moved.title}"[:200]
    else:
        await crossing.stay(ctx.tx, id, by=ctx.who)
        ctx.toast = "Всё осталось как было. Ссылка цела, её можно переслать"
    if query.message is not None:
        await ctx.tx.outbox.say(ctx.who.user_id, Delete(), edit=query.message.message_id, sound=False)


async def _chosen(pressed: PeopleButton, ctx: Context) -> tuple[Role | None, DepartmentId | None, int]:
    """The role, its department, a page of departments. «Отдел…» keeps the role that is there."""
    wanted = pressed.read(RoleIn.parse)
    if wanted is None and pressed.do is PeopleDo.DEPARTMENT:
        return (await ctx.tx.officials.get(OfficialId(pressed.official))).role, None, 0
    return (wanted.role, wanted.department, wanted.page or 0) if wanted is not None else (None, None, 0)


async def _show(ctx: Context, query: CallbackQuery, what: OutboxMessage) -> None:
    """In private, in place of the menu that was pressed."""
    here = query.message is not None and query.message.chat.id == ctx.who.user_id
    await ctx.say(what, edit=query.message.message_id if query.message is not None and here else None)
