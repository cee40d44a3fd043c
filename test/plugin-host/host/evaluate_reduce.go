package main

import (
	"fmt"
	"math"
	"slices"
)

// reduceSettings say what becomes of null, NaN and ±∞: strict ("") leaves them in, and one of them makes most results NaN.
type reduceSettings struct {
	Mode             string   `json:"mode"`
	ReplaceWithValue *float64 `json:"replaceWithValue"`
}

// reduce turns each series into one number under the same labels; numbers and the absence of data pass.
func reduce(input []value, reducer string, settings reduceSettings) ([]value, error) {
	output := []value{}
	for _, each := range input {
		if each.kind == seriesValue {
			number, err := reducePoints(each.points, reducer, settings)
			if err != nil {
				return nil, err
			}
			each = value{kind: numberValue, labels: each.labels, number: number}
		}
		output = append(output, each)
	}
	return output, nil
}

func reducePoints(points []*float64, reducer string, settings reduceSettings) (*float64, error) {
	switch settings.Mode {
	case "":
		return reduceStrictly(points, reducer)
	case "dropNN":
		numbers := slices.DeleteFunc(slices.Clone(points), isNonNumber)
		number, err := reduceStrictly(numbers, reducer)
		if number != nil && math.IsNaN(*number) {
			return nil, err
		}
		return number, err
	case "replaceNN":
		if settings.ReplaceWithValue == nil {
			return nil, fmt.Errorf("reduce replaceNN needs replaceWithValue")
		}
		replaced := slices.Clone(points)
		for row, point := range replaced {
			if isNonNumber(point) {
				replaced[row] = settings.ReplaceWithValue
			}
		}
		number, err := reduceStrictly(replaced, reducer)
		if number != nil && math.IsNaN(*number) {
			return settings.ReplaceWithValue, err
		}
		return number, err
	}
	return nil, fmt.Errorf("unknown reduce mode %q", settings.Mode)
}

func isNonNumber(point *float64) bool {
	return point == nil || math.IsNaN(*point) || math.IsInf(*point, 0)
}

// reduceStrictly: of no points the count and the sum are 0 and all else NaN; the last of some points may be null.
func reduceStrictly(points []*float64, reducer string) (*float64, error) {
	count := float64(len(points))
	switch reducer {
	case "count":
		return &count, nil
	case "last":
		if len(points) > 0 {
			return points[len(points)-1], nil
		}
		return pointTo(math.NaN()), nil
	}
	numbers, known := toNumbers(points)
	if !known {
		return pointTo(math.NaN()), nil
	}
	sum := 0.0
	for _, number := range numbers {
		sum += number
	}
	switch {
	case reducer == "sum":
		return &sum, nil
	case reducer == "mean":
		return pointTo(sum / count), nil
	case len(numbers) == 0:
		return pointTo(math.NaN()), nil
	case reducer == "min":
		return pointTo(slices.Min(numbers)), nil
	case reducer == "max":
		return pointTo(slices.Max(numbers)), nil
	}
	return nil, fmt.Errorf("unknown reducer %q", reducer)
}

// toNumbers is false where a point is null or NaN.
func toNumbers(points []*float64) ([]float64, bool) {
	numbers := make([]float64, len(points))
	for row, point := range points {
		if point == nil || math.IsNaN(*point) {
			return nil, false
		}
		numbers[row] = *point
	}
	return numbers, true
}

func pointTo(number float64) *float64 { return &number }
