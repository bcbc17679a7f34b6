/** Says `ready`, opens a session file, says `open` and waits to be killed. Arguments: data folder, file. */
import { openHere } from '../../integration/session/children/open-here.ts';

const [dataFolder = '', file = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
openHere({ kind: 'file', path: file }, dataFolder);
process.stdout.write('open\n');
setInterval(() => undefined, 60_000);
