// The store of our own pages: what waits, what goes out, in which order.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { serverStore } from "../../static/player/server_store.js";

beforeEach(() => {
  const kept = new Map();
  globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key), kept };
});

function line({ replies = [], key = "7", halted } = {}) {
  const sent = [], told = [], waiting = [], later = [];
  const send = async (address, { body, headers, keepalive, redirect }) => {
    sent.push({ address, headers, keepalive, redirect, ...JSON.parse(body) });
    const reply = replies.length ? replies.shift() : { saved: "14:32" };
    if (reply instanceof Error) throw reply;
    return { status: reply.status ?? 200, type: reply.type, json: async () => reply };
  };
  const store = serverStore({ key, csrf: "token", send, halted, told: (...words) => told.push(words.filter(Boolean).join(" ")), waits: (number) => waiting.push(number), later: (act) => later.push(act) });
  return { store, sent, told, waiting, later };
}

test("an answer is sent with its number, its token and over a closing page", async () => {
  const { store, sent, told } = line();
  store.open(4);

  const reply = await store.save("/attempts/7/answers/q-1", ["01"], { check: true });

  assert.deepEqual(sent, [{ address: "/attempts/7/answers/q-1", headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": "token" }, keepalive: true, redirect: "manual", answer: ["01"], sequence: 5, check: true }]);
  assert.equal(reply.saved, "14:32");
  assert.deepEqual(told, ["saving", "saved 14:32"]);
  assert.equal(store.waiting(), 0);
});

test("what the line does not take waits on this device and goes out in order", async () => {
  const { store, sent, told, waiting, later } = line({ replies: [new Error("no line"), new Error("no line")] });
  store.open(0);

  assert.equal(await store.save("/a/q-1", ["01"]), null);
  assert.equal(await store.save("/a/q-2", ["02"]), null);
  assert.equal(told.at(-1), "kept");
  assert.equal(waiting.at(-1), 2);
  await later.at(-1)();

  assert.deepEqual(sent.slice(-2).map(({ address, sequence }) => [address, sequence]), [["/a/q-1", 1], ["/a/q-2", 2]]);
  assert.equal(store.waiting(), 0);
  assert.equal(waiting.at(-1), 0);
});

test("of two answers to one question only the newer one waits, with the higher number", async () => {
  const { store, sent } = line({ replies: [new Error("no line"), new Error("no line")] });
  store.open(0);

  await store.save("/a/q-1", ["01"]);
  await store.save("/a/q-1", ["02"]);
  await store.settle();

  assert.deepEqual(sent.at(-1).answer, ["02"]);
  assert.equal(sent.at(-1).sequence, 2);
  assert.equal(sent.length, 3);
});

test("an answer that changes while it is on its way is not lost", async () => {
  const { store, sent } = line();
  store.open(0);

  await Promise.all([store.save("/a/q-1", ["01"]), store.save("/a/q-1", ["02"])]);

  assert.deepEqual(sent.at(-1).answer, ["02"]);
  assert.equal(store.waiting(), 0);
});

test("a check that is pressed while its draft is on the way gets the reply to the check", async () => {
  const { store, sent } = line({ replies: [{ saved: "14:32", reply: "draft" }, { saved: "14:32", reply: "checked" }] });
  store.open(0);

  const [draft, checked] = await Promise.all([store.save("/a/q-1", ["01"]), store.save("/a/q-1", ["01"], { check: true })]);

  assert.deepEqual(sent.map(({ sequence, check }) => [sequence, check]), [[1, false], [2, true]]);
  assert.equal(draft.reply, "draft");
  assert.equal(checked.reply, "checked");
});

test("what waited from the page before never answers for this one", async () => {
  const { store: before } = line({ replies: [new Error("no line")] });
  before.open(0);
  await before.save("/a/q-1", ["01"]);
  const { store } = line({ replies: [{ status: 409, error: "closed" }, { saved: "14:33" }] });
  store.open(1);

  const reply = await store.save("/a/q-2", ["02"]);

  assert.equal(reply.status, 200);
  assert.equal(reply.saved, "14:33");
});

test("a new page goes on where the old one stopped, and numbers only rise", async () => {
  const first = line({ replies: [new Error("no line")] });
  first.store.open(0);
  await first.store.save("/a/q-1", ["01"]);

  const second = line();
  second.store.open(0);
  await second.store.settle();
  await second.store.save("/a/q-2", ["02"]);

  assert.deepEqual(second.sent.map(({ address, sequence }) => [address, sequence]), [["/a/q-1", 1], ["/a/q-2", 2]]);
});

test("a server that is ill is asked again, one that refuses is not", async () => {
  for (const [reply, waits] of [[{ status: 503 }, 1], [{ status: 500 }, 1], [{ status: 429 }, 1], [{ status: 0, type: "opaqueredirect" }, 1], [{ status: 409 }, 0], [{ status: 422, objection: "twice" }, 0]]) {
    globalThis.localStorage.kept.clear();
    const { store } = line({ replies: [reply] });
    store.open(0);
    const told = await store.save("/a/q-1", ["01"]);
    assert.equal(store.waiting(), waits, JSON.stringify(reply));
    assert.equal(told?.status ?? null, waits ? null : reply.status);
  }
});

test("blocked storage costs the memory of a reload, nothing else", async () => {
  globalThis.localStorage = { getItem() { throw new Error("blocked"); }, setItem() { throw new Error("blocked"); }, removeItem() { throw new Error("blocked"); } };
  const { store, sent } = line({ replies: [new Error("no line")] });
  store.open(0);

  await store.save("/a/q-1", ["01"]);
  assert.equal(store.waiting(), 1);
  await store.settle();

  assert.deepEqual(sent.at(-1).answer, ["01"]);
  assert.equal(store.waiting(), 0);
});

test("a note that does not arrive is not missed", async () => {
  const { store } = line({ replies: [new Error("no line"), { review: { credit: "1" } }] });
  assert.equal(await store.note("/seen", { section: "" }), null);
  assert.deepEqual((await store.note("/practice", { answer: ["01"] })).review, { credit: "1" });
  assert.equal(store.waiting(), 0);
});

test("reliability:C10 a session that is over is told with the way back, and what waits is neither sent again and again nor lost", async () => {
  const over = { status: 401, error: "You are signed out.", act: "Sign in", sign_in: "/sign-in" };
  const told = [], { store, later } = line({ replies: [over, { ...over }], halted: (way) => told.push(way) });
  store.open(0);

  assert.equal(await store.save("/a/q-1", ["01"]), null);

  assert.equal(told.at(-1).sign_in, "/sign-in");
  assert.equal(later.length, 0);
  assert.equal(store.waiting(), 1);
});

test("reliability:C10 after signing in again the page that is loaded anew sends what waited", async () => {
  const before = line({ replies: [{ status: 401, act: "Sign in" }] });
  before.store.open(3);
  await before.store.save("/a/q-1", ["01"]);

  const told = [], { store, sent } = line({ halted: (way) => told.push(way) });
  store.open(3);
  await store.settle();

  assert.deepEqual(sent.map(({ address, sequence, answer }) => [address, sequence, answer]), [["/a/q-1", 4, ["01"]]]);
  assert.deepEqual(told, [null]);
  assert.equal(store.waiting(), 0);
});

test("reliability:C10 a page of the session before keeps its answers for itself when another session has begun", async () => {
  const told = [], { store } = line({ replies: [{ status: 403, act: "Load this page again" }], halted: (way) => told.push(way) });
  store.open(0);

  assert.equal(await store.save("/a/q-1", ["01"]), null);
  assert.equal(store.waiting(), 1);
  assert.equal(told.at(-1).act, "Load this page again");
});

test("reliability:C10 a note of somebody who is signed out is told too", async () => {
  const told = [], { store } = line({ replies: [{ status: 401, act: "Sign in" }], halted: (way) => told.push(way) });

  assert.equal(await store.note("/seen", { section: "" }), null);
  assert.equal(told.at(-1).act, "Sign in");
});
