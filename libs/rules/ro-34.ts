import { NOTHING, type StandingRule } from './rule.js';

export const ro34: StandingRule = {
  kind: 'standing',
  id: 'RO-34',
  title: '',
  severity: ['high', 'low'],
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
