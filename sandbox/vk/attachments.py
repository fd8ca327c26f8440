"""Attachments of posts as VK shows them.

Fields that VK's schema requires (objects video_video, base_link, polls_poll, docs_doc, audio_audio, wall_geo).
"""

from sandbox.errors import Json


def attachment_view(kept: Json, number: int, owner_id: int, date: int) -> Json:
    """Show an attachment."""
    own: Json = {"id": 456000000 + number, "owner_id": owner_id, "date": date}
    title = kept["title"]
    match kept["type"]:
        case "video" | "clip":
            shown = own | {"title": title, "description": kept["description"], "duration": 12, "views": 1, "comments": 0, "can_add": 0}
            return {"type": "video", "video": shown | {"type": "short_video" if kept["type"] == "clip" else "video"}}
        case "link":
            return {"type": "link", "link": {"url": kept["url"], "title": title, "caption": "", "description": kept["description"]}}
        case "poll":
            poll = {name: value for name, value in own.items() if name != "date"}
            return {"type": "poll", "poll": poll | _poll(title, owner_id, date)}
        case "doc":
            ext = title.rpartition(".")[2] if "." in title else "pdf"
            return {"type": "doc", "doc": own | {"title": title, "size": 1024, "ext": ext, "type": 1, "url": f"https://vk.com/doc{number}"}}
        case _:
            return {"type": "audio", "audio": own | {"artist": kept["description"], "title": title, "duration": 180, "url": ""}}


def geo_view(geo: Json) -> Json:
    """Show the place of a post."""
    point = {"latitude": geo["latitude"], "longitude": geo["longitude"]}
    words = f"{geo['latitude']} {geo['longitude']}"  # wall_geo of the schema: one string
    return {"type": "point", "coordinates": words, "place": {"id": 0, "title": geo["title"], **point, "created": 0}}


def _poll(question: str, owner_id: int, date: int) -> Json:
    answers = [{"id": number, "text": text, "rate": 0, "votes": 0} for number, text in ((1, "Да"), (2, "Нет"))]
    flags = dict.fromkeys(("multiple", "closed", "is_board", "can_edit", "can_report", "can_share", "anonymous", "disable_unvote"), False)
    own = {"question": question, "votes": 0, "answers": answers, "answer_ids": [], "author_id": owner_id, "created": date, "end_date": 0}
    return own | flags | {"can_vote": True}
