#!/usr/bin/env bash
# A WBO file whose top cost is left out, as the format's description allows ("soft: ;"): x1 + x2 >= 1, x1 costs 1, x2
# costs 2; least cost 1. clasp 3.3.5 refuses it, and reads the same file with a top cost.
. "$(dirname "$0")/packages.bash"

debian clasp=3.3.5-4.2

for top in '' '4 '; do
  cat > soft.wbo <<END
* #variable= 2 #constraint= 3 #soft= 2 mincost= 1 maxcost= 2 sumcost= 3
soft: $top;
+1 x1 +1 x2 >= 1 ;
[1] -1 x1 >= 0 ;
[2] -1 x2 >= 0 ;
END
  clasp soft.wbo > clasp.log 2>&1 || true
  seen=$(grep -o 'positive integer expected' clasp.log || sed -n 's/^o //p' clasp.log | tail -1)
  if [ -z "$top" ]; then expect 'without top' "$seen" 'positive integer expected'; else expect 'with top' "$seen" 1; fi
done
