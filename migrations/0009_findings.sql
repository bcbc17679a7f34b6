-- What a descent found on the way, so that a resumed one goes on with it: doubles, packed by the science; NULL in
-- checkpoints of before that was kept.

ALTER TABLE checkpoint ADD COLUMN findings BLOB CHECK (octet_length(findings) % 8 = 0);
