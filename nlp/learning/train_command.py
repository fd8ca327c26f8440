"""`otklik train`: rows in, weights out, with a bar on a terminal. Heavy imports wait until the command runs."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from nlp.blas import one_blas_thread
from nlp.district_files import load_taxonomy
from nlp.errors import NoTrainer
from nlp.learning.corpus import CORPUS


def train_weights(
    files: Sequence[Path],
    out: Path,
    *,
    taxonomy: Path,
    say: Callable[[str], object],
    noise: Sequence[Path] = (),
    measured: Sequence[Path] = (),
    pairs: Sequence[Path] = (),
    left_out: Sequence[Path] = (),
    corpus: Path = CORPUS,
    progress: bool | None = None,
) -> None:
    """Train on the corpus, the files and the noise. Raises NoTrainer, or BadTable for a file that cannot be used.

    Without files the weights at `out` stay, and only what tells one trouble from another is learned anew beside them.
    """
    one_blas_thread()
    from tqdm import tqdm

    try:
        from nlp.learning.headlines import learn_headlines, learn_troubles
        from nlp.learning.one_problem import learn
        from nlp.learning.training import STEPS, train
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] in {"sklearn", "scipy"}:
            raise NoTrainer from None
        raise
    shown = sys.stderr.isatty() if progress is None else progress
    with tqdm(total=STEPS + 3 if files else 1, unit=" шагов", desc="Обучаю", disable=not shown, file=sys.stderr) as bar:

        def told(line: str) -> None:
            bar.clear()
            say(line)
            bar.update()

        topics = load_taxonomy(taxonomy)
        if files:
            train(files, out, taxonomy=topics, noise=noise, measured=measured, corpus=corpus, say=told)
        bar.set_description("Учу узнавать одну беду")
        learn(out, corpus=corpus, taxonomy=topics, files=files, judged=pairs, left_out=left_out)
        bar.update()
        if not files:
            return
        bar.set_description("Учу заголовки")
        for named, learn_cuts in (("опасностей", learn_headlines), ("обычных карточек", learn_troubles)):
            seen = learn_cuts(out, corpus=corpus, taxonomy=topics)
            if seen is None:
                bar.update()
            else:
                told(f"Заголовки {named}: у {seen.shown} из {seen.texts} отложенных сообщений, хороших {seen.good}")
