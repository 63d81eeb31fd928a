import { describe, expect, it } from 'vitest';
import { formFields, markdownOf } from '../../shared/template/export.ts';
import { postbackSchema } from '../../shared/template/postback.ts';

describe('a postback for the platform’s form', () => {
  const postback = postbackSchema.parse({
    name: 'Mine',
    method: 'POST',
    url: 'https://h/pb?id={ActionId}',
    headers: { 'X-Key': 'k' },
    body: { format: 'json', template: '{"a":"```{Nope}|"}' },
    minimumDelay: '5 min',
    maximumRequestsPerSecond: 20,
    successResponse: 'OK',
  });

  it('is told field by field, without what is not set', () => {
    expect(formFields(postback)).toEqual([
      { label: 'URL', text: 'https://h/pb?id={ActionId}' },
      { label: 'Method', text: 'POST' },
      { label: 'HTTP header X-Key', text: 'k' },
      { label: 'Body format', text: 'JSON' },
      { label: 'Body', text: '{"a":"```{Nope}|"}' },
      { label: 'Minimum delay', text: '5 min' },
      { label: 'Maximum requests per second', text: '20' },
      { label: 'Success response', text: 'OK' },
    ]);
  });

  it('says in its summary when it is sent, and shows names and descriptions as they are', () => {
    const text = markdownOf(
      {
        ...postback,
        name: 'A|B <img src=x>\n# C `d`',
        level: 'event',
        program: '7',
        eventType: '9_x_',
        changes: false,
        headers: { 'X-`a`_b_': '1' },
      },
      [{ name: 'Nope', kind: 'action', sample: '', description: 'a | b\r\n`c` <b>' }],
    );
    expect(text).toMatch(/^# A\\\|B \\<img src=x\\> \\# C \\`d\\`\n/);
    expect(text).toContain(
      'event level: event type 9\\_x\\_ of program 7. It is sent for tracked actions only.',
    );
    expect(text).toContain('**HTTP header X-\\`a\\`\\_b\\_**');
    expect(text).toContain('| `{Nope}` | a \\| b \\`c\\` \\<b\\> |');
  });

  it('is summed up in Markdown that no text can break', () => {
    const text = markdownOf(postback);
    expect(text).toContain('````\n{"a":"```{Nope}|"}\n````');
    expect(text).toContain('| `{ActionId}` |');
    expect(text).toContain('| `{Nope}` | not a known name | |');
  });
});
