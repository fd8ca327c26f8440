"""What VK refuses by itself: repeated words, links, too many calls.

VK publishes none of these numbers but the quotas; they are what users report (docs/limits.md, VK), and a description may change
`same_texts` and `quotas`. Time is the scenario's.
"""

import re

from sandbox.errors import VkError
from sandbox.vk.call import Call, bad_param, fail, spec
from sandbox.vk.state import Group, Post

FLOOD, CAPTCHA, CONFIRMATION, QUOTA, LINKS, REPLIES = 9, 14, 24, 29, 222, 223
HOUR, DAY = 3600.0, 86400.0
GUID_SECONDS = HOUR  # the same guid later is another comment
LONGEST = 16_384  # code points of a comment
LINK = re.compile(r"(?i)\bhttps?://(?!(?:[\w-]+\.)*vk\.(?:com|ru)(?:/|$))[^\s]+|\bwww\.[^\s]+")


def check_quota(call: Call) -> None:
    """Refuse more calls of a method than a day of the scenario has."""
    most = call.town.vk.quotas.get(call.method)
    if most is None:
        return
    now = call.town.now()
    made = call.token.days.setdefault(call.method, [])
    if made and not now - DAY < made[0] <= now:
        made[:] = [moment for moment in made if now - DAY < moment <= now]
    if len(made) >= most:
        fail(QUOTA)
    made.append(now)


def check_confirmed(call: Call) -> None:
    """Refuse to write by a key whose owner must confirm it in person."""
    if call.token.unconfirmed:
        raise VkError(CONFIRMATION, spec()["errors"][str(CONFIRMATION)], {"confirmation_text": "Подтвердите, что это вы"})


def check_wall(group: Group, under: Post | None, author: int, text: str) -> None:
    """Refuse what this wall does not take: links, or one more reply of the same author under the post."""
    if group.links_forbidden and LINK.search(text):
        fail(LINKS)
    said = sum(each.from_id == author for each in under.comments.values()) if under is not None else 0
    if under is not None and group.most_replies and said >= group.most_replies:
        fail(REPLIES)


def check_words(call: Call, base: str, author: int, text: str) -> None:
    """Refuse a comment that VK takes for an advertisement: too long, with a link, or the same again and again."""
    if len(text) > LONGEST:
        bad_param("message", "is too long")
    if LINK.search(text) and not (call.values.get("captcha_sid") and call.values.get("captcha_key")):
        number = str(int(call.town.now() * 1000))
        shown = {"captcha_sid": number, "captcha_img": f"{base}/vk/captcha/{number}.jpg"}
        raise VkError(CAPTCHA, spec()["errors"][str(CAPTCHA)], shown)
    since = call.town.now() - HOUR
    told = (comment for post in call.town.vk.posts() for comment in post.comments.values())
    same = sum(comment.from_id == author and comment.text == text and comment.date > since for comment in told)
    if same >= call.town.vk.same_texts - 1:
        fail(FLOOD)
