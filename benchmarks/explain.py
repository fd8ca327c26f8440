# ruff: noqa: E402 - BLAS must be told of its threads before numpy comes
"""What «Разъяснить» drafts for residents' questions, for somebody else to judge.

    python benchmarks/explain.py QUESTIONS.jsonl > drafts.jsonl

A line of QUESTIONS has a `text` (and `id`, `community` where there are). A line of the answer has the question, the topic, the title of the
nearest explanation and of the three that a tap offers instead, and the draft before an official typed a word: what the district or the
official fills in stands in ‹…›. Whether it answers is told by a person who has read neither this file nor the templates.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nlp.blas import one_blas_thread

one_blas_thread()

from bot.config.district import find_taxonomy, load_district
from incidents.answers.template_filling import readable_text
from incidents.answers.templates import nearest_explanations
from nlp.district_files import load_district as load_places
from nlp.district_files import load_taxonomy
from nlp.reader import Reader

KNOWN = {"привет": "Здравствуйте!", "кто": "отдел администрации"}


def main(file: Path) -> None:
    folder = ROOT / "districts" / "konakovo"
    ready = [replace(each, id=n) for n, each in enumerate(load_district(folder).templates, start=1)]
    reader = Reader(load_places(folder), load_taxonomy(find_taxonomy(folder)))
    for line in filter(str.strip, file.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        read = reader.read(row["text"], community=row.get("community"))
        near = nearest_explanations(ready, topic=read.topic, group=read.group, said=row["text"])
        titles = {"title": near[0].title, "others": [each.title for each in near[1:4]]}
        drafted = {"id": row.get("id"), "text": row["text"], "topic": read.topic, **titles, "draft": readable_text(near[0].text, KNOWN)}
        sys.stdout.write(json.dumps(drafted, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
