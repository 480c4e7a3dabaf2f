import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type ListName, fields } from '../client/queries.js';
import { Brief } from '../parts/foreign.js';
import { useMoment } from '../session/moment.js';
import { completion, type Suggestion } from './completion.js';

interface Props {
  readonly list: ListName | 'servers';
  readonly text: string;
  readonly put: (text: string) => void;
  readonly label: string;
  readonly placeholder: string;
  readonly maxLength: number;
  /** The id of what says what is wrong with it; absent: nothing is. */
  readonly faultId: string | undefined;
}

const NOTHING_KNOWN = { fields: [], shortcuts: [] };

/** A query that is typed: fields, shortcuts, and the values that rows have are offered where they may stand. */
export function QueryInput({ list, text, put, label, placeholder, maxLength, faultId }: Props) {
  const [caret, setCaret] = useState(text.length);
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const known = useQuery(fields(useMoment(), list)).data;
  const { from, suggestions } = completion(text, caret, known ?? NOTHING_KNOWN);
  const take = (suggestion: string) => {
    const added = suggestion.endsWith(':') ? suggestion : `${suggestion} `;
    put(text.slice(0, from) + added + text.slice(caret).trimStart());
    setCaret(from + added.length);
    combobox.resetSelectedOption();
    input.current?.focus();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={take} withinPortal={false} position="bottom-start">
      <Combobox.Target>
        <TextInput
          ref={input}
          label={label}
          placeholder={placeholder}
          value={text}
          spellCheck={false}
          autoComplete="off"
          maxLength={maxLength}
          aria-invalid={faultId !== undefined}
          aria-describedby={faultId}
          onChange={({ currentTarget: { value, selectionStart } }) => {
            put(value);
            setCaret(selectionStart ?? value.length);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onKeyDown={({ key }) => {
            // What was asked for by Enter is no longer typed.
            if (key === 'Enter' && combobox.getSelectedOptionIndex() < 0) combobox.closeDropdown();
          }}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Suggestions suggestions={suggestions} />
    </Combobox>
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
