"""The parts that send, to officials and to residents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Self

from bot.delivery.chat_checks import ChatChecks
from bot.delivery.courier import Courier
from bot.delivery.group_preflight import Groups
from bot.delivery.photos.answer_photos import AnswerPhotos
from bot.delivery.photos.photo_cache import Photos
from bot.delivery.publishing import Publishing
from bot.delivery.screens import Screens
from bot.delivery.send_rate import SharedPace
from bot.foundation import Foundation
from bot.renderer import Renderer
from bot.telegram.download import fetch_file
from bot.telegram.residents.chat_answers import ChatPublisher
from bot.telegram.residents.private_chat import PrivatePublisher
from incidents.messenger import Messenger
from incidents.posts import Network
from incidents.publisher import Publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryParts:
    """Whatever sends: to officials, to residents."""

    courier: Courier
    screens: Screens
    publishing: Publishing
    photos: AnswerPhotos
    groups: Groups
    chat_checks: ChatChecks

    @classmethod
    def build(
        cls,
        base: Foundation,
        messenger: Messenger,
        renderer: Renderer,
        *,
        publishers: Mapping[Network, Publisher],
        own_wall: Publisher | None,
        photo_hosts: Sequence[str],
        takes_private: bool,
    ) -> Self:
        """`publishers` put answers under posts, `own_wall` puts posts to all.

        `takes_private`: residents who write to the bot itself are answered there; off, nothing goes to them.
        """
        private = {Network.PRIVATE: PrivatePublisher(base.bot)} if takes_private else {}
        publishers = {**publishers, Network.TELEGRAM: ChatPublisher(base.bot, base.storage), **private}
        pace = SharedPace(base.storage)
        photos = Photos(photo_hosts, partial(fetch_file, base.bot))
        return cls(
            courier=Courier(base.storage, base.clock, messenger, renderer, photos, base.policy, base.nudge, base.meters, pace),
            screens=Screens(base.storage, base.clock, messenger, renderer, pace),
            publishing=Publishing(base.storage, base.clock, publishers, base.nudge, base.policy, own_wall=own_wall, meters=base.meters),
            photos=AnswerPhotos(base.storage, base.clock, base.bot, base.nudge),
            groups=Groups(base.storage, base.clock, base.bot, base.nudge),
            chat_checks=ChatChecks(base.storage, base.clock, base.bot, base.nudge),
        )
