"""The promise's morning and its menus."""

from handlers.answers.reactions_data import latest_reaction
from handlers.kit.place import what_where
from handlers.kit.rendering import Call, about_incident, with_buttons
from handlers.kit.renders import renders
from handlers.kit.text import escape
from handlers.promises import promises_words
from incidents.answers.reactions import Tone
from incidents.errors import NotFound
from incidents.incident import ClosingOutcome
from incidents.messenger import Message
from incidents.promises.lookups import is_copied
from incidents.promises.messages import AskPromiseDate, PromiseDateMenu, PromiseDoneMenu, PromiseToday
from incidents.promises.values import PromiseState, first_standing


@renders(PromiseToday)
async def _today(call: Call, said: PromiseToday) -> Message:
    incident, _ = await call.incident(said.incident)
    promise = next((each for each in await call.tx.promises.of(incident.id) if each.id == said.promise), None)
    if promise is None or promise.state is not PromiseState.OPEN:
        raise NotFound
    near = escape(what_where(call.title(incident), incident.place))
    heard = await latest_reaction(call.tx, incident.id)
    word = heard if heard is not None and heard.tone is Tone.SOLVED else None
    is_done = incident.outcome is ClosingOutcome.DONE
    return promises_words.today(promise=promise, incident_id=incident.id, near=near, is_done=is_done, word=word)


@renders(PromiseDoneMenu)
async def _done(call: Call, said: PromiseDoneMenu) -> Message:
    incident, where = await call.incident(said.incident)
    promise, copied = first_standing(await call.tx.promises.of(incident.id)), await is_copied(call.tx.voices, call.tx.posts, incident)
    return promises_words.menu_done(incident_id=incident.id, number=incident.number, what_where=where, promise=promise, is_copied=copied)


renders(PromiseDateMenu)(with_buttons(promises_words.menu_date))
renders(AskPromiseDate)(about_incident(promises_words.ask_date))
