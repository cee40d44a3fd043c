// ClickHouse's engine as a process of its own, behind as much of ClickHouse's HTTP interface as a client of ours uses: a query
// with its parameters and settings goes in, the engine's answer or exception comes out. It prints its url and ends on SIGTERM.
// Parameters reach the engine as they arrived, still escaped: unescaping and binding them is the engine's work.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { buffer } from "node:stream/consumers";

const [manifest] = process.argv.slice(2);
const require = createRequire(manifest);
const { Session } = require("./index.js");
// below the package's own query functions, which escape parameters a second time
const engine = require("./dist/loader.js").loadNative();

const session = new Session();

/** Fields of the URL that are no settings of a query. */
const NO_SETTINGS = new Set(["query", "database", "default_format", "query_id", "wait_end_of_query"]);

async function readQuestion(request) {
  const { searchParams } = new URL(request.url, "http://localhost");
  const body = await buffer(request);
  const type = request.headers["content-type"] ?? "";
  const isForm = type.startsWith("multipart/form-data");
  const form = isForm ? await new Response(body, { headers: { "content-type": type } }).formData() : [];
  const fields = [...searchParams, ...form];
  const parameters = fields.filter(([name]) => name.startsWith("param_"));
  const texts = fields.flatMap(([name, value]) =>
    name === "query" && typeof value === "string" ? [value] : [],
  );
  const query = [...texts, ...(isForm ? [] : [body.toString("utf8")])].join("\n");
  const settings = [...searchParams].filter(([name]) => !NO_SETTINGS.has(name) && !name.startsWith("param_"));
  return {
    query: query + toSettings(settings),
    parameters: Object.fromEntries(parameters.map(([name, value]) => [name.slice("param_".length), value])),
  };
}

function toSettings(settings) {
  const list = settings.map(([name, value]) => `${name} = ${/^\d+$/.test(value) ? value : `'${value}'`}`);
  return list.length === 0 ? "" : ` SETTINGS ${list.join(", ")}`;
}

/** Parameters belong to the engine's one connection, so queries take turns. */
let turn = Promise.resolve();
function inTurn(task) {
  const result = turn.then(task);
  turn = result.catch(() => {});
  return result;
}

const server = createServer((request, response) => {
  readQuestion(request)
    .then(({ query, parameters }) =>
      inTurn(() => engine.QueryAsyncConnection(session.connection, query, "TabSeparated", parameters)),
    )
    .then(
      ({ bytes }) => response.writeHead(200).end(bytes),
      (error) => {
        const code = /^Code: (\d+)\./.exec(error.message)?.[1];
        response
          .writeHead(500, code === undefined ? {} : { "X-ClickHouse-Exception-Code": code })
          .end(error.message);
      },
    );
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
process.once("SIGTERM", () => {
  server.close(() => session.close());
  server.closeAllConnections();
});
