// What an LMS does not keep can be kept as a file.

import { h } from "./dom.js";
import { _ } from "./words.js";

/** A button that saves what `texts()` gives as a file of that name. */
export function saver(texts, name) {
  const save = h("button", { type: "button", class: "linklike" }, _("Save my words as a file"));
  save.addEventListener("click", () => {
    const address = URL.createObjectURL(new Blob([texts().join("\n")], { type: "text/plain;charset=utf-8" }));
    h("a", { href: address, download: name }).click();
    URL.revokeObjectURL(address);
  });
  return save;
}
