import { afterEach, describe, expect, test } from '@jest/globals';
import { fleetFile, generatedServer } from '../../test/support/fleet-file.js';
import { makeZip } from '../../test/support/make-zip.js';
import { openDecoder, isDecoderBusy, type Decoder, type DecoderSettings } from './decoder.js';

/** Needs no database but, as those tests do, the built code: threads load no TypeScript. */
let decoder: Decoder;
const open = (settings: DecoderSettings = {}) => (decoder = openDecoder(settings));
afterEach(() => decoder.close());

const small = fleetFile([generatedServer(1)]);
/** Big enough to keep a thread busy for a while. */
const fleet = (from: number, count: number) =>
  fleetFile(Array.from({ length: count }, (_, n) => generatedServer(from + n)));
const big = fleet(0, 6_000);

describe('the decoder', () => {
  test('reads a file, and leaves its bytes to the caller', async () => {
    const bytes = small.slice();
    const decoded = await open().decode(bytes);
    expect(decoded.ok && decoded.report.servers.map(({ server }) => server.fqdn)).toEqual(['ex0001.contoso.com']);
    expect(bytes).toEqual(small);
  });

  test('hands on why a file is refused', async () => {
    const decoded = await open().decode(new TextEncoder().encode(' '));
    expect(decoded).toMatchObject({ ok: false, refusal: { kind: 'empty' } });
  });

  test('refuses what takes too long, and reads on', async () => {
    open({ deadlineMs: 40 });
    const decoded = await decoder.decode(big);
    expect(decoded).toMatchObject({
      ok: false,
      refusal: { kind: 'too-large', message: 'reading it took longer than 0.04 s' },
    });
    expect(await decoder.decode(big)).toMatchObject({ ok: false });
  });

  test('refuses what takes too much memory, and reads on', async () => {
    open({ memoryMb: 24, deadlineMs: 60_000 });
    const decoded = await decoder.decode(big);
    expect(decoded).toMatchObject({ ok: false, refusal: { kind: 'too-large' } });
    expect(decoded.ok ? '' : decoded.refusal.message).toContain('memory');
    expect(await decoder.decode(small)).toMatchObject({ ok: true });
  });

  test('reads small files while big ones are read', async () => {
    open({ threads: 2 });
    await decoder.decode(small);
    const order: string[] = [];
    const bigOnes = [1, 2].map((n) => decoder.decode(big).then(() => order.push(`big ${n}`)));
    await decoder.decode(small).then(() => order.push('small'));
    await Promise.all(bigOnes);
    expect(order).toEqual(['small', 'big 1', 'big 2']);
  });

  test('reads small files while zips are read, which are never small', async () => {
    const zip = makeZip([1, 2, 3].map((n) => ({ name: `${n}.json`, content: fleet(n * 1_000, 500) })));
    expect(zip.byteLength).toBeLessThan(256 * 1024);
    open({ threads: 2 });
    await decoder.decode(small);
    const order: string[] = [];
    const zips = [1, 2].map((n) => decoder.decode(zip).then(() => order.push(`zip ${n}`)));
    await decoder.decode(small).then(() => order.push('small'));
    await Promise.all(zips);
    expect(order).toEqual(['small', 'zip 1', 'zip 2']);
  });

  test('takes no more than may wait, and says so', async () => {
    open({ threads: 2, waiting: 1 });
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => decoder.decode(big)));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(3);
    for (const { reason } of refused) expect(isDecoderBusy(reason)).toBe(true);
  });

  test('takes a small file also when no further big one may wait', async () => {
    open({ threads: 2, waiting: 1 });
    const bigOnes = [1, 2, 3].map(() => decoder.decode(big));
    const ended = Promise.allSettled(bigOnes);
    await expect(bigOnes[2]).rejects.toThrow('too many files');
    expect(await decoder.decode(small)).toMatchObject({ ok: true });
    expect((await ended).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  });

  test('leaves nobody waiting when it closes', async () => {
    open();
    const reading = [decoder.decode(big), decoder.decode(big)].map((one) => expect(one).rejects.toThrow('closing'));
    await decoder.close();
    await Promise.all(reading);
  });
});
