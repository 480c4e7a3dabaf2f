import { isCommand, type Told, type Tone } from '../told.js';

/**
 * The mail for those who read HTML: no image, no script, no style sheet from elsewhere. Colours stand as attributes and in the head: clients that
 * drop the head show the light form, others the dark one where the reader wants it dark.
 */
export function htmlPart(told: Told): string {
  return [
    '<!DOCTYPE html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escaped(told.title)}</title><style>${STYLE}</style></head>`,
    '<body class="page" style="margin:0;padding:0;background:#f3f4f6;">',
    `<div style="display:none;max-height:0;overflow:hidden;">${escaped(told.summary)}</div>`,
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed;"><tr><td align="center" style="padding:16px 8px;">',
    '<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:680px;table-layout:fixed;background:#ffffff;border-radius:6px;">',
    `<tr><td class="${told.tone}" style="height:6px;line-height:6px;font-size:0;border-radius:6px 6px 0 0;background:${TONES[told.tone].bar};">&nbsp;</td></tr>`,
    `<tr><td class="text" align="left" style="padding:20px 24px;font:15px/1.5 ${FONT};color:#1f2937;">`,
    ...content(told),
    '</td></tr></table></td></tr></table></body></html>',
    '',
  ].join('\n');
}

const FONT = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const MONO = "Consolas,Menlo,'DejaVu Sans Mono',monospace";

const TONES: Readonly<Record<Tone, { readonly bar: string; readonly word: string; readonly dark: string }>> = {
  bad: { bar: '#c62828', word: '#b71c1c', dark: '#ff8a80' },
  warning: { bar: '#e08600', word: '#8a5200', dark: '#ffc266' },
  good: { bar: '#2e7d32', word: '#1b5e20', dark: '#8fdb94' },
  neutral: { bar: '#3867b5', word: '#274b87', dark: '#9dc1ff' },
};

const STYLE = [
  '.break{word-break:break-word;overflow-wrap:anywhere}',
  '@media (prefers-color-scheme:dark){',
  '.page{background:#111418!important}.card{background:#1d2229!important}.text,.text td{color:#e5e7eb!important}',
  '.text .soft{color:#a3adba!important}.code{background:#12161b!important;color:#e5e7eb!important}a{color:#9dc1ff!important}',
  '.rule{border-color:#39414d!important}.button{background:#2f5ea8!important;color:#ffffff!important}',
  ...Object.entries(TONES).map(([tone, { dark }]) => `.word-${tone}{color:${dark}!important}`),
  '}',
  '@media (max-width:480px){.fact td{display:block;width:auto!important;padding-right:0!important}.fact .name{padding-bottom:0!important}}',
].join('');

function content(told: Told): readonly string[] {
  return [
    `<div class="word-${told.tone}" style="font-size:13px;font-weight:bold;letter-spacing:.04em;color:${TONES[told.tone].word};">${escaped(told.standing)}</div>`,
    `<h1 class="break" style="margin:2px 0 12px;font-size:20px;line-height:1.3;">${escaped(told.title)}</h1>`,
    ...(told.summary === '' ? [] : [`<p class="break" style="margin:0 0 16px;">${escaped(told.summary)}</p>`]),
    ...buttons(told),
    ...subjects(told),
    ...remedy(told),
    ...facts(told),
    ...(told.leftOut === null ? [] : [soft(told.leftOut)]),
    `<p class="soft rule break" style="margin:20px 0 0;padding-top:12px;border-top:1px solid #d9dde3;font-size:13px;color:#5b6471;">${escaped(told.foot)}</p>`,
  ];
}

function buttons({ links }: Told): readonly string[] {
  if (links.length === 0) return [];
  const [first, ...others] = links.map(({ title, url }, index) =>
    index === 0
      ? `<a class="button" href="${escaped(url)}" style="display:inline-block;padding:8px 16px;border-radius:4px;background:#274b87;color:#ffffff;text-decoration:none;font-weight:bold;">${escaped(title)}</a>`
      : `<a href="${escaped(url)}" style="color:#274b87;">${escaped(title)}</a>`,
  );
  return [`<p style="margin:0 0 20px;">${[first, ...others].join(' &nbsp; ')}</p>`];
}

function heading(words: string): string {
  return `<h2 style="margin:20px 0 6px;font-size:15px;">${words}</h2>`;
}

function soft(words: string): string {
  return `<p class="soft break" style="margin:4px 0 0;font-size:13px;color:#5b6471;">${escaped(words)}</p>`;
}

function subjects({ subjects: all, more }: Told): readonly string[] {
  return [
    ...all.map(
      ({ name, effect }) =>
        `<p class="break" style="margin:0 0 6px;"><b>${escaped(name)}</b>${effect === null ? '' : `<br>${escaped(effect)}`}</p>`,
    ),
    ...(more === null ? [] : [soft(more)]),
  ];
}

function remedy({ remedy: steps }: Told): readonly string[] {
  if (steps.length === 0) return [];
  return [
    heading('What to do'),
    ...steps.map((step) =>
      isCommand(step)
        ? `<pre class="code break" style="margin:0 0 6px;padding:8px 10px;border-radius:4px;background:#eef1f5;font:13px/1.45 ${MONO};white-space:pre-wrap;">${escaped(step)}</pre>`
        : `<p class="break" style="margin:0 0 6px;">${escaped(step)}</p>`,
    ),
  ];
}

function facts({ facts: all }: Told): readonly string[] {
  if (all.length === 0) return [];
  const rows = all.map(
    ({ name, value }) =>
      `<tr class="fact"><td class="soft name break" valign="top" width="130" style="padding:2px 12px 2px 0;color:#5b6471;">${escaped(name)}</td><td class="break" valign="top" style="padding:2px 0;">${escaped(value)}</td></tr>`,
  );
  return [
    heading('Why and when'),
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed;font-size:14px;line-height:1.45;">',
    ...rows,
    '</table>',
  ];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
