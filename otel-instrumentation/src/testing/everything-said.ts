import { DiagLogLevel, context, diag, trace, type DiagLogFunction } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";

/** What a process lets out beside its metrics: log messages and the attributes of a span. */
export interface Said {
  readonly messages: readonly string[];
  /** Attributes and events of the span, as text. */
  readonly span: string;
}

/** Runs `act` within a recorded span, and tells what was written to `diag` and to the span. */
export function listenWhile(act: () => void): Said {
  const messages: string[] = [];
  const write: DiagLogFunction = (message, ...more) =>
    messages.push([message, ...more.map(String)].join(" "));
  const logger = { verbose: write, debug: write, info: write, warn: write, error: write };
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const contexts = new AsyncLocalStorageContextManager().enable();
  diag.setLogger(logger, { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true });
  context.setGlobalContextManager(contexts);
  try {
    const span = provider.getTracer("test").startSpan("inference");
    context.with(trace.setSpan(context.active(), span), act);
    span.end();
    const [{ attributes, events, status } = {}] = exporter.getFinishedSpans();
    return { messages, span: JSON.stringify({ attributes, events, status }) };
  } finally {
    contexts.disable();
    context.disable();
    diag.disable();
  }
}
