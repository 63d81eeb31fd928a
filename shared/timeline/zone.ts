const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();
/** Offsets only change at full quarters of an hour, so one lookup per quarter is enough. */
const known = new Map<string, Map<number, number>>();
const MOST_KNOWN = 20_000;

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** Ms to add to UTC for the wall clock of a zone at a moment; cheap enough for every tick of every frame. */
export function offsetAt(at: number, zone: string): number {
  const quarter = Math.floor(at / QUARTER_MS);
  let ofZone = known.get(zone);
  if (ofZone === undefined || ofZone.size > MOST_KNOWN) {
    ofZone = new Map();
    known.set(zone, ofZone);
  }
  const before = ofZone.get(quarter);
  if (before !== undefined) return before;
  const start = quarter * QUARTER_MS;
  const part: Record<string, number> = {};
  for (const { type, value } of formatFor(zone).formatToParts(start)) part[type] = Number(value);
  const { year, month, day, hour, minute, second } = part;
  const offset = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) - start;
  ofZone.set(quarter, offset);
  return offset;
}

/** The moment at which a zone's wall clock shows a time, given as if it were UTC. */
export function fromLocal(local: number, zone: string): number {
  const guess = local - offsetAt(local, zone);
  return local - offsetAt(guess, zone);
}

/** Wall-clock ms since midnight. */
export function sinceMidnight(at: number, zone: string): number {
  const local = at + offsetAt(at, zone);
  return ((local % DAY_MS) + DAY_MS) % DAY_MS;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "Wed 13 May": the day of a moment in a zone; a year where `year` asks for it. */
export function dayText(at: number, zone: string, year = false): string {
  const local = new Date(at + offsetAt(at, zone));
  const text = `${WEEKDAYS[local.getUTCDay()]} ${local.getUTCDate()} ${MONTHS[local.getUTCMonth()]}`;
  return year ? `${text} ${local.getUTCFullYear()}` : text;
}

const two = (value: number) => String(value).padStart(2, '0');

/** "14:02", "14:02:11" or "14:02:11.250", by the requested resolution in ms. */
export function wallTime(at: number, zone: string, fineness: number): string {
  const ms = Math.round(sinceMidnight(at, zone));
  const minutes = `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}`;
  if (fineness >= 60_000) return minutes;
  const seconds = `${minutes}:${two(Math.floor(ms / 1000) % 60)}`;
  return fineness >= 1000 ? seconds : `${seconds}.${String(ms % 1000).padStart(3, '0')}`;
}

/** "-07:00": how far a zone's wall clock is ahead of UTC at a moment. */
export function offsetText(at: number, zone: string): string {
  const minutes = Math.round(offsetAt(at, zone) / 60_000);
  const away = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(away / 60))}:${two(away % 60)}`;
}
