-- A study is an object of the session: problems × methods × seeds under a title, and which run is that of each.
-- What it names by number (problems, runs) may have been removed since: numbers are never given twice, so that a run
-- which comes back is the study's again. Its settings are JSON as in src-contract/session-study.ts.

CREATE TABLE study (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  spec TEXT NOT NULL,
  created_at REAL NOT NULL,
  -- What its user asked for last; what its runs are at is said by their own states.
  state TEXT NOT NULL CHECK (state IN ('going', 'paused', 'stopped')),
  -- When it went into the bin, or NULL; as in problem and run.
  removed_at REAL
) STRICT;

CREATE TABLE study_run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  study_id INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  problem_id INTEGER NOT NULL,
  method TEXT NOT NULL,
  -- Empty where nothing in the method has a seed.
  seed REAL,
  -- Empty until the run is made.
  run_id INTEGER
) STRICT;
CREATE INDEX study_run_by_study ON study_run (study_id);
