// Time left in a quiz: whole minutes, seconds in the last one; said aloud at 10, 5 and 1 minute and at the end, through one region.

import { h, icon } from "./dom.js";
import { _, minutes, ngettext } from "./words.js";

const ALOUD = [10, 5, 1];

/** Count down `left` seconds on `face`; `ended` is called once. Returns {stop, set}, set for what a server says is left. */
export function startTimer(face, left, ended, now = () => performance.now()) {
  let end = now() + left * 1000, told = Math.ceil(left / 60), done = false;
  const voice = h("p", { class: "visually-hidden", role: "status" });
  face.after(voice);

  function tickOnce() {
    const seconds = Math.max(0, Math.ceil((end - now()) / 1000)), whole = Math.ceil(seconds / 60);
    const state = seconds <= 60 ? "last" : seconds <= 300 ? "soon" : "";
    if (state) face.dataset.state = state;
    else delete face.dataset.state;
    face.replaceChildren(icon("clock"), h("span", {}, seconds <= 60 ? `0:${String(Math.min(seconds, 59)).padStart(2, "0")}` : minutes(whole)));
    if (whole < told && ALOUD.includes(whole)) voice.textContent = ngettext("%(num)s minute left.", "%(num)s minutes left.", whole);
    told = Math.min(told, whole);
    if (seconds > 0 || done) return;
    done = true;
    clearInterval(pulse);
    voice.textContent = _("The time is up. Your answers are handed in as they are.");
    ended();
  }

  const pulse = setInterval(tickOnce, 1000);
  tickOnce();
  return { stop: () => clearInterval(pulse), set: (seconds) => { end = now() + seconds * 1000; } };
}
