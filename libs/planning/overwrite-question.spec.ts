import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { Server } from '#libs/fleet/document.js';
import { patched } from '#libs/fleet/patched.js';
import { ex01, PUB26, SELF } from '../../test/support/fixture.js';
import { ranOn } from '../../test/support/scene.js';
import { ANSWERS, SURFACES, type Answer, type EnableCommand, type Surface } from './command.js';
import { SITUATIONS, situationOf } from './overwrite-question.js';
import type { Ran } from './ran.js';

const NEW = PUB26.thumbprint;
const OLD = SELF.thumbprint;

function smtp(answer: Answer, surface: Surface): EnableCommand {
  return { cmdlet: 'Enable-ExchangeCertificate', server: 'EX01', thumbprint: NEW, services: ['SMTP'], answer, surface };
}

/** EX01 with the certificate not yet enabled for anything. */
function before(internalTransportCertificate: string | null | undefined, more: Partial<Certificate> = {}): Server {
  return ex01({
    internalTransportCertificate,
    certificates: [SELF, { ...PUB26, services: [], ...more }],
  });
}

const servicesOf = ({ server }: Ran, thumbprint = NEW) =>
  server?.certificates?.find((certificate) => certificate.thumbprint === thumbprint)?.services;

/** The table of rulebook 9.3, written out: internal transport certificate before, surfaces, answers; shown, rule, afterwards, note. */
const UNKNOWN = undefined;
const TABLE = [
  [UNKNOWN, SURFACES, ['force'], { shown: false, rule: 'PR-2', after: NEW, note: null }],
  [UNKNOWN, SURFACES, ['yes'], { shown: null, rule: 'PR-3', after: NEW, note: null }],
  [UNKNOWN, SURFACES, ['no', 'unanswered'], { shown: null, rule: 'PR-3', after: UNKNOWN, note: 'FACT_UNKNOWN' }],
  [null, SURFACES, ANSWERS, { shown: false, rule: 'PR-4', after: NEW, note: null }],
  [NEW, SURFACES, ANSWERS, { shown: false, rule: 'PR-3', after: NEW, note: null }],
  [OLD, ['shell'], ['force'], { shown: false, rule: 'PR-2', after: NEW, note: null }],
  [OLD, ['shell'], ['yes'], { shown: true, rule: 'PR-3', after: NEW, note: null }],
  [OLD, ['eac'], ['yes', 'force'], { shown: true, rule: 'PR-3', after: NEW, note: null }],
  [OLD, ['shell'], ['no'], { shown: true, rule: 'PR-3', after: OLD, note: null }],
  [OLD, ['eac'], ['no'], { shown: true, rule: 'PR-3', after: OLD, note: 'EAC_NO_UNDOCUMENTED' }],
  [OLD, SURFACES, ['unanswered'], { shown: true, rule: 'PR-3', after: UNKNOWN, note: 'PROMPT_UNANSWERED' }],
] as const;

const CASES = TABLE.flatMap(([internal, surfaces, answers, expected]) =>
  surfaces.flatMap((surface) => answers.map((answer) => ({ internal, surface, answer, ...expected }))),
);

describe('Overwrite the existing default SMTP certificate?', () => {
  test('the table names every situation once', () => {
    expect(new Set(CASES.map(({ internal, surface, answer }) => `${internal} ${surface} ${answer}`)).size).toBe(
      4 * SURFACES.length * ANSWERS.length,
    );
    const met = CASES.map(({ internal, surface, answer }) =>
      situationOf({ current: internal, replacement: NEW, answer, surface }),
    );
    expect(new Set(met)).toEqual(new Set(SITUATIONS));
    expect(new Set(SITUATIONS.map(({ when }) => when)).size).toBe(SITUATIONS.length);
  });

  test.each(CASES)('$surface, $answer, internal transport certificate $internal', (one) => {
    const ran = ranOn(smtp(one.answer, one.surface), { server: before(one.internal) });
    const named = one.shown !== false;
    expect(ran.refused).toBeNull();
    expect(ran.prompts).toEqual([
      {
        shown: one.shown,
        rule: one.rule,
        ...(named ? { replacement: NEW } : {}),
        ...(named && one.internal ? { current: one.internal } : {}),
      },
    ]);
    expect(ran.server?.internalTransportCertificate).toBe(one.after);
    if (one.after === undefined) expect(ran.server).not.toHaveProperty('internalTransportCertificate');
    expect(ran.notes).toEqual(one.note === null ? [] : [one.note]);
    expect(ran.undecided).toBe(one.note !== null);
    expect(servicesOf(ran)).toEqual(one.note === 'EAC_NO_UNDOCUMENTED' ? undefined : ['SMTP']);
    expect(servicesOf(ran, OLD)).toEqual(SELF.services);
    const overwritten = one.internal === OLD && one.after === NEW;
    expect(ran.carriedOut).toEqual({ overwritten: overwritten ? { before: OLD, after: NEW } : null, removed: null });
  });

  test('an answer that is not given is none', () => {
    const bare = patched(smtp('no', 'shell'), { answer: undefined, surface: undefined });
    expect(ranOn(bare).notes).toEqual(['PROMPT_UNANSWERED']);
  });

  test('a thumbprint in another case or with blanks is the same one', () => {
    const spaced = OLD.toLowerCase().replace(/(..)/g, '$1 ');
    const own = { ...smtp('yes', 'shell'), thumbprint: spaced };
    expect(ranOn(own, { server: before(` ${spaced}`) }).prompts).toEqual([{ shown: false, rule: 'PR-3' }]);
    const other = ranOn(smtp('yes', 'shell'), { server: before(spaced) });
    expect(other.prompts).toEqual([{ shown: true, rule: 'PR-3', current: OLD, replacement: NEW }]);
    expect(other.carriedOut.overwritten).toEqual({ before: OLD, after: NEW });
  });

  test('a text of blanks is no internal transport certificate', () => {
    expect(ranOn(smtp('no', 'shell'), { server: before('  ') }).prompts).toEqual([{ shown: false, rule: 'PR-4' }]);
  });

  test('names do not matter from 2010 on (PR-5)', () => {
    for (const version of ['2010', '2013', '2016', '2019', 'SE'] as const) {
      const server = { ...before(OLD, { subject: 'CN=x', subjectAlternativeNames: [] }), version };
      expect(ranOn(smtp('yes', 'shell'), { server }).server?.internalTransportCertificate).toBe(NEW);
    }
  });

  test('the question comes once for each SMTP in the list', () => {
    const twice = { ...smtp('yes', 'shell'), services: ['SMTP', 'SMTP'] } as const;
    const ran = ranOn(twice, { server: before(OLD) });
    expect(ran.prompts.map(({ shown }) => shown)).toEqual([true, false]);
    expect(servicesOf(ran)).toEqual(['SMTP']);
    expect(ran.carriedOut.overwritten).toEqual({ before: OLD, after: NEW });
    const unanswered = ranOn({ ...twice, answer: 'unanswered' }, { server: before(OLD) });
    expect(unanswered.prompts.map(({ shown }) => shown)).toEqual([true, null]);
    expect(unanswered.notes).toEqual(['PROMPT_UNANSWERED', 'FACT_UNKNOWN']);
  });
});

