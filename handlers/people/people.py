"""/people: invite, change roles and departments, dismiss, block.

Menus turn in the message that was pressed.
Also what an official presses who opened a link for another role.
"""

from handlers.kit.choices import page_in
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.registry import command, press
from handlers.people.buttons import Heir, LinkButton, LinkDo, PeopleButton, PeopleDo, RoleIn, is_yes, row
from incidents.desk.people import crossing, links, staff
from incidents.ids import DepartmentId, InvitationId, OfficialId
from incidents.messages import Delete
from incidents.official import IN_DEPARTMENT, Role
from incidents.outbox_message import OutboxMessage
from incidents.people.messages import BlockMenu, ChooseDepartment, ChooseRole, DismissMenu, OpenLinks, PeopleList, Person, RoleFor
from incidents.role_rights import Right, check_right


@command("people")
async def on_people(_incoming: Incoming, ctx: Context) -> None:
    """Everyone, page by page."""
    await ctx.say(PeopleList())


@press(PeopleButton, PeopleDo.LIST)
async def on_page(pressed: Pressed[PeopleButton], ctx: Context) -> None:
    """Another page of the list."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    await _show(ctx, pressed, PeopleList(page=pressed.button.read(page_in)))


@press(PeopleButton, PeopleDo.SHOW)
async def on_person(pressed: Pressed[PeopleButton], ctx: Context) -> None:
    """A person's card."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    await _show(ctx, pressed, Person(official=OfficialId(pressed.button.official)))


@press(PeopleButton, PeopleDo.ROLE, PeopleDo.INVITE, PeopleDo.DEPARTMENT)
async def on_role(pressed: Pressed[PeopleButton], ctx: Context) -> None:
    """«Роль…», «Отдел…», «Пригласить»: the role, then the department where the role has one, then it is done."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    do, id = pressed.button.do, OfficialId(pressed.button.official)
    role, department, page = await _chosen(pressed.button, ctx)
    chosen_for, official = RoleFor.INVITE if do is PeopleDo.INVITE else RoleFor.ROLE, id or None
    if role is None:
        await _show(ctx, pressed, ChooseRole(do=chosen_for, official=official))
    elif role in IN_DEPARTMENT and department is None:
        await _show(ctx, pressed, ChooseDepartment(do=chosen_for, role=role, official=official, page=page))
    elif do is PeopleDo.INVITE:
        await links.invite(ctx.tx, role, department, by=ctx.who, now=ctx.now)
        await _show(ctx, pressed, PeopleList())
    else:
        changed = await staff.change_role(ctx.tx, ctx.policy, id, role, department, by=ctx.who, now=ctx.now)
        ctx.toast = f"Теперь: {changed.title}"[:200]
        await _show(ctx, pressed, Person(official=id))


@press(PeopleButton, PeopleDo.LINKS)
async def on_links(pressed: Pressed[PeopleButton], ctx: Context) -> None:
    """«Ссылки»: which links are open, page by page."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    await _show(ctx, pressed, OpenLinks(page=pressed.button.read(page_in)))


@press(PeopleButton, PeopleDo.CANCEL_LINK)
async def on_cancel_link(pressed: Pressed[PeopleButton], ctx: Context) -> None:
    """«Отменить»: in the list and under the link itself, which goes from the chat."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    await links.cancel_invitation(ctx.tx, InvitationId(pressed.button.read(row)), by=ctx.who, now=ctx.now)
    ctx.toast = "Ссылка отменена, по ней никто не войдёт"
    await _show(ctx, pressed, OpenLinks())


@press(PeopleButton, PeopleDo.DISMISS)
async def on_dismiss(pressed: Pressed[PeopleButton], ctx: Context) -> None:
    """«Передать дела»: first the question to whom everything goes, then the deed."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    id, heir = OfficialId(pressed.button.official), pressed.button.read(Heir.parse)
    if heir is None:
        await _show(ctx, pressed, DismissMenu(official=id))
        return
    passed = await staff.dismiss(ctx.tx, ctx.policy, id, to=heir.official, by=ctx.who, now=ctx.now)
    ctx.toast = f"Доступ закрыт. Передали: {len(passed.numbers)}"
    await _show(ctx, pressed, PeopleList())


@press(PeopleButton, PeopleDo.BLOCK)
async def on_block(pressed: Pressed[PeopleButton], ctx: Context) -> None:
    """«Закрыть доступ»: the question, then the deed."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    id = OfficialId(pressed.button.official)
    if not pressed.button.read(is_yes):
        await _show(ctx, pressed, BlockMenu(official=id))
        return
    await staff.block(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
    ctx.toast = "Доступ закрыт"
    await _show(ctx, pressed, Person(official=id))


@press(PeopleButton, PeopleDo.UNBLOCK)
async def on_unblock(pressed: Pressed[PeopleButton], ctx: Context) -> None:
    """«Открыть доступ»."""
    await staff.unblock(ctx.tx, OfficialId(pressed.button.official), by=ctx.who, now=ctx.now)
    ctx.toast = "Доступ открыт"
    await _show(ctx, pressed, Person(official=OfficialId(pressed.button.official)))


@press(LinkButton)
async def on_crossing(pressed: Pressed[LinkButton], ctx: Context) -> None:
    """«Перейти», «Остаться» under the question about a link; the question goes."""
    id = InvitationId(pressed.button.invitation)
    if pressed.button.do is LinkDo.MOVE:
        moved = await crossing.move_by_link(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
        ctx.toast = f"Теперь: {moved.title}"[:200]
    else:
        await crossing.stay(ctx.tx, id, by=ctx.who)
        ctx.toast = "Всё осталось как было. Ссылка цела, её можно переслать"
    if pressed.message_id is not None:
        await ctx.tx.outbox.say(ctx.who.user_id, Delete(), edit=pressed.message_id, sound=False)


async def _chosen(button: PeopleButton, ctx: Context) -> tuple[Role | None, DepartmentId | None, int]:
    """The role, its department, a page of departments. «Отдел…» keeps the role that is there."""
    wanted = button.read(RoleIn.parse)
    if wanted is None and button.do is PeopleDo.DEPARTMENT:
        return (await ctx.tx.officials.get(OfficialId(button.official))).role, None, 0
    return (wanted.role, wanted.department, wanted.page or 0) if wanted is not None else (None, None, 0)


async def _show(ctx: Context, pressed: Pressed[object], what: OutboxMessage) -> None:
    """In private, in place of the menu that was pressed."""
    await ctx.say(what, edit=pressed.message_id if pressed.chat.id == ctx.who.user_id else None)
