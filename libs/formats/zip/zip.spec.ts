import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeZip, ntfsTimes, unixTimes, type MadeEntry, type MadeEnd } from '../../../test/support/make-zip.js';
import { decode } from '../formats.js';
import type { Report } from '../report.js';
import { crc32 } from './crc32.js';
import { inflate } from './inflate.js';
import { ZIP_LIMITS } from './limits.js';
import { share } from '../../../test/support/share.js';

/** So many megabytes of zeros: one of them is packed, the others say the same again. */
function bombOf(megabytes: number): Buffer {
  const zeros = Buffer.alloc(1024 * 1024);
  const open = deflateRawSync(zeros, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([...Array.from({ length: megabytes - 1 }, () => open), deflateRawSync(zeros, { level: 9 })]);
}

const file = (path: string) => new Uint8Array(readFileSync(new URL(path, import.meta.url)));
const analysis = file('../health-checker/sample.xml');
const sites = file('../website-json/sample.json');
const XML: MadeEntry = { name: 'HealthChecker-EX01.xml', content: analysis };
const JSON_FILE: MadeEntry = { name: 'exports/sites.json', content: sites };

function read(entries: readonly MadeEntry[], end?: MadeEnd): Report {
  const decoded = decode(makeZip(entries, end));
  if (!decoded.ok) throw new Error(`${decoded.refusal.place}: ${decoded.refusal.message}`);
  return decoded.report;
}

function refusalOf(bytes: Uint8Array) {
  const decoded = decode(bytes);
  if (decoded.ok) throw new Error('it was read');
  expect(decoded.refusal.message).toMatch(/\S/);
  expect(decoded.refusal.remedy).toMatch(/\.$/);
  return decoded.refusal;
}

describe('a zip of exports', () => {
  test('says what its files say, each as if it were alone, ordered by name', () => {
    const report = read([JSON_FILE, XML]);
    expect(report).toMatchObject({ format: 'zip', servers: [], organization: {}, events: [], warnings: [] });
    expect(report.parts).toEqual([
      { name: XML.name, decoded: decode(analysis) },
      { name: JSON_FILE.name, decoded: decode(sites) },
    ]);
    expect(report.parts?.every(({ decoded }) => decoded.ok)).toBe(true);
  });

  test.each<[string, readonly MadeEntry[], MadeEnd?]>([
    ['stored', [{ ...XML, stored: true }]],
    ['with a descriptor', [{ ...XML, descriptor: 'marked' }]],
    ['with a descriptor without its mark', [{ ...XML, descriptor: 'bare' }, JSON_FILE]],
    [
      'with descriptors of 64 bits',
      [
        { ...XML, descriptor: 'marked-64' },
        { ...JSON_FILE, descriptor: 'bare-64' },
      ],
    ],
    [
      'in zip64',
      [
        { ...XML, zip64: true },
        { ...JSON_FILE, zip64: true },
      ],
      { zip64: true },
    ],
    ['in zip64, the end alone', [XML], { zip64: true }],
    ['with a comment', [XML], { comment: 'exports of the year' }],
    ['with folders', [{ name: 'exports/', content: '', stored: true }, XML]],
    ['with a name in another code page', [{ ...XML, name: Uint8Array.of(0x48, 0x81, 0x2e), flags: 0 }]],
    ['with other extra fields', [{ ...XML, extra: Uint8Array.of(0x75, 0x78, 2, 0, 1, 2, 0xff) }]],
  ])('is read %s', (_, entries, ...[end]) => {
    const { parts = [] } = read(entries, end);
    expect(parts.map(({ decoded }) => decoded)).toContainEqual(decode(analysis));
    expect(parts.every(({ decoded }) => decoded.ok)).toBe(true);
  });

  test('says when a file was changed only where it says so with a zone', () => {
    const { parts } = read([
      { ...XML, name: 'a', extra: unixTimes('2025-01-12T10:30:00Z') },
      { ...XML, name: 'b', extra: ntfsTimes('2025-01-12T10:30:00.250Z') },
      { ...XML, name: 'c' },
    ]);
    expect(parts?.map(({ modifiedAt }) => modifiedAt)).toEqual([
      '2025-01-12T10:30:00.000Z',
      '2025-01-12T10:30:00.250Z',
      undefined,
    ]);
  });

  test('a file that cannot be read does not stop the others, and hidden ones are told', () => {
    const { parts = [] } = read([
      XML,
      { name: 'broken.xml', content: analysis.slice(0, 5_000) },
      { name: 'empty.xml', content: '', stored: true },
      { name: 'readme.txt', content: 'Exports of 2025' },
      { name: '__MACOSX/._HealthChecker-EX01.xml', content: 'Mac OS X' },
      { name: 'exports\\.git\\config', content: '[core]' },
    ]);
    const outcome = parts.map(({ name, decoded }) => [name, decoded.ok ? 'read' : decoded.refusal.kind]);
    expect(Object.fromEntries(outcome)).toEqual({
      'HealthChecker-EX01.xml': 'read',
      'broken.xml': 'malformed',
      'empty.xml': 'empty',
      'readme.txt': 'not-recognised',
      '__MACOSX/._HealthChecker-EX01.xml': 'not-recognised',
      'exports\\.git\\config': 'not-recognised',
    });
  });

  test('a name is never more than a name', () => {
    const names = ['../../etc/passwd', '/etc/shadow', 'C:\\Windows\\x', 'a\u0000b', '\u001b[2J', '__proto__', 'nul'];
    const { parts = [] } = read(names.map((name) => ({ ...XML, name })));
    expect(parts.map(({ name }) => name)).toEqual([...names].sort());
    const { message } = refusalOf(makeZip([{ name: '\u001b[2J\u202e', content: 'x' }]));
    expect(message).toContain('\\u001b[2J\\u202e');
  });

  test('is refused when none of its files can be read, by the file that says most', () => {
    expect(refusalOf(makeZip([{ name: 'a.txt', content: 'text' }]))).toMatchObject({
      kind: 'not-recognised',
      place: 'a.txt',
    });
    const two = [
      { name: 'a.txt', content: 'text' },
      { name: 'b.xml', content: analysis.slice(0, 5_000) },
    ];
    expect(refusalOf(makeZip(two))).toMatchObject({ kind: 'malformed', place: expect.stringMatching(/^b\.xml, /) });
    expect(refusalOf(makeZip([]))).toMatchObject({ kind: 'empty' });
    expect(refusalOf(makeZip([{ name: 'a/', content: '', stored: true }]))).toMatchObject({ kind: 'empty' });
  });
});

describe('private keys', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
  test.each<[string, MadeEntry]>([
    ['packed', { name: 'keys/server.pem', content: pem }],
    ['stored', { name: 'keys/server.pem', content: pem, stored: true }],
    ['as DER', { name: 'server.der', content: privateKey.export({ format: 'der', type: 'pkcs8' }) }],
    ['in UTF-16', { name: 'server.txt', content: Buffer.from(`\ufeff${pem}`, 'utf16le') }],
    ['in a hidden file', { name: '.ssh/id_rsa', content: pem }],
    ['in a file of no format', { name: 'notes.txt', content: `the key is ${pem}` }],
  ])('%s, it refuses the whole zip and names the file', (_, entry) => {
    const { kind, place, message } = refusalOf(makeZip([XML, entry, JSON_FILE]));
    expect(kind).toBe('private-key');
    expect(place).toContain(entry.name);
    expect(message).not.toContain(pem.toString().slice(40, 60));
  });

  test.each<[string, readonly MadeEntry[], MadeEnd?]>([
    ['in the comment', [XML], { comment: pem.toString() }],
    [
      'in an extra field',
      [{ ...XML, extra: Buffer.concat([Buffer.from([0, 0x99, 0, 8]), Buffer.from(pem.toString().padEnd(2048))]) }],
    ],
  ])('%s of the archive, they refuse it', (_, entries, ...[end]) => {
    expect(refusalOf(makeZip(entries, end))).toMatchObject({ kind: 'private-key' });
  });
});

