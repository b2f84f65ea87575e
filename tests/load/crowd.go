package main

import (
	"bufio"
	"encoding/json"
	"os"
	"sync"
	"time"
)

// An order is a line on standard input: what is to be done, and by whom.
type order struct {
	Do      string   `json:"do"`
	Name    string   `json:"name"`
	Names   []string `json:"names"`
	Address string   `json:"address"` // come: of the line, without /rtc
	Bearer  string   `json:"bearer"`
	Wanted  string   `json:"wanted"` // voice: "" (none), "ready" (muted) or "open"
	How     string   `json:"how"`    // leave: "word", "death" or "cut"
	Frames  [][]byte `json:"frames"` // say: 20 ms of Opus each
}

var guests = map[string]*guest{}
var doors sync.Mutex

// crowd does as standard input says until it ends, and tells once a second of each guest, in this order: whether it is
// in, and how many packets it heard and sent since the last time; how often it has joined, resumed and been refused; and
// the longest time without a packet that ended since the last time, ms.  Standard error says why a line begins anew.
func crowd() {
	go func() {
		for range time.Tick(time.Second) {
			tell(map[string]any{"guests": told()})
		}
	}()
	orders := bufio.NewScanner(os.Stdin)
	orders.Buffer(nil, 1<<20)
	for orders.Scan() {
		var one order
		must(json.Unmarshal(orders.Bytes(), &one))
		obey(one)
	}
}

func obey(said order) {
	doors.Lock()
	defer doors.Unlock()
	one := guests[said.Name]
	switch said.Do {
	case "say":
		frames = said.Frames
	case "come":
		if one != nil {
			go one.leave("death")
		}
		made := &guest{name: said.Name, address: said.Address, bearer: said.Bearer}
		guests[said.Name] = made
		go made.stay()
	case "voice":
		if one != nil {
			one.want(said.Wanted)
		}
	case "leave":
		if one != nil {
			delete(guests, said.Name)
			go one.leave(said.How)
		}
	case "lose":
		for _, name := range said.Names {
			if one := guests[name]; one != nil {
				go one.lose()
			}
		}
	}
}

func (g *guest) want(wanted string) {
	g.lock.Lock()
	defer g.lock.Unlock()
	g.wanted = wanted
	g.agree()
}

func told() map[string][7]int64 {
	doors.Lock()
	defer doors.Unlock()
	said := map[string][7]int64{}
	for name, one := range guests {
		said[name] = one.told()
	}
	return said
}

func (g *guest) told() [7]int64 {
	g.lock.Lock()
	defer g.lock.Unlock()
	in := int64(0)
	if g.joined {
		in = 1
	}
	return [7]int64{in, g.heard.Swap(0), g.sent.Swap(0), int64(g.joins), int64(g.resumes), int64(g.refused), g.gap.Swap(0)}
}
