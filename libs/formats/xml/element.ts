/** An element as plain data. Names are without their prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text that stands directly in it, pieces joined. */
  readonly text: string;
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The text of the child of that name, trimmed; undefined when there is none, or it is blank. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  return filled(childOf(element, name)?.text);
}

/** The attribute, trimmed; undefined when there is none, or it is blank. */
export function attributeOf(element: XmlElement | undefined, name: string): string | undefined {
  const { attributes } = element ?? {};
  return attributes !== undefined && Object.hasOwn(attributes, name) ? filled(attributes[name]) : undefined;
}

function filled(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? undefined : trimmed;
}
