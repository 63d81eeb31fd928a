import { describe, expect, it } from 'vitest';
import { postbackSchema } from '../../shared/template/postback.ts';
import { draftOf, formOf, readForm, sameForm } from '../../shared/template/postback-form.ts';

const postback = postbackSchema.parse({
  name: 'Acme',
  method: 'POST',
  url: '/pb?id={ActionId}',
  headers: { 'X-Key': '{SharedId}' },
  body: { format: 'json', template: '{"pay":"{Payout}"}' },
});

describe('a postback that is edited', () => {
  it('comes back as it was', () => {
    expect(readForm(formOf(postback))).toEqual({ postback, problems: {} });
  });

  it('keeps what is not edited: delay, limit, and texts of answers', () => {
    const limited = postbackSchema.parse({
      name: 'Acme',
      url: '/pb',
      minimumDelay: '15 min',
      maximumRequestsPerSecond: 5,
      successResponse: 'OK',
      errorResponse: 'FAIL',
    });
    expect(readForm(formOf(limited)).postback).toEqual(limited);
  });

  it('says that the event level needs its event type', () => {
    const { problems } = readForm({ ...formOf(postback), level: 'event', program: '1000' });
    expect(problems).toEqual({ eventType: 'is missing: which event type sends these events?' });
  });

  it('says at the field what is wrong with it', () => {
    const form = formOf(postback);
    const headers = [
      { id: 0, name: 'X Key', value: '' },
      { id: 1, name: 'Host', value: 'h' },
      { id: 2, name: '', value: '' },
      { id: 3, name: 'X-A', value: '' },
      { id: 4, name: 'x-a', value: '' },
    ];
    expect(readForm({ ...form, name: '', url: '', headers }).problems).toEqual({
      name: 'must not be empty',
      url: 'must not be empty',
      'headers.0': '"X Key" is not a header name',
      'headers.1': '"Host" is set by the HTTP client and cannot be changed',
      'headers.2': 'needs a name',
      'headers.4': '"x-a" is already there',
    });
  });

  it('keeps the text of a body that is switched off, and does not send it', () => {
    const form = formOf(postback);
    const off = { ...form, body: { ...form.body, on: false } };
    expect(draftOf(off).body).toBeUndefined();
    expect(sameForm(off, form)).toBe(false);
    expect(sameForm(off, { ...off, body: { ...off.body, template: 'other' } })).toBe(true);
  });
});
