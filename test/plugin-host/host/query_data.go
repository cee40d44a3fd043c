package main

import (
	"context"
	"encoding/json"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/protobuf/encoding/protojson"
)

func init() {
	operations["queryData"] = queryData
}

type queryDataOptions struct {
	Request   json.RawMessage `json:"request"`
	TimeoutMs int             `json:"timeoutMs"`
	// Digest answers a hash in place of each field's values.
	Digest bool `json:"digest"`
}

type queryAnswer struct {
	Status      int32   `json:"status"`
	Error       string  `json:"error"`
	ErrorSource string  `json:"errorSource"`
	Bytes       int     `json:"bytes"`
	Frames      []frame `json:"frames"`
}

func queryData(ctx context.Context, h *host, args json.RawMessage) (any, error) {
	var options queryDataOptions
	if err := json.Unmarshal(args, &options); err != nil {
		return nil, err
	}
	request := &pluginv2.QueryDataRequest{}
	if err := protojson.Unmarshal(options.Request, request); err != nil {
		return nil, err
	}
	client, err := dispense[grpcplugin.DataClient](h, "data")
	if err != nil {
		return nil, err
	}
	ctx, cancel := withTimeout(ctx, options.TimeoutMs)
	defer cancel()
	response, err := client.QueryData(ctx, request)
	if err != nil {
		return nil, err
	}
	answers := map[string]queryAnswer{}
	for refID, one := range response.Responses {
		if answers[refID], err = toQueryAnswer(one, options.Digest); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

func toQueryAnswer(response *pluginv2.DataResponse, digest bool) (queryAnswer, error) {
	decoded, err := data.UnmarshalArrowFrames(response.Frames)
	if err != nil {
		return queryAnswer{}, err
	}
	frames := make([]frame, 0, len(decoded))
	bytes := 0
	for i, one := range decoded {
		shown, err := toFrame(one, digest)
		if err != nil {
			return queryAnswer{}, err
		}
		frames = append(frames, shown)
		bytes += len(response.Frames[i])
	}
	return queryAnswer{
		Status:      response.Status,
		Error:       response.Error,
		ErrorSource: errorSource(response),
		Bytes:       bytes,
		Frames:      frames,
	}, nil
}

// errorSource is empty on the SDKs whose protocol does not have it yet.
func errorSource(response any) string {
	if sourced, ok := response.(interface{ GetErrorSource() string }); ok {
		return sourced.GetErrorSource()
	}
	return ""
}