describe('hostile archives are refused whole, with what is wrong', () => {
  const bytes = (length: number) => Buffer.alloc(length, 'A');
  const bomb = bombOf(300);

  test.each<[string, readonly MadeEntry[], MadeEnd | undefined, RegExp]>([
    ['encrypted', [{ ...XML, flags: 0x0801 }], undefined, /is encrypted/],
    ['encrypted by AES', [{ ...XML, method: 99 }], undefined, /is encrypted/],
    ['its directory encrypted', [{ ...XML, flags: 0x2800 }], undefined, /is encrypted/],
    ['packed by another method', [{ ...XML, method: 14 }], undefined, /packed by LZMA/],
    ['packed by an unknown method', [{ ...XML, method: 77 }], undefined, /packed by method 77/],
    [
      'two of the same name',
      [XML, { ...JSON_FILE, name: XML.name }],
      undefined,
      /Two entries .* "HealthChecker-EX01.xml"/,
    ],
    ['a zip within', [XML, { name: 'more.zip', content: makeZip([XML]) }], undefined, /archives within archives/],
    ['a gzip within', [XML, { name: 'more', content: Buffer.from([0x1f, 0x8b, 8, 0]) }], undefined, /is a gzip file/],
    ['larger than it says', [{ ...XML, statedSize: 1000 }], undefined, /is larger than the zip says/],
    ['smaller than it says', [{ ...XML, statedSize: analysis.length + 1 }], undefined, /is smaller than the zip says/],
    ['stored with two sizes', [{ ...XML, stored: true, statedSize: 5 }], undefined, /two sizes/],
    ['packed shorter than it says', [{ ...XML, statedPacked: 100 }, JSON_FILE], undefined, /bytes before the entry/],
    ['packed longer than it says', [{ ...XML, statedPacked: 100_000_000 }], undefined, /reaches into what follows/],
    ['another checksum', [{ ...XML, crc: 1 }], undefined, /checksum/],
    [
      'bytes behind its end',
      [{ ...XML, packed: Buffer.concat([deflateRawSync(analysis), bytes(64)]) }],
      undefined,
      /behind its end/,
    ],
    ['another name in its header', [{ ...XML, headerName: 'HealthChecker-EX02.xml' }], undefined, /is not the same/],
    ['overlapping', [XML, { ...JSON_FILE, statedAt: 0 }], undefined, /reaches into what follows/],
    ['overlapping in part', [XML, { ...JSON_FILE, statedAt: 40 }], undefined, /reaches into what follows/],
    ['bytes in between', [XML, { ...JSON_FILE, before: bytes(100) }], undefined, /bytes before the entry/],
    ['bytes before the directory', [XML], { start: 12 }, /does not stand where/],
    ['more entries than it has', [XML], { count: 2 }, /says that it has 2 entries/],
    ['one part of several', [XML], { disk: 1 }, /one part of several/],
    ['something appended', [XML], { after: bytes(10) }, /no directory at its end/],
    ['two directories', [XML], { comment: Buffer.from(makeZip([])).toString('latin1') }, /two directories/],
    ['named as a folder, with content', [{ ...XML, name: 'folder/' }], undefined, /named as a folder/],
    ['a name without end', [{ ...XML, name: 'x'.repeat(1_001) }], undefined, /too long/],
    [
      'a bomb that is honest',
      [{ name: 'b', content: '', packed: bomb, statedSize: 300 * 1024 * 1024 }],
      undefined,
      /300 MB/,
    ],
    [
      'a bomb of half that',
      [{ name: 'b', content: '', packed: bomb, statedSize: 30 * 1024 * 1024 }],
      undefined,
      /is larger than|as no export is/,
    ],
    ['a tight one', [{ name: 'b', content: bytes(2 * 1024 * 1024) }], undefined, /times smaller/],
    [
      'many large ones',
      Array.from({ length: 5 }, (_, n) => ({
        name: `${n}`,
        content: '',
        packed: bytes(500_000),
        statedSize: 30 * 1024 * 1024,
      })),
      undefined,
      /150 MB together/,
    ],
    [
      'too many',
      Array.from({ length: ZIP_LIMITS.entries + 1 }, (_, n) => ({ name: `${n}`, content: '', stored: true })),
      undefined,
      /2001 files/,
    ],
  ])('%s', (_, entries, end, message) => {
    expect(refusalOf(makeZip(entries, end)).message).toMatch(message);
  });

  test('cut off anywhere, it is refused', () => {
    const whole = makeZip([XML, { ...JSON_FILE, descriptor: 'marked' }], { zip64: true });
    for (let length = 4; length < whole.length; length += length < whole.length - 300 ? 97 : 1)
      expect(refusalOf(whole.slice(0, length)).kind).toBe('malformed');
  });

  test('changed anywhere, it is refused or says the same, and nothing is thrown', () => {
    const small = makeZip(
      [
        { ...JSON_FILE, descriptor: 'marked' },
        { name: 'b', content: sites, stored: true },
      ],
      { zip64: true },
    );
    const truth = JSON.stringify(decode(sites));
    fc.assert(
      fc.property(fc.nat(small.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = small.slice();
        changed[at] = (changed[at] ?? 0) ^ change;
        const decoded = decode(changed);
        if (decoded.ok) for (const part of decoded.report.parts ?? []) expect(JSON.stringify(part.decoded)).toBe(truth);
      }),
      { numRuns: share(3_000) },
    );
  });
});

