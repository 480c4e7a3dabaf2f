import { listOfSources, plain, tableRow } from './markdown.js';
import { SELECTION_PATHS, type SelectionPath } from './paths.js';
import { selectionRule, type Confidence } from './rulebook.js';
import { CANDIDATE_REASONS, SELECTION_NOTES, type CandidateReason, type SelectionNote } from './selection.js';

/** How firmly a source says something, from the firmest on. */
export const CONFIDENCE_WORDS: readonly (readonly [Confidence, string])[] = [
  ['A', 'Microsoft product documentation or a Microsoft knowledge base article states it for that version'],
  [
    'B',
    'Microsoft states it for another version, or a Microsoft team states it in a blog, an issue or a support script',
  ],
  ['C', 'a reputable third party, or an observed command transcript'],
  ['D', 'derived by this project'],
  ['R', 'recalled, unverified'],
];

/** The words for the codes of an answer. */
export interface CodeWords {
  readonly reasons: Readonly<Record<CandidateReason, string>>;
  readonly notes: Readonly<Record<SelectionNote, string>>;
}

/** The page of selection: every path with its steps, as the code walks them. Markdown. */
export function selectionPage(words: CodeWords): string {
  return [
    '<!-- Generated from libs/selection by `npm run generate`. Do not edit. -->',
    '# Which certificate is presented',
    '',
    'Every endpoint takes one of these paths. The steps are asked in order; the first one that can decide, decides. A step that needs a fact which nobody',
    'reported ends in `INDETERMINATE`, never in a guess. `certfleet explain SERVER ENDPOINT` shows the path of one answer.',
    '',
    'Each step carries its confidence:',
    '',
    ...CONFIDENCE_WORDS.map(([letter, meaning]) => `- **${letter}** ${meaning}`),
    '',
    ...SELECTION_PATHS.flatMap(sectionOf),
    '## Why a certificate lost',
    '',
    'The reasons that candidates carry: the certificate …',
    '',
    tableRow(['reason', 'means']),
    '|---|---|',
    ...CANDIDATE_REASONS.map((reason) => tableRow([`\`${reason}\``, plain(words.reasons[reason])])),
    '',
    '## Notes',
    '',
    tableRow(['note', 'means']),
    '|---|---|',
    ...SELECTION_NOTES.map((note) => tableRow([`\`${note}\``, plain(words.notes[note])])),
    '',
  ].join('\n');
}

function sectionOf({ title, endpoint, steps }: SelectionPath): readonly string[] {
  return [
    `## ${title}`,
    '',
    `\`${endpoint}\``,
    '',
    tableRow(['step', 'asks', 'confidence', 'sources']),
    '|---|---|---|---|',
    ...[...new Set(steps)].map((id) => {
      const { asks, confidence, sources } = selectionRule(id);
      return tableRow([id, plain(asks), confidence, listOfSources(sources)]);
    }),
    '',
  ];
}
