// How long this session has lasted, by a clock that nobody can set; time in a hidden window does not count.

export class Clock {
  constructor(now = () => performance.now()) {
    this.now = now;
    this.counted = 0;
    this.since = now();
  }

  pause() {
    this.counted = this.elapsed;
    this.since = null;
  }

  resume() {
    this.since ??= this.now();
  }

  /** Milliseconds in view so far. */
  get elapsed() {
    return this.counted + (this.since === null ? 0 : this.now() - this.since);
  }
}

/** HHHH:MM:SS.SS as SCORM 1.2 wants it, at most 9999 hours. */
export function timespan(milliseconds) {
  const hundredths = Math.min(Math.round(Math.max(0, milliseconds) / 10), 9999 * 360000);
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  const hours = String(Math.floor(hundredths / 360000)).padStart(4, "0");
  return `${hours}:${two((hundredths / 6000) % 60)}:${two((hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}
