import type { PlanNoteCode } from '#libs/planning/plan-answer.js';

/** What a note on a plan means, as a sentence. */
export const PLAN_NOTE_WORDS: Readonly<Record<PlanNoteCode, string>> = {
  FACT_UNKNOWN: 'A fact that this command hangs on is not known: nobody reported it.',
  SERVICES_NONE_DOES_NOT_CLEAR: 'None takes no service away: services can only be added.',
  WILDCARD_POP_IMAP_NOT_SET: 'A wildcard certificate is not set for POP or IMAP: Exchange leaves both as they are.',
  LOOPBACK_BINDING_UNKNOWN:
    'Whether Exchange changes the loopback binding of Default Web Site as well is documented nowhere.',
  NO_DEFAULT_WEB_SITE: 'There is no Default Web Site for clients here: the service IIS has no effect.',
  ITC_NOT_PUBLISHED_2007:
    'Exchange 2007 publishes only a certificate that carries the name of the server: the internal transport certificate stays.',
  PROMPT_UNANSWERED:
    'The overwrite question is not answered: which certificate is the internal transport certificate afterwards is open.',
  EAC_NO_UNDOCUMENTED:
    'What No leaves behind in the Exchange admin center is documented nowhere; in the Shell it is known.',
  EAC_TASKS_REMOVED: 'This build has no certificate tasks in the Exchange admin center any more: use the Shell.',
  FQDN_WITH_EXCHANGESERVER_AUTH:
    'A connector with Exchange Server authentication should carry a name of its server: Exchange may refuse this Fqdn.',
  UNDO_INCOMPLETE: 'The commands below do not bring everything back.',
};

/** Notes that say that a command could not be decided. */
export const UNDECIDED: readonly PlanNoteCode[] = ['FACT_UNKNOWN', 'PROMPT_UNANSWERED', 'EAC_NO_UNDOCUMENTED'];
