package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"regexp"
	"strconv"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

var variable = regexp.MustCompile(`\$(?:(\w+)|\{(\w+)\})`)

const variablePrefix = "ref_"

// computeMath evaluates an expression such as `$B > 1 && ${C} != 0`. Operators and their precedence are those of Go, so that Go's
// own parser reads it; Grafana's `**` and its functions are refused.
func computeMath(expression string, values map[string][]value) ([]value, error) {
	tree, err := parser.ParseExpr(variable.ReplaceAllString(expression, variablePrefix+"$1$2"))
	if err != nil {
		return nil, fmt.Errorf("math %q: %w", expression, err)
	}
	return compute(tree, values)
}

func compute(node ast.Expr, values map[string][]value) ([]value, error) {
	switch node := node.(type) {
	case *ast.ParenExpr:
		return compute(node.X, values)
	case *ast.BasicLit:
		number, err := strconv.ParseFloat(node.Value, 64)
		return []value{{kind: numberValue, number: &number}}, err
	case *ast.Ident:
		return values[node.Name[len(variablePrefix):]], nil
	case *ast.UnaryExpr:
		operand, err := compute(node.X, values)
		if err != nil {
			return nil, err
		}
		return mapNumbers(operand, func(number *float64) *float64 { return negate(node.Op, number) }), nil
	case *ast.BinaryExpr:
		left, err := compute(node.X, values)
		if err != nil {
			return nil, err
		}
		right, err := compute(node.Y, values)
		if err != nil {
			return nil, err
		}
		return join(left, right, node.Op)
	}
	return nil, fmt.Errorf("math with %T is not evaluated here", node)
}

// join pairs what has the same labels, or one of them all labels of the other, and keeps the larger set; what finds no partner is
// dropped. One value on each side is always a pair, without labels where they differ; no data on either side is no data.
func join(left, right []value, operator token.Token) ([]value, error) {
	if len(left) == 0 || len(right) == 0 {
		return nil, nil
	}
	if (len(left) == 1 || len(right) == 1) && (left[0].kind == noDataValue || right[0].kind == noDataValue) {
		return []value{noData}, nil
	}
	joined := []value{}
	for _, a := range left {
		for _, b := range right {
			labels, ok := commonLabels(a.labels, b.labels)
			if !ok {
				continue
			}
			number, err := combine(a, b, labels, operator)
			if err != nil {
				return nil, err
			}
			joined = append(joined, number)
		}
	}
	if len(joined) == 0 && len(left) == 1 && len(right) == 1 {
		number, err := combine(left[0], right[0], nil, operator)
		return []value{number}, err
	}
	return joined, nil
}

func commonLabels(a, b data.Labels) (data.Labels, bool) {
	switch {
	case len(a) == 0:
		return b, true
	case len(b) == 0 || a.Equals(b):
		return a, true
	case len(a) == len(b):
		return nil, false
	case a.Contains(b):
		return a, true
	}
	return b, b.Contains(a)
}

func combine(a, b value, labels data.Labels, operator token.Token) (value, error) {
	if a.kind == noDataValue || b.kind == noDataValue {
		return noData, nil
	}
	if a.kind != numberValue || b.kind != numberValue {
		return value{}, fmt.Errorf("math on a series is not evaluated here: reduce it first")
	}
	number, err := operate(operator, a.number, b.number)
	return value{kind: numberValue, labels: labels, number: number}, err
}

func negate(operator token.Token, number *float64) *float64 {
	switch {
	case number == nil || math.IsNaN(*number):
		return number
	case operator == token.NOT:
		return pointTo(toNumber(*number == 0))
	}
	return pointTo(-*number)
}

// operate: null with anything is null, and NaN with anything NaN, unless the left side of && or || decides alone.
func operate(operator token.Token, left, right *float64) (*float64, error) {
	if left == nil || right == nil {
		return nil, nil
	}
	a, b := *left, *right
	switch {
	case operator == token.LOR && a != 0:
		return pointTo(1), nil
	case operator == token.LAND && a == 0:
		return pointTo(0), nil
	case math.IsNaN(a) || math.IsNaN(b):
		return pointTo(math.NaN()), nil
	}
	switch operator {
	case token.ADD:
		return pointTo(a + b), nil
	case token.SUB:
		return pointTo(a - b), nil
	case token.MUL:
		return pointTo(a * b), nil
	case token.QUO:
		return pointTo(a / b), nil
	case token.REM:
		return pointTo(math.Mod(a, b)), nil
	case token.EQL:
		return pointTo(toNumber(a == b)), nil
	case token.NEQ:
		return pointTo(toNumber(a != b)), nil
	case token.GTR:
		return pointTo(toNumber(a > b)), nil
	case token.LSS:
		return pointTo(toNumber(a < b)), nil
	case token.GEQ:
		return pointTo(toNumber(a >= b)), nil
	case token.LEQ:
		return pointTo(toNumber(a <= b)), nil
	case token.LOR:
		return pointTo(toNumber(a != 0 || b != 0)), nil
	case token.LAND:
		return pointTo(toNumber(a != 0 && b != 0)), nil
	}
	return nil, fmt.Errorf("the operator %s is not evaluated here", operator)
}

func toNumber(condition bool) float64 {
	if condition {
		return 1
	}
	return 0
}
