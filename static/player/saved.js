// The one written place that says what is safe. Only a change of kind is announced.

import { h, icon } from "./dom.js";
import { _, ngettext, timeOfDay } from "./words.js";

const FACES = {
  saved: ["check", (at) => (at ? _("Saved %(time)s", { time: at }) : _("Saved"))],
  saving: ["hourglass", () => _("Saving")],
  kept: ["cloud-off", () => _("Kept on this device, not sent yet")],
};

/** `say(state, at)` with state saved, saving or kept; `at` is a time of day, now where it is left out. */
export function savedFace(root) {
  let kind = null;
  const voice = h("p", { class: "visually-hidden", role: "status" });
  root?.ownerDocument.body.append(voice);
  return function say(state, at = timeOfDay(new Date())) {
    const [sign, words] = FACES[state], text = words(state === "saved" ? at : "");
    for (const face of root?.querySelectorAll(".saved") ?? []) {
      face.dataset.state = state;
      face.replaceChildren(icon(sign), h("span", {}, text));
    }
    if (state !== "saving" && state !== kind) {
      if (kind !== null || state === "kept") voice.textContent = text;
      kind = state;
    }
  };
}

/** The bar that says how many answers wait on this device; nought hides it. */
export function showWaiting(bar, waiting) {
  if (!bar) return;
  bar.hidden = waiting === 0;
  const words = ngettext("No line. You can go on. %(num)s answer waits on this device.", "No line. You can go on. %(num)s answers wait on this device.", waiting);
  bar.replaceChildren(icon("wifi-off"), h("span", {}, waiting ? words : ""));
}
