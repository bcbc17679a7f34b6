/**
 * The store on Redis or Valkey. Steps that must not be torn apart are scripts; each may be sent again after a lost
 * connection and does nothing the second time. All keys begin with `leibniz:`.
 */
import type { Redis } from 'ioredis';
import { joined, JOB_SECONDS, piecesOf, PROGRAM_SECONDS, sharedBytes } from './queue-store.ts';
import type { AppendedRecord, BegunJob, JobRecord, Present, QueueStore, RecordPlace } from './queue-store.ts';

const CANCELLED_CHANNEL = 'leibniz:cancelled';
const saidChannel = (owner: string): string => `leibniz:said:${owner}`;
const programKey = (hash: string, piece: number | 'pieces'): string => `leibniz:program:${hash}:${piece}`;
const jobKey = (id: string, part: '' | ':task' | ':said' | ':checkpoint' | `:next:${number}` = ''): string => `leibniz:job:${id}${part}`;

/** Fields of a job: owner, attempt, last (record of this attempt), kept (attempt that left a checkpoint), taken, over, cancelled. */
const BEGIN = `
if redis.call('HGET', KEYS[1], 'owner') == false or redis.call('HGET', KEYS[1], 'over') == '1' then return false end
local attempt = redis.call('HINCRBY', KEYS[1], 'attempt', 1)
redis.call('HSET', KEYS[1], 'last', -1)
return {attempt, redis.call('HGET', KEYS[1], 'owner'), redis.call('HGET', KEYS[1], 'kept') or '0',
  redis.call('HGET', KEYS[1], 'cancelled') or '0'}`;

const APPEND = `
if redis.call('HGET', KEYS[1], 'attempt') ~= ARGV[1] then
  redis.call('DEL', KEYS[4])
  return 'stale'
end
if tonumber(ARGV[2]) > tonumber(redis.call('HGET', KEYS[1], 'last')) then
  redis.call('XADD', KEYS[2], ARGV[1] .. '-' .. ARGV[2], 'b', ARGV[3])
  redis.call('EXPIRE', KEYS[2], ARGV[6])
  redis.call('HSET', KEYS[1], 'last', ARGV[2])
  if ARGV[4] == '1' and redis.call('EXISTS', KEYS[4]) == 1 then
    redis.call('RENAME', KEYS[4], KEYS[3])
    redis.call('EXPIRE', KEYS[3], ARGV[6])
    redis.call('HSET', KEYS[1], 'kept', ARGV[1])
  end
  if ARGV[5] == '1' then redis.call('HSET', KEYS[1], 'over', 1) end
end
redis.call('PUBLISH', ARGV[7], ARGV[8])
return redis.call('HGET', KEYS[1], 'taken') or '0-0'`;

const GIVE_BACK = `if redis.call('HGET', KEYS[1], 'attempt') == ARGV[1] then redis.call('HSET', KEYS[1], 'kept', ARGV[1]) end`;
const CANCEL = `
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'cancelled', 1) end
redis.call('PUBLISH', ARGV[1], ARGV[2])`;
const TAKE = `
if redis.call('EXISTS', KEYS[1]) == 0 then return end
redis.call('HSET', KEYS[1], 'taken', ARGV[1])
redis.call('XTRIM', KEYS[2], 'MINID', ARGV[2])`;
/** By the server's clock, since the machines' may differ. */
const ANNOUNCE = `
local now = redis.call('TIME')
local until_ = now[1] * 1000 + math.floor(now[2] / 1000) + ARGV[3]
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now[1] * 1000)) do
  redis.call('ZREM', KEYS[1], gone)
  redis.call('HDEL', KEYS[2], gone)
end
if ARGV[3] == '0' then
  redis.call('ZREM', KEYS[1], ARGV[1])
  redis.call('HDEL', KEYS[2], ARGV[1])
else
  redis.call('ZADD', KEYS[1], until_, ARGV[1])
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
end`;
const PRESENT = `
local now = redis.call('TIME')
local found = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], now[1] * 1000, '+inf')) do
  local text = redis.call('HGET', KEYS[2], id)
  if text then found[#found + 1] = id found[#found + 1] = text end
end
return found`;

const presentKeys = (kind: Present): [string, string] => [`leibniz:present:${kind}`, `leibniz:present:${kind}:text`];

/**
 * @param client for commands
 * @param listener for messages alone
 */
