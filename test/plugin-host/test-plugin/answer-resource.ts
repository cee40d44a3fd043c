import { BackendError, type ResourceRequest, type ResourceResponse } from "@modelwatch/grafana-backend";

/**
 * `echo`: the request as JSON. `pieces?count=n`: n pieces, one message each. `broken`: one piece, and then an error.
 * @throws BackendError for any other path
 */
export async function answerResource(request: ResourceRequest): Promise<ResourceResponse> {
  const [name, ...rest] = request.path;
  if (name === "echo") {
    const { method, query, body } = request;
    const text = JSON.stringify({ method, rest, query: String(query), body: Buffer.from(body).toString() });
    return { status: 201, headers: { "content-type": "application/json" }, body: Buffer.from(text) };
  }
  if (name === "pieces") return { status: 200, body: toPieces(Number(request.query.get("count"))) };
  if (name === "broken") return { status: 200, body: breakOff() };
  throw new BackendError("not-found", `there is no resource ${request.path.join("/")}`);
}

async function* toPieces(count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index++) yield Buffer.from(`piece ${index}\n`);
}

async function* breakOff(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("the first piece");
  throw new BackendError("unavailable", "the store went away");
}
