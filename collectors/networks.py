"""The list of networks: whoever walks all of them walks this."""

from collections.abc import Mapping, Sequence

from collectors.feeds import network as feeds
from collectors.ok import network as ok
from collectors.telegram import network as telegram
from collectors.vk import network as vk
from incidents.posts import Network
from incidents.sources.networks import NetworkKind

NETWORKS: Sequence[NetworkKind] = (ok.KIND, telegram.KIND, vk.KIND, feeds.KIND)
"""In the order in which they are asked whose link it is: VK takes a bare name for its own, a feed is any site."""

KINDS: Mapping[Network, NetworkKind] = {each.network: each for each in NETWORKS}
