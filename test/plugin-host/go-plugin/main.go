// Command go-plugin is a minimal data source on Grafana's own SDK: what the TypeScript SDK is measured beside.
package main

import (
	"context"
	"encoding/json"
	"os"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// source answers every query with the rows it asks for, made anew each time.
type source struct{}

// query is a query's JSON as the test plugin in TypeScript reads it.
type query struct {
	Rows int `json:"rows"`
}

func main() {
	create := func(context.Context, backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
		return &source{}, nil
	}
	if err := datasource.Manage("modelwatch-minimal-datasource", create, datasource.ManageOpts{}); err != nil {
		backend.Logger.Error(err.Error())
		os.Exit(1)
	}
}

func (*source) QueryData(_ context.Context, request *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	response := backend.NewQueryDataResponse()
	for _, asked := range request.Queries {
		var model query
		if err := json.Unmarshal(asked.JSON, &model); err != nil {
			response.Responses[asked.RefID] = backend.ErrDataResponse(backend.StatusBadRequest, err.Error())
			continue
		}
		response.Responses[asked.RefID] = backend.DataResponse{Frames: data.Frames{generatedFrame(model.Rows)}}
	}
	return response, nil
}

// generatedFrame has the values of the test plugin's generated frame.
func generatedFrame(rows int) *data.Frame {
	const startMs = 1_700_000_000_000
	times, sevenths, negative := make([]time.Time, rows), make([]float64, rows), make([]float64, rows)
	for row := range rows {
		times[row] = time.UnixMilli(startMs + 1000*int64(row))
		sevenths[row] = float64(row) / 7
		negative[row] = -float64(row)
	}
	return data.NewFrame("generated",
		data.NewField("time", nil, times),
		data.NewField("sevenths", nil, sevenths),
		data.NewField("negative", nil, negative))
}
