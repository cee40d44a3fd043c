/** A trailer, a log line and a panel's corner have no room for more. */
const MAX_MESSAGE_LENGTH = 2_000;

/** The message as people see it: at most 2,000 characters, so that an error never repeats a megabyte that it was sent. */
export function boundMessage(message: string): string {
  return message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)}…` : message;
}

/** What anything that was thrown says: an error's message, else its text, even where it has none. */
export function describeThrown(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  try {
    return String(thrown);
  } catch {
    // an object without a prototype has no text, and nothing more is known of it
    return "something without a message was thrown";
  }
}
