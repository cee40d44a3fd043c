package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"
)

func init() {
	operations["cancel"] = cancelCall
}

// calls are those under way, by their request's id.
type calls struct {
	mutex   sync.Mutex
	cancels map[int]context.CancelFunc
}

func (c *calls) begin(id int) (context.Context, func()) {
	ctx, cancel := context.WithCancel(context.Background())
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.cancels == nil {
		c.cancels = map[int]context.CancelFunc{}
	}
	c.cancels[id] = cancel
	return ctx, func() {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		delete(c.cancels, id)
		cancel()
	}
}

func cancelCall(_ context.Context, h *host, args json.RawMessage) (any, error) {
	var options struct {
		Call int `json:"call"`
	}
	if err := json.Unmarshal(args, &options); err != nil {
		return nil, err
	}
	h.calls.mutex.Lock()
	defer h.calls.mutex.Unlock()
	cancel, found := h.calls.cancels[options.Call]
	if !found {
		return nil, fmt.Errorf("call %d is not under way", options.Call)
	}
	cancel()
	return nil, nil
}

// withTimeout gives the call the deadline that it asks for; 0 is none.
func withTimeout(ctx context.Context, timeoutMs int) (context.Context, context.CancelFunc) {
	if timeoutMs == 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, time.Duration(timeoutMs)*time.Millisecond)
}
