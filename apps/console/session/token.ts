import { useSyncExternalStore } from 'react';

const KEPT_AS = 'certfleet.token';
const heard = new Set<() => void>();

/**
 * Takes the token out of the link that `certfleet up` prints, `#token=…`. What stands behind # is never sent to a server; here it also leaves
 * the address, so that it is in no bookmark and on no screenshot. It is kept until the tab is closed.
 */
export function takeTokenFromAddress(): void {
  const given = new URLSearchParams(window.location.hash.slice(1)).get('token');
  if (given === null) return;
  keepToken(given);
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
}

export function token(): string | null {
  return sessionStorage.getItem(KEPT_AS);
}

export function keepToken(given: string): void {
  if (given.trim() === '') return;
  sessionStorage.setItem(KEPT_AS, given.trim());
  heard.forEach((hear) => hear());
}

export function forgetToken(): void {
  sessionStorage.removeItem(KEPT_AS);
  heard.forEach((hear) => hear());
}

export function useToken(): string | null {
  return useSyncExternalStore(hearToken, token);
}

/** @returns what ends the listening. */
export function hearToken(hear: () => void): () => void {
  heard.add(hear);
  return () => {
    heard.delete(hear);
  };
}
