-- Tags that a user gave a run: a JSON list of texts, sorted, each once; NULL where there are none.

ALTER TABLE run ADD COLUMN tags TEXT;
