"""What messages about erasing are read from."""

from handlers.kit.rendering import Call, Unneeded, fixed
from handlers.kit.renders import renders
from handlers.privacy import erase_words
from incidents.errors import NotFound
from incidents.ids import PostId
from incidents.messenger import Message
from incidents.privacy.links import SAME_PERSON, is_person
from incidents.privacy.messages import AskErase, ContactErased, EraseLeft, EraseOffer, ErasureAct, HeadsWeekly, TermShorter, WordsErased
from incidents.privacy.values import DataOf, Ground

renders(AskErase)(fixed(erase_words.ask_erase))
renders(WordsErased)(fixed(erase_words.words_erased))
renders(ContactErased)(fixed(erase_words.contact_erased))

SERVER = "командой на сервере"
NIGHT = "ночью, сам бот"


@renders(EraseLeft)
async def _left(_call: Call, said: EraseLeft) -> Message:
    return erase_words.left(done=said.done)


@renders(EraseOffer)
async def _offer(call: Call, said: EraseOffer) -> Message:
    data = call.tx.personal_data
    if said.whose is DataOf.OFFICIAL:
        if said.official is None:
            raise NotFound
        return erase_words.offer_official(official=await call.tx.officials.get(said.official), sure=said.sure)
    if said.post is None:
        raise NotFound
    network, author = await data.author_of(said.post)
    own: list[PostId] = list(await data.by_author(SAME_PERSON[network], author)) if is_person(author) else []
    reach = await data.reach(own if said.whose is DataOf.AUTHOR else [said.post])
    if not reach.posts:
        raise Unneeded
    return erase_words.offer(reach=reach, whose=said.whose, id=said.post, others=max(0, len(own) - 1), sure=said.sure)


@renders(ErasureAct)
async def _act(call: Call, said: ErasureAct) -> Message:
    act = await call.tx.erasures.get(said.act)
    by = (NIGHT if act.ground is Ground.TERM else SERVER) if act.by is None else (await call.tx.officials.get(act.by)).title
    return erase_words.act(act=act, by=by, tz=call.tz)


@renders(TermShorter)
async def _shorter(_call: Call, said: TermShorter) -> Message:
    return erase_words.term_shorter(key=said.key, minutes=said.minutes, posts=said.posts)


@renders(HeadsWeekly)
async def _heads(_call: Call, said: HeadsWeekly) -> Message:
    return erase_words.heads(day=said.day, digest=said.digest, incidents=said.incidents, lines=said.lines)
