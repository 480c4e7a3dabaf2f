import { describe, expect, test } from '@jest/globals';
import { unknownOrganization } from '#libs/fleet/state.js';
import { ex01, ex02 } from '../../test/support/fixture.js';
import { plannableFleet } from './plannable-fleet.js';

const known = (partial: readonly string[], server = ex01()) => ({ server, partial });
const nobody = unknownOrganization();
const [binding] = ex01().iisBindings ?? [];

describe('the fleet as plans read it', () => {
  test('is what is known, where all is known', () => {
    expect(plannableFleet([known([]), known([], ex02())], nobody)).toEqual({
      document: { format: 'certfleet.fleet/1', organization: {}, servers: [ex01(), ex02()] },
      partly: [],
    });
  });

  test('has no store where only parts of one are known: another certificate may be there', () => {
    const { document, partly } = plannableFleet([known(['certificates'])], nobody);
    expect(document.servers?.[0]).not.toHaveProperty('certificates');
    expect(partly).toEqual([{ server: 'ex01.contoso.com', key: 'certificates' }]);
  });

  test('keeps bindings that a command would bind, and has none where it would seem to add one', () => {
    const other = { ...ex01(), iisBindings: [{ ...binding, site: 'Exchange Back End', port: 444 }] };
    const [bound, unbound] = [known(['iisBindings']), known(['iisBindings'], other)].map(
      (one) => plannableFleet([one], nobody).document.servers?.[0]?.iisBindings,
    );
    expect(bound).toEqual(ex01().iisBindings);
    expect(unbound).toBeUndefined();
  });

  test('tells the lists of the organization of which only parts are known', () => {
    const { document, partly } = plannableFleet([], {
      organization: { edgeSubscriptions: [], sendConnectors: [] },
      partial: ['edgeSubscriptions', 'sendConnectors'],
    });
    expect(document.organization).toEqual({ sendConnectors: [] });
    expect(partly).toEqual([
      { server: null, key: 'sendConnectors' },
      { server: null, key: 'edgeSubscriptions' },
    ]);
  });
});
