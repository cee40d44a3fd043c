import { InlineField, InlineSwitch, Input, SecretInput } from "@grafana/ui";
import React from "react";
import { LABEL_WIDTH } from "./label-width.js";
import type { ModelwatchSettings } from "../options.js";

interface Props {
  readonly options: ModelwatchSettings;
  readonly onOptionsChange: (options: ModelwatchSettings) => void;
  /** What belongs into the URL, and an example. */
  readonly urlTooltip: string;
  readonly urlExample: string;
}

/** URL and basic auth, in the places where Grafana keeps them for every data source. */
export function ServerSettings({ options, onOptionsChange, ...url }: Props): React.ReactElement {
  const change = (part: Partial<ModelwatchSettings>): void => onOptionsChange({ ...options, ...part });
  const setPassword = (basicAuthPassword: string | undefined, isSet: boolean): void => {
    const { basicAuthPassword: _, ...secrets } = options.secureJsonData ?? {};
    change({
      secureJsonData: basicAuthPassword === undefined ? secrets : { ...secrets, basicAuthPassword },
      secureJsonFields: { ...options.secureJsonFields, basicAuthPassword: isSet },
    });
  };
  const isPasswordSet = options.secureJsonFields?.["basicAuthPassword"] ?? false;
  return (
    <>
      <InlineField
        label="URL"
        labelWidth={LABEL_WIDTH}
        htmlFor="modelwatch-url"
        tooltip={url.urlTooltip}
        required
      >
        <Input
          id="modelwatch-url"
          width={50}
          placeholder={url.urlExample}
          value={options.url}
          onChange={(event) => change({ url: event.currentTarget.value.trim() })}
        />
      </InlineField>
      <InlineField label="Basic auth" labelWidth={LABEL_WIDTH} htmlFor="modelwatch-basic-auth">
        <InlineSwitch
          id="modelwatch-basic-auth"
          value={options.basicAuth}
          onChange={(event) => change({ basicAuth: event.currentTarget.checked })}
        />
      </InlineField>
      {options.basicAuth && (
        <>
          <InlineField label="User" labelWidth={LABEL_WIDTH} htmlFor="modelwatch-user">
            <Input
              id="modelwatch-user"
              width={50}
              value={options.basicAuthUser}
              onChange={(event) => change({ basicAuthUser: event.currentTarget.value })}
            />
          </InlineField>
          <InlineField
            label="Password"
            labelWidth={LABEL_WIDTH}
            htmlFor="modelwatch-password"
            tooltip="Kept encrypted by Grafana's server"
          >
            <SecretInput
              id="modelwatch-password"
              width={50}
              isConfigured={isPasswordSet}
              value={options.secureJsonData?.basicAuthPassword ?? ""}
              onReset={() => setPassword("", false)}
              onChange={(event) => setPassword(event.currentTarget.value, false)}
            />
          </InlineField>
        </>
      )}
    </>
  );
}
