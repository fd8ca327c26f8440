"""«Сделано, но житель спорит»: what the head's list is read from."""

from handlers.head.head_lists_data import span_of
from handlers.head.head_lists_words import disputes
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.head.messages import HeadDisputes
from incidents.head.summary import counts
from incidents.messenger import Message


@renders(HeadDisputes)
async def _disputes(call: Call, said: HeadDisputes) -> Message:
    denied = [(each, call.title(each)) for each in await call.tx.figures.disputed() if counts(each)]
    titles = {each.id: each.title for each in await call.tx.departments.all()}
    return disputes(items=denied, titles=titles, page=said.page, span=span_of(call, said))