export function createRedisStore(client: Redis, listener: Redis): QueueStore {
  const onMessage = new Map<string, (text: string) => void>();
  listener.on('message', (channel: string, text: string) => onMessage.get(channel)?.(text));
  const subscribe = async (channel: string, heard: (text: string) => void): Promise<void> => {
    onMessage.set(channel, heard);
    await listener.subscribe(channel);
  };
  const putPieces = async (key: string, bytes: Uint8Array): Promise<void> => {
    await client.del(key);
    for (const piece of piecesOf(bytes)) await client.rpush(key, bufferOf(piece));
    await client.expire(key, JOB_SECONDS);
  };

  return {
    async putProgram(hash, bytes) {
      const pieces = piecesOf(bytes);
      const isThere = (await client.get(programKey(hash, 'pieces'))) === String(pieces.length);
      if (isThere) {
        const kept = await Promise.all(pieces.map((_, k) => client.expire(programKey(hash, k), PROGRAM_SECONDS)));
        if (kept.every((one) => one === 1)) {
          await client.expire(programKey(hash, 'pieces'), PROGRAM_SECONDS);
          return;
        }
      }
      for (const [k, piece] of pieces.entries()) await client.set(programKey(hash, k), bufferOf(piece), 'EX', PROGRAM_SECONDS);
      // Last: who finds it finds the pieces.
      await client.set(programKey(hash, 'pieces'), pieces.length, 'EX', PROGRAM_SECONDS);
    },
    async program(hash) {
      const count = Number(await client.get(programKey(hash, 'pieces')) ?? 0);
      if (!(count > 0)) return null;
      const pieces: Uint8Array[] = [];
      for (let k = 0; k < count; k++) {
        const piece = await client.getBuffer(programKey(hash, k));
        if (piece === null) return null;
        pieces.push(piece);
      }
      return sharedBytes(pieces);
    },
    async createJob(id, owner, task) {
      await putPieces(jobKey(id, ':task'), task);
      await client.multi().hset(jobKey(id), 'owner', owner).expire(jobKey(id), JOB_SECONDS).exec();
    },
    async beginJob(id) {
      const begun = await client.eval(BEGIN, 1, jobKey(id)) as [number, string, string, string] | null;
      if (begun === null) return 'over';
      const [attempt, owner, kept, cancelled] = begun;
      const [task, checkpoint] =
        await Promise.all([client.lrangeBuffer(jobKey(id, ':task'), 0, -1), client.lrangeBuffer(jobKey(id, ':checkpoint'), 0, -1)]);
      if (task.length === 0) return 'over';
      return {
        attempt, owner, lost: attempt - 1 - Number(kept), task: joined(task),
        checkpoint: checkpoint.length === 0 ? null : joined(checkpoint), cancelled: cancelled === '1',
      } satisfies BegunJob;
    },
    async giveBackJob(id, attempt) {
      await client.eval(GIVE_BACK, 1, jobKey(id), attempt);
    },
    async append(id, { attempt, index, bytes, checkpoint, isEnd, owner }: AppendedRecord) {
      if (checkpoint !== null) await putPieces(jobKey(id, `:next:${attempt}`), checkpoint);
      const said = await client.eval(
        APPEND, 4, jobKey(id), jobKey(id, ':said'), jobKey(id, ':checkpoint'), jobKey(id, `:next:${attempt}`),
        attempt, index, bufferOf(bytes), checkpoint === null ? 0 : 1, isEnd ? 1 : 0, JOB_SECONDS, saidChannel(owner), id,
      );
      return said === 'stale' ? 'stale' : placeOf(String(said));
    },
    async taken(id) {
      const [owner, taken] = await client.hmget(jobKey(id), 'owner', 'taken');
      return owner === null || owner === undefined ? null : placeOf(taken ?? '0-0');
    },
    async read(id, { attempt, index }, most) {
      const entries = await client.xrangeBuffer(jobKey(id, ':said'), `(${attempt}-${index}`, '+', 'COUNT', most);
      return entries.map(([place, fields]): JobRecord => ({ ...placeOf(place.toString()), bytes: fields[1] ?? new Uint8Array(0) }));
    },
    async take(id, { attempt, index }) {
      await client.eval(TAKE, 2, jobKey(id), jobKey(id, ':said'), `${attempt}-${index}`, `${attempt}-${index + 1}`);
    },
    async cancelJob(id) {
      await client.eval(CANCEL, 1, jobKey(id), CANCELLED_CHANNEL, id);
    },
    async dropJobs(ids) {
      if (ids.length === 0) return;
      await client.unlink(ids.flatMap((id) => [jobKey(id), jobKey(id, ':task'), jobKey(id, ':said'), jobKey(id, ':checkpoint')]));
    },
    async announce(kind, id, text, milliseconds) {
      await client.eval(ANNOUNCE, 2, ...presentKeys(kind), id, text, milliseconds);
    },
    async present(kind) {
      const found = await client.eval(PRESENT, 2, ...presentKeys(kind)) as string[];
      return new Map(found.flatMap((id, k) => (k % 2 === 0 ? [[id, found[k + 1] ?? ''] as const] : [])));
    },
    onSaid: (owner, heard) => subscribe(saidChannel(owner), heard),
    onCancelled: (heard) => subscribe(CANCELLED_CHANNEL, heard),
    async close() {
      // What waits for a server that is gone would wait for ever.
      client.disconnect();
      listener.disconnect();
      await Promise.resolve();
    },
  };
}

function placeOf(text: string): RecordPlace {
  const [attempt = 0, index = 0] = text.split('-').map(Number);
  return { attempt, index };
}

/** The same memory, as the client wants it. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
