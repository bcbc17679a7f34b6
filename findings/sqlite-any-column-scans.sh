#!/usr/bin/env bash
# A STRICT table's column of type ANY takes an index out of use where it is compared with a typed column: SQLite
# would have to convert what the index holds, so a correlated subquery scans the whole table once for each row,
# without a word in the result. The types of the values make no difference, and EXPLAIN QUERY PLAN is the only
# sign. A unary plus before the typed column brings the index back. Met with 30 000 checksums, where it cost a
# factor of twelve and grew with the square. sql.js 1.17.0 (SQLite as it says below).
. "$(dirname "$0")/packages.bash"

npm_packages sql.js@1.17.0
cat > plan.mjs <<'END'
import initSqlJs from 'sql.js';
const SQL = await initSqlJs();
const database = new SQL.Database();
database.run(`
  CREATE TABLE run (id INTEGER PRIMARY KEY, label TEXT NOT NULL) STRICT;
  CREATE TABLE sum (owner ANY NOT NULL, part TEXT NOT NULL, value INTEGER, PRIMARY KEY (owner, part)) STRICT, WITHOUT ROWID;
  CREATE TABLE typed (owner INTEGER NOT NULL, part TEXT NOT NULL, value INTEGER, PRIMARY KEY (owner, part)) STRICT, WITHOUT ROWID;
`);
const plan = (table, owner) =>
  database.exec(`EXPLAIN QUERY PLAN SELECT (SELECT value FROM ${table} AS s WHERE s.owner = ${owner} AND s.part = 'run') FROM run AS r`)[0].values.at(-1).at(-1);
console.log([plan('sum', 'r.id'), plan('sum', '+r.id'), plan('typed', 'r.id'), plan('sum', '7')].map((detail) => detail.split(' ')[0]).join(' '));
END
expect 'ANY = INTEGER column, with a plus, INTEGER = INTEGER, ANY = literal' "$(node plan.mjs)" 'SCAN SEARCH SEARCH SEARCH'
