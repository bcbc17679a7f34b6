#!/usr/bin/env bash
# hyparquet-writer 0.17.0: in a column of doubles that has 0 and −0 and is written with a dictionary, all of them come back as
# the one that stood first. Written with the encoding PLAIN, each comes back as it was.
source "$(dirname "${BASH_SOURCE[0]}")/packages.bash"
npm_packages hyparquet-writer@0.17.0 hyparquet@1.31.5

cat > zeros.mjs <<'JS'
import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';

const data = Array.from({ length: 100 }, (_, k) => (k % 2 === 0 ? -0 : 0));
for (const encoding of [undefined, 'PLAIN']) {
  const file = parquetWriteBuffer({ columnData: [{ name: 'x', type: 'DOUBLE', data, ...(encoding === undefined ? {} : { encoding }) }] });
  const back = (await parquetReadObjects({ file })).map(({ x }) => x);
  console.log(back.filter((x, k) => !Object.is(x, data[k])).length);
}
JS
seen=$(node zeros.mjs | tr '\n' ' ')
echo "hyparquet-writer 0.17.0: values of 100 that changed their sign, with a dictionary and without: $seen"
expect "what changed" "$seen" "50 0 "
