/** A resource request that is refused. */
export interface BadResource {
  readonly name: string;
  readonly path: string;
  readonly url?: string;
  readonly method?: string;
  readonly body?: Uint8Array;
  readonly headers?: Readonly<Record<string, { readonly values: readonly string[] }>>;
  readonly status: number;
}

const MANY = 10_000;
const refusedPath = (path: string, status = 400): BadResource => ({
  name: JSON.stringify(path).slice(0, 40),
  path,
  status,
});
const refusedUrl = (url: string): BadResource => ({
  name: `models with ${url.slice(0, 40)}`,
  path: "models",
  url,
  status: 400,
});

export const BAD_RESOURCES: readonly BadResource[] = [
  refusedPath("", 404),
  refusedPath("secrets", 404),
  refusedPath("models/more", 404),
  refusedPath("__proto__", 404),
  refusedPath("constructor", 404),
  // decoded once: what is still encoded then is a name, and there is none of it
  refusedPath("%252e%252e", 404),
  refusedPath("models%252fx", 404),
  refusedPath(".."),
  refusedPath("../models"),
  refusedPath("models/.."),
  refusedPath("..%2f..%2fetc%2fpasswd"),
  refusedPath("%2e%2e/models"),
  refusedPath("models//x"),
  refusedPath("models\\..\\x"),
  refusedPath("models%5c..%5cx"),
  refusedPath("models\u0000"),
  refusedPath("models%00"),
  refusedPath("models%"),
  refusedPath("models%ff"),
  refusedPath("http://127.0.0.1/models"),
  refusedPath("x".repeat(1_000_000)),
  refusedUrl("models?from=2&to=1"),
  refusedUrl("models?from=yesterday"),
  refusedUrl("models?to=1e30"),
  refusedUrl(`models?model=${"m".repeat(1_000)}`),
  refusedUrl("http://127.0.0.1:1/other?from=2&to=1"),
  { name: "values of no attribute", path: "values", url: "values", status: 400 },
  {
    name: "values of what is no attribute",
    path: "values",
    url: "values?attribute=a%22%7D%20or%20x",
    status: 400,
  },
  { name: "POST", path: "models", method: "POST", body: new Uint8Array(1_000_000), status: 405 },
  { name: "a method that is none", path: "models", method: "\u0000", status: 405 },
  { name: "no method", path: "models", method: "", status: 405 },
  {
    name: "a method of a megabyte",
    path: "models",
    method: "M".repeat(1_000_000),
    status: 405,
  },
  {
    name: "ten thousand parameters and headers",
    path: "models",
    url: `models?${Array.from({ length: MANY }, (_, i) => `p${i}=1`).join("&")}&from=2&to=1`,
    headers: Object.fromEntries(Array.from({ length: MANY }, (_, i) => [`X-${i}`, { values: ["1"] }])),
    status: 400,
  },
  {
    name: "a prototype among the parameters",
    path: "models",
    url: "models?__proto__[x]=1&constructor=1&from=2&to=1",
    status: 400,
  },
];
