import { describe, expect, test } from '@jest/globals';
import { apiSettings } from './config.js';
import { cursorAfter, InstantAndPosition, keysOf, sortedKeys } from './cursor.js';
import { isDatabaseAway } from '#libs/store/database-away.js';
import { eventBytes } from './event-bytes.js';
import { problemOf } from './problem.filter.js';
import { sentFile } from './read-body.js';
import { Refused } from './refused.js';

describe('settings', () => {
  test('need an address of the database and a token, and nothing more', () => {
    expect(apiSettings({ DATABASE_URL: 'postgres:///x', CERTFLEET_TOKEN: 'a'.repeat(32) })).toMatchObject({
      ok: true,
      settings: { host: '127.0.0.1', port: 8080, limits: { importBytes: 32 * 1024 * 1024 } },
    });
  });

  test('that are wrong are named, each in a line', () => {
    const read = apiSettings({ PORT: '70000', CERTFLEET_TOKEN: 'short' });
    expect(read).toMatchObject({ ok: false });
    if (!read.ok)
      expect(read.wrong.map((line) => line.split(':')[0]).sort()).toEqual(['CERTFLEET_TOKEN', 'DATABASE_URL', 'PORT']);
  });
});

describe('cursors', () => {
  const TwoTexts = sortedKeys([
    { type: 'text', nullable: false },
    { type: 'text', nullable: false },
  ]);

  test('come back as they were, whatever stands in the names', () => {
    const keys: [string, string] = ['ex01', 'receive:Ünï "x"\u2028:starttls'];
    expect(keysOf('bindings', cursorAfter('bindings', keys), TwoTexts)).toEqual(keys);
    expect(keysOf('bindings', undefined, TwoTexts)).toBeNull();
  });

  test.each([
    '',
    '!!!',
    'bm90IGpzb24',
    cursorAfter('servers', ['a', 'b']),
    cursorAfter('bindings', ['a']),
    cursorAfter('bindings', [1, 2]),
    cursorAfter('bindings', ['a', null]),
    cursorAfter('bindings', ['a', 'b\u0000']),
    cursorAfter('bindings', ['a', 'b', 'c']),
  ])('that were not handed out here are refused: %s', (cursor) =>
    expect(() => keysOf('bindings', cursor, TwoTexts)).toThrow(Refused),
  );

  test('hold no instant that is none', () => {
    expect(() => keysOf('t', cursorAfter('t', [1.5, 1]), InstantAndPosition)).toThrow(Refused);
    expect(() => keysOf('t', cursorAfter('t', [9e15, 1]), InstantAndPosition)).toThrow(Refused);
  });
});

describe('problems', () => {
  const request = { id: 'r1', url: '/' };
  test('of ours tell nothing of the inside', () => {
    const problem = problemOf(new Error('password authentication failed for user "x"'), request);
    expect(problem.status).toBe(500);
    expect(JSON.stringify(problem)).not.toContain('password');
  });

  test('of the asker tell what to do', () => {
    const problem = problemOf(new Refused('unprocessable', 'No server.', { remedy: 'Say which.', index: 3 }), request);
    expect(problem).toMatchObject({
      status: 422,
      detail: 'No server.',
      remedy: 'Say which.',
      index: 3,
      instance: 'urn:certfleet:request:r1',
    });
    expect(problem).not.toHaveProperty('errors');
  });
});

describe('a database that is away', () => {
  const withCode = (code: string, more = {}) => Object.assign(new Error('x'), { code, ...more });
  test.each([
    withCode('57P01'),
    withCode('08006'),
    withCode('53300'),
    withCode('ECONNREFUSED', { syscall: 'connect' }),
    new Error('Connection terminated unexpectedly'),
    Object.assign(new Error('query failed'), { driverError: withCode('57P03') }),
  ])('is told from a fault: %s', (error) => expect(isDatabaseAway(error)).toBe(true));

  test.each([withCode('42703'), withCode('23505'), withCode('ENOENT'), new Error('x'), 'x', null])(
    'is not what a wrong statement is: %s',
    (error) => expect(isDatabaseAway(error)).toBe(false),
  );
});

describe('bodies', () => {
  const bytes = new TextEncoder().encode('{"text":"x"}');
  test('of structured events are taken as they are', () => {
    expect(eventBytes(bytes, { 'content-type': 'application/cloudevents+json', 'ce-specversion': '1.0' })).toBe(bytes);
    expect(eventBytes(undefined, {})).toHaveLength(0);
  });

  test('of binary events that are no JSON are refused', () => {
    expect(() => eventBytes(new TextEncoder().encode('{'), { 'ce-specversion': '1.0' })).toThrow(Refused);
  });

  test('that claim to be a form without a boundary are refused', async () => {
    await expect(sentFile(bytes, 'multipart/form-data')).rejects.toThrow(Refused);
    await expect(sentFile(bytes, 'application/octet-stream')).resolves.toEqual({ bytes, filename: null });
  });
});
