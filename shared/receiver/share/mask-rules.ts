/** A rule of what is masked in a share file; each can be switched off. */
export interface MaskRule {
  id: string;
  /** What placeholders of it say: {{masked:1:email}}. */
  kind: string;
  title: string;
  description: string;
  /** Headers whose whole value is masked, by their names in lower case. */
  header?: RegExp;
  /** Keys of query, form, multipart, JSON and XML whose value is masked. */
  key?: RegExp;
  /** What is masked within any value or text. */
  text?: RegExp;
  /** What looks like it and tells nothing. */
  except?: RegExp;
}

const IPV4 = String.raw`(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)`;
/** Two colons and six groups at least, so that a time of day is none. */
const IPV6 = String.raw`(?:[\da-f]{1,4}:){5,7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6}`;

/** In the order in which a value that meets several is named. */
export const MASK_RULES: readonly MaskRule[] = [
  {
    id: 'authorization',
    kind: 'authorization',
    title: 'Credentials in headers',
    description:
      'Authorization, Proxy-Authorization, and headers whose name says key, token, secret, password or signature',
    header:
      /^(?:proxy-)?authorization$|(?:api|access|auth|secret)[-_]?key|token|secret|passw(?:or)?d|signature|hmac/,
  },
  {
    id: 'cookies',
    kind: 'cookie',
    title: 'Cookies',
    description: 'Cookie and Set-Cookie',
    header: /^(?:set-)?cookie2?$/,
  },
  {
    id: 'url-credentials',
    kind: 'credentials',
    title: 'User and password in URLs',
    description: 'what stands before the @ of a URL, as in https://user:password@example.com',
    text: /(?<=\b[a-z][a-z\d+.-]*:\/\/)[^\s/?#@:"'<>]+:[^\s/?#@"'<>]+(?=@)/gi,
  },
  {
    id: 'secret-fields',
    kind: 'secret',
    title: 'Secrets in fields',
    description: 'fields whose key says token, secret, password, API key or signature',
    key: /(?:^|[._[-])(?:(?:api|access|auth|secret|private)[-_]?(?:key|token)|token|secret|passw(?:or)?d|pwd|signature|sig|hmac|jwt)\]?$/i,
  },
  {
    id: 'emails',
    kind: 'email',
    title: 'Email addresses',
    description: 'anywhere in a request or response',
    text: /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/gu,
  },
  {
    id: 'ip-addresses',
    kind: 'ip',
    title: 'IP addresses',
    description: 'IPv4 and IPv6, also of the sender; not those of this machine',
    text: new RegExp(String.raw`(?<![\w.:])(?:${IPV4}|${IPV6})(?![\w:]|\.\d)`, 'gi'),
    except: /^(?:127\.|0\.0\.0\.0$|::1$)/,
  },
  {
    id: 'phone-numbers',
    kind: 'phone',
    title: 'Phone numbers',
    description: 'international ones, such as +1 555 0100, and fields whose key says phone, mobile or tel',
    key: /(?:^|[._[-])(?:\w*phone(?:[-_]?number)?|mobile(?:[-_]?number)?|tel|msisdn)\]?$/i,
    text: /(?<![\w+])\+\d[\d ().-]{6,18}\d(?!\w)/g,
  },
  {
    id: 'customer-ids',
    kind: 'customer',
    title: 'Customer ids',
    description: 'fields whose key is an id of a customer, client, user, member, account or subscriber',
    key: /(?:^|[._[-])(?:customer|client|user|member|account|subscriber|cust)[-_]?(?:id|no|number|ref|reference)\]?$/i,
  },
  {
    id: 'names',
    kind: 'name',
    title: 'Names of people',
    description: 'fields whose key is a first, last or full name',
    key: /(?:^|[._[-])(?:first|last|full|sur|given|family|customer|user)[-_]?name\]?$/i,
  },
];

export const MASK_RULE_IDS = MASK_RULES.map(({ id }) => id);

/** What is masked by other than these rules: secrets of this machine, and what the user selected. */
export const SECRETS_RULE = 'secrets';
export const SELECTED_RULE = 'selected';
