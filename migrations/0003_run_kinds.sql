-- The kinds of runs leave the schema: they are checked, like the rest of a row, when it is read, so that
-- a new kind needs no new table. SQLite cannot change a CHECK, so the table is made anew, with every
-- other column as it was. Foreign keys are off while migrations run (migrations.ts), or dropping the old
-- table would take what belongs to its runs with it.

CREATE TABLE run_anew (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  problem_id INTEGER NOT NULL REFERENCES problem (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'cancelling', 'done', 'failed', 'cancelled', 'interrupted')),
  label TEXT NOT NULL,
  note TEXT NOT NULL,
  pinned INTEGER NOT NULL CHECK (pinned IN (0, 1)),
  created_at REAL NOT NULL,
  started_at REAL,
  finished_at REAL,
  -- The columns of the run table, taken from spec and result so that a long list reads quickly.
  method TEXT NOT NULL,
  scheme TEXT,
  solver TEXT,
  evaluation TEXT,
  parametrization TEXT,
  optimizer TEXT,
  step REAL,
  mu_final REAL,
  samples_per_step REAL,
  seed REAL,
  exact_status TEXT,
  -- 1 where an exact run proved its objective optimal, to 1e-6.
  proven INTEGER NOT NULL CHECK (proven IN (0, 1)),
  iterations REAL,
  seconds REAL,
  loss REAL,
  penalty REAL,
  objective REAL,
  feasible INTEGER CHECK (feasible IN (0, 1)),
  violation REAL,
  bound REAL,
  quantity TEXT,
  mean REAL,
  standard_error REAL,
  z REAL,
  samples REAL,
  -- JSON; arrays of the result are in run_array, its solutions in solution.
  spec TEXT NOT NULL,
  manifest TEXT NOT NULL,
  error TEXT,
  result TEXT
) STRICT;

-- Numbers of removed runs are not given again: the count goes on from where it was.
INSERT INTO sqlite_sequence (name, seq) SELECT 'run_anew', seq FROM sqlite_sequence WHERE name = 'run';
INSERT INTO run_anew SELECT * FROM run;
DROP TABLE run;
ALTER TABLE run_anew RENAME TO run;
CREATE INDEX run_by_problem ON run (problem_id);
