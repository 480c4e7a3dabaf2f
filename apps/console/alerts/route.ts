import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textIn } from '../session/search.js';
import { root } from '../shell/root.js';

interface Narrowed {
  state?: string | undefined;
  severity?: string | undefined;
  rule?: string | undefined;
  server?: string | undefined;
  mark?: string | undefined;
}

const list = createRoute({
  getParentRoute: () => root,
  path: '/alerts',
  component: lazyRouteComponent(() => import('./alerts-page.js'), 'AlertsPage'),
  validateSearch: (search: Record<string, unknown>): Narrowed => ({
    ...textIn(search, 'state'),
    ...textIn(search, 'severity'),
    ...textIn(search, 'rule'),
    ...textIn(search, 'server'),
    ...textIn(search, 'mark'),
  }),
});

const one = createRoute({
  getParentRoute: () => root,
  path: '/alerts/$id',
  component: lazyRouteComponent(() => import('./alert-page.js'), 'AlertPage'),
});

const silences = createRoute({
  getParentRoute: () => root,
  path: '/alerts/silences',
  component: lazyRouteComponent(() => import('./silences-page.js'), 'SilencesPage'),
  validateSearch: (
    search: Record<string, unknown>,
  ): { rule?: string | undefined; server?: string | undefined; endpoint?: string | undefined } => ({
    ...textIn(search, 'rule'),
    ...textIn(search, 'server'),
    ...textIn(search, 'endpoint'),
  }),
});

const rules = createRoute({
  getParentRoute: () => root,
  path: '/alerts/rules',
  component: lazyRouteComponent(() => import('./rules-page.js'), 'RulesPage'),
});

const rule = createRoute({
  getParentRoute: () => root,
  path: '/alerts/rules/$rule',
  component: lazyRouteComponent(() => import('./rule-page.js'), 'RulePage'),
});

const newRule = createRoute({
  getParentRoute: () => root,
  path: '/alerts/new-rule',
  component: lazyRouteComponent(() => import('./rule-page.js'), 'NewRulePage'),
});

const channels = createRoute({
  getParentRoute: () => root,
  path: '/alerts/channels',
  component: lazyRouteComponent(() => import('./channels-page.js'), 'ChannelsPage'),
});

const channel = createRoute({
  getParentRoute: () => root,
  path: '/alerts/channels/$name',
  component: lazyRouteComponent(() => import('./channel-page.js'), 'ChannelPage'),
});

const newChannel = createRoute({
  getParentRoute: () => root,
  path: '/alerts/new-channel',
  component: lazyRouteComponent(() => import('./channel-page.js'), 'NewChannelPage'),
  validateSearch: (search: Record<string, unknown>): { kind?: string | undefined } => textIn(search, 'kind'),
});

const digest = createRoute({
  getParentRoute: () => root,
  path: '/alerts/digest',
  component: lazyRouteComponent(() => import('./digest-page.js'), 'DigestPage'),
});

/** What people are told of, what holds it back, by which rules, to whom. Words win over ids: no alert has one of their names for its id. */
export const alerts = [list, one, silences, rules, rule, newRule, channels, channel, newChannel, digest] as const;
