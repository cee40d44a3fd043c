package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/protobuf/encoding/protojson"
)

func init() {
	operations["judgeFrames"] = judgeFrames
}

// judgement is what sdata says of one refId's frames: their label sets in order, or why they break the contract.
type judgement struct {
	Error string `json:"error"`
	// Type that the frames claim; empty: none, and then there is nothing to judge.
	Type    data.FrameType `json:"type"`
	Broken  string         `json:"broken"`
	Metrics []metric       `json:"metrics"`
}

type metric struct {
	Labels      data.Labels `json:"labels"`
	Fingerprint string      `json:"fingerprint"`
	Numbers     []*string   `json:"numbers"`
}

// judgeFrames asks what it is given and has sdata read the frames strictly: times sorted, no label set twice.
func judgeFrames(ctx context.Context, h *host, args json.RawMessage) (any, error) {
	var options struct {
		Request json.RawMessage `json:"request"`
	}
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
	response, err := client.QueryData(ctx, request)
	if err != nil {
		return nil, err
	}
	judgements := map[string]judgement{}
	for refID, one := range response.Responses {
		frames, err := data.UnmarshalArrowFrames(one.Frames)
		if err != nil {
			return nil, err
		}
		judgements[refID] = judgeDataplane(one.Error, frames)
	}
	return judgements, nil
}

func judgeDataplane(failure string, frames data.Frames) judgement {
	verdict := judgement{Error: failure, Metrics: []metric{}}
	for _, frame := range frames {
		if frame.Meta != nil && frame.Meta.Type != "" {
			verdict.Type = frame.Meta.Type
		}
	}
	if verdict.Type == "" {
		return verdict
	}
	kind, ok := dataplaneKind(frames)
	if !ok {
		verdict.Broken = fmt.Sprintf("sdata does not read the first frame as %s", verdict.Type)
		return verdict
	}
	values, err := readDataplane(kind, frames, true)
	if err != nil {
		verdict.Broken = err.Error()
		return verdict
	}
	for _, each := range values {
		shown := metric{Labels: each.labels, Fingerprint: each.labels.Fingerprint().String()}
		for _, point := range each.points {
			shown.Numbers = append(shown.Numbers, exact(point))
		}
		verdict.Metrics = append(verdict.Metrics, shown)
	}
	return verdict
}
