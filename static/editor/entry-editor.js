// The editor's page: checks while somebody types, keeps the draft, shows the preview anew. Without this script its form does the same by hand.

import { source } from "./source.js";
import { tabs } from "./tabs.js";
import { post, send, shelf } from "./talk.js";

const CHECK = 300, SAVE = 1200;
const page = document.querySelector("[data-edit]"), words = page.dataset, form = page.querySelector("[data-form]");
const field = form.elements.text, frame = page.querySelector("iframe"), list = page.querySelector("[data-list]");
const saved = document.querySelector("[data-saved]"), heard = page.querySelector("[data-heard]");
const kept = shelf(words.path);
let checking = 0, saving = 0, stopped = false, busy = false, clean = field.value, said = "", turn = 0;

const editor = source(field, page.querySelector("[data-mount]"), {
  label: words.label, nonce: document.querySelector('meta[name="style-word"]').content, changed,
});
const parts = tabs(document.querySelector('[role="tablist"]'));

function state(kind, text) {
  if (saved.dataset.kind !== kind || kind === "saved") saved.querySelector("[data-words]").textContent = text;
  saved.dataset.kind = kind;
}

function changed() {
  kept.put({ text: editor.text(), began: form.elements.began.value, base: form.elements.base.value });
  if (!stopped) state("unsaved", words.unsaved);
  clearTimeout(checking);
  clearTimeout(saving);
  checking = setTimeout(check, CHECK);
  if (!stopped) saving = setTimeout(save, SAVE);
}

/** The list, the marks at the lines, and for who listens what the list came to. */
function show(answer) {
  editor.show(answer.problems);
  list.innerHTML = answer.list;
  document.querySelector("[data-counts]").replaceChildren(...list.querySelector(".edit__counts").cloneNode(true).children);
  if (answer.summary !== said) heard.textContent = answer.summary;
  said = answer.summary;
}

async function check() {
  const mine = turn += 1, text = editor.text();
  try {
    const answer = await post(words.check, { text });
    if (mine === turn && text === editor.text()) show(answer);
  } catch (error) { if (error.status === 422) tell(error.message); }
}

async function save() {
  const text = editor.text();
  if (stopped || busy || text === clean) return;
  busy = true;
  state("saving", words.saving);
  try { taken(text, await post(words.save, { text, began: form.elements.began.value })); } catch (error) { failed(error); }
  busy = false;
  if (!stopped && editor.text() !== clean && saved.dataset.kind === "saved") changed();
}

function taken(text, answer) {
  clean = form.elements.base.value = text;
  form.elements.began.value = answer.began;
  if (editor.text() === text) {
    kept.clear();
    turn += 1;
    show(answer);
  }
  state("saved", answer.saved);
  document.querySelector("[data-publish]").innerHTML = answer.publish;
  tell("");
  again();
}

/** What could not be saved stays here and on this device. After a clash the page with both texts is one button away. */
function failed(error) {
  state("kept", words.kept);
  if (error.status === 409 && error.data.act) { stopped = true; tell(error.message, error.data.act); }
  else if (error.status === 401) { tell(words.signedout); saving = setTimeout(save, 15000); }
  else if (error.status === 422) tell(error.message);
  else saving = setTimeout(save, 10000);
}

function tell(text, act = "") {
  const place = document.querySelector("[data-told]");
  if (place.textContent === text) return;
  place.replaceChildren();
  if (!text) return;
  const box = Object.assign(document.createElement("div"), { className: "callout callout--error edit__told" });
  box.setAttribute("role", "alert");
  box.append(Object.assign(document.createElement("p"), { textContent: text }));
  if (act) {
    const button = Object.assign(document.createElement("button"), { className: "button", type: "button", textContent: act });
    button.addEventListener("click", () => form.requestSubmit());
    box.append(button);
  }
  place.append(box);
}

/** The page in the frame, anew and at its place. */
function again() {
  const inside = frame?.contentWindow;
  if (!inside) return;
  const { scrollX, scrollY } = inside;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" }), { once: true });
  inside.location.reload();
}

list.addEventListener("click", (event) => {
  const { line, column } = event.target.closest("[data-line]")?.dataset ?? {};
  if (!line) return;
  event.preventDefault();
  parts?.show("part-source");
  editor.go(Number(line), Number(column));
});

page.querySelector("[data-tools]").hidden = false;
page.addEventListener("click", async ({ target }) => {
  const { snippet, tidy } = target.closest("[data-snippet], [data-tidy]")?.dataset ?? {};
  if (snippet) { target.closest("details").open = false; editor.putBlock(snippet); }
  if (tidy !== undefined) {
    const { text } = await post(words.format, { text: editor.text() }).catch(() => ({ text: editor.text() }));
    if (text !== editor.text()) editor.replace(text);
  }
});

const phone = page.querySelector("[data-phone]");
if (phone) phone.hidden = false;
phone?.addEventListener("click", () => {
  const on = frame.classList.toggle("edit__frame--phone");
  phone.setAttribute("aria-pressed", String(on));
});

const picture = page.querySelector("[data-picture]");
picture.addEventListener("submit", async (event) => {
  event.preventDefault();
  const refusal = picture.querySelector("[data-refusal]");
  refusal.hidden = true;
  try {
    const { address } = await send(words.pictures, picture);
    parts?.show("part-source");
    editor.putWords(`![](${address})`, 2);
    picture.reset();
  } catch (error) { Object.assign(refusal, { hidden: false, textContent: error.message }); }
});

form.addEventListener("submit", () => { stopped = true; kept.clear(); });
addEventListener("online", () => save());

const before = kept.take();
if (before && before.text !== field.value) {
  form.elements.began.value = before.began;
  form.elements.base.value = before.base;
  editor.replace(before.text);
  tell(words.restored);
}
show({ problems: JSON.parse(document.getElementById("found").textContent), list: list.innerHTML, summary: "" });
