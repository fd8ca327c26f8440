"""The picture under the head's summary."""

from handlers.head.summary_period_words import period_of
from handlers.head.summary_picture_words import picture
from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from handlers.kit.text import capital
from incidents.head.messages import SummaryPicture
from incidents.head.summary_figures import summary_figures, usual_figures
from incidents.head.usual_day import beside_usual_days
from incidents.messenger import Attached, Message


@renders(SummaryPicture)
async def _picture(call: Call, said: SummaryPicture) -> Message:
    day = await summary_figures(call.tx, call.policy.calendar, since=said.since, until=said.until, now=call.now)
    figures = beside_usual_days(day, await usual_figures(call.tx, said.since, said.until))
    if not figures or not any(each.now or each.usual for each in figures):
        raise Unneeded
    content = picture(figures, title=capital(period_of(day, call.tz, call.now)))
    return Message(html="", attached=Attached(name="day.png", content=content, is_photo=True))
