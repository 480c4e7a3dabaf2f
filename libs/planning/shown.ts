import type { Answered } from '#libs/rules/subject.js';
import type { Selection } from '#libs/selection/selection.js';
import { answersAt, touchedPlaces, type Survey } from './survey.js';

/** What one endpoint shows: of an answer as much as plans compare. */
export interface Shown extends Pick<Selection, 'outcome' | 'thumbprint' | 'rule'> {
  readonly address: string;
}

export interface ShownByServer {
  /** In the order of its endpoints; connections are not among them. */
  readonly shown: readonly Shown[];
}

/** A survey with what each server shows. */
export interface Showing {
  readonly survey: Survey;
  /** In document order. The very same object as in another showing of the plan where nothing can differ. */
  readonly servers: readonly ShownByServer[];
}

export function shownBy(answers: readonly Answered[]): readonly Shown[] {
  return answers.map(({ endpoint: { address }, selection: { outcome, thumbprint, rule } }) => ({
    address,
    outcome,
    thumbprint,
    rule,
  }));
}

/** What another state of the same fleet shows. */
export function shownNow(before: Showing, survey: Survey): Showing {
  const servers = [...before.servers];
  for (const place of touchedPlaces(before.survey, survey))
    servers[place] = { shown: shownBy(answersAt(survey, place)) };
  return { survey, servers };
}
