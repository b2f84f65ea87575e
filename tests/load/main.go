// Load puts a meeting of synthetic media on a LiveKit server and counts what arrives.
//
// It prints {"tracks", "wanted"} once all have joined, and after the seconds asked for {"packets", "bits", "lost",
// "late50", "late99"}: packets and bits per second, lost as a share, lateness in ms on the way from sender to receiver.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"sort"
	"time"
)

var (
	address = flag.String("address", "ws://127.0.0.1:7880", "of the server")
	room    = flag.String("room", "load", "which exists")
	profile = flag.String("profile", "formal", "formal: two cameras, the floor and one channel; grid: everybody to everybody; crowd: as standard input says")
	many    = flag.Int("n", 50, "listeners of a formal meeting, participants of a grid")
	seconds = flag.Float64("seconds", 10, "to measure")
	tiles   = flag.Int("tiles", 25, "pictures that one participant of a grid receives at most")
	rate    = flag.Int("joins", 25, "a second")
)

const channels, settle = 3, 2 * time.Second

func main() {
	flag.Parse()
	if *profile == "crowd" {
		crowd()
		return
	}
	wanted := map[string]func() int{"formal": formal, "grid": grid}[*profile]()
	for deadline := time.Now().Add(patience); int(received.tracks.Load()) < wanted && time.Now().Before(deadline); {
		time.Sleep(100 * time.Millisecond)
	}
	time.Sleep(settle)
	tell(map[string]any{"tracks": received.tracks.Load(), "wanted": wanted})
	received.measuring.Store(true)
	time.Sleep(time.Duration(*seconds * float64(time.Second)))
	received.measuring.Store(false)
	packets, lost := float64(received.packets.Load()), float64(received.lost.Load())
	tell(map[string]any{"packets": packets / *seconds, "bits": float64(received.bytes.Load()) * 8 / *seconds,
		"lost": lost / (packets + lost + 1), "late50": late(0.5), "late99": late(0.99)})
}

// formal: the speaker's and the chair's picture, the floor's sound, and for every second listener an interpreter's.
func formal() int {
	publishers := [][]*source{
		{{name: "floor-camera", video: true, kbps: 1200}, {name: "floor"}},
		{{name: "chair-camera", video: true, kbps: 400}, {name: "chair"}},
	}
	for number := range channels {
		publishers = append(publishers, []*source{{name: fmt.Sprint("channel-", number)}})
	}
	sids := map[string]string{}
	for number, sources := range publishers {
		_, err := join(*address, token(fmt.Sprint("publisher-", number)), sources)
		must(err)
		for _, one := range sources {
			sids[one.name] = one.sid
		}
	}
	wanted := 0
	for number := range *many {
		listener, err := join(*address, token(fmt.Sprint("listener-", number)), nil)
		must(err)
		wants := []string{sids["floor-camera"], sids["chair-camera"], sids["floor"]}
		if number%2 == 1 {
			wants = append(wants, sids[fmt.Sprint("channel-", number/2%channels)])
		}
		listener.subscribe(wants)
		wanted += len(wants)
		time.Sleep(time.Second / time.Duration(*rate))
	}
	return wanted
}

// grid: everybody sends picture and sound, three of them aloud, and receives all others up to the tiles.
func grid() int {
	var all []*client
	for number := range *many {
		camera := &source{name: fmt.Sprint("camera-", number), video: true, kbps: 400}
		sound := &source{name: fmt.Sprint("sound-", number), silent: number >= 3}
		one, err := join(*address, token(fmt.Sprint("participant-", number)), []*source{camera, sound})
		must(err)
		all = append(all, one)
		time.Sleep(time.Second / time.Duration(*rate))
	}
	wanted := 0
	for number, one := range all {
		var wants []string
		for step := 1; step < len(all); step++ {
			other := all[(number+step)%len(all)]
			if step <= *tiles {
				wants = append(wants, other.sources[0].sid)
			}
			wants = append(wants, other.sources[1].sid)
		}
		one.subscribe(wants)
		wanted += len(wants)
		time.Sleep(2 * time.Second / time.Duration(*rate))
	}
	return wanted
}

// token is a JSON Web Token by the key in LIVEKIT_KEY and LIVEKIT_SECRET.
func token(identity string) string {
	part := func(said any) string {
		written, _ := json.Marshal(said)
		return base64.RawURLEncoding.EncodeToString(written)
	}
	grant := map[string]any{"roomJoin": true, "room": *room, "canPublish": true, "canSubscribe": true}
	claims := map[string]any{"iss": os.Getenv("LIVEKIT_KEY"), "sub": identity, "video": grant,
		"exp": time.Now().Add(time.Hour).Unix(), "nbf": time.Now().Add(-time.Minute).Unix()}
	said := part(map[string]string{"alg": "HS256", "typ": "JWT"}) + "." + part(claims)
	mark := hmac.New(sha256.New, []byte(os.Getenv("LIVEKIT_SECRET")))
	mark.Write([]byte(said))
	return said + "." + base64.RawURLEncoding.EncodeToString(mark.Sum(nil))
}

func late(part float64) float64 {
	received.lock.Lock()
	defer received.lock.Unlock()
	if len(received.late) == 0 {
		return -1
	}
	sort.Float64s(received.late)
	return received.late[int(part*float64(len(received.late)-1))]
}

func tell(said map[string]any) {
	written, _ := json.Marshal(said)
	fmt.Println(string(written))
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
