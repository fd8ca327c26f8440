# ruff: noqa: PLR2004 - numbers here are lengths of words and tokens
"""Districts, microdistricts and regions by grammar: «Заречном р-не», «мкр. Южный», «Алтайский край»."""

from incidents.reading import PlaceKind
from nlp.places.scene import Found, Scene, titled
from nlp.places.street_names import masculine
from nlp.text.morph import Is, nominative_f
from nlp.text.vocabulary import AREAS, DISTRICTS, HOUSES, REGIONS, STREETS


def district(scene: Scene, i: int) -> None:
    """Mark «Заречном р-не», «район Северный»."""
    k = i - 1
    word = scene.word(k)
    if scene.is_word(k) and scene.is_free(k) and scene.has(k, Is.ADJ_M) and not scene.has(k, Is.PRONOUN):
        known = scene.form(k).flags & Is.COMMON
        if scene.is_cap(k) or (
            word.endswith(("ском", "ского", "ский", "скому", "ским"))
            and word not in {"городского", "сельского", "муниципального", "городском", "городской"}
            and (not known or word not in {"соседнем", "детском", "ближнем"})
        ):
            start = k
            if word.startswith("муниципальн") and scene.has(k - 1, Is.ADJ_M) and scene.is_cap(k - 1):
                start = k - 1
            base = masculine(scene.word(start))
            end = i + 1
            scene.add(
                Found(
                    kind=PlaceKind.DISTRICT,
                    i=start,
                    j=end,
                    norm=f"{titled([base])} {DISTRICTS[scene.word(i)]}",
                    name=base,
                    score=0.85,
                    typed=True,
                )
            )
    elif scene.is_cap(i + 1) and scene.has(i + 1, Is.ADJ_M) and scene.word(i) not in {"районе"}:
        scene.add(
            Found(
                kind=PlaceKind.DISTRICT,
                i=i,
                j=i + 2,
                norm=f"{titled([masculine(scene.word(i + 1))])} {DISTRICTS[scene.word(i)]}",
                name=scene.word(i + 1),
                score=0.8,
            )
        )


def area(scene: Scene, i: int) -> None:
    """«микрорайон Сосновые Горки», «мкр энергетик», «5 мкр»."""
    j = scene.skip_dot(i + 1)
    canon = AREAS[scene.word(i)]
    quoted = scene.word(j) in {"«", '"', "“"}
    j += quoted
    if (
        scene.is_word(j)
        and scene.is_free(j)
        and not scene.has(j, Is.LITTLE | Is.PRONOUN | Is.VERB)
        and scene.word(j) not in HOUSES
        and (scene.is_cap(j) or len(scene.word(i)) < 6 or not scene.has(j, Is.KNOWN))
    ):
        words = [scene.word(j)]
        k = j + 1
        while len(words) < 3 and scene.is_cap(k) and scene.is_cap(j) and scene.is_free(k) and scene.word(k) not in STREETS:
            words.append(scene.word(k))
            k += 1
        k += quoted and scene.word(k) in {"»", '"', "”"}
        scene.add(Found(kind=PlaceKind.DISTRICT, i=i, j=k, norm=f"{canon} {titled(words)}", name=" ".join(words), score=0.85, typed=True))
    elif scene.is_number(j) and len(scene.word(j)) <= 2:
        scene.add(Found(kind=PlaceKind.DISTRICT, i=i, j=j + 1, norm=f"{canon} {scene.word(j)}", name=scene.word(j), score=0.8, typed=True))
    elif scene.is_name_cap(i - 1) and scene.is_free(i - 1) and scene.has(i - 1, Is.ADJ_M):
        base = masculine(scene.word(i - 1))
        scene.add(Found(kind=PlaceKind.DISTRICT, i=i - 1, j=i + 1, norm=f"{canon} {titled([base])}", name=base, score=0.8, typed=True))


def region(scene: Scene, i: int) -> None:
    """Mark «Алтайском крае», «Тверская обл»."""
    canon = REGIONS[scene.word(i)]
    gender = Is.ADJ_M if canon == "край" else Is.ADJ_F
    k = i - 1
    if (
        scene.is_word(k)
        and scene.is_free(k)
        and scene.has(k, gender)
        and not scene.has(k, Is.PRONOUN)
        and (scene.is_cap(k) or scene.word(k).endswith(("ской", "ская", "скую", "ском", "ский", "ского")))
    ):
        base = masculine(scene.word(k)) if canon == "край" else nominative_f(scene.word(k))
        scene.add(Found(kind=PlaceKind.REGION, i=k, j=i + 1, norm=f"{titled([base])} {canon}", name=base, score=0.85, typed=True))
    elif scene.is_cap(k) and scene.is_free(k) and canon == "край" and not scene.has(k, Is.KNOWN) and not scene.tokens[k].first:
        scene.add(Found(kind=PlaceKind.REGION, i=k, j=i + 1, norm=f"{titled([scene.word(k)])} край", name=scene.word(k), score=0.7))
