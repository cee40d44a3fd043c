import type { Status } from "@modelwatch/conventions/query";

const WORDS: Readonly<Record<Status, string>> = {
  ok: "ok",
  info: "for information",
  watch: "watch",
  act: "act",
  undetermined: "cannot tell",
  missing: "missing",
};

/** A status as a word; colour only repeats it. */
export function StatusText({ status }: { readonly status: Status }) {
  return <span class={`status ${status}`}>{WORDS[status]}</span>;
}
