import { createHash } from 'node:crypto';
import type { Judged, Problem } from './judge.js';
import { problemText } from './nagios.js';

/** JUnit's XML: a test case for each problem, and one for all that has none, so that a report is never empty. */
export function junit({ problems, endpoints, asOf }: Judged): string {
  const failures = problems.filter(({ state }) => state !== 'UNKNOWN').length;
  const cases = problems.map(testCase);
  const tests = cases.length + 1;
  const errors = problems.length - failures;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="certfleet" tests="${tests}" failures="${failures}" errors="${errors}">`,
    `  <testsuite name="certfleet check" timestamp="${asOf.slice(0, 19)}" tests="${tests}" failures="${failures}" errors="${errors}" skipped="0">`,
    `    <testcase classname="certfleet" name="${endpoints} endpoints checked"/>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')}\n`;
}

function testCase(problem: Problem): string {
  const { state, kind, server, endpoint } = problem;
  const name = xml([kind, endpoint].filter((part) => part !== null).join(' '));
  const element = state === 'UNKNOWN' ? 'error' : 'failure';
  return [
    `    <testcase classname="${xml(server ?? 'certfleet')}" name="${name}">`,
    `      <${element} type="${xml(kind)}" message="${xml(`${state}: ${problem.what}`)}">${xml(problemText(problem))}</${element}>`,
    '    </testcase>',
  ].join('\n');
}

/** XML 1.0 has no place for most control characters, nor for half of a surrogate pair. */
function xml(text: string): string {
  return text
    .replace(/[^\t\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"'\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The same for the same problem at the same place, however it is worded today. */
export function fingerprint({ kind, server, endpoint }: Problem): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, server?.toLowerCase(), endpoint]))
    .digest('hex');
}
