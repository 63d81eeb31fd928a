import { entryOf, type FoundEntry, NO_HOST } from './found-request.ts';

const QUOTED_REQUEST = /"([A-Z]{3,10}) (\S+?)(?: (HTTP\/[\d.]+))?"/;
/** Of Apache and nginx: [10/Oct/2026:13:55:36 +0000]; else ISO 8601. */
const CLF_TIME = /\[(\d{1,2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2})\]/;
const ISO_TIME = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?/;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
/** A virtual host at the start of a line: "example.com:443 203.0.113.7 - -". */
const VIRTUAL_HOST = /^((?:[a-z\d-]{1,63}\.){1,10}[a-z][a-z\d-]{0,62})(?::(\d+))? \S+ \S+ \S+ \[/i;

/** Lines that are looked at: a log may start with connections that sent no request. */
const MOST_LOOKED_AT = 20;

/** Whether a text is lines of an access log: a request in quotes, and a time or a status around it. */
export function isAccessLog(text: string): boolean {
  return text
    .trimStart()
    .split('\n', MOST_LOOKED_AT)
    .some((line) => {
      const found = QUOTED_REQUEST.exec(line);
      if (found === null) return false;
      return /^ \d{3}\b/.test(line.slice(found.index + found[0].length)) || CLF_TIME.test(line);
    });
}

/** The requests of an access log, line by line: common, combined, and other formats with the request in quotes. */
export function readAccessLog(text: string): { entries: FoundEntry[]; notes: string[] } {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const entries: FoundEntry[] = [];
  let left = 0;
  for (const line of lines) {
    const entry = entryOfLine(line);
    if (entry === null) left += 1;
    else entries.push(entry);
  }
  const notes =
    left === 0
      ? []
      : [
          `${left} ${left === 1 ? 'line has' : 'lines have'} no request and ${left === 1 ? 'was' : 'were'} left out.`,
        ];
  return { entries, notes };
}

function entryOfLine(line: string): FoundEntry | null {
  const found = QUOTED_REQUEST.exec(line);
  if (found === null) return null;
  const [whole, method = '', target = ''] = found;
  const after = line.slice(found.index + whole.length);
  const [, , referrer, agent] = /^ (\d{3}) \S+ "([^"]*)" "([^"]*)"/.exec(after) ?? [];
  const notes = ['Headers and body are not in the log.'];
  const left = [referrer, agent].filter((text) => text !== undefined && text !== '-' && text !== '');
  if (left.length > 0) notes.push(`Referrer and User-Agent were left out: ${left.join(', ')}.`);
  const path = unescaped(target);
  const host = VIRTUAL_HOST.exec(line);
  let url = path;
  if (host !== null && path.startsWith('/'))
    url = `${host[2] === '443' ? 'https' : 'http'}://${host[1]}${host[2] === undefined || /^(?:80|443)$/.test(host[2]) ? '' : `:${host[2]}`}${path}`;
  else if (path.startsWith('/')) notes.push(NO_HOST);
  return entryOf({
    method,
    url,
    notes,
    status: /^ (\d{3})\b/.test(after) ? Number(after.slice(1, 4)) : null,
    time: timeOf(line),
  });
}

/** Servers write bytes that would break the line as \xHH, and quotes as \". */
function unescaped(target: string): string {
  return target.replace(/\\x([\da-f]{2})/gi, '%$1').replace(/\\(["\\])/g, '$1');
}

function timeOf(line: string): number | null {
  const clf = CLF_TIME.exec(line);
  const month = clf === null ? 0 : MONTHS.indexOf(clf[2]!) / 3 + 1;
  const iso =
    clf === null
      ? ISO_TIME.exec(line)?.[0].replace(' ', 'T')
      : `${clf[3]}-${String(month).padStart(2, '0')}-${clf[1]!.padStart(2, '0')}T${clf[4]}${clf[5]}:${clf[6]}`;
  const time = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? null : time;
}
