import { useMutation, useQueryClient } from '@tanstack/react-query';
import { counted } from '../../cli/text/lines.js';
import { api, type Schemas, told } from '../client/api.js';
import { given } from '../client/moment.js';
import { useMoment } from '../session/moment.js';

/** So long an ending is waited for, and so often it is asked after. */
const [PATIENCE_MS, EVERY_MS] = [60_000, 700];

/** Has an upload read again, waits until it ended, and says how. */
export function useTryAgain(ticket: string) {
  const { organization } = useMoment();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const params = { path: { ticket }, query: given({ organization }) };
      let now = await told(api.POST('/api/v1/quarantine/{ticket}/retry', { params }));
      for (const until = Date.now() + PATIENCE_MS; now.state === 'queued' && Date.now() < until;) {
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
        now = await told(api.GET('/api/v1/tickets/{ticket}', { params }));
      }
      return endWords(now);
    },
    onSettled: () => answers.invalidateQueries({ queryKey: ['quarantine'] }),
  });
}

/** How it ended, and whether that is what was hoped for. */
export interface EndWords {
  readonly words: string;
  readonly isGood: boolean;
}

function endWords({ outcome, events }: Pick<Schemas['Ticket'], 'outcome' | 'events'>): EndWords {
  switch (outcome) {
    case 'queued':
      return { words: 'It is not read yet: it ends in the list, or here again.', isGood: false };
    case 'recorded':
      return { words: `It is recorded now: ${counted(events, 'new event')}.`, isGood: true };
    case 'duplicate':
      return { words: 'It is read now. All that it tells was known already.', isGood: true };
    case 'conflict':
      return { words: 'It is in conflict with what is recorded, and stays here.', isGood: false };
    case 'quarantined':
      return { words: 'It could not be read this time either, and stays here.', isGood: false };
  }
}

/** Marks it as seen, with a word about it. */
export function useMarkSeen(ticket: string) {
  const { organization } = useMoment();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (note: string) =>
      told(
        api.POST('/api/v1/quarantine/{ticket}/seen', {
          params: { path: { ticket }, query: given({ organization }) },
          body: given({ note: note.trim() }),
        }),
      ),
    onSuccess: () => answers.invalidateQueries({ queryKey: ['quarantine'] }),
  });
}
