-- The latest result of every claim that was settled in this session.

CREATE TABLE claim (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 80),
  verdict TEXT NOT NULL CHECK (verdict IN ('holds', 'fails', 'fails-as-printed')),
  settled_at REAL NOT NULL,
  -- JSON; numbers that JSON cannot hold are marked, as {"$number": "Infinity"}.
  parameters TEXT NOT NULL,
  manifest TEXT NOT NULL,
  result TEXT NOT NULL
) STRICT;
