// A SCORM 1.2 package: find the LMS, open the session, run the course; end the session once, whatever closes the window.

import { waitForApi } from "./api.js";
import { receive } from "./lessons.js";
import { Sco } from "./sco.js";
import { scorm12Store, untrackedStore } from "./scorm12.js";
import { _, useWords } from "./words.js";

async function run(course, words) {
  useWords(words);
  let sco = null;
  const api = await waitForApi(window);
  const store = api ? scorm12Store(api, { mastery: course.mastery, told: (kind) => sco?.say(kind) }) : untrackedStore();
  sco = new Sco(course, store, document);
  if (!sco.start()) untracked(course);
  else if (store.tracked) live(store, sco);
  else banner();
}

/** The LMS is there but lets no session begin: the course can be read all the same. */
function untracked(course) {
  new Sco(course, untrackedStore(), document).start();
  banner();
}

function banner() {
  document.getElementById("untracked").hidden = false;
}

function live(store, sco) {
  const leave = () => {
    sco.leftQuestion();
    return store.leave();
  };
  const hide = () => {
    sco.flush();
    store.hide();
  };
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? hide() : store.show()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sco.end();
    sco.notice(_("This session has ended. Open the course again from your LMS."));
  });
  const exit = document.getElementById("exit");
  exit.hidden = false;
  exit.addEventListener("click", () => {
    const recorded = leave();
    sco.end(recorded);
    if (recorded && window.opener) window.close();
  });
}

window.aeo = { course: run, lesson: receive };
