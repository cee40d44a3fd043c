package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
)

func init() {
	operations["load"] = load
}

type loadOptions struct {
	Request json.RawMessage `json:"request"`
	Calls   int             `json:"calls"`
	AtOnce  int             `json:"atOnce"`
}

type loadResult struct {
	// DurationsMs is of each call, from its request to its whole answer, which is not decoded further than protobuf.
	DurationsMs []float64 `json:"durationsMs"`
	// Answered is the refIds that got frames.
	Answered int `json:"answered"`
	// FrameBytes is of all frames of all answers.
	FrameBytes int `json:"frameBytes"`
	// Failures counts calls by gRPC's code and refIds by their status.
	Failures map[string]int `json:"failures"`
}

// load makes the same QueryData call many times, so many at once, and times it here, where no other language has a part.
func load(ctx context.Context, h *host, args json.RawMessage) (any, error) {
	var options loadOptions
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
	result := &loadResult{DurationsMs: make([]float64, options.Calls), Failures: map[string]int{}}
	var next atomic.Int64
	var workers sync.WaitGroup
	var mutex sync.Mutex
	for range options.AtOnce {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for call := int(next.Add(1)) - 1; call < options.Calls; call = int(next.Add(1)) - 1 {
				started := time.Now()
				response, err := client.QueryData(ctx, request)
				result.DurationsMs[call] = float64(time.Since(started)) / float64(time.Millisecond)
				mutex.Lock()
				result.add(response, err)
				mutex.Unlock()
			}
		}()
	}
	workers.Wait()
	return result, ctx.Err()
}

func (r *loadResult) add(response *pluginv2.QueryDataResponse, err error) {
	if err != nil {
		r.Failures[status.Code(err).String()]++
		return
	}
	for _, one := range response.Responses {
		if one.Error != "" {
			r.Failures[fmt.Sprint(one.Status)]++
			continue
		}
		r.Answered++
		for _, frame := range one.Frames {
			r.FrameBytes += len(frame)
		}
	}
}
