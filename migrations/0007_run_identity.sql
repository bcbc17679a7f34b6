-- What a run is known by: its settings without the seed and the preset they come from, and the run that
-- gave its vector, as JSON. Empty where a run is older; it is filled from the spec when the session is opened.
ALTER TABLE run ADD COLUMN identity TEXT;
ALTER TABLE run ADD COLUMN origin TEXT;