describe('"No" in the admin center', () => {
  test('changes nothing of a certificate that has SMTP already, and stays undocumented', () => {
    const server = before(OLD, { services: ['IIS', 'SMTP'] });
    const ran = ranOn(smtp('no', 'eac'), { server });
    expect(ran.server).toBe(server);
    expect(ran).toMatchObject({ undecided: true, notes: ['EAC_NO_UNDOCUMENTED'] });
  });

  test('leaves services that were unknown unknown', () => {
    const server = ex01({ certificates: [SELF, patched(PUB26, { services: undefined })] });
    expect(ranOn(smtp('no', 'eac'), { server }).server).toBe(server);
  });

  test('makes services unknown that come later in the list, too', () => {
    const ran = ranOn({ ...smtp('no', 'eac'), services: ['SMTP', 'IIS'] }, { server: before(OLD) });
    expect(servicesOf(ran)).toBeUndefined();
  });
});

describe('on Exchange 2007 (PR-6)', () => {
  const on2007 = (subjectAlternativeNames: readonly string[] | undefined, more: Partial<Server> = {}) => {
    const named = patched(PUB26, { services: [], subjectAlternativeNames });
    return ex01({ version: '2007', certificates: [SELF, named], ...more });
  };

  test.each([['ex01.contoso.com'], ['EX01.contoso.com.'], ['*.contoso.com']])('%s covers the server', (name) => {
    const ran = ranOn(smtp('yes', 'shell'), { server: on2007([name]) });
    expect(ran.server?.internalTransportCertificate).toBe(NEW);
    expect(ran.notes).toEqual([]);
    expect(ran.carriedOut.overwritten).toEqual({ before: OLD, after: NEW });
  });

  test.each(['yes', 'force'] as const)('a certificate that does not cover it is not published (%s)', (answer) => {
    const ran = ranOn(smtp(answer, 'shell'), { server: on2007(['mail.contoso.com', 'EX01']) });
    expect(ran.server?.internalTransportCertificate).toBe(OLD);
    expect(ran).toMatchObject({ undecided: false, notes: ['ITC_NOT_PUBLISHED_2007'] });
    expect(ran.carriedOut.overwritten).toBeNull();
    expect(servicesOf(ran)).toEqual(['SMTP']);
  });

  test('what was unset stays unset, what was unknown unknown', () => {
    const unset = ranOn(smtp('no', 'shell'), {
      server: on2007(['mail.contoso.com'], { internalTransportCertificate: null }),
    });
    expect(unset.server?.internalTransportCertificate).toBeNull();
    expect(unset.notes).toEqual(['ITC_NOT_PUBLISHED_2007']);
    const unknown = ranOn(smtp('yes', 'shell'), {
      server: patched(on2007(['mail.contoso.com']), { internalTransportCertificate: undefined }),
    });
    expect(unknown.server).not.toHaveProperty('internalTransportCertificate');
  });

  test('unknown names leave it unknown and undecided', () => {
    const ran = ranOn(smtp('yes', 'shell'), { server: on2007(undefined) });
    expect(ran.server).not.toHaveProperty('internalTransportCertificate');
    expect(ran).toMatchObject({ undecided: true, notes: ['FACT_UNKNOWN'] });
    expect(ran.carriedOut.overwritten).toBeNull();
    expect(servicesOf(ran)).toEqual(['SMTP']);
  });

  test('"No" asks for no names', () => {
    expect(ranOn(smtp('no', 'shell'), { server: on2007(undefined) })).toMatchObject({ undecided: false, notes: [] });
  });

  test('a version that is unknown is not 2007', () => {
    const server = patched(on2007(['mail.contoso.com']), { version: undefined });
    expect(ranOn(smtp('yes', 'shell'), { server }).server?.internalTransportCertificate).toBe(NEW);
  });
});
