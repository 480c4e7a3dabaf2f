import { expect, test } from '@jest/globals';
import { happened, minute, recorded } from '../../test/support/events.js';
import { notesBeside } from './timeline-notes.js';

test('notes stand beside what they refer to, the last ones where there are very many', () => {
  const notes = recorded([
    happened('note.added', { text: 'planned', ticket: 'CHG-1', refers: [9, 9, 8] }, { actor: 'kim' }),
    happened('note.added', { text: 'of itself and of what is not told', refers: [2, 77] }),
    ...Array.from({ length: 30 }, (_, index) =>
      happened('note.added', { text: `n${index}`, refers: [8] }, { occurredAt: minute(index) }),
    ),
  ]);
  const found = notesBeside(notes, new Set([2, 8, 9]));
  expect(found.get(9)).toEqual([
    { position: 1, occurredAt: minute(0), actor: 'kim', text: 'planned', ticket: 'CHG-1' },
  ]);
  expect(found.get(2)).toBeUndefined();
  expect(found.get(8)?.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, index) => `n${index + 10}`));
});
