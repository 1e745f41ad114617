// While a lesson is read: the bar that says how far, the contents that follow, and the one note that it was seen.

import { tick } from "./dom.js";
import { _ } from "./words.js";

const STAY = 1500;

/** Follow the headings of `body`; `here(id)` hears the section in view, `far(percent)` how far the reader is. */
export function follow(body, { here = () => {}, far = () => {} }) {
  const heads = [...body.querySelectorAll("h2[id]")];
  let current = "";

  function look() {
    const limit = innerHeight / 3, box = body.getBoundingClientRect();
    const passed = heads.filter((head) => head.getBoundingClientRect().top <= limit).pop();
    if (passed && passed.id !== current) here((current = passed.id));
    const way = box.height - innerHeight;
    far(way > 0 ? Math.max(0, Math.min(100, Math.round((-box.top / way) * 100))) : 100);
  }

  let planned = false;
  const plan = () => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => { planned = false; look(); });
  };
  addEventListener("scroll", plan, { passive: true });
  addEventListener("resize", plan);
  plan();
  return () => { removeEventListener("scroll", plan); removeEventListener("resize", plan); };
}

/** Call `seen` once, when the page has been in view for a moment. */
export function onceSeen(seen) {
  let timer = null, done = false;
  const check = () => {
    clearTimeout(timer);
    if (!done && document.visibilityState === "visible") timer = setTimeout(() => { done = true; seen(); }, STAY);
  };
  document.addEventListener("visibilitychange", check);
  check();
  return () => { done = true; clearTimeout(timer); document.removeEventListener("visibilitychange", check); };
}

/** Mark the section in the contents and move the bar. */
export function showPlace(root, id) {
  for (const link of root.querySelectorAll(".rail__parts a")) {
    if (link.hash.slice(1) === id || link.dataset.section === id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** The docket and the contents say what the server has just stored. */
export function showSeen(root, reply) {
  if (!reply?.progress) return;
  for (const place of root.querySelectorAll("[data-progress]")) place.textContent = reply.progress;
  const here = root.querySelector('.rail__lessons [aria-current="page"] .tick[data-mark="none"]');
  if (here && reply.mark === "seen") here.replaceWith(tick("seen", _("Seen")));
}

export function showFar(root, percent) {
  for (const bar of root.querySelectorAll(".progress")) {
    bar.setAttribute("aria-valuenow", String(percent));
    bar.querySelector("rect")?.setAttribute("width", `${percent}%`);
  }
}
