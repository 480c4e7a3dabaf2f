import { expect, test } from '@jest/globals';
import { planFor } from './plan-for.js';

const open = (name: string) => ({ placed: false, on: (server: string | undefined) => `${name}@${server}` });
const placed = (name: string) => ({ ...open(name), placed: true });

test('a command that names no server is repeated for each, the others stay single', () => {
  expect(planFor([open('a'), placed('b'), open('c')], ['2', '1'])).toEqual(['a@2', 'a@1', 'b@undefined', 'c@2', 'c@1']);
  expect(planFor([open('a')], [])).toEqual(['a@undefined']);
});
