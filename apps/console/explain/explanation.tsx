import type { Server } from '#libs/fleet/document.js';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { Selection } from '#libs/selection/selection.js';
import { sourceOf } from '#libs/selection/sources.js';
import { certaintyWords } from '../../cli/words/certainty.js';
import { eventWords } from '../../cli/words/events.js';
import { cmdletThatTells } from '../../cli/words/missing.js';
import { NOTE_WORDS } from '../../cli/words/notes.js';
import { Foreign } from '../parts/foreign.js';
import { Outcome } from '../parts/outcome.js';
import { Named } from './named.js';
import { Steps } from './steps.js';
import { Switch } from './switch.js';

export interface Explained {
  readonly selection: Selection;
  readonly server: Server;
  readonly asOf: string;
}

/** One answer: what is presented, the way there with everyone who fell, how sure that is, and what would switch it and when. */
export function Explanation({ selection, server, asOf }: Explained) {
  const store = server.certificates ?? [];
  return (
    <>
      <section className="sheet" aria-label="The answer">
        <p className="answer">
          <Outcome outcome={selection.outcome} />
          {selection.thumbprint === null ? (
            <span className="dim">{absence(selection)}</span>
          ) : (
            <Named thumbprint={selection.thumbprint} store={store} />
          )}
        </p>
        <Remarks selection={selection} server={server} store={store} asOf={asOf} />
      </section>
      <section className="sheet">
        <h2>How Exchange comes to it</h2>
        <Steps selection={selection} store={store} />
      </section>
      <section className="sheet">
        <h2>Where it is written</h2>
        <ul className="sources">
          {selection.sources.map((key) => (
            <Source key={key} id={key} />
          ))}
        </ul>
      </section>
    </>
  );
}

function absence({ outcome }: Selection): string {
  if (outcome === 'INDETERMINATE') return 'a fact that the answer needs is not known';
  return outcome === 'NOT_ADVERTISED' ? 'no certificate is offered here' : 'there is no certificate to show';
}

function Remarks({ selection, server, store, asOf }: Explained & { readonly store: readonly Certificate[] }) {
  const { rule, certainty, notes, events, smtpResponse, healthierCandidate, outcome } = selection;
  const cmdlet = outcome === 'INDETERMINATE' ? cmdletThatTells(selection) : null;
  return (
    <dl className="facts">
      <dt>Decided by</dt>
      <dd>
        <code>{rule}</code>, certainty {certainty}. {certaintyWords(selection, server.version ?? null)}
      </dd>
      {notes
        .filter((note) => note !== 'FACT_UNKNOWN')
        .map((note) => (
          <Fact key={note} name="Note">
            {NOTE_WORDS[note]} <code>{note}</code>
          </Fact>
        ))}
      {healthierCandidate === null ? null : (
        <Fact name="Healthier">
          <Named thumbprint={healthierCandidate} store={store} /> would work
        </Fact>
      )}
      {smtpResponse === null ? null : (
        <Fact name="SMTP says">
          <Foreign text={smtpResponse} />
        </Fact>
      )}
      {events.map((event) => (
        <Fact key={event} name={`Event ${event}`}>
          {eventWords(event)}
        </Fact>
      ))}
      {cmdlet === null ? null : (
        <Fact name="Told by">
          An export of <code>{cmdlet}</code> (Export-Clixml), imported, tells the missing fact.
        </Fact>
      )}
      <Fact name="Would switch">
        <Switch selection={selection} store={store} asOf={asOf} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Source({ id }: { readonly id: string }) {
  const source = sourceOf(id);
  const url = source === undefined ? null : source.url;
  return (
    <li>
      <code>{id}</code>{' '}
      {url === null || url === undefined ? null : (
        <a href={url} rel="noreferrer noopener">
          {url}
        </a>
      )}
    </li>
  );
}
