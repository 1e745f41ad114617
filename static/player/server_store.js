// The store of our own pages: the server grades and keeps. What it does not get waits on this device, in order, and goes out by itself.

const BACK_OFF = [1000, 2000, 5000, 10000];

function memory(key) {
  let kept = [];
  const read = () => { try { return JSON.parse(localStorage.getItem(key)) ?? []; } catch { return kept; } };
  const write = (rows) => {
    kept = rows;
    try {
      if (rows.length) localStorage.setItem(key, JSON.stringify(rows));
      else localStorage.removeItem(key);
    } catch { /* storage is blocked: the row lives as long as the page */ }
  };
  return { read, write };
}

/** The server knows who we were no longer: trying again is of no use before the person has done something. */
const halt = (data) => Object.assign(new Error("halted"), { halt: data });

/**
 * `told(state, at)` hears saving, saved and kept; `waits(number)` how many answers are on this device; `halted({error, act, sign_in})`
 * that nothing goes out before the person has signed in again or loaded the page again, and null when it goes on.
 */
export function serverStore({ key, told = () => {}, waits = () => {}, halted = () => {}, csrf = "", send = fetch.bind(globalThis), later = setTimeout }) {
  const queue = memory(`aeo:${key}`);
  const replies = new Map();
  let sequence = 0, failed = 0, retry = null, running = null;

  /** The highest number known: numbers only rise, also over reloads and what still waits. */
  const highest = () => Math.max(sequence, ...queue.read().map((row) => row.body.sequence));
  const next = () => (sequence = highest() + 1);

  async function post(address, body) {
    const reply = await send(address, {
      method: "POST", keepalive: true, credentials: "same-origin", redirect: "manual",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": csrf },
      body: JSON.stringify(body),
    });
    if (reply.type === "opaqueredirect" || reply.status === 0 || reply.status >= 500 || reply.status === 429) throw new Error("later");
    const data = await reply.json().catch(() => ({}));
    if (reply.status === 401 || (reply.status === 403 && data.act)) throw halt(data);
    halted(null);
    return { status: reply.status, ...data };
  }

  function keep(row) {
    const rows = queue.read().filter((each) => each.address !== row.address);
    queue.write([...rows, row]);
    waits(queue.read().length);
  }

  const drop = ({ address, body }) => {
    queue.write(queue.read().filter((each) => each.address !== address || each.body.sequence !== body.sequence));
    waits(queue.read().length);
  };

  /** Send what waits, one after the other; only the newest answer to a question is kept. */
  async function flush() {
    clearTimeout(retry);
    running ??= (async () => {
      let last = null;
      try {
        for (let row = queue.read()[0]; row; row = queue.read()[0]) {
          last = await post(row.address, row.body);
          replies.set(row.body.sequence, last);
          drop(row);
          failed = 0;
          if (last.saved) told("saved", last.saved);
        }
      } catch (error) {
        told("kept");
        waits(queue.read().length);
        if (error.halt) halted(error.halt);
        else retry = later(flush, BACK_OFF[Math.min(failed, BACK_OFF.length - 1)]);
        failed += 1;
        last = null;
      }
      return last;
    })().finally(() => { running = null; });
    return running;
  }

  return {
    /** Begin with the number that the server knows last; what waited from before goes out. */
    open(known = 0) {
      sequence = known;
      sequence = highest();
      globalThis.addEventListener?.("online", flush);
      globalThis.addEventListener?.("focus", () => { if (queue.read().length) flush(); });
      if (queue.read().length) {
        waits(queue.read().length);
        flush();
      }
    },
    load: () => queue.read(),
    waiting: () => queue.read().length,

    /** Keep an answer. Resolves to the server's reply to this very answer, whoever sent it, or to null while it waits on this device. */
    async save(address, answer, { check = false } = {}) {
      told("saving");
      const row = { address, body: { answer, sequence: next(), check } };
      keep(row);
      if (running) await running;
      await flush();
      const reply = replies.get(row.body.sequence) ?? null;
      replies.delete(row.body.sequence);
      return reply;
    },

    /** A small note that need not wait: seen, a try of practice. Null when the line is down or the session is over. */
    note: (address, body) => post(address, body).catch((error) => { if (error.halt) halted(error.halt); return null; }),

    /** Everything is on the server before a quiz is handed in. */
    settle: async () => { await flush(); return queue.read().length === 0; },
    leave: () => { if (queue.read().length) flush(); },
  };
}
