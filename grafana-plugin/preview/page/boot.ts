// @grafana/runtime reads this when it is first loaded: it must be imported before everything else
declare global {
  interface Window {
    grafanaBootData?: unknown;
    __grafana_public_path__?: string;
  }
}

window.__grafana_public_path__ = "/public/";
/** What Grafana's server would have written into its page. */
export const BOOT_DATA = {
  settings: { featureToggles: {}, datasources: {}, buildInfo: { version: "12.4.10", env: "production" } },
  user: { locale: "en-US", timezone: "utc", weekStart: "monday" },
  navTree: [],
};

window.grafanaBootData = BOOT_DATA;
