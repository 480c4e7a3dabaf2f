import { NOTHING, type StandingRule } from './rule.js';

export const ro21: StandingRule = {
  kind: 'standing',
  id: 'RO-21',
  title: '',
  severity: 'high',
  fires: '',
  breaks: '',
  remedy: '',
  cite: [],
  check: () => NOTHING,
};
