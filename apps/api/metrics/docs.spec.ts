import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { COLLECTORS } from './collector.js';
import { ALL_COLLECTORS } from './collectors.js';
import { COLLECTED, LEFT_OUT, SMALL_FLEET } from './exposition.js';

const pathOf = (name: string) => fileURLToPath(new URL(`../../../docs/${name}`, import.meta.url));
const PAGE = readFileSync(pathOf('metrics.md'), 'utf8');
const RULES = readFileSync(pathOf('prometheus-alerts.yml'), 'utf8');
const METRICS = [...ALL_COLLECTORS.flatMap(({ metrics }) => metrics), COLLECTED, LEFT_OUT];

test('every group has its file, under its own name', () => {
  expect(ALL_COLLECTORS.map(({ name }) => name)).toEqual([...COLLECTORS]);
  expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length);
});

test('names say what they are: instants in seconds, counters in total', () => {
  for (const { name, type, help } of METRICS) {
    expect(name).toMatch(/^(certfleet|x509_cert)_[a-z0-9_]+$/);
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
    expect(help).toMatch(/^[A-Z0-9].*[^.]$/);
  }
});

describe('docs/metrics.md', () => {
  const sections = PAGE.split('\n## ').slice(1);

  test('has every group with its metrics, as the code says them, and no other', () => {
    const told = sections.map((section) => ({
      name: section.slice(0, section.indexOf('\n')),
      rows: [...section.matchAll(/^\| `(\S+)` \| (\w+) \| (.*?) \| (.*) \|$/gm)].map(
        ([, name, type, labels = '', help]) => ({
          name,
          type,
          labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label),
          help,
        }),
      ),
    }));
    const groups = ALL_COLLECTORS.map(({ name, metrics }) => ({ name, rows: metrics }));
    const ofTheScrape = { name: 'of the scrape itself', rows: [COLLECTED, LEFT_OUT] };
    expect(told).toEqual(
      [...groups, ofTheScrape].map(({ name, rows }) => ({
        name,
        rows: rows.map((metric) => ({ ...metric, help: metric.help.replaceAll('|', '\\|') })),
      })),
    );
  });

  test('says which fleet is small', () => {
    expect(PAGE).toContain(`up to ${SMALL_FLEET.toLocaleString('en')} endpoints`);
  });
});

interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly commented: boolean;
  readonly keys: readonly string[];
}

/** Lines that a file of alert rules may have, each at its place: a slip of the pen is none of them. */
const LINES = [
  /^ {2}- name: certfleet-[a-z-]+$/,
  /^ {4}rules:$/,
  /^ {8}for: \d+[mh]$/,
  /^ {8}labels:$/,
  /^ {10}severity: (warning|critical)$/,
  /^ {8}annotations:$/,
  /^ {10}(summary|description): '[^']+'$/,
];

/** Reads the rules strictly: what is no line of such a file fails. */
function readRules(text: string): readonly AlertRule[] {
  const rules: { alert: string; expr: string; commented: boolean; keys: string[] }[] = [];
  let [comment, folded] = [false, false];
  const [head, ...lines] = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(head).toBe('groups:');
  for (const line of lines) {
    const rule = rules.at(-1);
    const alert = /^ {6}- alert: (Certfleet[A-Za-z]+)$/.exec(line)?.[1];
    const expr = /^ {8}expr: (.+)$/.exec(line)?.[1];
    if (/^ {6}# \S/.test(line)) comment = true;
    else if (alert !== undefined) {
      rules.push({ alert, expr: '', commented: comment, keys: [] });
      comment = false;
    } else if (expr !== undefined && rule !== undefined) {
      folded = expr === '>-';
      rule.expr = folded ? '' : expr;
      rule.keys.push('expr');
    } else if (folded && rule !== undefined && /^ {10}\S/.test(line) && !/^ {10}\w+: /.test(line))
      rule.expr += `${line.trim()} `;
    else {
      folded = false;
      if (!LINES.some((form) => form.test(line))) throw new Error(`no line of a rules file: ${line}`);
      rule?.keys.push(/^ *(\w+):/.exec(line)?.[1] ?? '');
    }
  }
  return rules;
}

describe('docs/prometheus-alerts.yml', () => {
  const rules = readRules(RULES);

  test('says of every rule why, how bad, and what to do', () => {
    expect(rules.length).toBeGreaterThan(10);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, commented, keys } of rules) {
      expect([alert, commented]).toEqual([alert, true]);
      expect(keys).toEqual(
        expect.arrayContaining(['expr', 'labels', 'severity', 'annotations', 'summary', 'description']),
      );
    }
  });

  test('asks only for what is exported, by labels that it has', () => {
    const known = new Map(METRICS.map(({ name, labels }) => [name, labels]));
    for (const { alert, expr } of rules) {
      const used = [...expr.matchAll(/\b((?:certfleet|x509)_\w+)(?:\{([^}]*)\})?/g)];
      if (alert !== 'CertfleetDown') expect(used.length).toBeGreaterThan(0);
      for (const [, name = '', selector = ''] of used) {
        expect([alert, name, known.has(name)]).toEqual([alert, name, true]);
        for (const [, label = ''] of selector.matchAll(/(\w+)=/g)) expect(known.get(name)).toContain(label);
      }
    }
  });

  test('opens and closes every bracket and quote', () => {
    for (const { alert, expr } of rules) {
      const open: string[] = [];
      for (const [character] of expr.replace(/"[^"]*"/g, '').matchAll(/[()[\]{}"]/g))
        if ('([{'.includes(character)) open.push(character);
        else expect([alert, open.pop()]).toEqual([alert, { ')': '(', ']': '[', '}': '{' }[character]]);
      expect([alert, open]).toEqual([alert, []]);
    }
  });

  test('covers what is there to watch', () => {
    const all = rules.map(({ expr }) => expr).join('\n');
    for (const name of [
      'x509_cert_not_after',
      'certfleet_presented_until_timestamp_seconds',
      'certfleet_findings',
      'certfleet_source_last_seen_timestamp_seconds',
      'certfleet_projection_lag_events',
    ])
      expect(all).toContain(name);
    expect(all).toContain('clamp_max((x509_cert_not_after - x509_cert_not_before) / 3, 21 * 86400)');
  });

  const promtool = spawnSync('promtool', ['--version']);
  (promtool.error === undefined ? test : test.skip)('is what promtool takes, where there is one', () => {
    const { status, stderr } = spawnSync('promtool', ['check', 'rules', pathOf('prometheus-alerts.yml')]);
    expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' });
  });
});
