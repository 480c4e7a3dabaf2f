import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, done, type Schemas, told } from '../client/api.js';
import { given } from '../client/moment.js';
import { useMoment } from '../session/moment.js';
import type { ChannelRequest } from './channel-fields.js';
import type { RuleRequest } from './rule-draft.js';

/** What is decided about alerts. Whatever is shown of them is asked anew afterwards. */
function useDeed<Asked, T>(
  deed: (asked: Asked, query: { organization?: string }) => Promise<T>,
  /** Where to go from a page whose subject is no more, before it is asked for again. */
  leave?: () => Promise<void>,
) {
  const { organization } = useMoment();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (asked: Asked) => deed(asked, given({ organization })),
    onSuccess: async () => {
      await leave?.();
      await answers.invalidateQueries({ queryKey: ['alerts'] });
    },
  });
}

export interface SaidOfAlert {
  readonly note: string;
  readonly ticket: string;
  readonly accept: boolean;
}

export function useAcknowledge(id: string) {
  return useDeed(({ note, ticket, accept }: SaidOfAlert, query) =>
    told(
      api.POST('/api/v1/alerts/{id}/acknowledge', {
        params: { path: { id }, query },
        body: { ...given({ note: note.trim(), ticket: ticket.trim() }), accept },
      }),
    ),
  );
}

export interface SilenceAsked {
  readonly matches: Readonly<Record<string, string>>;
  readonly from: string | null;
  readonly until: string;
  readonly reason: string;
  readonly ticket: string | null;
}

export function useSilence() {
  return useDeed((asked: SilenceAsked, query) =>
    told(api.POST('/api/v1/alerts/silences', { params: { query }, body: anyBody(asked) })),
  );
}

export function useUnsilence() {
  return useDeed((id: string, query) =>
    done(api.DELETE('/api/v1/alerts/silences/{id}', { params: { path: { id }, query } })),
  );
}

export interface RuleSaved {
  readonly id: string;
  readonly rule: RuleRequest;
}

export function useSaveRule() {
  return useDeed(({ id, rule }: RuleSaved, query) =>
    done(api.PUT('/api/v1/alerts/rules/{id}', { params: { path: { id }, query }, body: anyBody(rule) })),
  );
}

export function useForgetRule(leave: () => Promise<void>) {
  return useDeed(
    (id: string, query) => done(api.DELETE('/api/v1/alerts/rules/{id}', { params: { path: { id }, query } })),
    leave,
  );
}

export interface ChannelSaved {
  readonly name: string;
  readonly channel: ChannelRequest;
}

export function useSaveChannel() {
  return useDeed(({ name, channel }: ChannelSaved, query): Promise<Schemas['AlertChannel']> =>
    told(api.PUT('/api/v1/alerts/channels/{name}', { params: { path: { name }, query }, body: anyBody(channel) })),
  );
}

export function useForgetChannel(leave: () => Promise<void>) {
  return useDeed(
    (name: string, query) => done(api.DELETE('/api/v1/alerts/channels/{name}', { params: { path: { name }, query } })),
    leave,
  );
}

export function useTestChannel() {
  return useDeed((name: string, query) =>
    told(api.POST('/api/v1/alerts/channels/{name}/test', { params: { path: { name }, query } })),
  );
}

export function useDigestHour() {
  return useDeed((hour: number | null, query) =>
    done(api.PUT('/api/v1/alerts/digest', { params: { query }, body: anyBody({ hour }) })),
  );
}

/** The reference document names these bodies without their keys. */
function anyBody(body: object) {
  return Object.assign(Object.create(null), body);
}
