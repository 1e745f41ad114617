// Speaks to the server for the editor: every answer is JSON, and a refusal comes as an Error with its words.

const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

async function answered(response) {
  const data = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(data.error ?? ""), { status: response.status, data });
  return data;
}

export const post = async (address, data) => answered(await fetch(address, {
  method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": csrf() }, body: JSON.stringify(data),
}));

export const send = async (address, form) => answered(await fetch(address, {
  method: "POST", headers: { Accept: "application/json", "X-CSRF-Token": csrf() }, body: new FormData(form),
}));

/** What was written but not saved, kept on this device until it is. A browser that keeps nothing loses nothing else. */
export function shelf(name) {
  const key = `aeo-draft:${name}`, safely = (act) => { try { return act(); } catch { return null; } };
  return {
    put: (value) => safely(() => localStorage.setItem(key, JSON.stringify(value))),
    take: () => safely(() => JSON.parse(localStorage.getItem(key) ?? "null")),
    clear: () => safely(() => localStorage.removeItem(key)),
  };
}
