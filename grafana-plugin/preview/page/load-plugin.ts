import * as grafanaData from "@grafana/data";
import * as grafanaRuntime from "@grafana/runtime";
import * as grafanaUi from "@grafana/ui";
import * as React from "react";
import * as ReactDOM from "react-dom";
import * as rxjs from "rxjs";
import * as rxjsOperators from "rxjs/operators";
import type { plugin as pluginExport } from "../../src/module.js";

interface SystemLoader {
  addImportMap(map: { imports: Record<string, string> }): void;
  set(id: string, module: object): void;
  import(url: string): Promise<{ plugin: typeof pluginExport }>;
}
declare const System: SystemLoader;

const SHARED: Readonly<Record<string, object>> = {
  "@grafana/data": grafanaData,
  "@grafana/runtime": grafanaRuntime,
  "@grafana/ui": grafanaUi,
  react: React,
  "react-dom": ReactDOM,
  rxjs,
  "rxjs/operators": rxjsOperators,
};

/** Loads `module.js` as Grafana does: SystemJS with its AMD extra, shared packages under `package:` ids. */
export async function loadPlugin(url: string): Promise<typeof pluginExport> {
  // only now: its global `define` would otherwise be taken by UMD packages inside this page's own bundle
  await addScript("/system.js");
  await addScript("/system-amd.js");
  const names = Object.keys(SHARED);
  System.addImportMap({ imports: Object.fromEntries(names.map((name) => [name, `package:${name}`])) });
  for (const name of names) System.set(`package:${name}`, { default: SHARED[name], __useDefault: true });
  const { plugin } = await System.import(url);
  return plugin;
}

async function addScript(src: string): Promise<void> {
  const script = document.createElement("script");
  script.src = src;
  await new Promise((resolve, reject) => {
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`${src} was not loaded`)));
    document.head.append(script);
  });
}
