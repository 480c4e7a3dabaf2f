import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import type { Refusal } from '../report.js';
import { decodeText } from '../text.js';
import { booleanOf, bytesOf, hasType, integerOf, isObject, listOf, path, property, textOf } from './access.js';
import { CLIXML_LIMITS, looksLikeClixml, readClixml } from './read.js';
import type { PsValue } from './value.js';
import { anyCharacter } from '../../../test/support/any-character.js';
import { share } from '../../../test/support/share.js';

const CORPUS = '../shared/corpus';
const inCorpus = existsSync(CORPUS) || process.env['CERTFLEET_TEST_EVERYTHING'] !== undefined ? test : test.skip;

function document(inner: string): string {
  return `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">${inner}</Objs>`;
}

function valuesOf(inner: string): readonly PsValue[] {
  const read = readClixml(document(inner));
  if (!read.ok) throw new Error(`${read.refusal.place}: ${read.refusal.message}`);
  return read.values;
}

function refusalOf(text: string, limits = CLIXML_LIMITS): Refusal {
  const read = readClixml(text, limits);
  if (read.ok) throw new Error('it was taken');
  expect(read.refusal.remedy).not.toBe('');
  return read.refusal;
}

describe('values', () => {
  test.each<[string, PsValue]>([
    ['<S>a &amp; b</S>', 'a & b'],
    ['<S>two_x000D__x000A_lines</S>', 'two\r\nlines'],
    ['<S>_x005F_x000A_</S>', '_x000A_'],
    ['<S>_xD83D__xDE00_</S>', '😀'],
    ['<S>a_x0000_b_xD83D_c</S>', 'a\0b\ud83dc'],
    ['<S></S>', ''],
    ['<S><![CDATA[<raw>]]></S>', '<raw>'],
    ['<C>65</C>', 'A'],
    ['<B>true</B>', true],
    ['<By>255</By>', 255],
    ['<SB>-128</SB>', -128],
    ['<U16>65535</U16>', 65535],
    ['<I16>-32768</I16>', -32768],
    ['<U32>4294967295</U32>', 4294967295],
    ['<I32>-2147483648</I32>', -2147483648],
    ['<U64>18446744073709551615</U64>', 18446744073709551615n],
    ['<I64>42</I64>', 42],
    ['<Sg>1.5</Sg>', 1.5],
    ['<Db>-INF</Db>', -Infinity],
    ['<D>79228162514264337593543950335.1</D>', '79228162514264337593543950335.1'],
    ['<DT>2023-01-05T09:04:48.0000000+00:00</DT>', '2023-01-05T09:04:48.0000000+00:00'],
    ['<TS>PT10M</TS>', 'PT10M'],
    ['<G>3e7c2964-a6ef-4f43-b318-b3a23880dcbc</G>', '3e7c2964-a6ef-4f43-b318-b3a23880dcbc'],
    ['<URI>https://mail.contoso.com/owa</URI>', 'https://mail.contoso.com/owa'],
    ['<Version>15.2.1544.4</Version>', '15.2.1544.4'],
    ['<BA>AQID</BA>', Uint8Array.of(1, 2, 3)],
    ['<XD>&lt;a/&gt;</XD>', '<a/>'],
    ['<SBK>Get-Date</SBK>', 'Get-Date'],
    ['<SS>0100</SS>', '0100'],
    ['<Nil />', null],
  ])('%s', (xml, value) => {
    expect(valuesOf(xml)).toEqual([value]);
  });

  test('an object has its types, its text and its members, extended ones winning', () => {
    const [first, second] = valuesOf(
      '<Obj RefId="0"><TN RefId="0"><T>Contoso.Server</T><T>System.Object</T></TN><ToString>EX01</ToString>' +
        '<MS><S N="Name">extended</S></MS><Props><S N="Name">adapted</S><Nil N="Site" /><I32 N="_x0031_st">1</I32></Props></Obj>' +
        '<Obj RefId="1"><TNRef RefId="0" /><Props><Ref N="Peer" RefId="0" /><Ref N="Self" RefId="1" /></Props></Obj>',
    );
    expect(first).toEqual({
      typeNames: ['Contoso.Server', 'System.Object'],
      text: 'EX01',
      properties: new Map<string, PsValue>([
        ['Name', 'extended'],
        ['Site', null],
        ['1st', 1],
      ]),
    });
    expect(property(second, 'Peer')).toBe(first);
    expect(property(second, 'Self')).toBeNull();
    expect(hasType(second, 'Server')).toBe(true);
    expect(hasType(second, 'erver')).toBe(false);
  });

  test('lists, queues, stacks, enumerables, dictionaries and wrapped primitives', () => {
    const values = valuesOf(
      '<Obj><LST><I32>1</I32><Nil /></LST></Obj><Obj><QUE><I32>2</I32></QUE></Obj><Obj><STK /></Obj><Obj><IE><S>x</S></IE></Obj>' +
        '<Obj><DCT><En><S N="Key">a</S><Obj N="Value"><I32>3</I32></Obj></En></DCT></Obj><Obj><ToString>SMTP</ToString><I32>16</I32></Obj>',
    );
    expect(values.slice(0, 4).map(listOf)).toEqual([[1, null], [2], [], ['x']]);
    const entries = isObject(values[4]) ? values[4].entries : undefined;
    expect(entries?.map(([key, value]) => [key, integerOf(value)])).toEqual([['a', 3]]);
    expect([textOf(values[5]), integerOf(values[5])]).toEqual(['SMTP', 16]);
  });

  test('the accessors tell what is not there from what is Nil and from what does not fit', () => {
    const [object] = valuesOf(
      '<Obj><Props><Nil N="a" /><S N="b">TRUE</S><Obj N="c"><LST><By>1</By><By>2</By></LST></Obj><Obj N="d"><Props><S N="e">f</S></Props></Obj></Props></Obj>',
    );
    expect([textOf(property(object, 'a')), textOf(property(object, 'z'))]).toEqual([null, undefined]);
    expect([booleanOf(property(object, 'b')), booleanOf(property(object, 'c'))]).toEqual([true, undefined]);
    expect(bytesOf(property(object, 'c'))).toEqual(Uint8Array.of(1, 2));
    expect([path(object, 'd', 'e'), path(object, 'b', 'e', 'f')]).toEqual(['f', undefined]);
    expect(listOf(property(object, 'b'))).toEqual(['TRUE']);
  });

  test('an element that no CLIXML has is skipped aloud', () => {
    const read = readClixml(document('<Obj><Props><Odd N="x"><S>y</S></Odd><S N="z">kept</S></Props></Obj>'));
    expect(read).toMatchObject({ ok: true, warnings: [{ message: '<Odd> is no element of CLIXML and was skipped.' }] });
    expect(read.ok && property(read.values[0], 'z')).toBe('kept');
  });
});

