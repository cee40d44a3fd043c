package main

import (
	"context"
	"encoding/json"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

func init() {
	operations["subscribeStream"] = subscribeStream
	operations["publishStream"] = publishStream
	operations["runStream"] = runStream
}

func subscribeStream(ctx context.Context, h *host, args json.RawMessage) (any, error) {
	client, err := dispense[grpcplugin.StreamClient](h, "stream")
	if err != nil {
		return nil, err
	}
	response, err := client.SubscribeStream(ctx, &pluginv2.SubscribeStreamRequest{Path: "any"})
	if err != nil {
		return nil, err
	}
	return map[string]string{"status": response.Status.String()}, nil
}

func publishStream(ctx context.Context, h *host, args json.RawMessage) (any, error) {
	client, err := dispense[grpcplugin.StreamClient](h, "stream")
	if err != nil {
		return nil, err
	}
	response, err := client.PublishStream(ctx, &pluginv2.PublishStreamRequest{Path: "any", Data: []byte("{}")})
	if err != nil {
		return nil, err
	}
	return map[string]string{"status": response.Status.String()}, nil
}

func runStream(ctx context.Context, h *host, args json.RawMessage) (any, error) {
	client, err := dispense[grpcplugin.StreamClient](h, "stream")
	if err != nil {
		return nil, err
	}
	stream, err := client.RunStream(ctx, &pluginv2.RunStreamRequest{Path: "any"})
	if err != nil {
		return nil, err
	}
	_, err = stream.Recv()
	return nil, err
}
