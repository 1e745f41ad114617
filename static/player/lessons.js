// The lessons of a package come as classic scripts, one a lesson, when they are opened: nothing is fetched, file:// works.

const arrived = new Map(), asked = new Map();

/** Called by lesson-ID.js. */
export function receive(id, data) {
  arrived.set(id, data);
}

export const lessonData = (id) => arrived.get(id);

/** Resolves to the lesson's data, or to null when its file did not come. */
export function loadLesson(id, document) {
  if (arrived.has(id)) return Promise.resolve(arrived.get(id));
  if (!asked.has(id)) {
    asked.set(id, new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = `lesson-${id}.js`;
      script.onload = () => resolve(arrived.get(id) ?? null);
      script.onerror = () => { asked.delete(id); script.remove(); resolve(null); };
      document.head.append(script);
    }));
  }
  return asked.get(id);
}
