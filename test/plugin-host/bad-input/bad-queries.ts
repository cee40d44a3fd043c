/** One query that cannot be answered: its bytes, its range where that is the point, and what is said of it. */
export interface BadQuery {
  readonly name: string;
  /** JSON text, bytes, or a model to print. */
  readonly model: string | Uint8Array | object;
  /** In ms; text, as 64 bits hold more than a double. */
  readonly from?: string;
  readonly to?: string;
  readonly status: number;
  /** A part of the message. */
  readonly says: string;
}

const DEPTH = 100_000;
const model = { analysis: "drift", subject: { model: "m" } };
const invalid = (name: string, text: string | Uint8Array, says = "not valid JSON"): BadQuery => ({
  name,
  model: text,
  status: 400,
  says,
});
const wrong = (field: string, value: unknown, says = field): BadQuery => ({
  name: `${field} is ${JSON.stringify(value).slice(0, 40)}`,
  model: withField(field, value),
  status: 400,
  says,
});

/** Everything that a query can be sent as and that is refused. */
export const BAD_QUERIES: readonly BadQuery[] = [
  invalid("half an object", '{"analysis":'),
  invalid("two objects", "{}{}"),
  invalid("a number that JSON has not", '{"version":NaN}'),
  invalid("invalid UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
  invalid("a lone surrogate as UTF-8", Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])),
  invalid("arrays never closed", "[".repeat(DEPTH)),
  invalid("an array", "[]", "not an object"),
  invalid("a string", '"drift"', "not an object"),
  invalid("null", "null", "not an object"),
  invalid("no subject", "{}", "subject"),
  invalid(
    "nested a hundred thousand deep",
    `{"subject":${'{"model":'.repeat(DEPTH)}1${"}".repeat(DEPTH)}}`,
    "subject",
  ),
  invalid(
    "a duplicate key, of which the last counts",
    '{"subject":{"model":"m","model":7}}',
    "subject.model",
  ),
  invalid("a number beyond all doubles", '{"version":1e999,"subject":{"model":"m"}}', "version"),
  invalid("a prototype in the subject", '{"subject":{"model":"m","__proto__":{"polluted":1}}}', "__proto__"),
  invalid(
    "a constructor's prototype",
    '{"subject":{"model":"m","constructor":{"prototype":{"polluted":1}}}}',
    "constructor",
  ),
  wrong("version", 2, "upgrade"),
  wrong("version", "1"),
  wrong("analysis", "magic"),
  wrong("analysis", ["drift"]),
  wrong("subject", null),
  wrong("subject", []),
  wrong("subject.model", ""),
  wrong("subject.model", 7),
  wrong("subject.modelVersion", 1),
  wrong("subject.unknown", 1, "unknown"),
  wrong("subject.target", { kind: "magic" }),
  wrong("subject.target", { kind: "feature" }),
  wrong("subject.target", { kind: "__proto__" }),
  wrong("subject.matchers", {}),
  wrong(
    "subject.matchers",
    Array.from({ length: 51 }, () => ({ attribute: "a", value: "b" })),
  ),
  wrong("subject.matchers", [{ attribute: "ml.arm", operator: "=~", value: "(" }], "regular expression"),
  wrong("window", "1d"),
  wrong("window.width", "1s"),
  wrong("window.timeZone", "Not/AZone", "time zone"),
  wrong("window.timeZone", 1),
  wrong("window.step", "1w", "step"),
  wrong("reference", { kind: "magic" }),
  wrong("reference", { kind: "season", weeks: 1e9 }),
  wrong("reference", { kind: "range", from: "yesterday", to: "today" }),
  wrong("reference", { kind: "distribution", members: [] }),
  wrong("reference", {
    kind: "distribution",
    members: [{ target: "prediction", bounds: [2, 1], counts: [1, 1, 1] }],
  }),
  wrong("strata", "origin"),
  wrong("strata", ["a", "b", "c", "d"]),
  wrong("compare", { attribute: "ml.arm", treated: "a", control: "b", treatedShare: 1 }),
  wrong("compare", { attribute: "ml.arm" }),
  wrong("guard", { alpha: 7 }),
  wrong("guard", { budgetDays: -1 }),
  wrong("guard", { multiplicity: "none" }),
  wrong("guard", { minimumCount: 0.5 }),
  wrong("guard", { tolerence: 0.1 }, "tolerence"),
  wrong("statistics", "psi"),
  wrong("monitor", {}),
  wrong("alertOn", "everything"),
  {
    name: "an analysis that lacks its comparison",
    model: { ...model, analysis: "lift" },
    status: 400,
    says: "lift",
  },
  {
    name: "a range that ends before it starts",
    model,
    from: "2000",
    to: "1000",
    status: 400,
    says: "before it starts",
  },
  { name: "a range without length", model, from: "0", to: "0", status: 400, says: "before it starts" },
  {
    name: "ten years of five minutes, the narrowest window",
    model: { ...model, window: { width: "5m" } },
    from: "0",
    to: "315360000000",
    status: 413,
    says: "more than 20000 windows",
  },
  {
    name: "eight thousand years of months",
    model: { ...model, window: { width: "1mo" } },
    from: "0",
    to: "253402300799000",
    status: 413,
    says: "windows",
  },
  {
    name: "a range that ends at the last 64-bit number",
    model,
    from: "0",
    to: "9223372036854775807",
    status: 400,
    says: "",
  },
  {
    name: "a range that starts at the first 64-bit number",
    model,
    from: "-9223372036854775808",
    to: "0",
    status: 400,
    says: "",
  },
];

function withField(field: string, value: unknown): object {
  const [first = "", second] = field.split(".");
  if (second === undefined) return { ...model, [first]: value };
  return { ...model, [first]: { ...(first === "subject" && model.subject), [second]: value } };
}
