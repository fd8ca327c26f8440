"""The picture under the head's summary."""

from collections.abc import Mapping
from datetime import datetime

from bot.cards.picture import picture
from bot.cards.summary import period_of
from bot.cards.text import capital
from bot.render.call import Call, Render, Unneeded
from bot.summary_data import summary_figures, usual_figures
from incidents.messenger import Attached, Message
from incidents.usual import beside


async def _picture(call: Call) -> Message:
    since, until = datetime.fromisoformat(call.text("since")), datetime.fromisoformat(call.text("until"))
    day = await summary_figures(call.tx, call.district.calendar, since=since, until=until)
    figures = beside(day, await usual_figures(call.tx, since, until))
    if not figures or not any(each.now or each.usual for each in figures):
        raise Unneeded
    content = picture(figures, title=capital(period_of(day, call.tz)))
    return Message(html="", attached=Attached(name="day.png", content=content, is_photo=True))


SAYS: Mapping[str, Render] = {"summary_picture": _picture}
