// Exact fractions of BigInts, in lowest terms: a mark is rounded once, at the edge, as in Python.

function divisor(a, b) {
  while (b) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

export function fraction(numerator, denominator = 1) {
  const n = BigInt(numerator), d = BigInt(denominator);
  const shared = divisor(n, d) || 1n;
  const sign = d < 0n ? -1n : 1n;
  return { n: (sign * n) / shared, d: (sign * d) / shared };
}

export const ZERO = fraction(0);
export const ONE = fraction(1);

/** Read "3/4", "-12", "0.25", ".5" or "5.". */
export function parse(text) {
  const [top, bottom = "1"] = text.split("/");
  const [whole, rest = ""] = top.split(".");
  const figures = whole.replace(/^[+-]/, "") + rest;
  const value = fraction(BigInt(figures || "0"), BigInt(bottom) * 10n ** BigInt(rest.length));
  return whole.startsWith("-") ? { n: -value.n, d: value.d } : value;
}

export const text = ({ n, d }) => (d === 1n ? String(n) : `${n}/${d}`);
export const add = (a, b) => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const times = (a, b) => fraction(a.n * b.n, a.d * b.d);
export const compare = (a, b) => Number(a.n * b.d - b.n * a.d > 0n) - Number(a.n * b.d - b.n * a.d < 0n);
export const same = (a, b) => a.n === b.n && a.d === b.d;
export const positive = (a) => a.n > 0n;

/** The value to so many places for people's eyes, never for a comparison: 3/2 is "1.5". */
export function shown({ n, d }, places = 2) {
  return String(Number(Math.round(Number((n * 10n ** BigInt(places + 1)) / d) / 10)) / 10 ** places);
}

/** A typed number in plain figures, exactly, with a decimal point: the twin of in_figures in app/assessment/numbers.py. */
export function figures({ n, d }) {
  let scale = 1n, places = 0;
  for (; (n * scale) % d; scale *= 10n) places += 1;
  const whole = String((n < 0n ? -n : n) * scale / d).padStart(places + 1, "0"), point = whole.length - places;
  return (n < 0n ? "-" : "") + whole.slice(0, point) + (places ? `.${whole.slice(point)}` : "");
}
