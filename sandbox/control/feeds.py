"""/control/feed/…: what a newspaper publishes and what its readers write."""

from sandbox.clock import parse_moment
from sandbox.control.wish import Wish
from sandbox.errors import Json, no
from sandbox.feeds.state import News, Paper, Remark
from sandbox.town import Town

NEWS = frozenset({"paper", "title", "text", "at"})
REMARK = frozenset({"paper", "news_id", "author", "text", "at"})
CHANGE = frozenset({"paper", "news_id", "comment_id", "title", "text"})


def news(town: Town, wish: Wish) -> Json:
    """Publish a piece of news."""
    wish.only(NEWS)
    paper = _paper(town, wish)
    made = News(paper.next_id(), wish.maybe_text("title") or "", wish.maybe_text("text") or "", _moment(town, wish))
    if not made.title and not made.text:
        no("Пустую новость не опубликовать: нужны title или text")
    paper.news[made.id] = made
    return {"paper": paper.name, "news_id": made.id, "url": f"{paper.site}/news/{made.id}"}


def remark(town: Town, wish: Wish) -> Json:
    """Comment on a piece of news."""
    wish.only(REMARK)
    paper = _paper(town, wish)
    under = _news(paper, wish)
    made = Remark(paper.next_id(), under.id, wish.maybe_text("author") or "Гость", wish.text("text"), _moment(town, wish))
    paper.remarks[made.id] = made
    return {"paper": paper.name, "comment_id": made.id, "url": f"{paper.site}/news/{under.id}#comment-{made.id}"}


def edit(town: Town, wish: Wish) -> Json:
    """Change a piece of news or a comment."""
    wish.only(CHANGE)
    paper, text = _paper(town, wish), wish.maybe_text("text")
    if wish.fields.get("comment_id") is not None:
        remark = _remark(paper, wish)
        remark.text = text or remark.text
        return {"comment_id": remark.id}
    changed = _news(paper, wish)
    changed.title, changed.text = wish.maybe_text("title") or changed.title, text or changed.text
    return {"news_id": changed.id}


def delete(town: Town, wish: Wish) -> Json:
    """Take a comment away, or a piece of news with what stands under it."""
    paper = _paper(town, wish)
    if wish.fields.get("comment_id") is not None:
        taken = _remark(paper, wish)
        del paper.remarks[taken.id]
        return {"comment_id": taken.id}
    gone = _news(paper, wish)
    del paper.news[gone.id]
    paper.remarks = {id: each for id, each in paper.remarks.items() if each.news_id != gone.id}
    return {"news_id": gone.id}


def _paper(town: Town, wish: Wish) -> Paper:
    name = wish.text("paper")
    if name not in town.feeds.papers:
        no(f"нет газеты {name!r}; есть: {', '.join(town.feeds.papers) or 'ни одной'}")
    return town.feeds.papers[name]


def _news(paper: Paper, wish: Wish) -> News:
    number = wish.number("news_id")
    if number not in paper.news:
        no(f"в газете {paper.name} нет новости {number}")
    return paper.news[number]


def _remark(paper: Paper, wish: Wish) -> Remark:
    number = wish.number("comment_id")
    if number not in paper.remarks:
        no(f"в газете {paper.name} нет комментария {number}")
    return paper.remarks[number]


def _moment(town: Town, wish: Wish) -> int:
    given = wish.fields.get("at")
    return int(town.now() if given is None else parse_moment(given))
