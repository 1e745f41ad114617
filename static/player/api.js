// Find the LMS's API from inside its frames: every look at another window may throw, and some LMSs set it late.

const LEVELS = 7;

function look(read) {
  try {
    return read() ?? null;
  } catch {
    return null;
  }
}

/** From a window upwards, through at most seven parents. */
function climb(win, name) {
  for (let level = 0, here = win; here && level <= LEVELS; level += 1) {
    const window = here, api = look(() => window[name]);
    if (api && look(() => api.LMSInitialize)) return api;
    const parent = look(() => window.parent);
    if (!parent || parent === window) return null;
    here = parent;
  }
  return null;
}

/** From this window's parents, from whoever opened it, and from whoever opened the outermost one; null where there is none. */
export function findApi(win, name = "API") {
  return climb(win, name) ?? climb(look(() => win.opener), name) ?? climb(look(() => win.top.opener), name);
}

const alone = (win) => look(() => win.parent) === win && !look(() => win.opener);

/** Look again and again for ten seconds; one second is enough for a window that nobody framed or opened. */
export async function waitForApi(win, { name = "API", patience = alone(win) ? 1000 : 10000, step = 200 } = {}) {
  for (let waited = 0; ; waited += step) {
    const api = findApi(win, name);
    if (api || waited >= patience) return api;
    await new Promise((resolve) => { setTimeout(resolve, step); });
  }
}
