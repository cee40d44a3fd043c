package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

func init() {
	operations["invoke"] = invoke
}

// invoke calls any method by its name with an empty message, as a host does that knows more services than the plugin has.
func invoke(ctx context.Context, h *host, args json.RawMessage) (any, error) {
	var options struct {
		Method    string `json:"method"`
		TimeoutMs int    `json:"timeoutMs"`
	}
	if err := json.Unmarshal(args, &options); err != nil {
		return nil, err
	}
	protocol, err := h.plugin.connection()
	if err != nil {
		return nil, err
	}
	ctx, cancel := withTimeout(ctx, options.TimeoutMs)
	defer cancel()
	stream, err := protocol.Conn.NewStream(ctx, &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}, options.Method)
	if err != nil {
		return nil, err
	}
	// a stream that has ended already answers io.EOF here, and its status below
	if err := stream.SendMsg(&emptypb.Empty{}); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if err := stream.CloseSend(); err != nil {
		return nil, err
	}
	return nil, stream.RecvMsg(&emptypb.Empty{})
}
