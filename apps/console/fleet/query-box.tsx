import { Button, Combobox, TextInput, useCombobox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { readQuery } from '#libs/query/read-query.js';
import { type ListName, fields } from '../client/queries.js';
import { Brief } from '../parts/foreign.js';
import { useMoment } from '../session/moment.js';
import { completion, type Suggestion } from './completion.js';
import { QueryFault } from './query-fault.js';

interface Asked {
  readonly list: ListName;
  readonly where: string;
  readonly ask: (where: string) => void;
}

const EXAMPLES: Readonly<Record<ListName, string>> = {
  bindings: 'EX03 mail.contoso.com, or role:starttls notAfter:<+30d',
  certificates: 'mail.contoso.com, or notAfter:<+90d is:presented',
  findings: 'EX03, or severity:critical,high site:AMS',
};

const NOTHING_KNOWN = { fields: [], shortcuts: [] };

/** The query as it is asked, to be edited. It is read here as it is typed, by the code that the server reads it with. */
export function QueryBox({ list, where, ask }: Asked) {
  const [text, setText] = useState(where);
  const [caret, setCaret] = useState(where.length);
  useEffect(() => setText(where), [where]);
  const [faultId, input] = [useId(), useRef<HTMLInputElement>(null)];
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const moment = useMoment();
  const known = useQuery(fields(moment, list)).data;
  const read = readQuery(text, list, Date.parse(moment.asOf ?? new Date().toISOString()));
  const fault = read.ok ? null : read.fault;
  const { from, suggestions } = completion(text, caret, known ?? NOTHING_KNOWN);
  const take = (suggestion: string) => {
    const added = suggestion.endsWith(':') ? suggestion : `${suggestion} `;
    setText(text.slice(0, from) + added + text.slice(caret).trimStart());
    setCaret(from + added.length);
    combobox.resetSelectedOption();
    input.current?.focus();
  };
  return (
    <form
      className="query-box"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        combobox.closeDropdown();
        if (fault === null) ask(text.trim());
      }}
    >
      <Combobox store={combobox} onOptionSubmit={take} withinPortal={false} position="bottom-start">
        <Combobox.Target>
          <TextInput
            ref={input}
            label="Query"
            placeholder={EXAMPLES[list]}
            value={text}
            spellCheck={false}
            autoComplete="off"
            maxLength={8_192}
            aria-invalid={fault !== null}
            aria-describedby={fault === null ? undefined : faultId}
            onChange={({ currentTarget: { value, selectionStart } }) => {
              setText(value);
              setCaret(selectionStart ?? value.length);
              combobox.openDropdown();
              combobox.resetSelectedOption();
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
            onBlur={() => combobox.closeDropdown()}
          />
        </Combobox.Target>
        <Suggestions suggestions={suggestions} />
      </Combobox>
      <Button type="submit" disabled={fault !== null}>
        Ask
      </Button>
      <EveryRow where={where} ask={ask} />
      {fault === null ? null : <QueryFault id={faultId} text={text} fault={fault} put={setText} />}
    </form>
  );
}

function EveryRow({ where, ask }: Pick<Asked, 'where' | 'ask'>) {
  if (where === '') return null;
  return (
    <Button variant="default" onClick={() => ask('')}>
      All rows
    </Button>
  );
}

function Suggestions({ suggestions }: { readonly suggestions: readonly Suggestion[] }) {
  return (
    <Combobox.Dropdown hidden={suggestions.length === 0}>
      <Combobox.Options aria-label="What may be meant">
        {suggestions.map(({ text, means }) => (
          <Combobox.Option value={text} key={text}>
            <span className="suggestion">
              <code>
                <Brief text={text} most={60} />
              </code>
              <span className="dim">{means}</span>
            </span>
          </Combobox.Option>
        ))}
      </Combobox.Options>
    </Combobox.Dropdown>
  );
}
