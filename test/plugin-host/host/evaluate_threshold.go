package main

import (
	"fmt"
	"math"
	"strconv"
)

type evaluator struct {
	Type   string    `json:"type"`
	Params []float64 `json:"params"`
}

// comparisons by Grafana's names; Grafana 10.1 has those of firstThresholds alone.
var comparisons = map[string]func(number float64, params []float64) bool{
	"gt":                     func(number float64, params []float64) bool { return number > params[0] },
	"lt":                     func(number float64, params []float64) bool { return number < params[0] },
	"eq":                     func(number float64, params []float64) bool { return number == params[0] },
	"ne":                     func(number float64, params []float64) bool { return number != params[0] },
	"gte":                    func(number float64, params []float64) bool { return number >= params[0] },
	"lte":                    func(number float64, params []float64) bool { return number <= params[0] },
	"within_range":           func(number float64, params []float64) bool { return number > params[0] && number < params[1] },
	"outside_range":          func(number float64, params []float64) bool { return number < params[0] || number > params[1] },
	"within_range_included":  func(number float64, params []float64) bool { return number >= params[0] && number <= params[1] },
	"outside_range_included": func(number float64, params []float64) bool { return number <= params[0] || number >= params[1] },
}

var firstThresholds = map[string]bool{"gt": true, "lt": true, "within_range": true, "outside_range": true}

// threshold makes 1 of what meets the condition and 0 of what does not; null stays null. In Grafana 10.1 a threshold is an
// expression of mathematics: its limits are written with six decimals, and NaN stays NaN, which alerts. Later, NaN meets `ne` only.
func threshold(input []value, condition evaluator, generation string) ([]value, error) {
	compare, known := comparisons[condition.Type]
	asMath := generation == grafana10
	if !known || (asMath && !firstThresholds[condition.Type]) {
		return nil, fmt.Errorf("unknown threshold %q", condition.Type)
	}
	params := condition.Params
	if needed := paramsOf(condition.Type); len(params) < needed {
		return nil, fmt.Errorf("threshold %q needs %d parameters", condition.Type, needed)
	}
	if asMath {
		params = withSixDecimals(params)
	}
	judge := func(number *float64) *float64 {
		switch {
		case number == nil:
			return nil
		case asMath && math.IsNaN(*number):
			return number
		case compare(*number, params):
			return pointTo(1)
		}
		return pointTo(0)
	}
	return mapNumbers(input, judge), nil
}

func paramsOf(comparison string) int {
	if len(comparison) > len("gte") {
		return 2
	}
	return 1
}

func withSixDecimals(params []float64) []float64 {
	rounded := make([]float64, len(params))
	for index, param := range params {
		// what was formatted is a number
		rounded[index], _ = strconv.ParseFloat(fmt.Sprintf("%f", param), 64)
	}
	return rounded
}

// mapNumbers applies a function to every number and point, under the same labels.
func mapNumbers(input []value, apply func(*float64) *float64) []value {
	output := make([]value, len(input))
	for index, each := range input {
		output[index] = value{kind: each.kind, labels: each.labels}
		if each.kind == numberValue {
			output[index].number = apply(each.number)
		}
		for _, point := range each.points {
			output[index].points = append(output[index].points, apply(point))
		}
	}
	return output
}