describe('inflating', () => {
  test('gives back what was packed, of any size and kind', () => {
    for (const content of [
      Buffer.alloc(0),
      Buffer.from('a'),
      randomBytes(300_000),
      Buffer.alloc(900_000, 'ab'),
      Buffer.from(analysis),
    ])
      for (const level of [0, 1, 9]) {
        const inflated = inflate(deflateRawSync(content, { level }), content.length);
        expect(inflated.ok && Buffer.from(inflated.content).equals(content)).toBe(true);
      }
  });

  test('what the bombs here are made of is whole', () => {
    expect(inflateRawSync(bombOf(3)).equals(Buffer.alloc(3 * 1024 * 1024))).toBe(true);
  });

  test('stops a bomb at its stated size', () => {
    const bomb = bombOf(1024);
    const started = process.memoryUsage().arrayBuffers;
    expect(inflate(bomb, 1000)).toEqual({ ok: false, fault: 'longer-than-stated' });
    expect(process.memoryUsage().arrayBuffers - started).toBeLessThan(64 * 1024 * 1024);
  });

  test('garbage is damage, and so is what ends too early', () => {
    expect(inflate(Buffer.alloc(5_000, 0xff), 10)).toEqual({ ok: false, fault: 'damaged' });
    expect(inflate(deflateRawSync(analysis).subarray(0, 500), analysis.length)).toEqual({
      ok: false,
      fault: 'damaged',
    });
    expect(inflate(new Uint8Array(), 1)).toEqual({ ok: false, fault: 'shorter-than-stated' });
  });

  test('the checksum is the one that everybody knows', () => expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926));
});
