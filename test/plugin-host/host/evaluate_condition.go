package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

const (
	stateNormal   = "Normal"
	stateAlerting = "Alerting"
	statePending  = "Pending"
	stateNoData   = "NoData"
	stateError    = "Error"
)

// result is what one evaluation says of one label set.
type result struct {
	Labels data.Labels `json:"labels"`
	State  string      `json:"state"`
	// Number of the condition: null where there is none.
	Number *string `json:"number"`
	Error  string  `json:"error,omitempty"`
	Source string  `json:"errorSource,omitempty"`
}

// judge turns the rule's condition into a result for each label set: 0 is Normal, null NoData, and all else, NaN too, Alerting. An
// error makes the whole rule one Error; in Grafana 10.1 the error of any refId, later of those that the condition needs. A query
// without data makes the whole rule one NoData.
func (e *evaluation) judge() []result {
	condition := e.resolve(e.rule.Condition, nil)
	if e.generation == grafana10 {
		for _, query := range e.rule.Data {
			if failed := e.resolve(query.RefID, nil); failed.err != nil {
				condition = failed
			}
		}
	}
	if condition.err != nil {
		return []result{{State: stateError, Error: condition.err.Error(), Source: condition.source}}
	}
	if missing := e.queriesWithoutData(); len(missing) > 0 {
		return missing
	}
	if len(condition.values) == 0 {
		return []result{{State: stateNoData}}
	}
	results := []result{}
	for _, each := range condition.values {
		results = append(results, judgeValue(each))
	}
	return refuseRepeatedLabels(results)
}

func (e *evaluation) queriesWithoutData() []result {
	refIDs := map[string][]string{}
	uids := []string{}
	for _, query := range e.rule.Data {
		values := e.nodes[query.RefID].values
		if query.DatasourceUID == expressionUID || len(values) != 1 || values[0].kind != noDataValue {
			continue
		}
		if refIDs[query.DatasourceUID] == nil {
			uids = append(uids, query.DatasourceUID)
		}
		refIDs[query.DatasourceUID] = append(refIDs[query.DatasourceUID], query.RefID)
	}
	results := []result{}
	for _, uid := range uids {
		slices.Sort(refIDs[uid])
		labels := data.Labels{"datasource_uid": uid, "ref_id": strings.Join(refIDs[uid], ",")}
		results = append(results, result{Labels: labels, State: stateNoData})
	}
	return results
}

func judgeValue(each value) result {
	switch {
	case each.kind == seriesValue:
		return result{Labels: each.labels, State: stateError, Error: "looks like time series data, only reduced data can be alerted on"}
	case each.number == nil:
		return result{Labels: each.labels, State: stateNoData}
	case *each.number == 0:
		return result{Labels: each.labels, State: stateNormal, Number: exact(each.number)}
	}
	return result{Labels: each.labels, State: stateAlerting, Number: exact(each.number)}
}

func refuseRepeatedLabels(results []result) []result {
	seen := map[string]bool{}
	for _, each := range results {
		labels := each.Labels.String()
		if seen[labels] {
			return []result{{Labels: each.Labels, State: stateError, Error: fmt.Sprintf("the labels {%s} occur twice", labels)}}
		}
		seen[labels] = true
	}
	return results
}

func exact(number *float64) *string {
	if number == nil {
		return nil
	}
	text := fmt.Sprint(*number)
	return &text
}
