import { dayText, offsetText, wallTime } from '../../shared/timeline/zone.ts';
import { IS_MAC } from './keys.ts';

const TRUE_MINUS = '\u2212';

/** A number's minus as typographers want it. For display only: what goes on the wire keeps its hyphen. */
export function trueMinus(text: string): string {
  return text.replaceAll('-', TRUE_MINUS);
}

const groups = new Intl.NumberFormat('en-US');

/** "1,284" */
export function count(value: number): string {
  return groups.format(value);
}

/** "1,284 captures", "1 capture" */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** "365 B", "4.1 kB", "12 MB": in thousands, two digits at least. */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = value / 1000;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size < 9.95 ? size.toFixed(1) : count(Math.round(size))} ${units[unit]}`;
}

/** "0.4 ms", "12 ms", "15.0 s", "4 m 45 s", "22 h 05 m"; from milliseconds. */
export function duration(ms: number): string {
  if (ms < 0.95) return ms < 0.05 ? '0 ms' : `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${pad(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} m`;
}

const pad = (value: number) => String(value).padStart(2, '0');

export interface TimeParts {
  /** "Tue 12 May 2026" */
  date: string;
  /** "14:31:49" */
  time: string;
  /** ".475" */
  millis: string;
  /** "−07:00" with a true minus */
  offset: string;
}

/** "2120-01-01", the day in UTC: as certificates have it. */
export function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** A time (ms since the epoch) taken apart as it stands in a zone. */
export function timeParts(at: number, zone: string): TimeParts {
  const [weekday, day, ...rest] = dayText(at, zone, true).split(' ');
  const [time, millis] = wallTime(at, zone, 1).split('.');
  return {
    date: [weekday, day!.padStart(2, '0'), ...rest].join(' '),
    time: time!,
    millis: `.${millis}`,
    offset: trueMinus(offsetText(at, zone)),
  };
}

/** "14:31:49" on the day of another time; else with the day, "12 May 14:31:49", and the year where that differs. */
export function timeNear(at: number, zone: string, near: number): string {
  return dayBefore(at, zone, near) + timeParts(at, zone).time;
}

/** The same to the millisecond. */
export function clockTimeNear(at: number, zone: string, near: number): string {
  return dayBefore(at, zone, near) + clockTime(at, zone);
}

function dayBefore(at: number, zone: string, near: number): string {
  const [, day, month, year] = timeParts(at, zone).date.split(' ');
  const [, nearDay, nearMonth, nearYear] = timeParts(near, zone).date.split(' ');
  if (year !== nearYear) return `${day} ${month} ${year} `;
  return day === nearDay && month === nearMonth ? '' : `${day} ${month} `;
}

/** "14:31:49.475" */
export function clockTime(at: number, zone: string): string {
  const { time, millis } = timeParts(at, zone);
  return time + millis;
}

/** "Tue 12 May 2026 14:31:49.475 −07:00" */
export function fullTime(at: number, zone: string): string {
  const { date, time, millis, offset } = timeParts(at, zone);
  return `${date} ${time}${millis} ${offset}`;
}

/** "+12.00" or "−4.00": a change in money, from text with two digits. */
export function signed(money: string): string {
  return money.startsWith('-') ? trueMinus(money) : `+${money}`;
}

/** The key that the platform calls "command or control". */
export const MOD = IS_MAC ? '⌘' : 'Ctrl';
