"""The reader: text to Reading. The only folder that knows natasha; this file stays empty so that `nlp.wire` loads nothing heavy."""
