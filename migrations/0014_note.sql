-- Notes of the session as a whole, as Markdown; NULL where there are none.

ALTER TABLE session ADD COLUMN note TEXT;
