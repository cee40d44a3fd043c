/** The plugin's id, and the uid under which provisioning creates the data source. */
export const DATA_SOURCE = Object.freeze({ type: "modelwatch-modelwatch-datasource", uid: "modelwatch" });