describe('refusals say what, where and what to do', () => {
  test.each<[string, string, object]>([
    ['an empty file', ' \r\n', { kind: 'empty' }],
    ['no XML', 'hello', { kind: 'not-recognised', place: 'line 1, column 1' }],
    ['another XML', '<?xml version="1.0"?>\n<SearchResults/>', { kind: 'not-recognised', place: 'line 2, column 16' }],
    [
      'a cut file',
      document('<S>x</S>').slice(0, -9),
      { kind: 'malformed', message: expect.stringContaining('too early') },
    ],
    ['NUL', document('<S>a\0b</S>'), { kind: 'malformed', place: `line 1, column ${document('').indexOf('</') + 5}` }],
    ['a lone surrogate', document('<S>\ud83d</S>'), { kind: 'malformed' }],
    ['a wrong number', document('\n<I32>12x</I32>'), { kind: 'malformed', place: 'line 2, column 14' }],
    ['a number out of range', document('<By>256</By>'), { kind: 'malformed' }],
    ['broken base64', document('<BA>AA*=</BA>'), { kind: 'malformed' }],
    [
      'an unknown reference',
      document('<Ref RefId="7" />'),
      { kind: 'malformed', message: expect.stringContaining('"7"') },
    ],
    ['an unknown type', document('<Obj><TNRef RefId="7" /></Obj>'), { kind: 'malformed' }],
    ['an element in a text', document('<S><S>x</S></S>'), { kind: 'malformed' }],
    ['text between elements', document('<Obj>x<Props/></Obj>'), { kind: 'malformed' }],
    ['a member without name', document('<Obj><Props><S>x</S></Props></Obj>'), { kind: 'malformed' }],
    ['an entry without key', document('<Obj><DCT><En><S N="Value">x</S></En></DCT></Obj>'), { kind: 'malformed' }],
    ['an unknown entity', document('<S>&bomb;</S>'), { kind: 'malformed' }],
    [
      'a document type',
      `<!DOCTYPE Objs [<!ENTITY a "b">]>${document('<S>&a;</S>')}`,
      { kind: 'malformed', remedy: expect.stringContaining('DOCTYPE') },
    ],
  ])('%s', (_, text, expected) => {
    expect(refusalOf(text)).toMatchObject(expected);
  });
});

