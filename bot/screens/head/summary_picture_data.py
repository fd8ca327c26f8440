"""The picture under the head's summary."""

from collections.abc import Mapping
from datetime import datetime

from bot.screens.head.summary import period_of
from bot.screens.head.summary_data import summary_figures, usual_figures
from bot.screens.head.summary_picture import picture
from bot.screens.kit.context import Call, Render, Unneeded
from bot.screens.kit.text import capital
from incidents.head.usual_day import beside
from incidents.messenger import Attached, Message


async def _picture(call: Call) -> Message:
    since, until = datetime.fromisoformat(call.text("since")), datetime.fromisoformat(call.text("until"))
    day = await summary_figures(call.tx, call.district.calendar, since=since, until=until)
    figures = beside(day, await usual_figures(call.tx, since, until))
    if not figures or not any(each.now or each.usual for each in figures):
        raise Unneeded
    content = picture(figures, title=capital(period_of(day, call.tz)))
    return Message(html="", attached=Attached(name="day.png", content=content, is_photo=True))


SAYS: Mapping[str, Render] = {"summary_picture": _picture}
