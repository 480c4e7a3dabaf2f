import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { api, told } from '../client/api.js';
import { given } from '../client/moment.js';
import { useMoment } from '../session/moment.js';
import { lookAt } from './looker.js';
import type { Pick } from './picked.js';
import { sendFile } from './send.js';
import { changed, givenFor, isReady, type Upload, type When } from './uploads.js';

const AT_ONCE = 3;
const PAUSE = 700;
let next = 0;

/** The files of the page, from being chosen to what became of them. */
export function useUploads() {
  const [uploads, change] = useReducer(changed, []);
  const moment = useMoment();
  useTickets(uploads, change);

  const add = useCallback(({ files }: Pick) => {
    const added = files.map((one): Upload => ({ ...one, id: (next += 1), stage: { at: 'looking' }, server: '' }));
    change({ what: 'added', uploads: added });
    for (const { id, file, name } of added)
      void lookAt(file, name).then((seen) => change({ what: 'stage', id, stage: { at: 'seen', seen } }));
  }, []);

  const send = async (when: When) => {
    const waiting = uploads.filter((one) => isReady(one, when));
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await sendOne(one, when);
    });
    await Promise.all(workers);
  };
  const sendOne = async (upload: Upload, when: When) => {
    const { id, stage } = upload;
    if (stage.at === 'looking') return;
    const { seen } = stage;
    const tell = (part: number) => change({ what: 'stage', id, stage: { at: 'sending', seen, part } });
    tell(0);
    const sent = await sendFile(moment, upload, givenFor(upload, when), tell);
    change({
      what: 'stage',
      id,
      stage: sent.ok ? { at: 'queued', seen, accepted: sent.accepted } : { at: 'failed', seen, problem: sent.problem },
    });
  };
  return { uploads, change, add, send };
}

/** Asks what became of what was sent, until nothing is open. */
function useTickets(uploads: readonly Upload[], change: (change: Parameters<typeof changed>[1]) => void): void {
  const { organization } = useMoment();
  const answers = useQueryClient();
  const open = uploads.flatMap(({ id, stage }) => (stage.at === 'queued' ? [{ id, stage }] : [])).slice(0, 100);
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  const isOpen = open.length > 0;
  useEffect(() => {
    if (!isOpen) return undefined;
    const ask = async () => {
      const waiting = latest.current;
      const tickets = waiting.map(({ stage }) => stage.accepted.ticket).join(',');
      const query = { ...given({ organization }), tickets };
      const { items } = await told(api.GET('/api/v1/tickets', { params: { query } }));
      for (const { id, stage } of waiting) {
        const ticket = items.find((one) => one.ticket === stage.accepted.ticket);
        if (ticket !== undefined && ticket.state !== 'queued')
          change({ what: 'stage', id, stage: { at: 'finished', seen: stage.seen, ticket } });
      }
    };
    const timer = setInterval(() => void ask().catch(() => undefined), PAUSE);
    return () => {
      clearInterval(timer);
      // What the other pages show may have changed by it.
      void answers.invalidateQueries();
    };
  }, [isOpen, organization, change, answers]);
}
