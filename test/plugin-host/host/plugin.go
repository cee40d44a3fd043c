package main

import (
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	goplugin "github.com/hashicorp/go-plugin"
)

func init() {
	operations["start"] = startPlugin
	operations["ping"] = pingPlugin
	operations["kill"] = killPlugin
}

// runningPlugin is the plugin's process with the connection to it.
type runningPlugin struct {
	mutex    sync.Mutex
	command  *exec.Cmd
	client   *goplugin.Client
	protocol *goplugin.GRPCClient
	logs     *logRecorder
}

type startOptions struct {
	Executable string   `json:"executable"`
	Args       []string `json:"args"`
	// Env is all that the plugin gets beside go-plugin's own variables: this host runs with an empty environment.
	Env      []string `json:"env"`
	AutoMTLS bool     `json:"autoMtls"`
}

type startResult struct {
	// HandshakeMs is from before the process is started until the connection is there.
	HandshakeMs float64 `json:"handshakeMs"`
	Pid         int     `json:"pid"`
	// Protocol is the negotiated version of Grafana's protocol.
	Protocol int    `json:"protocol"`
	Network  string `json:"network"`
	Address  string `json:"address"`
}

// What Grafana's server offers a plugin: protocol version 2 and its services by name.
func pluginSets() map[int]goplugin.PluginSet {
	return map[int]goplugin.PluginSet{grpcplugin.ProtocolVersion: {
		"diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{},
		"resource":    &grpcplugin.ResourceGRPCPlugin{},
		"data":        &grpcplugin.DataGRPCPlugin{},
		"stream":      &grpcplugin.StreamGRPCPlugin{},
	}}
}

func startPlugin(_ context.Context, h *host, args json.RawMessage) (any, error) {
	var options startOptions
	if err := json.Unmarshal(args, &options); err != nil {
		return nil, err
	}
	p := &h.plugin
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.logs = newLogRecorder()
	p.command = exec.Command(options.Executable, options.Args...)
	p.command.Env = options.Env
	// Grafana sets neither TLS nor multiplexing, and leaves message sizes to go-plugin, which allows 2 GiB
	p.client = goplugin.NewClient(&goplugin.ClientConfig{
		Cmd: p.command,
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion:  grpcplugin.ProtocolVersion,
			MagicCookieKey:   grpcplugin.MagicCookieKey,
			MagicCookieValue: grpcplugin.MagicCookieValue,
		},
		VersionedPlugins: pluginSets(),
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		AutoMTLS:         options.AutoMTLS,
		Logger:           p.logs.logger(),
	})
	started := time.Now()
	protocol, err := p.client.Client()
	if err != nil {
		p.client.Kill()
		p.client = nil
		return nil, err
	}
	elapsed := time.Since(started)
	p.protocol = protocol.(*goplugin.GRPCClient)
	reattach := p.client.ReattachConfig()
	return startResult{
		HandshakeMs: float64(elapsed.Microseconds()) / 1e3,
		Pid:         reattach.Pid,
		Protocol:    p.client.NegotiatedVersion(),
		Network:     reattach.Addr.Network(),
		Address:     reattach.Addr.String(),
	}, nil
}

// connection answers the connection to the running plugin.
func (p *runningPlugin) connection() (*goplugin.GRPCClient, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.client == nil {
		return nil, errors.New("no plugin is started")
	}
	return p.protocol, nil
}

// dispense answers the SDK's client of one of the plugin's services.
func dispense[T any](h *host, name string) (T, error) {
	var none T
	protocol, err := h.plugin.connection()
	if err != nil {
		return none, err
	}
	raw, err := protocol.Dispense(name)
	if err != nil {
		return none, err
	}
	client, ok := raw.(T)
	if !ok {
		return none, errors.New("the SDK gives another client for " + name)
	}
	return client, nil
}

func pingPlugin(_ context.Context, h *host, _ json.RawMessage) (any, error) {
	protocol, err := h.plugin.connection()
	if err != nil {
		return nil, err
	}
	return nil, protocol.Ping()
}

// killPlugin ends the plugin as Grafana does: asks it to, and kills it where it has not ended two seconds later.
func killPlugin(_ context.Context, h *host, _ json.RawMessage) (any, error) {
	return h.plugin.kill(), nil
}

type killResult struct {
	// ExitCode is -1 where a signal ended the process.
	ExitCode int `json:"exitCode"`
}

func (p *runningPlugin) kill() *killResult {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.client == nil {
		return nil
	}
	p.client.Kill()
	p.client = nil
	return &killResult{ExitCode: p.command.ProcessState.ExitCode()}
}
