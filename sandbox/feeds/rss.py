"""RSS 2.0 of a newspaper, as WordPress writes it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from sandbox.feeds.state import SHOWN, Paper

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">\n<channel>\n'
)


def news_feed(paper: Paper) -> str:
    """The newest news."""
    newest = sorted(paper.news.values(), key=lambda each: (-each.date, -each.id))[:SHOWN]
    items = (
        _item(
            ("title", each.title),
            ("link", f"{paper.site}/news/{each.id}"),
            ("guid", f"{paper.site}/?p={each.id}"),
            ("pubDate", _moment(each.date)),
            ("description", _html(each.text)),
            ("slash:comments", str(sum(remark.news_id == each.id for remark in paper.remarks.values()))),
        )
        for each in newest
    )
    return _channel(paper, paper.title, items)


def comment_feed(paper: Paper) -> str:
    """The newest comments under all news."""
    newest = sorted(paper.remarks.values(), key=lambda each: (-each.date, -each.id))[:SHOWN]
    items = (
        _item(
            ("title", f"Комментарий к записи {paper.news[each.news_id].title} ({each.author})"),
            ("link", f"{paper.site}/news/{each.news_id}#comment-{each.id}"),
            ("dc:creator", each.author),
            ("guid", f"{paper.site}/?p={each.news_id}#comment-{each.id}"),
            ("pubDate", _moment(each.date)),
            ("description", each.text[:200]),
            ("content:encoded", _html(each.text)),
        )
        for each in newest
    )
    return _channel(paper, f"Комментарии на: {paper.title}", items)


def page(paper: Paper) -> str:
    """The first page: it names its feeds."""
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{escape(title)}" href="/feed/{paper.name}/{path}">'
        for title, path in ((paper.title, "rss"), (f"Комментарии на: {paper.title}", "comments/feed"))
    )
    return (
        f"<!DOCTYPE html><html><head><title>{escape(paper.title)}</title>{links}</head><body><h1>{escape(paper.title)}</h1></body></html>"
    )


def _channel(paper: Paper, title: str, items: Iterable[str]) -> str:
    about = f"<title>{escape(title)}</title>\n<link>{paper.site}</link>\n<description>{escape(paper.about)}</description>\n"
    return f"{_HEAD}{about}{''.join(items)}</channel>\n</rss>\n"


def _item(*fields: tuple[str, str]) -> str:
    lines = "".join(f"<{name}>{escape(value)}</{name}>\n" for name, value in fields if value)
    return f"<item>\n{lines}</item>\n"


def _html(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))


def _moment(date: int) -> str:
    return format_datetime(datetime.fromtimestamp(date, UTC))
