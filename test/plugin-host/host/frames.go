package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// frame is what the SDK read, in a form that loses nothing on the way through JSON.
type frame struct {
	Name   string          `json:"name"`
	RefID  string          `json:"refId"`
	Meta   *data.FrameMeta `json:"meta"`
	Fields []field         `json:"fields"`
}

type field struct {
	Name string `json:"name"`
	// Type is the SDK's: "*float64" where it may be null.
	Type   string            `json:"type"`
	Labels data.Labels       `json:"labels"`
	Config *data.FieldConfig `json:"config"`
	Length int               `json:"length"`
	// Values are exact: numbers in Go's shortest form, times in nanoseconds since the epoch; null where there is none.
	Values []*string `json:"values,omitempty"`
	// Digest is the SHA-256 of the values: eight bytes each, little endian, and of texts their bytes with a zero after each.
	Digest string `json:"digest,omitempty"`
}

func toFrame(one *data.Frame, digest bool) (frame, error) {
	shown := frame{Name: one.Name, RefID: one.RefID, Meta: one.Meta, Fields: []field{}}
	for _, column := range one.Fields {
		f := field{
			Name:   column.Name,
			Type:   column.Type().ItemTypeString(),
			Labels: column.Labels,
			Config: column.Config,
			Length: column.Len(),
		}
		var err error
		if digest {
			f.Digest, err = digestOf(column)
		} else {
			f.Values, err = valuesOf(column)
		}
		if err != nil {
			return frame{}, err
		}
		shown.Fields = append(shown.Fields, f)
	}
	return shown, nil
}

func valuesOf(column *data.Field) ([]*string, error) {
	values := make([]*string, column.Len())
	for i := range values {
		concrete, present := column.ConcreteAt(i)
		if !present {
			continue
		}
		text, err := exactText(concrete)
		if err != nil {
			return nil, fmt.Errorf("field %q: %w", column.Name, err)
		}
		values[i] = &text
	}
	return values, nil
}

func exactText(value any) (string, error) {
	switch v := value.(type) {
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	case float32:
		return strconv.FormatFloat(float64(v), 'g', -1, 32), nil
	case time.Time:
		return strconv.FormatInt(v.UnixNano(), 10), nil
	case json.RawMessage:
		return string(v), nil
	case string, bool, int8, int16, int32, int64, uint8, uint16, uint32, uint64, data.EnumItemIndex:
		return fmt.Sprint(v), nil
	}
	return "", fmt.Errorf("no exact text for a %T", value)
}

func digestOf(column *data.Field) (string, error) {
	hash := sha256.New()
	var word [8]byte
	for i := 0; i < column.Len(); i++ {
		concrete, _ := column.ConcreteAt(i)
		switch v := concrete.(type) {
		case float64:
			binary.LittleEndian.PutUint64(word[:], math.Float64bits(v))
		case time.Time:
			binary.LittleEndian.PutUint64(word[:], uint64(v.UnixNano()))
		case int64:
			binary.LittleEndian.PutUint64(word[:], uint64(v))
		case string:
			hash.Write(append([]byte(v), 0))
			continue
		default:
			return "", fmt.Errorf("field %q: no digest of a %T", column.Name, concrete)
		}
		hash.Write(word[:])
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
