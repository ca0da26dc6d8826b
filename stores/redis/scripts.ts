import { createHash } from "node:crypto";
import type { RedisConnection } from "./connection.ts";
import { codeOf, LOST } from "./redis-errors.ts";

/** A Lua script, which Redis runs as one step that nothing can come in between of. */
export class Script {
  readonly #lua: string;
  readonly #sha: string;

  constructor(lua: string) {
    this.#lua = lua;
    this.#sha = createHash("sha1").update(lua).digest("hex");
  }

  async run(connection: RedisConnection, keys: string[], values: string[]): Promise<unknown> {
    const options = { keys, arguments: values };
    try {
      return await connection.call((client) => client.evalSha(this.#sha, options));
    } catch (error) {
      // A Redis that is new or was restarted does not know it. A call of its own, with a time of its own.
      if (codeOf(error) !== "NOSCRIPT") throw error;
      return connection.call((client) => client.eval(this.#lua, options));
    }
  }
}

/**
 * A script that does nothing unless the store is still the one that was opened: KEYS[1] is the birth record, ARGV[1]
 * what it should say. What takes memory comes first in a script: Redis refuses that at the first write or not at all.
 */
const ofThisStore = (lua: string) =>
  new Script(
    `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('${LOST} birth record') end\n${lua}`,
  );

/** KEYS: birth record. ARGV: a birth record to write if there is none. Answers with the one that stands. */
export const giveBirth = new Script(`
  local born = redis.call('GET', KEYS[1])
  if not born then redis.call('SET', KEYS[1], ARGV[1]) end
  return born or ARGV[1]`);

/** KEYS: birth record. ARGV: birth, the next one. */
export const rebirth = ofThisStore(`
  redis.call('SET', KEYS[1], ARGV[2])
  return 1`);

/**
 * KEYS: birth record, entry, names of all marks. ARGV: birth, key, expected (its presence, itself), next (its presence,
 * itself), what stands before a mark's name, then name and number of each mark, no number standing for removal.
 */
export const compareAndSet = ofThisStore(`
  local key, before = ARGV[2], ARGV[7]
  local expected = ARGV[3] == '1' and ARGV[4]
  if redis.call('GET', KEYS[2]) ~= expected then return 0 end
  if ARGV[5] == '0' then
    redis.call('DEL', KEYS[2])
    for _, name in ipairs(redis.call('SMEMBERS', KEYS[3])) do redis.call('ZREM', before .. name, key) end
    return 1
  end
  redis.call('SET', KEYS[2], ARGV[6])
  for i = 8, #ARGV, 2 do
    if ARGV[i + 1] == '' then
      redis.call('ZREM', before .. ARGV[i], key)
    else
      redis.call('SADD', KEYS[3], ARGV[i])
      redis.call('ZADD', before .. ARGV[i], ARGV[i + 1], key)
    end
  end
  return 1`);

/** KEYS: birth record, names of all marks, entries. ARGV: birth, what stands before a mark's name, key of each entry. Answers for each with value, then name and number of each mark; with nothing for an absent one. */
export const entriesOf = ofThisStore(`
  local names, answers = redis.call('SMEMBERS', KEYS[2]), {}
  for i = 3, #KEYS do
    local value, answer = redis.call('GET', KEYS[i]), {}
    if value then
      answer[1] = value
      for _, name in ipairs(names) do
        local score = redis.call('ZSCORE', ARGV[2] .. name, ARGV[i])
        if score then
          table.insert(answer, name)
          table.insert(answer, score)
        end
      end
    end
    answers[i - 2] = answer
  end
  return answers`);

/** KEYS: birth record, log, ids, last position. ARGV: birth, then id, time and payload of each. Answers with index and position of each new one. */
export const append = ofThisStore(`
  local appended = {}
  for i = 2, #ARGV, 3 do
    if redis.call('HEXISTS', KEYS[3], ARGV[i]) == 0 then
      local position = redis.call('INCR', KEYS[4])
      redis.call('HSET', KEYS[3], ARGV[i], position)
      redis.call('XADD', KEYS[2], position .. '-0', 'id', ARGV[i], 'at', ARGV[i + 1], 'payload', ARGV[i + 2])
      table.insert(appended, (i - 2) / 3)
      table.insert(appended, position)
    end
  end
  return appended`);

/** KEYS: birth record, log, finished ids. ARGV: birth, now, positions. */
export const finish = ofThisStore(`
  for i = 3, #ARGV do
    local position = ARGV[i] .. '-0'
    local entry = redis.call('XRANGE', KEYS[2], position, position)[1]
    if entry then
      redis.call('ZADD', KEYS[3], ARGV[2], entry[2][2])
      redis.call('XDEL', KEYS[2], position)
    end
  end
  return 1`);

/** KEYS: birth record, log, ids, finished ids, last position. ARGV: birth, last position, then id, position, when finished or nothing, time, payload of each. */
export const adopt = ofThisStore(`
  local last = tonumber(redis.call('GET', KEYS[5]) or '0')
  for i = 3, #ARGV, 5 do
    local id, position, finished = ARGV[i], ARGV[i + 1], ARGV[i + 2]
    redis.call('HSET', KEYS[3], id, position)
    if finished ~= '' then
      redis.call('ZADD', KEYS[4], finished, id)
    else
      redis.call('XADD', KEYS[2], position .. '-0', 'id', id, 'at', ARGV[i + 3], 'payload', ARGV[i + 4])
    end
    last = math.max(last, tonumber(position))
  end
  redis.call('SET', KEYS[5], string.format('%.0f', math.max(last, tonumber(ARGV[2]))))
  return 1`);

/** KEYS: birth record, ids, finished ids. ARGV: birth, time, how many at most. Answers with how many it dropped. */
export const forget = ofThisStore(`
  local old = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', '(' .. ARGV[2], 'LIMIT', 0, ARGV[3])
  for _, id in ipairs(old) do
    redis.call('HDEL', KEYS[2], id)
    redis.call('ZREM', KEYS[3], id)
  end
  return #old`);

/** KEYS: birth record, lease. ARGV: birth, owner, ms. Answers with 1 if the lease is now this owner's. */
export const takeLease = ofThisStore(`
  local owner = redis.call('GET', KEYS[2])
  if owner and owner ~= ARGV[2] then return 0 end
  redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
  return 1`);

/** KEYS: birth record, lease. ARGV: birth, owner, ms. Answers with 1 if the lease was still this owner's. */
export const renewLease = ofThisStore(`
  return redis.call('GET', KEYS[2]) == ARGV[2] and redis.call('PEXPIRE', KEYS[2], ARGV[3]) or 0`);

/** KEYS: birth record, lease. ARGV: birth, owner. */
export const dropLease = ofThisStore(`
  return redis.call('GET', KEYS[2]) == ARGV[2] and redis.call('DEL', KEYS[2]) or 0`);
