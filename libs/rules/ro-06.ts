import { NOTHING, type StandingRule } from './rule.js';

export const ro06: StandingRule = {
  kind: 'standing',
  id: 'RO-06',
  title: '',
  severity: ['high', 'medium'],
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
