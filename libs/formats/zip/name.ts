/**
 * The name of an entry as text. It is shown and nothing else: no file is ever written under it. Without a mark that it is UTF-8 it is in the
 * writer's own code page, which the archive does not name; then letters beyond ASCII may show as others.
 */
export function nameOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

/** The parts of a path, whichever slash its writer used. */
function partsOf(name: string): readonly string[] {
  return name.split(/[/\\]/);
}

/** A folder is written as a name that ends with a slash. */
export function isFolder(name: string): boolean {
  return /[/\\]$/.test(name);
}

/** Whether it is, or lies in, what its system does not show: `.git/config`, `__MACOSX/._export.xml`. */
export function isHidden(name: string): boolean {
  const parts = partsOf(name);
  return (
    parts.some((part) => /^\.(?!\.?$)/.test(part) || part === '__MACOSX') ||
    /^(?:thumbs\.db|desktop\.ini)$/i.test(parts.at(-1) ?? '')
  );
}
