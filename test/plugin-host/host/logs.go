package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"github.com/hashicorp/go-hclog"
)

func init() {
	operations["logs"] = readLogs
}

// logEntry is a line as hclog hands it on, after go-plugin has parsed what the plugin wrote to standard error.
type logEntry struct {
	Logger  string            `json:"logger"`
	Level   string            `json:"level"`
	Message string            `json:"message"`
	Fields  map[string]string `json:"fields"`
}

// logRecorder keeps every line of one plugin's life, and wakes those who wait for one.
type logRecorder struct {
	mutex   sync.Mutex
	entries []logEntry
	added   chan struct{}
}

func newLogRecorder() *logRecorder {
	return &logRecorder{added: make(chan struct{})}
}

func (r *logRecorder) logger() hclog.Logger {
	logger := hclog.NewInterceptLogger(&hclog.LoggerOptions{Name: "plugin", Level: hclog.Debug, Output: io.Discard})
	logger.RegisterSink(r)
	return logger
}

// Accept implements hclog.SinkAdapter.
func (r *logRecorder) Accept(name string, level hclog.Level, message string, args ...interface{}) {
	fields := map[string]string{}
	for i := 0; i+1 < len(args); i += 2 {
		fields[fmt.Sprint(args[i])] = fmt.Sprint(args[i+1])
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.entries = append(r.entries, logEntry{Logger: name, Level: level.String(), Message: message, Fields: fields})
	close(r.added)
	r.added = make(chan struct{})
}

func (r *logRecorder) read() ([]logEntry, <-chan struct{}) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return append([]logEntry{}, r.entries...), r.added
}

// readLogs answers all lines so far; with `until`, as soon as a line with that message is among them.
func readLogs(ctx context.Context, h *host, args json.RawMessage) (any, error) {
	var options struct {
		Until string `json:"until"`
	}
	if err := json.Unmarshal(args, &options); err != nil {
		return nil, err
	}
	h.plugin.mutex.Lock()
	recorder := h.plugin.logs
	h.plugin.mutex.Unlock()
	if recorder == nil {
		return nil, fmt.Errorf("no plugin was started")
	}
	for {
		entries, added := recorder.read()
		for _, entry := range entries {
			if entry.Message == options.Until {
				return entries, nil
			}
		}
		if options.Until == "" {
			return entries, nil
		}
		select {
		case <-added:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
