import {
  setBackendSrv,
  setTemplateSrv,
  type BackendSrv,
  type BackendSrvRequest,
  type FetchResponse,
} from "@grafana/runtime";
import { from, type Observable } from "rxjs";

/** Grafana's HTTP service, as far as a data source uses it: relative URLs, JSON, and rejections that carry the answer's body. */
async function send<T>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
  const url = new URL(options.url, window.location.origin);
  for (const [key, value] of Object.entries(options.params ?? {})) url.searchParams.set(key, String(value));
  const response = await fetch(url, {
    method: options.method ?? "GET",
    headers: { "content-type": "application/json", ...options.headers },
    ...(options.data === undefined ? {} : { body: JSON.stringify(options.data) }),
  });
  const data: T = await response.json();
  const { ok, status, statusText, headers, redirected, type } = response;
  const answer = {
    ok,
    status,
    statusText,
    headers,
    redirected,
    type,
    url: String(url),
    data,
    config: options,
  };
  if (!ok) throw answer;
  return answer;
}

const request = async <T>(options: BackendSrvRequest): Promise<T> => (await send<T>(options)).data;

const backendService: BackendSrv = {
  fetch: <T>(options: BackendSrvRequest): Observable<FetchResponse<T>> => from(send<T>(options)),
  request,
  datasourceRequest: send,
  get: (url, params) => request({ url, method: "GET", params }),
  delete: (url) => request({ url, method: "DELETE" }),
  post: (url, data) => request({ url, method: "POST", data }),
  patch: (url, data) => request({ url, method: "PATCH", data }),
  put: (url, data) => request({ url, method: "PUT", data }),
  chunked: () => {
    throw new Error("the preview host has no chunked answers");
  },
};

/** The page has no dashboard, so it has no variables: text stays as it is. */
export function installServices(): void {
  setBackendSrv(backendService);
  setTemplateSrv({
    getVariables: () => [],
    replace: (text) => text ?? "",
    containsTemplate: () => false,
    updateTimeRange: () => undefined,
  });
}
