import { useSyncExternalStore } from 'react';

const KEPT_AS = 'certfleet.token';
const heard = new Set<() => void>();
let wasRefused = false;

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
  leave(false);
}

function leave(refused: boolean): void {
  if (token() === null) return;
  wasRefused = refused;
  sessionStorage.removeItem(KEPT_AS);
  heard.forEach((hear) => hear());
}

/** The server does not know the token (any more). */
export function refuseToken(): void {
  leave(true);
}

export function isTokenRefused(): boolean {
  return wasRefused;
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
