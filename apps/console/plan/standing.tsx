import type { Standing } from './use-plan.js';

/** Whose answer stands below, and whether the server has confirmed it. Where the two differ, that is said loudly. */
export function Mark({ standing }: { readonly standing: Standing }) {
  const { colour, words } = TOLD[standing.state];
  return (
    <>
      <p className={`standing ${colour}`} role="status">
        {words}
        {standing.state === 'confirmed' && standing.looked !== null
          ? ` Compared for the ${standing.looked} servers that were looked at here.`
          : ''}
      </p>
      {standing.state === 'different' ? (
        <div className="trouble" role="alert">
          <p>
            <strong>The server says something else than was worked out here. What stands below is the server’s.</strong>
          </p>
          <p>They differ in: {standing.differences.join('; ')}.</p>
        </div>
      ) : null}
    </>
  );
}

const TOLD: Readonly<Record<Standing['state'], { readonly colour: string; readonly words: string }>> = {
  nothing: { colour: '', words: '' },
  waiting: { colour: 'dim', words: 'Being worked out by the server …' },
  here: { colour: 'doubt', words: 'Worked out here, being confirmed by the server …' },
  unconfirmed: { colour: 'doubt', words: 'Worked out here. The server did not confirm it.' },
  confirmed: { colour: 'good', words: 'Confirmed by the server.' },
  different: { colour: 'bad', words: 'Not confirmed by the server: its answer differs.' },
  newer: { colour: 'good', words: 'The server’s answer: it knows more by now than what was worked out here.' },
  server: { colour: 'good', words: 'Worked out by the server.' },
};
