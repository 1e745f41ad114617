// Rows that are judged: what would have been right in words, and the risk that is left while it is rated.

import { h } from "./dom.js";
import { BANDS, bandOf, residualInTenths } from "./judgements.js";
import { _, count } from "./words.js";

const PAUSE = 500;

export const saysWords = (word) => ({ supports: _("supports it"), contradicts: _("contradicts it"), silent: _("says nothing on it") })[word];
export const bandWords = (place) => ({ low: _("low"), medium: _("medium"), high: _("high"), critical: _("critical") })[BANDS[place]];

/** What would have been right, from the entries that `right` joins by dots: the same words as templates/components/judgements.html. */
export function rightWords(kind, right) {
  if (kind === "evidence") {
    const [word, ...rest] = right.split("."), place = rest.join("."), says = saysWords(word);
    return place ? _("The document %(says)s, at: %(place)s", { says, place }) : _("The document %(says)s", { says });
  }
  const [likelihood, impact, control] = right.split(".");
  if (control === undefined) return _("Experts: likelihood %(likelihood)s, impact %(impact)s", { likelihood, impact });
  const band = bandWords(bandOf(likelihood, impact, control));
  return _("Expert: likelihood %(likelihood)s, impact %(impact)s, control %(control)s. Band: %(band)s", { likelihood, impact, control, band });
}

/** Below each row that has its three marks: inherent and residual risk and the band, said at a pause. */
export function enhanceRating(form) {
  for (const row of form.querySelectorAll(".match__row")) {
    const menus = [...row.querySelectorAll("select")], said = h("p", { class: "small quiet", role: "status" });
    let waiting = null;
    const tell = () => {
      const marks = menus.map((menu) => menu.value);
      const [likelihood, impact, control] = marks.map(Number);
      const values = { inherent: count(likelihood * impact), residual: tenths(residualInTenths(likelihood, impact, control)), band: bandWords(bandOf(likelihood, impact, control)) };
      said.textContent = marks.every(Boolean) ? _("Inherent %(inherent)s, residual %(residual)s, band %(band)s.", values) : "";
    };
    row.querySelector(".bank__letter + div").append(said);
    row.addEventListener("change", () => {
      clearTimeout(waiting);
      waiting = setTimeout(tell, PAUSE);
    });
    tell();
  }
}

const tenths = (number) => count(Math.floor(number / 10)) + count(0.1).slice(1, 2) + String(number % 10);
