package main

import (
	"errors"
	"fmt"

	"github.com/grafana/dataplane/sdata"
	"github.com/grafana/dataplane/sdata/numeric"
	"github.com/grafana/dataplane/sdata/reader"
	"github.com/grafana/dataplane/sdata/timeseries"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

type valueKind string

const (
	seriesValue valueKind = "series"
	numberValue valueKind = "number"
	noDataValue valueKind = "noData"
)

// value is what expressions hand on: a series of points, a number, or the absence of data; points may be null.
type value struct {
	kind   valueKind
	labels data.Labels
	points []*float64
	number *float64
}

var noData = value{kind: noDataValue}

// toValues reads an answer's frames as a server does before any expression: by their data plane type where they claim one,
// else as one table of numbers, whose text columns become labels, or as wide series.
func toValues(frames data.Frames) ([]value, error) {
	if len(frames) == 0 {
		return []value{noData}, nil
	}
	if kind, ok := dataplaneKind(frames); ok {
		return readDataplane(kind, frames, false)
	}
	if len(frames) == 1 {
		if len(frames[0].Fields) == 0 {
			return []value{noData}, nil
		}
		if isNumberTable(frames[0]) {
			return readNumberTable(frames[0])
		}
	}
	values := []value{}
	for _, frame := range frames {
		schema := frame.TimeSeriesSchema()
		if schema.Type != data.TimeSeriesTypeWide {
			return nil, fmt.Errorf("input data must be a wide series but got type %s", schema.Type)
		}
		for _, index := range schema.ValueIndices {
			points, err := readPoints(frame.Fields[index])
			if err != nil {
				return nil, err
			}
			values = append(values, value{kind: seriesValue, labels: frame.Fields[index].Labels, points: points})
		}
	}
	return values, nil
}

// dataplaneKind tells whether the first frame claims a type and version that sdata reads; a newer version is read with a warning.
func dataplaneKind(frames data.Frames) (data.FrameTypeKind, bool) {
	meta := frames[0].Meta
	if meta == nil || meta.Type == "" || meta.TypeVersion.IsZero() {
		return "", false
	}
	frameType, err := reader.CanReadBasedOnMeta(frames)
	var newer *sdata.VersionWarning
	if err != nil && !errors.As(err, &newer) {
		return "", false
	}
	return frameType.Kind(), true
}

// readDataplane reads typed frames by sdata; a strict read refuses unsorted times and label sets that occur twice as well.
func readDataplane(kind data.FrameTypeKind, frames data.Frames, strict bool) ([]value, error) {
	switch kind {
	case data.KindTimeSeries:
		collection, err := timeseries.CollectionReaderFromFrames(frames)
		if err != nil {
			return nil, err
		}
		return readSeries(collection, strict)
	case data.KindNumeric:
		collection, err := numeric.CollectionReaderFromFrames(frames)
		if err != nil {
			return nil, err
		}
		return readNumbers(collection, strict)
	}
	return nil, fmt.Errorf("frames of kind %q are not for expressions", kind)
}

func readSeries(frames timeseries.CollectionReader, strict bool) ([]value, error) {
	collection, err := frames.GetCollection(strict)
	if err != nil {
		return nil, err
	}
	if collection.NoData() {
		return []value{noData}, nil
	}
	values := []value{}
	for _, metric := range collection.Refs {
		points, err := readPoints(metric.ValueField)
		if err != nil {
			return nil, err
		}
		values = append(values, value{kind: seriesValue, labels: metric.GetLabels(), points: points})
	}
	return values, nil
}

func readNumbers(frames numeric.CollectionReader, strict bool) ([]value, error) {
	collection, err := frames.GetCollection(strict)
	if err != nil {
		return nil, err
	}
	if collection.NoData() {
		return []value{noData}, nil
	}
	values := []value{}
	for _, metric := range collection.Refs {
		number, _, err := metric.NullableFloat64Value()
		if err != nil {
			return nil, err
		}
		values = append(values, value{kind: numberValue, labels: metric.GetLabels(), number: number})
	}
	return values, nil
}

func readPoints(field *data.Field) ([]*float64, error) {
	points := make([]*float64, field.Len())
	for row := range points {
		point, err := field.NullableFloatAt(row)
		if err != nil {
			return nil, err
		}
		points[row] = point
	}
	return points, nil
}

func isText(field *data.Field) bool {
	return field.Type() == data.FieldTypeString || field.Type() == data.FieldTypeNullableString
}

// isNumberTable: one number column, and otherwise text alone.
func isNumberTable(frame *data.Frame) bool {
	numbers := 0
	for _, field := range frame.Fields {
		if field.Type().Numeric() {
			numbers++
		} else if !isText(field) {
			return false
		}
	}
	return numbers == 1
}

func readNumberTable(frame *data.Frame) ([]value, error) {
	values := make([]value, frame.Rows())
	for row := range values {
		values[row] = value{kind: numberValue, labels: data.Labels{}}
		for _, field := range frame.Fields {
			if !isText(field) {
				number, err := field.NullableFloatAt(row)
				if err != nil {
					return nil, err
				}
				values[row].number = number
			} else if text, ok := field.ConcreteAt(row); ok {
				values[row].labels[field.Name] = fmt.Sprint(text)
			}
		}
	}
	return values, nil
}
