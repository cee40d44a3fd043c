// Command host starts a Grafana plugin as Grafana's server does and does with it what the lines on its standard input ask.
//
// A request is one line, {"id":1,"op":"ping"}; its answer is one line, {"id":1,"result":…} or
// {"id":1,"error":{"code":"Unavailable","message":"…"}}. Requests run side by side; answers come in any order.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"

	"google.golang.org/grpc/status"
)

type request struct {
	ID   int    `json:"id"`
	Op   string `json:"op"`
	args json.RawMessage
}

type failure struct {
	// Code is gRPC's name of the status: "DeadlineExceeded", "Unimplemented".
	Code    string `json:"code"`
	Message string `json:"message"`
}

type answer struct {
	ID     int      `json:"id"`
	Result any      `json:"result,omitempty"`
	Error  *failure `json:"error,omitempty"`
}

// An operation answers one request. Its arguments are the request's line.
type operation func(ctx context.Context, h *host, args json.RawMessage) (any, error)

// Each file of operations registers its own here.
var operations = map[string]operation{}

// host is the one plugin that this process runs, and the calls under way.
type host struct {
	plugin runningPlugin
	calls  calls
	output sync.Mutex
}

func main() {
	// a terminal's SIGINT reaches the whole group; Grafana handles it, and this host does nothing but survive it.
	// Not signal.Ignore: the plugin would inherit that and pass without doing anything itself.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt)
	h := &host{}
	h.serve(os.Stdin)
	h.plugin.kill()
}

func (h *host) serve(input io.Reader) {
	reader := bufio.NewReaderSize(input, 1<<20)
	for {
		line, err := reader.ReadBytes('\n')
		if err != nil {
			return
		}
		req := request{args: line}
		if err := json.Unmarshal(line, &req); err != nil {
			fmt.Fprintln(os.Stderr, "not a request:", err)
			return
		}
		// registered before the next line is read: a cancel that follows finds its call
		ctx, done := h.calls.begin(req.ID)
		go func() {
			defer done()
			h.write(h.answer(ctx, req))
		}()
	}
}

func (h *host) answer(ctx context.Context, req request) answer {
	run, found := operations[req.Op]
	if !found {
		return answer{ID: req.ID, Error: &failure{Code: "Unknown", Message: fmt.Sprintf("no operation %q", req.Op)}}
	}
	result, err := run(ctx, h, req.args)
	if err != nil {
		s, _ := status.FromError(err)
		return answer{ID: req.ID, Error: &failure{Code: s.Code().String(), Message: s.Message()}}
	}
	if result == nil {
		result = struct{}{}
	}
	return answer{ID: req.ID, Result: result}
}

func (h *host) write(a answer) {
	line, err := json.Marshal(a)
	if err != nil {
		line, _ = json.Marshal(answer{ID: a.ID, Error: &failure{Code: "Internal", Message: err.Error()}})
	}
	h.output.Lock()
	defer h.output.Unlock()
	os.Stdout.Write(append(line, '\n'))
}
