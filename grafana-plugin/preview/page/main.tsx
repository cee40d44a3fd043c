// oxlint-disable-next-line import/no-unassigned-import -- it sets what @grafana/runtime reads while it loads
import "./boot.js";
import { createTheme, ThemeContext, type DataSourcePluginMeta } from "@grafana/data";
import { initPluginTranslations } from "@grafana/i18n";
import { GlobalStyles, PortalContainer } from "@grafana/ui";
import React from "react";
import { createRoot } from "react-dom/client";
import { loadPlugin } from "./load-plugin.js";
import { ConfigPreview, QueryPreview } from "./PreviewPage.js";
import { installServices } from "./services.js";

// the page: `?view=config` or `?view=query`, `&theme=dark` or `light`
const parameters = new URLSearchParams(window.location.search);
const host = document.getElementById("host");
if (host === null) throw new Error("the page has no element #host");

await initPluginTranslations("grafana");
installServices();
const plugin = await loadPlugin("/plugin/module.js");
const meta: DataSourcePluginMeta = await (await fetch("/plugin/plugin.json")).json();
const Preview = parameters.get("view") === "config" ? ConfigPreview : QueryPreview;
const theme = createTheme({ colors: { mode: parameters.get("theme") === "light" ? "light" : "dark" } });

createRoot(host).render(
  <ThemeContext.Provider value={theme}>
    <GlobalStyles />
    <Preview plugin={plugin} meta={meta} />
    <PortalContainer />
  </ThemeContext.Provider>,
);
