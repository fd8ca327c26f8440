"""Notices to systemd over NOTIFY_SOCKET, see sd_notify(3)."""

import logging
import os
import socket

LOG = logging.getLogger(__name__)


def notify(*words: str) -> bool:
    """Send `READY=1`, `WATCHDOG=1`, `STATUS=…`; False where nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    name = f"\0{address[1:]}" if address.startswith("@") else address
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.setblocking(False)  # the loop must not wait for whoever does not listen
            line.connect(name)
            line.sendall("\n".join(words).encode())
    except OSError as error:
        LOG.debug("systemd does not listen: %s", error)
        return False
    return True


def watchdog_seconds() -> float | None:
    """Seconds within which systemd must hear `WATCHDOG=1`; None without a watchdog."""
    micros, process = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not micros.isdecimal() or process not in {"", str(os.getpid())}:
        return None
    return int(micros) / 1_000_000 or None
