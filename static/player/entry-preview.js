// The author's page of a preview: after each save its list and the page in its frame are shown anew, and the place stays where it was.

const bench = document.querySelector("[data-events]"), state = document.querySelector("[data-state]");
const frame = document.querySelector("iframe");
let shown = null, wanted = bench.dataset.revision, working = null, line = null;

/** The author's page of the page that lies in the frame, or null for a page that has none of its own. */
function addressOf(place) {
  const found = /^\/courses\/([^/]+)(?:\/([^/]+))?\/?$/.exec(place);
  return found ? `/see/${found[1]}${found[2] ? `/${found[2]}` : ""}${location.search}` : null;
}

const inside = () => { try { return frame.contentWindow.location; } catch { return null; } };
const text = async (address) => (await fetch(address, { cache: "no-store" })).text();

/** Put in the parts that can have changed; what was open or had the focus keeps it. */
function take(page) {
  const held = document.activeElement?.closest?.("[data-live]") && document.activeElement.getAttribute("href");
  for (const fresh of page.querySelectorAll("[data-live]")) {
    const old = document.querySelector(`[data-live="${fresh.dataset.live}"]`);
    if (old.outerHTML !== fresh.outerHTML) old.replaceWith(document.adoptNode(fresh));
  }
  document.title = page.title;
  if (held) [...document.querySelectorAll("[data-live] a")].find((each) => each.getAttribute("href") === held)?.focus({ preventScroll: true });
  return page.querySelector("[data-revision]").dataset.revision;
}

async function takeList() {
  return take(new DOMParser().parseFromString(await text(location.href), "text/html"));
}

/** Load the page in the frame again where it has changed, and go back to its place. */
async function takePage() {
  const here = inside();
  if (!here) return;
  const fresh = await text(here.href);
  if (fresh === shown) return;
  const { scrollX, scrollY } = frame.contentWindow;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" }), { once: true });
  here.reload();
}

async function follow() {
  while (bench.dataset.revision !== wanted) {
    try {
      bench.dataset.revision = await takeList();
      await takePage();
    } catch { return say("off"); }
    const counted = document.querySelector(".bench__count").textContent.trim().replace(/\s+/g, " ");
    say("new", ` ${counted}`);
    if (bench.dataset.revision !== wanted) await new Promise((done) => { setTimeout(done, 200); });
  }
  return undefined;
}

function say(word, more = "") {
  state.textContent = state.dataset[word] + more;
}

function listen() {
  line = new EventSource(bench.dataset.events);
  line.addEventListener("open", () => say("on"));
  line.addEventListener("error", () => say("off"));
  line.addEventListener("message", ({ data }) => {
    wanted = data;
    working ??= follow().finally(() => { working = null; });
  });
}

/** A browser keeps few lines to one server: a window that nobody looks at gives its own back. */
document.addEventListener("visibilitychange", () => {
  line?.close();
  if (document.visibilityState === "visible") listen();
});

frame.addEventListener("load", async () => {
  const here = inside(), address = here && addressOf(here.pathname);
  if (!here || here.protocol === "about:") return;
  shown = await text(here.href).catch(() => null);
  if (!address || address === location.pathname + location.search || (location.pathname === "/" && address.split("?")[0] === home())) return;
  history.replaceState(null, "", address);
  await takeList().catch(() => say("off"));
});

const home = () => document.querySelector(".bench__name a").getAttribute("href").split("?")[0];

if (document.visibilityState === "visible") listen();
