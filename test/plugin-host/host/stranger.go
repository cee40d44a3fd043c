package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"net"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
)

func init() {
	operations["callAsStranger"] = callAsStranger
}

// callAsStranger calls the running plugin's health service over a connection of its own, without the host's certificate:
// with TLS that trusts any server, or without TLS.
func callAsStranger(ctx context.Context, h *host, args json.RawMessage) (any, error) {
	var options struct {
		TLS       bool `json:"tls"`
		TimeoutMs int  `json:"timeoutMs"`
	}
	if err := json.Unmarshal(args, &options); err != nil {
		return nil, err
	}
	if _, err := h.plugin.connection(); err != nil {
		return nil, err
	}
	address := h.plugin.client.ReattachConfig().Addr
	transport := insecure.NewCredentials()
	if options.TLS {
		transport = credentials.NewTLS(&tls.Config{InsecureSkipVerify: true})
	}
	dial := func(ctx context.Context, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, address.Network(), address.String())
	}
	connection, err := grpc.Dial("passthrough:///plugin", grpc.WithContextDialer(dial), grpc.WithTransportCredentials(transport))
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	ctx, cancel := withTimeout(ctx, options.TimeoutMs)
	defer cancel()
	_, err = grpc_health_v1.NewHealthClient(connection).Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: "plugin"})
	return nil, err
}
