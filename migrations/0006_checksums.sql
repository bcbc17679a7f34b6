-- Every stored figure is under a checksum, so that a flipped bit or an edit by hand is noticed where the
-- figure is read. A table of its own, so that large blobs are not written anew when an older session is
-- taken over. What each checksum is taken over is said in src-main/engine/session/checksums.ts.

CREATE TABLE checksum (
  -- What it is of: a kind of row, for a trajectory with the name of its column.
  part TEXT NOT NULL,
  -- The run, problem or claim it belongs to.
  owner ANY NOT NULL,
  -- First point, iteration or position; 0 where there is one only.
  position INTEGER NOT NULL,
  -- The first 16 bytes of a SHA-256.
  value BLOB NOT NULL CHECK (octet_length(value) = 16),
  PRIMARY KEY (owner, part, position)
) STRICT, WITHOUT ROWID;
