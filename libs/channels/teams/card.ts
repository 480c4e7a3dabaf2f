import { isCommand, type Told, type Tone } from '../told.js';

export type CardElement = Readonly<Record<string, unknown>>;

/**
 * An Adaptive Card, version 1.2. Every text stands in a TextRun: those know no Markdown, so names of strangers are names. What looks like a
 * date function, `{{DATE(…)}}`, is broken apart.
 */
export function cardOf(told: Told): CardElement {
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.2',
    fallbackText: run(`${told.standing}: ${told.title}`)['text'],
    msteams: { width: 'full' },
    body: [
      text([run(told.standing, { weight: 'Bolder', color: COLOURS[told.tone] })]),
      text([run(told.title, { weight: 'Bolder', size: 'Medium' })], 'None'),
      ...(told.summary === '' ? [] : [text([run(told.summary)], 'Small')]),
      ...subjects(told),
      ...remedy(told),
      ...facts(told),
      ...(told.leftOut === null ? [] : [text([run(told.leftOut, { isSubtle: true })])]),
      text([run(told.foot, { isSubtle: true, size: 'Small' })], 'Medium'),
    ],
    actions: told.links.map(({ title, url }) => ({ type: 'Action.OpenUrl', title, url })),
  };
}

const COLOURS: Readonly<Record<Tone, string>> = {
  bad: 'Attention',
  warning: 'Warning',
  good: 'Good',
  neutral: 'Accent',
};

function run(words: string, style: Readonly<Record<string, unknown>> = {}): CardElement {
  return { type: 'TextRun', text: (words === '' ? ' ' : words).replace(/\{(?=\{)/g, '{ '), ...style };
}

function text(inlines: readonly CardElement[], spacing = 'Default'): CardElement {
  return { type: 'RichTextBlock', spacing, inlines };
}

function heading(words: string): CardElement {
  return text([run(words, { weight: 'Bolder' })], 'Medium');
}

function subjects({ subjects: all, more }: Told): readonly CardElement[] {
  return [
    ...all.map(({ name, effect }, index) =>
      text(
        [
          run(name, { weight: 'Bolder' }),
          ...(effect === null ? [] : [run(`${name.endsWith(':') ? '' : ':'} ${effect}`)]),
        ],
        index === 0 ? 'Medium' : 'Small',
      ),
    ),
    ...(more === null ? [] : [text([run(more, { isSubtle: true })], 'Small')]),
  ];
}

function remedy({ remedy: steps }: Told): readonly CardElement[] {
  if (steps.length === 0) return [];
  return [
    heading('What to do'),
    ...steps.map((step) => text([run(step, isCommand(step) ? { fontType: 'Monospace' } : {})], 'Small')),
  ];
}

function facts({ facts: all }: Told): readonly CardElement[] {
  if (all.length === 0) return [];
  const rows = all.map(({ name, value }) => ({
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [column('110px', run(name, { isSubtle: true })), column('stretch', run(value))],
  }));
  return [heading('Why and when'), ...rows];
}

function column(width: string, words: CardElement): CardElement {
  return { type: 'Column', width, items: [text([words])] };
}
