import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { Check } from './check.js';
import { emptyOf, type Field, type Pair, type Value } from './channel-fields.js';
import { Marked } from './marked.js';

interface InputProps {
  readonly field: Field;
  /** Undefined: a secret that is kept. */
  readonly value: Value | undefined;
  readonly put: (value: Value | undefined) => void;
  readonly error: string | undefined;
  /** A secret of it is kept already. */
  readonly isKept: boolean;
}

/** One setting: its input as its shape has it, what it is for, and what the server finds wrong with it. */
export function SettingInput(props: InputProps) {
  const { field, value, put, error, isKept } = props;
  return (
    <div className="setting">
      {value === undefined ? (
        <Kept field={field} put={put} />
      ) : (
        <>
          <Shaped {...props} value={value} />
          {isKept ? (
            <button type="button" className="more" onClick={() => put(undefined)}>
              keep the one that is kept
            </button>
          ) : null}
        </>
      )}
      <p className="dim about-setting">
        <Marked text={field.secret ? `${field.about}. Sealed, and never shown again.` : field.about} />
      </p>
      {error === undefined ? null : (
        <p className="bad" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function Kept({ field, put }: Pick<InputProps, 'field' | 'put'>) {
  return (
    <div>
      <span className="label">{field.key}</span>
      <p className="kept">
        <span aria-hidden="true">●●●●●●</span> kept, and never shown{' '}
        <Button size="compact-sm" variant="default" onClick={() => put(emptyOf(field))}>
          Replace<span className="out-of-sight"> {field.key}</span>
        </Button>
      </p>
    </div>
  );
}

type ShapedProps = InputProps & { readonly value: Value };

function Shaped({ field, value, put, error }: ShapedProps) {
  const { key, needed, secret, shape, choices } = field;
  const common = { label: key, required: needed, 'aria-invalid': error !== undefined };
  if (typeof value === 'boolean') return <Check label={key} checked={value} put={put} />;
  if (typeof value !== 'string')
    return shape === 'pairs' ? (
      <Pairs field={field} pairs={value.flatMap((one) => (typeof one === 'string' ? [] : [one]))} put={put} />
    ) : (
      <Texts field={field} texts={value.flatMap((one) => (typeof one === 'string' ? [one] : []))} put={put} />
    );
  if (shape === 'choice')
    return (
      <NativeSelect
        {...common}
        value={value}
        data={[...choices]}
        onChange={(event) => put(event.currentTarget.value)}
      />
    );
  if (shape === 'long')
    return (
      <Textarea
        {...common}
        rows={2}
        spellCheck={false}
        placeholder="-----BEGIN CERTIFICATE-----"
        value={value}
        onChange={(event) => put(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      {...common}
      {...plain(secret)}
      inputMode={shape === 'number' ? 'numeric' : undefined}
      value={value}
      onChange={(event) => put(event.currentTarget.value)}
    />
  );
}

/** No browser keeps or corrects what is typed here. */
function plain(secret: boolean) {
  return secret
    ? ({ type: 'password', autoComplete: 'new-password', spellCheck: false } as const)
    : ({ type: 'text', autoComplete: 'off', spellCheck: false } as const);
}

interface ManyProps {
  readonly field: Field;
  readonly put: (value: Value) => void;
}

/** Several texts, each in an input of its own; one more is always there. */
function Texts({ field, texts, put }: ManyProps & { readonly texts: readonly string[] }) {
  const { key, needed, secret } = field;
  const all = texts.at(-1) === '' || texts.length === 0 ? texts : [...texts, ''];
  const rows = all.length === 0 ? [''] : all;
  return (
    <fieldset className="several">
      <legend>
        {key}
        {needed ? <span aria-hidden="true"> *</span> : null}
      </legend>
      {rows.map((text, i) => (
        <TextInput
          key={i}
          aria-label={`${key} ${i + 1}`}
          required={needed && i === 0}
          {...plain(secret)}
          value={text}
          onChange={(event) => put(rows.map((one, at) => (at === i ? event.currentTarget.value : one)))}
        />
      ))}
    </fieldset>
  );
}

function Pairs({ field, pairs, put }: ManyProps & { readonly pairs: readonly Pair[] }) {
  const { key, secret } = field;
  const rows: readonly Pair[] = pairs.at(-1)?.[0] === '' ? pairs : [...pairs, ['', '']];
  const change = (i: number, pair: Pair) => put(rows.map((one, at) => (at === i ? pair : one)));
  return (
    <fieldset className="several">
      <legend>{key}</legend>
      {rows.map(([name, value], i) => (
        <div key={i} className="pair">
          <TextInput
            aria-label={`${key} ${i + 1}, name`}
            placeholder="name"
            {...plain(false)}
            value={name}
            onChange={(event) => change(i, [event.currentTarget.value, value])}
          />
          <TextInput
            aria-label={`${key} ${i + 1}, value`}
            placeholder="value"
            {...plain(secret)}
            value={value}
            onChange={(event) => change(i, [name, event.currentTarget.value])}
          />
        </div>
      ))}
    </fieldset>
  );
}
