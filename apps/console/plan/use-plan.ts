import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Moment } from '../client/moment.js';
import { planned } from './ask.js';
import { differencesBetween } from './differences.js';
import { plannedHere } from './here.js';
import { useKnownFleet } from './known-fleet.js';
import { typed, type Typed } from './read.js';
import type { KnownFleet, Told } from './told.js';

/** Whose answer is shown, and what the other says of it. */
export type Standing =
  | { readonly state: 'nothing' | 'waiting' | 'here' | 'unconfirmed' | 'newer' | 'server' }
  /** `looked`: how many servers were looked at here; null: all. */
  | { readonly state: 'confirmed'; readonly looked: number | null }
  | { readonly state: 'different'; readonly differences: readonly string[] };

export interface LivePlan {
  readonly read: Typed;
  readonly told: Told | null;
  readonly standing: Standing;
  readonly error: Error | null;
  readonly again: () => void;
}

/**
 * What commands would do, at once: worked out here while they are typed, and asked of the server once they are left alone. The server's
 * answer is the one that counts.
 * @param settled the text that was last left alone
 */
export function usePlan(moment: Moment, text: string, settled: string): LivePlan {
  const known = useKnownFleet(moment, text);
  const read = typed(text, known?.planner);
  const { here, isOld } = useHere(known, text, read);
  const server = useQuery({
    ...planned(moment, settled.trim()),
    enabled: isForTheServer(known, read) && text.trim() === settled.trim(),
  });
  const { data = null, error } = server.isEnabled ? server : NO_ANSWER;
  const standing = isForTheServer(known, read)
    ? standingOf({ known, here: isOld && data !== null ? null : here, there: data, error })
    : { state: read.state === 'read' ? ('waiting' as const) : ('nothing' as const) };
  useFreshFleet(standing);
  return { read, told: data ?? here, standing, error, again: () => void server.refetch() };
}

const NO_ANSWER = { data: null, error: null };

/** Nothing is asked that cannot be read. What is not known here may make a text readable there. */
function isForTheServer(known: KnownFleet | null | undefined, { state }: Typed): boolean {
  if (known === undefined || state === 'nothing') return false;
  return known === null || state !== 'unreadable';
}

/** `isOld`: it is of what was typed before, and stands only until the next is there. */
function useHere(known: KnownFleet | null | undefined, text: string, read: Typed) {
  const isPlanned = known != null && read.state === 'read';
  const { data, isPlaceholderData } = useQuery({ ...plannedHere(known ?? NOBODY, text.trim()), enabled: isPlanned });
  return { here: isPlanned ? (data ?? null) : null, isOld: isPlaceholderData };
}

interface Both {
  readonly known: KnownFleet | null | undefined;
  readonly here: Told | null;
  readonly there: Told | null;
  readonly error: Error | null;
}

/** How the two answers stand to each other. */
export function standingOf({ known, here, there, error }: Both): Standing {
  if (there === null) {
    if (error !== null) return { state: here === null ? 'nothing' : 'unconfirmed' };
    return { state: here === null ? 'waiting' : 'here' };
  }
  if (here === null || known == null) return { state: 'server' };
  if (here.story.position !== there.story.position) return { state: 'newer' };
  const differences = differencesBetween(here.story, there.story, known.only);
  if (differences.length > 0) return { state: 'different', differences };
  return { state: 'confirmed', looked: known.only?.size ?? null };
}

/** Where the server knows more by now, what is worked out here next is to know it too. */
function useFreshFleet({ state }: Standing): void {
  const answers = useQueryClient();
  useEffect(() => {
    if (state === 'newer') void answers.invalidateQueries({ queryKey: ['plan', 'fleet'] });
  }, [answers, state]);
}

const NOBODY: KnownFleet = {
  mark: '',
  source: '',
  planner: {
    read: () => ({ ok: false, problems: [] }),
    commands: () => ({ ok: false, problems: [] }),
    report: () => {
      throw new Error('There is no fleet to plan over.');
    },
  },
  only: null,
  partly: [],
  position: 0,
  asOf: '',
};
