package main

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

const reasonMissingSeries = "MissingSeries"

// instance is an alert: it lives as long as its labels come back.
type instance struct {
	Labels      data.Labels `json:"labels"`
	Fingerprint string      `json:"fingerprint"`
	State       string      `json:"state"`
	Reason      string      `json:"reason"`
	Since       time.Time   `json:"since"`
	evaluated   time.Time
}

// instances of a rule by fingerprint.
type instances map[string]*instance

// advance brings the instances to the results of one evaluation and returns them, those that ended included. An instance whose
// labels did not come for two intervals ends as Normal with the reason MissingSeries.
func (known instances) advance(rule alertRule, results []result, now time.Time, interval time.Duration, generation string) ([]*instance, error) {
	wait, err := time.ParseDuration(rule.For)
	if err != nil {
		return nil, err
	}
	changed := []*instance{}
	if every := mapsEveryInstance(rule, results, generation); every != "" && len(known) > 0 {
		for _, each := range known {
			each.next(every, results[0].State, wait, now)
			changed = append(changed, each)
		}
		return changed, nil
	}
	for _, each := range results {
		labels := instanceLabels(rule, each)
		fingerprint := labels.Fingerprint().String()
		if known[fingerprint] == nil {
			known[fingerprint] = &instance{Labels: labels, Fingerprint: fingerprint, State: stateNormal, Since: now}
		}
		known[fingerprint].next(mappedState(rule, each.State), each.State, wait, now)
		changed = append(changed, known[fingerprint])
	}
	for fingerprint, each := range known {
		if !each.evaluated.Add(2 * interval).After(now) {
			each.State, each.Reason, each.Since = stateNormal, reasonMissingSeries, now
			changed = append(changed, each)
			delete(known, fingerprint)
		}
	}
	return changed, nil
}

// mapsEveryInstance: since Grafana 10.3, a rule without data or with an error brings every instance into the state that the rule
// configured for it, unless that is NoData or Error itself, which are alerts of their own.
func mapsEveryInstance(rule alertRule, results []result, generation string) string {
	if generation == grafana10 {
		return ""
	}
	for _, each := range results {
		if each.State != results[0].State || (each.State != stateNoData && each.State != stateError) {
			return ""
		}
	}
	mapped := mappedState(rule, results[0].State)
	if mapped == results[0].State {
		return ""
	}
	return mapped
}

// mappedState: what the rule makes of NoData and Error.
func mappedState(rule alertRule, state string) string {
	configured := ""
	switch state {
	case stateNoData:
		configured = rule.NoDataState
	case stateError:
		configured = rule.ExecErrState
	}
	switch configured {
	case "OK":
		return stateNormal
	case stateAlerting:
		return stateAlerting
	}
	return state
}

// next: Alerting waits as Pending until it has lasted; what another state was mapped from is the reason.
func (alert *instance) next(state, from string, wait time.Duration, now time.Time) {
	alert.evaluated = now
	alert.Reason = ""
	if state != from {
		alert.Reason = from
	}
	if state == stateAlerting && wait > 0 {
		switch alert.State {
		case stateAlerting:
		case statePending:
			if now.Sub(alert.Since) < wait {
				state = statePending
			}
		default:
			state = statePending
		}
	}
	if alert.State != state {
		alert.State, alert.Since = state, now
	}
}

// instanceLabels: the rule's labels win over the result's.
func instanceLabels(rule alertRule, from result) data.Labels {
	labels := data.Labels{}
	for name, text := range from.Labels {
		labels[name] = text
	}
	for name, text := range rule.Labels {
		labels[name] = text
	}
	labels["alertname"] = rule.Title
	labels["__alert_rule_uid__"] = rule.UID
	return labels
}
