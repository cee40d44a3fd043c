import { useEffect, useState } from "react";

export interface CatalogState {
  readonly names: readonly string[];
  readonly loading: boolean;
  /** Why the list could not be read; the picker then takes free text only. */
  readonly problem: string | undefined;
}

const LOADING: CatalogState = { names: [], loading: true, problem: undefined };
const IDLE: CatalogState = { names: [], loading: false, problem: undefined };

/** The names that `load` gives, read again when `key` changes; an undefined key means that there is nothing to ask yet. */
export function useCatalog(key: string | undefined, load: () => Promise<string[]>): CatalogState {
  const [state, setState] = useState<CatalogState>(key === undefined ? IDLE : LOADING);
  useEffect(() => {
    let current = true;
    const show = (next: CatalogState): void => {
      if (current) setState(next);
    };
    show(key === undefined ? IDLE : LOADING);
    if (key !== undefined) {
      load().then(
        (names) => show({ names, loading: false, problem: undefined }),
        (error: unknown) => show({ names: [], loading: false, problem: problemOf(error) }),
      );
    }
    return () => {
      current = false;
    };
    // `load` is a new function in each render: the key says what it reads
  }, [key]);
  return state;
}

/** Grafana's backend service rejects with `{ data: { message } }`, everything else with an Error. */
function problemOf(error: unknown): string {
  const message = readMessage(error) ?? "the backend did not answer";
  return `Lists of names could not be read: ${message}. You can type the names.`;
}

function readMessage(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("data" in error) {
    const inner = readMessage(error.data);
    if (inner !== undefined) return inner;
  }
  return "message" in error && typeof error.message === "string"
    ? error.message.replace(/\.$/u, "")
    : undefined;
}
