"""Whose data a link, a name or a button means."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from incidents.ids import OfficialId, PostId
from incidents.posts import ERASED
from incidents.privacy.links import SAME_PERSON, AuthorLink, is_person, link_of
from incidents.privacy.values import DataOf, Extent, NobodyToErase, NotPerson
from incidents.transaction import Transaction

_NUMBER = re.compile(r"№?\s*(\d{1,9})")

OFFICIAL = "сотрудник"
"""Before the name of one who left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """DataOf data: all of the author of this post, this post alone, or an official."""

    whose: DataOf
    post: PostId | None = None
    official: OfficialId | None = None


async def find_target(tx: Transaction, words: str, *, whose: DataOf | None = None) -> Target:
    """Whom a link names. `whose` decides what a link to a post means: the post, or (None too) its author.

    Raises NotPerson, NobodyToErase.
    """
    if (number := _NUMBER.fullmatch(words.strip())) is not None:
        return await _of_card(tx, int(number[1]), whose)
    link = link_of(words)
    if link is None:
        raise NotPerson
    if isinstance(link, AuthorLink):
        if whose is DataOf.POST:
            raise NotPerson("Это ссылка на человека, а нужна на пост или комментарий")
        posts = await tx.personal_data.by_author(link.networks, link.author_id)
        if not posts:
            raise NobodyToErase
        return Target(whose=DataOf.AUTHOR, post=posts[0])
    post = await tx.personal_data.by_link(link.network, link.external_id, link.url)
    if post is None:
        raise NobodyToErase
    return await _of_post(tx, post, whose)


async def _of_card(tx: Transaction, number: int, whose: DataOf | None) -> Target:
    """What was brought by hand has no link: the number of its card names it, where nobody else told of the same."""
    incident = await tx.incidents.by_number(number)
    if incident is None:
        raise NobodyToErase(f"Карточки № {number} нет")
    posts = {each.post_id for each in await tx.voices.of(incident.id)}
    if len(posts) != 1:
        raise NotPerson(f"О том же, что в № {number}, пишут несколько человек. Пришлите ссылку на пост")
    return await _of_post(tx, posts.pop(), whose)


async def _of_post(tx: Transaction, post: PostId, whose: DataOf | None) -> Target:
    _, author = await tx.personal_data.author_of(post)
    if whose is DataOf.AUTHOR and not is_person(author):
        raise NotPerson("Автор этого поста скрыт или это сообщество. Стереть можно сам пост")
    return Target(whose=DataOf.AUTHOR if whose is not DataOf.POST and is_person(author) else DataOf.POST, post=post)


async def reach_of(tx: Transaction, target: Target, *, repeats: bool = True) -> Extent:
    """How far it goes; `repeats`: to those who passed the very words on too. Raises NobodyToErase."""
    if target.post is None:
        raise NobodyToErase
    posts: Collection[PostId] = [target.post]
    network, author = await tx.personal_data.author_of(target.post)
    if (await tx.posts.get(target.post)).post.external_id.startswith(ERASED):
        raise NobodyToErase("Уже стёрто")
    if target.whose is DataOf.AUTHOR:
        if not is_person(author):
            raise NotPerson("Автор этого поста скрыт или это сообщество. Стереть можно сам пост")
        posts = await tx.personal_data.by_author(SAME_PERSON[network], author)
    return await tx.personal_data.reach(posts, repeats=repeats)


async def official_named(tx: Transaction, words: str) -> Target | None:
    """An official who left, by «сотрудник» and a name. None: the words are none of these. Raises NobodyToErase."""
    first, _, name = words.strip().partition(" ")
    if first.lower() != OFFICIAL or not name.strip():
        return None
    wanted = name.strip().lower()
    known = [each for each in await tx.personal_data.officials_who_left() if wanted in {each.name.lower(), str(each.id)}]
    if len(known) != 1:
        raise NobodyToErase(
            "Ушедшего сотрудника с таким именем нет. Пишите имя, как его видно в Telegram"
            if not known
            else f"Таких несколько. Укажите номер: {', '.join(f'сотрудник {each.id}' for each in known)}"
        )
    return Target(whose=DataOf.OFFICIAL, official=known[0].id)
