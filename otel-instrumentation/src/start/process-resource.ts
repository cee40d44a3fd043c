import { randomUUID } from "node:crypto";
import cluster from "node:cluster";
import { isMainThread } from "node:worker_threads";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  type Resource,
} from "@opentelemetry/resources";

const ATTR_SERVICE_INSTANCE_ID = "service.instance.id";
let isGivenIdTaken = false;

/**
 * What OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say, and always a `service.instance.id`. Nothing else is detected: a
 * host's name or a command line would leave the process.
 *
 * Stores tell the series of two processes apart by that id alone; under one id they would overwrite each other. So it is
 * random for every start. One that the environment gives is kept by the first start of a process; workers and members of a
 * cluster, which inherit the environment, take it with a random end.
 */
export function createProcessResource(): Resource {
  const environment = detectResources({ detectors: [envDetector] });
  const id = toInstanceId(environment.attributes[ATTR_SERVICE_INSTANCE_ID]);
  return defaultResource()
    .merge(environment)
    .merge(resourceFromAttributes({ [ATTR_SERVICE_INSTANCE_ID]: id }));
}

function toInstanceId(given: unknown): string {
  if (typeof given !== "string" || given === "") return randomUUID();
  const inheritsEnvironment = !isMainThread || cluster.isWorker;
  if (inheritsEnvironment || isGivenIdTaken) return `${given}/${randomUUID()}`;
  isGivenIdTaken = true;
  return given;
}
