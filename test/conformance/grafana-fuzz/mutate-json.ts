import { HOSTILE_TEXTS, HOSTILE_VALUES } from "./hostile-values.js";
import type { Random } from "./random.js";

type Container = unknown[] | Record<string, unknown>;

const HOSTILE_KEYS = ["__proto__", "constructor", "prototype", "", "version", "refId", "range", "kind", "x"];

/** The JSON text with one to three changes to its values, keys or characters; what is not JSON has characters changed. */
export function mutateJson(text: string, random: Random): string {
  if (random.below(20) === 0) return random.pick(HOSTILE_TEXTS);
  if (random.below(6) === 0) return mutateText(text, random);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return mutateText(text, random);
  }
  for (let changes = 1 + random.below(3); changes > 0; changes--) value = mutateValue(value, random);
  return JSON.stringify(value);
}

function mutateValue(root: unknown, random: Random): unknown {
  const containers = listContainers(root);
  if (containers.length === 0) return random.pick(HOSTILE_VALUES);
  const container = random.pick(containers);
  const keys = Object.keys(container);
  const key = keys.length === 0 ? "0" : random.pick(keys);
  switch (random.below(5)) {
    case 0:
      Reflect.deleteProperty(container, key);
      break;
    case 1:
      // own, as JSON.parse makes it: an assignment to __proto__ would set the prototype instead
      define(container, random.pick(HOSTILE_KEYS), random.pick(HOSTILE_VALUES));
      break;
    case 2:
      define(
        container,
        key,
        Reflect.get(random.pick(containers), random.pick(keys.length > 0 ? keys : [key])),
      );
      break;
    default:
      define(container, key, random.pick(HOSTILE_VALUES));
  }
  return root;
}

function define(target: Container, key: string, value: unknown): void {
  // an array takes no index but its own
  const name = Array.isArray(target) && !/^\d+$/.test(key) ? "0" : key;
  Object.defineProperty(target, name, {
    value: copy(value),
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function copy(value: unknown): unknown {
  return typeof value === "object" && value !== null ? JSON.parse(JSON.stringify(value)) : value;
}

function listContainers(value: unknown): Container[] {
  if (!isContainer(value)) return [];
  return [value, ...Object.values(value).flatMap(listContainers)];
}

function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}

function mutateText(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const inserted = random.pick([
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\",
    "\u0000",
    "\ud800",
    "9",
    "e",
    "-",
    "",
  ]);
  return text.slice(0, at) + inserted + text.slice(at + random.below(4));
}
