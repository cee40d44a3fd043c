/** A value in use; `release` once when done with it. */
export interface Lease<T> {
  readonly value: T;
  release(): Promise<void>;
}

interface Shared<T> {
  readonly value: Promise<T>;
  users: number;
}

/**
 * A function that opens a thing once per key, hands the open one to whoever asks again, and closes it with its last user.
 * A thing that is being closed is opened again only when it has closed. A failure to open is not kept.
 */
export function shareByKey<T>(
  open: (key: string) => Promise<T>,
  close: (value: T) => Promise<void>,
): (key: string) => Promise<Lease<T>> {
  const opened = new Map<string, Shared<T>>();
  const closing = new Map<string, Promise<void>>();

  const release = async (key: string, shared: Shared<T>): Promise<void> => {
    if (--shared.users > 0) return;
    opened.delete(key);
    const closed = shared.value.then(close).finally(() => closing.delete(key));
    closing.set(key, closed);
    await closed;
  };
  return async (key) => {
    const shared = opened.get(key) ?? {
      // a close that failed has been reported to its own caller
      value: Promise.resolve(closing.get(key)?.catch(() => {})).then(() => open(key)),
      users: 0,
    };
    opened.set(key, shared);
    shared.users++;
    try {
      return { value: await shared.value, release: () => release(key, shared) };
    } catch (error) {
      if (opened.get(key) === shared) opened.delete(key);
      throw error;
    }
  };
}
