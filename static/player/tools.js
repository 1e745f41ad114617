// What a page can do only with a script, so its buttons stay hidden without one: print, and copy an address.

import { _ } from "./words.js";

export function offerTools(root, { clipboard = navigator.clipboard, print = () => globalThis.print() } = {}) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.addEventListener("click", print);
    button.closest("[hidden]")?.removeAttribute("hidden");
  }
  if (clipboard) for (const button of root.querySelectorAll("[data-copy]")) {
    const words = button.querySelector("span") ?? button, before = words.textContent;
    button.addEventListener("click", async () => {
      const done = await clipboard.writeText(button.dataset.copy).then(() => true, () => false);
      words.textContent = done ? _("Copied") : before;
    });
    button.hidden = false;
  }
}
