"""Whose words a community's post is: an official's, or a resident's.

A page like «Подслушано…» publishes as itself what residents sent to it (docs/limits.md, VK). News are a medium's own words: they tell
again what is known, so a card is made of a danger only, and somebody is asked whether it is one still; a resident's wish that they
tell of is for the coordinator to judge.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from incidents.posts import Network, Post, Source
from incidents.reading import Kind, Reading
from incidents.sources.source_links import FOUND

RETOLD = 0.2
"""The most that news without anybody's wish are an appeal: the reader knows residents' speech, and takes «открыли сад» for one."""

_WISH = re.compile(
    r"(?<![а-я])(?:жалу[ею]тся|пожаловал|возмущ|негоду|недовольн|бьют тревогу|крик души"
    r"|держ[аи]т в страхе|письмо в редакцию|помогите|собира[ею]т подписи"
    r"|обратил(?:ся|ась|ись) (?:в редакцию|к нам)|сообщил[аи]? читател|пишут читател)"
)
_WHO = re.compile(
    r"(?<![а-я])(?:жител|жильц|горожан|сельчан|селян|читател|подписчи|родител|пенсионер|пассажир|дачник|соседи|мамы|пациент|автомобилист"
    r"|водител|собственник|пешеход|люди|людям|местные|покупател|инвалид|многодетн|квартир|домах|дворе)"
)
_WANTS = re.compile(
    r"(?<![а-я])(?:прос[яи]т|требу[ею]т|ждут|не (?:могут|может|вывозят|чистят|работа[ею]т|гор[яи]т|убирают|ходит|хватает)"
    r"|боятся|опаса[ею]тся"
    r"|обеспокоен|остал(?:ся|ась|ись) без|сид[яи]т без|живут без|мерзнут|замерза[ею]т|страда[ею]т|мучаются|рассказал|сообщ(?:ил|а[ею]т)"
    r"|прислал|спрашива[ею]т|задал|интересуются|добива[ею]тся|устали|вынуждены|(?:нет|без) (?:воды|света|тепла|газа|отопления))"
)
_SENTENCES = re.compile(r"[.!?…]\s|\n")


def attributed(post: Post, source: Source, officials: Collection[str]) -> Post:
    """Tell an official word from a resident's that a community published in its own name.

    `officials`: ids of the network that speak for authorities. A resident whom the community does not name has no author: two such
    posts are two people.
    """
    if post.by_owner or post.author_id in officials or post.repeats in officials:
        return replace(post, by_owner=True)
    if source.external_id in FOUND and post.author_id.startswith("-") and post.external_id.startswith(f"wall{post.author_id}_"):
        return replace(post, author_id="")
    is_community = source.external_id.startswith("-") or source.network in (Network.OK, Network.FEED)
    return replace(post, author_id="") if is_community and post.author_id == source.external_id else post


def is_news(post: Post) -> bool:
    """Whether a medium speaks in its own name: an item of a feed that is no comment."""
    return post.network is Network.FEED and post.parent_external_id is None


def tells_of_a_wish(text: str) -> bool:
    """Whether news tell that residents complain, ask or wait for something."""
    plain = text.lower().replace("ё", "е")
    return _WISH.search(plain) is not None or any(_WHO.search(each) and _WANTS.search(each) for each in _SENTENCES.split(plain))


def with_news_rules(post: Post, reading: Reading) -> Reading:
    """What the reader heard, as it counts: news open no card, danger aside; with a wish they keep their score and are doubtful ones.

    A danger that news tell of may be over, so somebody is asked, at night without a sound: «спасли провалившегося под лёд».
    """
    if not is_news(post):
        return reading
    if reading.danger:
        return replace(reading, is_appeal=True, danger=False, danger_grade=None, danger_asked=True, danger_now=0.0)
    if tells_of_a_wish(post.words):
        return replace(reading, is_appeal=False)
    kind = reading.kind if reading.kind in (Kind.AD, Kind.CHAT) else Kind.OTHER
    return replace(reading, is_appeal=False, appeal_score=min(reading.appeal_score, RETOLD), kind=kind)
