package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/protobuf/encoding/protojson"
)

func init() {
	operations["callResource"] = callResource
}

// resourcePiece is one message of the answer; the first carries status and headers.
type resourcePiece struct {
	Code    int32               `json:"code"`
	Headers map[string][]string `json:"headers"`
	Body    []byte              `json:"body"`
}

func callResource(ctx context.Context, h *host, args json.RawMessage) (any, error) {
	var options struct {
		Request json.RawMessage `json:"request"`
	}
	if err := json.Unmarshal(args, &options); err != nil {
		return nil, err
	}
	request := &pluginv2.CallResourceRequest{}
	if err := protojson.Unmarshal(options.Request, request); err != nil {
		return nil, err
	}
	client, err := dispense[grpcplugin.ResourceClient](h, "resource")
	if err != nil {
		return nil, err
	}
	stream, err := client.CallResource(ctx, request)
	if err != nil {
		return nil, err
	}
	pieces := []resourcePiece{}
	for {
		piece, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return pieces, nil
		}
		if err != nil {
			return nil, err
		}
		headers := map[string][]string{}
		for name, list := range piece.Headers {
			headers[name] = list.Values
		}
		pieces = append(pieces, resourcePiece{Code: piece.Code, Headers: headers, Body: piece.Body})
	}
}
