// On a narrow window the parts stand behind tabs; on a wide one all are seen, and the tabs are gone.

const NARROW = "(max-width: 63.99rem)";

export function tabs(list) {
  if (!list) return;
  const all = [...list.querySelectorAll('[role="tab"]')], narrow = matchMedia(NARROW);
  const part = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
  const choose = (chosen) => {
    for (const tab of all) {
      const on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      part(tab).hidden = narrow.matches && !on;
      if (narrow.matches) part(tab).setAttribute("role", "tabpanel");
      else part(tab).removeAttribute("role");
    }
  };
  const settle = () => {
    list.hidden = !narrow.matches;
    choose(all.find((tab) => tab.getAttribute("aria-selected") === "true") ?? all[0]);
  };
  list.addEventListener("click", ({ target }) => { const tab = target.closest('[role="tab"]'); if (tab) choose(tab); });
  list.addEventListener("keydown", (event) => {
    const turned = getComputedStyle(list).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: turned, ArrowLeft: -turned }[event.key];
    if (!step) return;
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    choose(next);
    next.focus();
  });
  narrow.addEventListener("change", settle);
  settle();
  return { show: (id) => choose(all.find((tab) => tab.getAttribute("aria-controls") === id) ?? all[0]) };
}