describe('bounds', () => {
  /** Processor time: a busy machine does not make the test fail. */
  const quickly = (work: () => void, milliseconds: number) => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(milliseconds);
  };

  test('200,000 levels', () => {
    quickly(() => {
      const refusal = refusalOf(`<Objs>${'<Obj>'.repeat(200_000)}`);
      expect(refusal).toMatchObject({ kind: 'too-large', message: expect.stringContaining('deeper than 200') });
    }, 1000);
  });

  test('2 million elements in 24 MB are refused at the limit', () => {
    const nodes = share(CLIXML_LIMITS.nodes);
    const text = `<Objs>${'<S>abc</S>  '.repeat(nodes + 1)}</Objs>`;
    quickly(() => expect(refusalOf(text, { ...CLIXML_LIMITS, nodes })).toMatchObject({ kind: 'too-large' }), 30_000);
  }, 240_000);

  test('the number of elements, of attributes, their length and the length of the text', () => {
    expect(refusalOf(document('<S/><S/><S/>'), { ...CLIXML_LIMITS, nodes: 3 })).toMatchObject({ kind: 'too-large' });
    expect(readClixml(document('<S/><S/>'), { ...CLIXML_LIMITS, nodes: 3 }).ok).toBe(true);
    const attributes = Array.from({ length: 100_000 }, (_, n) => ` a${n}="x"`).join('');
    quickly(() => expect(refusalOf(`<Objs${attributes}/>`)).toMatchObject({ kind: 'too-large' }), 1000);
    expect(refusalOf(`<Objs N="${'x'.repeat(70_000)}"/>`)).toMatchObject({ kind: 'too-large' });
    expect(refusalOf(document('<S/>'), { ...CLIXML_LIMITS, text: 20 })).toMatchObject({ kind: 'too-large' });
  });

  test('references that double 40 times are refused, not walked', () => {
    const doubling = Array.from(
      { length: 40 },
      (_, n) => `<Obj RefId="${n + 1}"><LST><Ref RefId="${n}" /><Ref RefId="${n}" /></LST></Obj>`,
    );
    quickly(() => {
      const refusal = refusalOf(document(`<Obj RefId="0"><LST /></Obj>${doubling.join('')}`));
      expect(refusal.message).toContain('References');
    }, 1000);
  });

  test('a chain of references is no way past the depth', () => {
    const chain = Array.from({ length: 300 }, (_, n) => `<Obj RefId="${n + 1}"><LST><Ref RefId="${n}" /></LST></Obj>`);
    expect(refusalOf(document(`<Obj RefId="0" />${chain.join('')}`)).message).toContain('deeper than 200');
  });

  test('long names, long entities and 10,000 members cost little', () => {
    quickly(() => refusalOf(`<${'x'.repeat(5_000_000)}/>`), 2000);
    quickly(() => refusalOf(document(`<S>&${'x'.repeat(5_000_000)};</S>`)), 3000);
    const members = Array.from({ length: 10_000 }, (_, n) => `<S N="n${n}">v</S>`).join('');
    quickly(() => {
      const [object] = valuesOf(`<Obj><Props>${members}</Props></Obj>`);
      expect(isObject(object) && object.properties.size).toBe(10_000);
    }, 2000);
  });
});

describe('any bytes', () => {
  const sample = document(
    '<Obj RefId="0"><TN RefId="0"><T>A.B</T></TN><ToString>t</ToString><Props><S N="x">_x0041_&lt;</S><BA N="y">AQID</BA><Ref N="z" RefId="0"/></Props>' +
      '<MS><Obj N="l" RefId="1"><LST><I32>1</I32></LST></Obj><Obj N="d" RefId="2"><DCT><En><S N="Key">k</S><Nil N="Value"/></En></DCT></Obj></MS></Obj>',
  );

  test('mutated documents are read or refused, never thrown at', () => {
    const mutation = fc.tuple(fc.nat(sample.length), fc.nat(12), fc.string({ unit: anyCharacter, maxLength: 8 }));
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const text = mutations.reduce((t, [at, cut, put]) => t.slice(0, at) + put + t.slice(at + cut), sample);
        expect(typeof readClixml(text).ok).toBe('boolean');
      }),
      { numRuns: share(2000) },
    );
  });

  test('random bytes and random texts', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const text = decodeText(bytes);
        if (text !== null) expect(readClixml(text).ok).toBe(false);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: anyCharacter }), (text) => expect(readClixml(text).ok).toBe(false)));
  });
});

inCorpus('every CLIXML file of the corpus is read whole', () => {
  const truth: { files: { file: string; kind: string; topLevel?: string[] }[] } = JSON.parse(
    readFileSync(`${CORPUS}/ground-truth.json`, 'utf8'),
  );
  const seen = readdirSync(CORPUS).filter((name) => {
    const text = decodeText(readFileSync(`${CORPUS}/${name}`));
    if (text === null || !looksLikeClixml(text)) return false;
    const read = readClixml(text);
    expect(read).toMatchObject({ ok: true, warnings: [] });
    const topLevel = truth.files.find(({ file }) => file === name)?.topLevel;
    const types = read.ok ? read.values.map((value) => (isObject(value) ? (value.typeNames[0] ?? '') : '')) : [];
    if (topLevel !== undefined) expect([name, types]).toEqual([name, topLevel]);
    return true;
  });
  expect(seen).toEqual(
    truth.files
      .filter(({ kind }) => kind === 'CLIXML')
      .map(({ file }) => file)
      .sort(),
  );
});
