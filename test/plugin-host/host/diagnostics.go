package main

import (
	"context"
	"encoding/json"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/protobuf/encoding/protojson"
)

func init() {
	operations["checkHealth"] = checkHealth
	operations["collectMetrics"] = collectMetrics
}

func checkHealth(ctx context.Context, h *host, args json.RawMessage) (any, error) {
	var options struct {
		Request json.RawMessage `json:"request"`
	}
	if err := json.Unmarshal(args, &options); err != nil {
		return nil, err
	}
	request := &pluginv2.CheckHealthRequest{}
	if err := protojson.Unmarshal(options.Request, request); err != nil {
		return nil, err
	}
	client, err := dispense[grpcplugin.DiagnosticsClient](h, "diagnostics")
	if err != nil {
		return nil, err
	}
	response, err := client.CheckHealth(ctx, request)
	if err != nil {
		return nil, err
	}
	return map[string]string{
		"status":  response.Status.String(),
		"message": response.Message,
		"details": string(response.JsonDetails),
	}, nil
}

func collectMetrics(ctx context.Context, h *host, _ json.RawMessage) (any, error) {
	client, err := dispense[grpcplugin.DiagnosticsClient](h, "diagnostics")
	if err != nil {
		return nil, err
	}
	response, err := client.CollectMetrics(ctx, &pluginv2.CollectMetricsRequest{})
	if err != nil {
		return nil, err
	}
	return map[string]string{"prometheus": string(response.GetMetrics().GetPrometheus())}, nil
}
