// What a page can do only with a script, so its buttons stay hidden without one: print, and copy an address.

import { _ } from "./words.js";

export function offerTools(root, { clipboard = navigator.clipboard, print = () => globalThis.print() } = {}) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.addEventListener("click", print);
    button.closest("[hidden]")?.removeAttribute("hidden");
  }
  if (clipboard) for (const button of root.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      await clipboard.writeText(button.dataset.copy);
      button.textContent = _("Copied");
      if (button.nextElementSibling) button.nextElementSibling.textContent = _("Copied");
    });
    button.hidden = false;
  }
}
