// Make and fill elements. Text is always text; HTML is only what the course's own compiler has cleaned.

const SVG = "http://www.w3.org/2000/svg";

function make(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export const h = (tag, attributes, ...children) => make(document.createElement(tag), attributes, children);
export const s = (tag, attributes, ...children) => make(document.createElementNS(SVG, tag), attributes, children);

/** A fragment of cleaned HTML. */
export function html(text) {
  const template = document.createElement("template");
  template.innerHTML = text;
  return template.content;
}

const TURNS = ["arrow-right", "arrow-left", "book-open"];

/** One icon of the sprite, whose address the page tells (an inlined one has none). */
export function icon(name) {
  const sprite = document.documentElement.dataset.icons ?? "";
  const use = s("use", { href: `${sprite}#i-${name}` });
  return s("svg", { class: TURNS.includes(name) ? "icon icon--turns" : "icon", "aria-hidden": "true", focusable: "false" }, use);
}

const STROKES = { seen: "M7.2 14.5l5.6-9", finished: "M5.2 10.4l3.3 3.6 6.3-8", passed: "M5.2 10.4l3.3 3.6 6.3-8", failed: "M6 6l8 8M14 6l-8 8" };

/** The tick mark of a state; without a word it is hidden from readers, since the word stands beside it. */
export function tick(mark, word) {
  const shapes = mark === "locked"
    ? [s("rect", { x: 4, y: 9, width: 12, height: 8.5, rx: 1.5 }), s("path", { d: "M7 9V6.2a3 3 0 0 1 6 0V9" })]
    : [s("rect", { x: 1, y: 1, width: 18, height: 18, rx: 2 }), STROKES[mark] ? s("path", { d: STROKES[mark] }) : null];
  const said = word ? { role: "img", "aria-label": word } : { "aria-hidden": "true" };
  return s("svg", { class: "tick", "data-mark": mark, viewBox: "0 0 20 20", ...said }, shapes);
}

/**
 * Fill a copy of a template: `data-fill` takes a text or nodes, `data-href` an address, `data-if` goes where its value is empty.
 */
export function fill(root, values) {
  for (const element of root.querySelectorAll("[data-if]")) if (!values[element.dataset.if]) element.remove();
  for (const element of root.querySelectorAll("[data-href]")) element.setAttribute("href", values[element.dataset.href] ?? "#/");
  for (const element of root.querySelectorAll("[data-fill]")) element.replaceChildren(...[values[element.dataset.fill] ?? ""].flat());
  return root;
}

export const part = (root, name) => root.querySelector(`[data-part="${name}"]`);
export const plainText = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";
