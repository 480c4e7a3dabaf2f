import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas, told } from '../client/api.js';
import { given, type Moment } from '../client/moment.js';
import type { RuleRequest } from './rule-draft.js';
import { againMs } from './again.js';

/** Alerts are told as they are now: another time that is looked at is no part of these questions. */
type Where = Pick<Moment, 'organization'>;

export type AskedState = 'open' | 'firing' | 'acknowledged' | 'resolved' | 'all';

export interface Asked {
  readonly state: AskedState;
  readonly rule?: string | undefined;
  readonly server?: string | undefined;
}

export interface LoadedAlerts {
  readonly items: readonly Schemas['Alert'][];
  readonly total: number;
  readonly asOf: string;
  readonly position: number;
  readonly warnings: readonly string[];
}

const PAGE = 1_000;
const MOST = 3_000;
/** What each receiver said stands in no log that could be followed. */
const AGAIN_MS = 20_000;

/** The alerts in this state, what moved last first; of very many the first 3,000. */
export function alertList({ organization }: Where, asked: Asked) {
  return queryOptions({
    queryKey: ['alerts', 'list', organization, asked],
    queryFn: async ({ signal }): Promise<LoadedAlerts> => {
      const items: Schemas['Alert'][] = [];
      let cursor = '';
      for (;;) {
        const query = given({ organization, ...asked, cursor, limit: PAGE });
        const page = await told(api.GET('/api/v1/alerts', { params: { query }, signal }));
        items.push(...page.items);
        if (page.next === null || items.length >= MOST) {
          const { total, asOf, position, warnings } = page;
          return { items, total, asOf, position, warnings };
        }
        cursor = page.next;
      }
    },
    refetchInterval: againMs,
  });
}

/** How many there are in a state. */
export function alertCount({ organization }: Where, asked: Asked) {
  return queryOptions({
    queryKey: ['alerts', 'count', organization, asked],
    queryFn: async ({ signal }) => {
      const query = given({ organization, ...asked, limit: 1 });
      return (await told(api.GET('/api/v1/alerts', { params: { query }, signal }))).total;
    },
    refetchInterval: againMs,
  });
}

export function alert({ organization }: Where, id: string) {
  return queryOptions({
    queryKey: ['alerts', 'one', organization, id],
    queryFn: ({ signal }) =>
      told(api.GET('/api/v1/alerts/{id}', { params: { path: { id }, query: given({ organization }) }, signal })),
    refetchInterval: AGAIN_MS,
  });
}

export function alertLife({ organization }: Where, id: string) {
  return queryOptions({
    queryKey: ['alerts', 'life', organization, id],
    queryFn: ({ signal }) =>
      told(api.GET('/api/v1/alerts/{id}/events', { params: { path: { id }, query: given({ organization }) }, signal })),
  });
}

export function silences({ organization }: Where, state: 'current' | 'past') {
  return queryOptions({
    queryKey: ['alerts', 'silences', organization, state],
    queryFn: ({ signal }) =>
      told(api.GET('/api/v1/alerts/silences', { params: { query: given({ organization, state }) }, signal })),
  });
}

export function rules({ organization }: Where) {
  return queryOptions({
    queryKey: ['alerts', 'rules', organization],
    queryFn: ({ signal }) =>
      told(api.GET('/api/v1/alerts/rules', { params: { query: given({ organization }) }, signal })),
  });
}

/** When a rule would have had something to tell, whether it is kept or not. */
export function backTest({ organization }: Where, id: string, rule: RuleRequest, days: number) {
  return queryOptions({
    queryKey: ['alerts', 'back-test', organization, rule.condition, rule.robots, days],
    queryFn: ({ signal }) =>
      told(
        api.POST('/api/v1/alerts/rules/{id}/backtest', {
          params: { path: { id }, query: given({ organization }) },
          body: { rule: Object.assign(Object.create(null), rule), days },
          signal,
        }),
      ),
    staleTime: 120_000,
    retry: false,
  });
}

export function channels({ organization }: Where) {
  return queryOptions({
    queryKey: ['alerts', 'channels', organization],
    queryFn: ({ signal }) =>
      told(api.GET('/api/v1/alerts/channels', { params: { query: given({ organization }) }, signal })),
  });
}

export function channelKinds({ organization }: Where) {
  return queryOptions({
    queryKey: ['channel-kinds'],
    queryFn: ({ signal }) =>
      told(api.GET('/api/v1/alerts/channel-kinds', { params: { query: given({ organization }) }, signal })),
    staleTime: Infinity,
  });
}

export function deliveries({ organization }: Where) {
  return queryOptions({
    queryKey: ['alerts', 'deliveries', organization],
    queryFn: ({ signal }) =>
      told(api.GET('/api/v1/alerts/deliveries', { params: { query: given({ organization }) }, signal })),
    refetchInterval: AGAIN_MS,
  });
}

export function digest({ organization }: Where) {
  return queryOptions({
    queryKey: ['alerts', 'digest', organization],
    queryFn: ({ signal }) =>
      told(api.GET('/api/v1/alerts/digest', { params: { query: given({ organization }) }, signal })),
  });
}

export function ownKey({ organization }: Where) {
  return queryOptions({
    queryKey: ['own-key', organization],
    queryFn: ({ signal }) => told(api.GET('/api/v1/own-key', { params: { query: given({ organization }) }, signal })),
    staleTime: 300_000,
  });
}

const LOOKED_THROUGH = 500;

/** The others that are told in the same message, of those of the rule that moved last. */
export function companions({ organization }: Where, { id, group, rule }: Schemas['Alert']) {
  return queryOptions({
    queryKey: ['alerts', 'companions', organization, rule, group, id],
    queryFn: async ({ signal }) => {
      const query = given({ organization, state: 'all' as const, rule, limit: LOOKED_THROUGH });
      const { items } = await told(api.GET('/api/v1/alerts', { params: { query }, signal }));
      return items.filter((one) => one.group === group && one.id !== id);
    },
    enabled: group !== null,
  });
}
