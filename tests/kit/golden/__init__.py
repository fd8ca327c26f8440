"""The golden evening: what people read in it, byte for byte.

python -m tests.kit.golden make      play the demo anew (ten minutes) and write everything: a new evening, nothing to compare with
python -m tests.kit.golden record    write the texts anew from the evening that is kept: after a change that was meant
"""
