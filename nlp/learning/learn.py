"""The learner's process: `python -m nlp.learning.learn --district DIR`, lessons as JSON lines in, one JSON line out.

A lesson is {"id", "text", "community", "settlement_id", "topic", "is_appeal", "department", "place", "ruled": [[id, share]…],
"corrected": [kind…], "keep": whether its features are wanted}, or {"id", "is_appeal", "features"} of a text that is gone; the answer is
{"lessons": N, "report": {part: {"base", "learned", "lessons", "adopted"}}, "layer": base64 or null, "features": {id: features}}.
"""

import argparse
import base64
import io
import json
import sys
from pathlib import Path
from typing import Any

from nlp.blas import one_blas_thread

DATA = Path(__file__).resolve().parent.parent.parent / "districts"


def main() -> int:
    """Learn from standard input until it ends."""
    one_blas_thread()
    parser = argparse.ArgumentParser(prog="python -m nlp.learning.learn", description="Обучение слоя округа на исправлениях")
    parser.add_argument("--district", type=Path, required=True, help="папка округа")
    parser.add_argument("--taxonomy", type=Path, default=DATA / "taxonomy.csv")
    options = parser.parse_args()

    from nlp.district_files import load_district, load_taxonomy
    from nlp.learning.district_lessons import features_of, learn
    from nlp.reader import Reader

    taxonomy = load_taxonomy(options.taxonomy)
    reader = Reader(load_district(options.district), taxonomy)
    lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace", newline="\n")
    given = [json.loads(line) for line in lines if line.strip()]
    lessons = [each for each in (_judged(reader, row) for row in given) if each is not None]
    wanted = {row["id"] for row in given if row.get("keep")}
    features = {each.post_id: features_of(each) for each in lessons if each.post_id in wanted}
    layer, verdicts = learn(lessons, tuple(taxonomy.topics))
    report = {
        name: {"base": verdict.base, "learned": verdict.learned, "lessons": verdict.lessons, "adopted": verdict.is_adopted}
        for name, verdict in verdicts.items()
    }
    body = base64.b64encode(layer.to_bytes()).decode() if layer else None
    sys.stdout.write(json.dumps({"lessons": len(lessons), "report": report, "layer": body, "features": features}) + "\n")
    return 0


def _judged(reader: Any, row: dict[str, Any]) -> Any:  # Any: a Reader and a Judged, which import numpy
    from nlp.learning.district_lessons import Judged, of_features

    if "features" in row:
        return of_features(row["id"], row["features"], is_appeal=row["is_appeal"])
    look = reader.look(row["text"], community=row["community"], settlement_id=row["settlement_id"])
    place = reader.resolved(look, is_appeal=look.score >= 0.5)  # noqa: PLR2004 - a half
    return Judged(
        post_id=row["id"],
        words=tuple(look.words),
        keys=tuple(reader.keys(look.words)),
        p=look.p,
        score=look.score,
        base_place=place.main.street_id or place.main.landmark_id or place.main.settlement_id,
        is_vague=place.is_vague,
        topic=row["topic"],
        is_appeal=row["is_appeal"],
        department=row["department"],
        place=row["place"],
        ruled=tuple((name, share) for name, share in row["ruled"]),
        corrected=frozenset(row["corrected"]),
    )


if __name__ == "__main__":
    sys.exit(main())
