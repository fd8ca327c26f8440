"""How a call of Odnoklassniki is signed.

Source: apiok.ru/dev/methods, «Расчет подписи запроса». MD5 is the network's choice, not ours.
"""

from collections.abc import Mapping
from hashlib import md5

UNSIGNED = frozenset({"sig", "access_token", "session_key"})


def session_secret(access_token: str, application_secret: str) -> str:
    """The secret of a session, where the application's own is known instead."""
    return _md5(access_token + application_secret)


def signature(params: Mapping[str, str], secret: str) -> str:
    """Sort the parameters by name, join «name=value» without anything between, add the session's secret."""
    joined = "".join(f"{name}={params[name]}" for name in sorted(params) if name not in UNSIGNED)
    return _md5(joined + secret)


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()
