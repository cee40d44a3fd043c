import { BackendError } from "../errors/backend-error.js";

const MAX_PATH_LENGTH = 2_048;

/**
 * A resource path as decoded segments. Decoded once, and refused where a segment is empty, `.` or `..`, or holds a slash,
 * backslash or control character: no spelling of a path leaves its root.
 * @throws BackendError `bad-request`.
 */
export function toResourcePath(path: string): readonly string[] {
  if (path.length > MAX_PATH_LENGTH) {
    throw new BackendError("bad-request", `the resource path is longer than ${MAX_PATH_LENGTH} characters`);
  }
  const trimmed = path.replace(/^\//, "").replace(/\/$/, "");
  if (trimmed === "") return [];
  return trimmed.split("/").map((segment) => {
    const decoded = decodeSegment(segment);
    // oxlint-disable-next-line no-control-regex -- control characters are what is refused
    if (decoded === "" || decoded === "." || decoded === ".." || /[/\\\u0000-\u001f\u007f]/.test(decoded)) {
      throw new BackendError(
        "bad-request",
        `the resource path has a segment that is not allowed: ${JSON.stringify(segment)}`,
      );
    }
    return decoded;
  });
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    throw new BackendError("bad-request", "the resource path is not valid percent-encoding", {
      cause: error,
    });
  }
}
