package main

// Alert rules, judged as Grafana's server judges them. The wire, Arrow and label fingerprints are those of Grafana's SDK for Go, and
// typed frames are read by the official reader of the data plane contract, github.com/grafana/dataplane/sdata. The rest is written
// here after the documentation, as the server's own packages are not published as modules:
//   - expressions: https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/expression-queries/
//   - states: https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rule-evaluation/
//   - frames: https://grafana.com/developers/dataplane/
// Where Grafana 10.1 and the newest differ, the request says which generation judges.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/protobuf/encoding/protojson"
)

func init() {
	operations["evaluateRule"] = evaluateRule
}

type evaluateOptions struct {
	Rule alertRule `json:"rule"`
	// DataSources: a pluginv2.PluginContext for each data source's uid.
	DataSources     map[string]json.RawMessage `json:"dataSources"`
	Generation      string                     `json:"generation"`
	NowMs           int64                      `json:"nowMs"`
	IntervalSeconds int64                      `json:"intervalSeconds"`
}

type evaluateAnswer struct {
	Results   []result    `json:"results"`
	Instances []*instance `json:"instances"`
}

// alerts are the instances of each rule that this host has evaluated, by the rule's uid and the generation.
var alerts = struct {
	sync.Mutex
	rules map[string]instances
}{rules: map[string]instances{}}

func evaluateRule(ctx context.Context, h *host, args json.RawMessage) (any, error) {
	var options evaluateOptions
	if err := json.Unmarshal(args, &options); err != nil {
		return nil, err
	}
	client, err := dispense[grpcplugin.DataClient](h, "data")
	if err != nil {
		return nil, err
	}
	look := evaluation{
		rule:       options.Rule,
		generation: options.Generation,
		now:        time.UnixMilli(options.NowMs).UTC(),
		nodes:      map[string]node{},
	}
	requests, err := toRequests(look, options.DataSources)
	if err != nil {
		return nil, err
	}
	for _, request := range requests {
		look.ask(ctx, client, request)
	}
	results := look.judge()
	alerts.Lock()
	defer alerts.Unlock()
	key := options.Generation + " " + options.Rule.UID
	if alerts.rules[key] == nil {
		alerts.rules[key] = instances{}
	}
	interval := time.Duration(options.IntervalSeconds) * time.Second
	changed, err := alerts.rules[key].advance(look.rule, results, look.now, interval, look.generation)
	return evaluateAnswer{Results: results, Instances: changed}, err
}

// toRequests: Grafana 10.1 asks for each query by itself; later, one request holds all queries of a data source.
func toRequests(look evaluation, contexts map[string]json.RawMessage) ([]*pluginv2.QueryDataRequest, error) {
	requests := []*pluginv2.QueryDataRequest{}
	bySource := map[string]*pluginv2.QueryDataRequest{}
	for _, query := range look.rule.Data {
		if query.DatasourceUID == expressionUID {
			continue
		}
		request := bySource[query.DatasourceUID]
		if request == nil || look.generation == grafana10 {
			settings := &pluginv2.PluginContext{}
			if err := protojson.Unmarshal(contexts[query.DatasourceUID], settings); err != nil {
				return nil, fmt.Errorf("data source %q: %w", query.DatasourceUID, err)
			}
			headers := map[string]string{"FromAlert": "true", "X-Cache-Skip": "true"}
			request = &pluginv2.QueryDataRequest{PluginContext: settings, Headers: headers}
			bySource[query.DatasourceUID] = request
			requests = append(requests, request)
		}
		asked, err := toDataQuery(query, look.now)
		if err != nil {
			return nil, err
		}
		request.Queries = append(request.Queries, asked)
	}
	return requests, nil
}

// What a rule's query without them is given; both stand in its JSON as well.
const (
	defaultMaxDataPoints = 43200
	defaultIntervalMs    = 1000
)

func toDataQuery(query ruleQuery, now time.Time) (*pluginv2.DataQuery, error) {
	model := map[string]any{"maxDataPoints": defaultMaxDataPoints, "intervalMs": defaultIntervalMs}
	if err := json.Unmarshal(query.Model, &model); err != nil {
		return nil, err
	}
	model["refId"] = query.RefID
	body, err := json.Marshal(model)
	queryType := query.QueryType
	if named, ok := model["queryType"].(string); ok && queryType == "" {
		queryType = named
	}
	return &pluginv2.DataQuery{
		RefId:         query.RefID,
		QueryType:     queryType,
		MaxDataPoints: defaultMaxDataPoints,
		IntervalMS:    defaultIntervalMs,
		TimeRange: &pluginv2.TimeRange{
			FromEpochMS: now.UnixMilli() - 1000*query.RelativeTimeRange.From,
			ToEpochMS:   now.UnixMilli() - 1000*query.RelativeTimeRange.To,
		},
		Json: body,
	}, err
}

// ask sends one request; what fails as a whole fails for each of its queries, and a refId that is not answered has no data.
func (e *evaluation) ask(ctx context.Context, client grpcplugin.DataClient, request *pluginv2.QueryDataRequest) {
	response, err := client.QueryData(ctx, request)
	for _, query := range request.Queries {
		if err != nil {
			e.nodes[query.RefId] = node{err: err}
			continue
		}
		e.nodes[query.RefId] = toNode(response.Responses[query.RefId])
	}
}

func toNode(response *pluginv2.DataResponse) node {
	if response.GetError() != "" {
		return node{err: errors.New(response.Error), source: errorSource(response)}
	}
	frames, err := data.UnmarshalArrowFrames(response.GetFrames())
	if err != nil {
		return node{err: err}
	}
	values, err := toValues(frames)
	return node{values: values, err: err}
}
