-- Sessions: problems, runs, what the runs recorded on the way, and their solutions.
-- Typed arrays are blobs in little-endian order; times are milliseconds since 1970.
-- A released migration is never edited: a session made by an older version carries its text.

CREATE TABLE session (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  created_at REAL NOT NULL,
  application TEXT NOT NULL
) STRICT;

CREATE TABLE problem (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  name TEXT NOT NULL,
  origin TEXT NOT NULL,
  added_at REAL NOT NULL,
  sense TEXT NOT NULL CHECK (sense IN ('min', 'max')),
  variables INTEGER NOT NULL CHECK (variables >= 0),
  rows INTEGER NOT NULL CHECK (rows >= 0),
  nonzeros INTEGER NOT NULL CHECK (nonzeros >= 0),
  warnings TEXT NOT NULL,
  published_optimum REAL,
  -- Facts of the inspector, computed once: JSON of {numerics, facts}.
  facts TEXT,
  program BLOB NOT NULL
) STRICT;

CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  problem_id INTEGER NOT NULL REFERENCES problem (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('exact', 'descent', 'estimate', 'decode')),
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
CREATE INDEX run_by_problem ON run (problem_id);

CREATE TABLE run_array (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  data BLOB NOT NULL CHECK (octet_length(data) % 8 = 0),
  UNIQUE (run_id, position)
) STRICT;

CREATE TABLE solution (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  variables INTEGER NOT NULL CHECK (variables >= 0),
  -- Bit j of byte j / 8, lowest first.
  bits BLOB NOT NULL CHECK (octet_length(bits) = (variables + 7) / 8),
  UNIQUE (run_id, position)
) STRICT;

-- One row a column and chunk of consecutive points.
CREATE TABLE series_chunk (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  first INTEGER NOT NULL CHECK (first >= 0),
  length INTEGER NOT NULL CHECK (length > 0),
  -- Least and greatest finite value; NULL where there is none.
  low REAL,
  high REAL,
  data BLOB NOT NULL CHECK (octet_length(data) = 8 * length),
  UNIQUE (run_id, name, first)
) STRICT;

CREATE TABLE snapshot (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  iteration INTEGER NOT NULL CHECK (iteration >= 0),
  x_hat BLOB NOT NULL CHECK (octet_length(x_hat) % 8 = 0),
  UNIQUE (run_id, iteration)
) STRICT;

-- The last checkpoint of a run: parameters, then the optimizer's vectors, in one blob.
CREATE TABLE checkpoint (
  run_id INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  iteration INTEGER NOT NULL CHECK (iteration >= 0),
  seconds REAL NOT NULL,
  samples REAL NOT NULL,
  mu REAL NOT NULL,
  vectors INTEGER NOT NULL CHECK (vectors >= 1),
  data BLOB NOT NULL CHECK (octet_length(data) % (8 * vectors) = 0)
) STRICT;
