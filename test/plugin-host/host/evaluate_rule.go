package main

import (
	"encoding/json"
	"fmt"
	"time"
)

const (
	grafana10     = "10.1"
	grafanaNewest = "newest"
	expressionUID = "__expr__"
)

// alertRule is a rule as provisioning files and Grafana's API write it.
type alertRule struct {
	UID          string            `json:"uid"`
	Title        string            `json:"title"`
	Condition    string            `json:"condition"`
	Data         []ruleQuery       `json:"data"`
	NoDataState  string            `json:"noDataState"`
	ExecErrState string            `json:"execErrState"`
	For          string            `json:"for"`
	Labels       map[string]string `json:"labels"`
}

type ruleQuery struct {
	RefID             string          `json:"refId"`
	QueryType         string          `json:"queryType"`
	DatasourceUID     string          `json:"datasourceUid"`
	RelativeTimeRange relativeRange   `json:"relativeTimeRange"`
	Model             json.RawMessage `json:"model"`
}

// relativeRange in seconds before the evaluation.
type relativeRange struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// expressionModel holds what reduce, threshold and math need.
type expressionModel struct {
	Type       string         `json:"type"`
	Expression string         `json:"expression"`
	Reducer    string         `json:"reducer"`
	Settings   reduceSettings `json:"settings"`
	Conditions []struct {
		Evaluator evaluator `json:"evaluator"`
	} `json:"conditions"`
}

// node is what a refId came to.
type node struct {
	values []value
	err    error
	// source of a query's error: plugin or downstream.
	source string
}

// evaluation is one look at a rule.
type evaluation struct {
	rule       alertRule
	generation string
	now        time.Time
	nodes      map[string]node
}

// resolve works out a refId after those that it needs, each once. The answers of data sources are there from the start.
func (e *evaluation) resolve(refID string, path []string) node {
	if known, ok := e.nodes[refID]; ok {
		return known
	}
	for _, passed := range path {
		if passed == refID {
			return node{err: fmt.Errorf("refId %q depends on itself", refID)}
		}
	}
	result := node{err: fmt.Errorf("no query or expression has the refId %q", refID)}
	for _, query := range e.rule.Data {
		if query.RefID == refID {
			result = e.compute(query, append(path, refID))
		}
	}
	e.nodes[refID] = result
	return result
}

func (e *evaluation) compute(query ruleQuery, path []string) node {
	var model expressionModel
	if err := json.Unmarshal(query.Model, &model); err != nil {
		return node{err: err}
	}
	inputs := map[string][]value{}
	for _, refID := range neededBy(model) {
		input := e.resolve(refID, path)
		if input.err != nil {
			return input
		}
		inputs[refID] = input.values
	}
	values, err := e.express(model, inputs)
	return node{values: values, err: err}
}

func neededBy(model expressionModel) []string {
	if model.Type != "math" {
		return []string{model.Expression}
	}
	names := []string{}
	for _, match := range variable.FindAllStringSubmatch(model.Expression, -1) {
		names = append(names, match[1]+match[2])
	}
	return names
}

func (e *evaluation) express(model expressionModel, inputs map[string][]value) ([]value, error) {
	switch model.Type {
	case "reduce":
		return reduce(inputs[model.Expression], model.Reducer, model.Settings)
	case "threshold":
		if len(model.Conditions) != 1 {
			return nil, fmt.Errorf("a threshold has exactly one condition")
		}
		return threshold(inputs[model.Expression], model.Conditions[0].Evaluator, e.generation)
	case "math":
		return computeMath(model.Expression, inputs)
	}
	return nil, fmt.Errorf("the expression %q is not evaluated here", model.Type)
}
