import { SegmentedControl } from '@mantine/core';
import type { Server } from '#libs/fleet/document.js';
import type { Selection } from '#libs/selection/selection.js';
import { sourceOf } from '#libs/selection/sources.js';
import { certaintyWords } from '../../cli/words/certainty.js';
import { eventWords } from '../../cli/words/events.js';
import { NOTE_WORDS } from '../../cli/words/notes.js';
import { Foreign } from '../parts/foreign.js';
import { Outcome } from '../parts/outcome.js';
import { Named } from './named.js';
import { FlowDrawing } from './flow-drawing.js';
import { Steps } from './steps.js';
import { Confidences, SourceLinks } from './sources.js';
import { WouldChange } from './would-change.js';

export interface Explained {
  readonly selection: Selection;
  readonly server: Server;
  readonly asOf: string;
}

export type Show = 'drawing' | 'text' | 'both';

/** One answer: what is presented, the way there with everyone who fell, how sure that is, and what would switch it and when. */
export function Explanation({
  selection,
  server,
  asOf,
  show,
  choose,
}: Explained & { readonly show: Show; readonly choose: (show: Show) => void }) {
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
        <Remarks selection={selection} server={server} />
      </section>
      <div className="explained">
        <section className="sheet path">
          <div className="path-head">
            <h2>How Exchange comes to it</h2>
            <SegmentedControl
              size="xs"
              aria-label="How it is shown"
              value={show}
              onChange={(value) => choose(value === 'text' || value === 'both' ? value : 'drawing')}
              data={[
                { value: 'drawing', label: 'Drawing' },
                { value: 'text', label: 'Words' },
                { value: 'both', label: 'Both' },
              ]}
            />
          </div>
          {show === 'text' ? null : <FlowDrawing selection={selection} store={store} />}
          <Steps selection={selection} store={store} outOfSight={show === 'drawing'} />
          <Confidences />
        </section>
        <div className="beside-path">
          <WouldChange selection={selection} server={server} asOf={asOf} />
          <section className="sheet">
            <h2>Where it is written</h2>
            <ul className="sources">
              {selection.sources.map((key) => (
                <Source key={key} id={key} />
              ))}
            </ul>
          </section>
        </div>
      </div>
    </>
  );
}

function absence({ outcome }: Selection): string {
  if (outcome === 'INDETERMINATE') return 'a fact that the answer needs is not known';
  return outcome === 'NOT_ADVERTISED' ? 'no certificate is offered here' : 'there is no certificate to show';
}

function Remarks({ selection, server }: Omit<Explained, 'asOf'>) {
  const { rule, certainty, notes, events, smtpResponse } = selection;
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
  return (
    <li>
      <SourceLinks sources={[id]} /> <span className="dim">{source?.title ?? ''}</span>
    </li>
  );
}
