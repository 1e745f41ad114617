// The words of the player, translated by the page or package that it stands in: {language, texts, plurals}.
// A text that was not handed in is shown in English, which is its own key.

let given = { language: "en", texts: {}, plurals: {} };
let rules = new Intl.PluralRules("en");

export function useWords(words) {
  given = { language: "en", texts: {}, plurals: {}, ...words };
  rules = new Intl.PluralRules(given.language);
}

/** Take the words from the element with the id "words", a template or a data script, where the page has one. */
export function readWords(root = document) {
  const element = root.getElementById("words"), text = (element?.content ?? element)?.textContent.trim();
  if (text) useWords(JSON.parse(text));
}

export const language = () => given.language;

const put = (text, values) => text.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? values[name] : whole)).replaceAll("%%", "%");

export const _ = (text, values = {}) => put(given.texts[text] || text, values);

/** The form that fits a number; `%(num)s` is the number itself. */
export function ngettext(one, many, number, values = {}) {
  const forms = given.plurals[one];
  return put(forms?.[rules.select(number)] ?? forms?.other ?? (number === 1 ? one : many), { num: count(number), ...values });
}

const LATIN = { numberingSystem: "latn" };

export const count = (number) => new Intl.NumberFormat(given.language, { ...LATIN, maximumFractionDigits: 2 }).format(number);
/** 1.1, 1.3 and 1.5, with the words and signs of the language; in English without a comma before "and". */
export const list = (texts) => new Intl.ListFormat(given.language === "en" ? "en-GB" : given.language).format(texts);

export const percent = (number) => _("%(number)s\u202f%%", { number: count(number) });

/** 09:05, in French 9 h 05. */
export function timeOfDay(date) {
  const two = (part) => String(part).padStart(2, "0"), hour = date.getHours();
  return _("%(hour)s:%(minute)s", { hour: given.language.startsWith("fr") ? hour : two(hour), minute: two(date.getMinutes()) });
}

export function minutes(number) {
  const hours = Math.floor(number / 60), rest = number % 60;
  if (!hours) return ngettext("%(num)s min", "%(num)s min", rest);
  return rest ? _("%(hours)s h %(minutes)s min", { hours: count(hours), minutes: count(rest) }) : _("%(hours)s h", { hours: count(hours) });
}
