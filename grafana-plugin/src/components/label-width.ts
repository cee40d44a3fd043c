/** In Grafana's grid units of 8 px: the longest label and its tooltip fit in the widest font that the page falls back to. */
export const LABEL_WIDTH = 20;
