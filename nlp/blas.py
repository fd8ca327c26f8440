"""BLAS on one thread: threaded BLAS makes the small matrices of slovnet eight times slower (docs/model-card.md)."""

import os

NAMES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def one_blas_thread() -> None:
    """Set the limits; must be called before numpy is imported for the first time."""
    for name in NAMES:
        os.environ[name] = "1"
