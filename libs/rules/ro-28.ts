import { NOTHING, type StandingRule } from './rule.js';

export const ro28: StandingRule = {
  kind: 'standing',
  id: 'RO-28',
  title: '',
  severity: ['high', 'low'],
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
