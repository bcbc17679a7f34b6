-- What was removed stays in the working copy, hidden, until the session is closed: when it was removed, or NULL. A saved
-- file holds none of it. The indexes hold only what is in the bin, so that saving finds it without reading every row.

ALTER TABLE problem ADD COLUMN removed_at REAL;
ALTER TABLE run ADD COLUMN removed_at REAL;
CREATE INDEX problem_removed ON problem (removed_at) WHERE removed_at IS NOT NULL;
CREATE INDEX run_removed ON run (removed_at) WHERE removed_at IS NOT NULL;
