package main

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

const step = 20 * time.Millisecond

// What everybody says, 20 ms of Opus after the other, over and over; and how many voices there were.
var frames [][]byte
var voices atomic.Int64
var silence = []byte{0xf8, 0xff, 0xfe}

// A voice is a microphone as it is published once.
type voice struct {
	cid, sid string
	track    *webrtc.TrackLocalStaticRTP
	sender   *webrtc.RTPSender
	answered bool
	open     atomic.Bool
	over     chan struct{}
}

// agree publishes what is wanted and permitted, and nothing else; "ready" is published and muted.
func (g *guest) agree() {
	if !g.joined {
		return
	}
	wanted := g.wanted != "" && g.permitted
	if g.voice != nil && !wanted {
		g.forget()
	}
	if g.voice == nil && wanted {
		g.publish()
	}
	if g.voice != nil && g.voice.answered && g.voice.open.Load() != (g.wanted == "open") {
		open := g.wanted == "open"
		g.voice.open.Store(open)
		said := &livekit.MuteTrackRequest{Sid: g.voice.sid, Muted: !open}
		g.say(&livekit.SignalRequest{Message: &livekit.SignalRequest_Mute{Mute: said}})
	}
}

func (g *guest) publish() {
	cid := fmt.Sprint("voice-", voices.Add(1))
	codec := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}
	track, err := webrtc.NewTrackLocalStaticRTP(codec, cid, "stream-"+cid)
	must(err)
	g.voice = &voice{cid: cid, track: track, over: make(chan struct{})}
	g.say(&livekit.SignalRequest{Message: &livekit.SignalRequest_AddTrack{AddTrack: &livekit.AddTrackRequest{
		Cid: cid, Name: cid, DisableRed: true, DisableDtx: true, Muted: true,
		Type: livekit.TrackType_AUDIO, Source: livekit.TrackSource_MICROPHONE}}})
}

// published: the engine knows of the track, which is now sent.
func (g *guest) published(cid, sid string) {
	if g.voice == nil || g.voice.cid != cid || g.voice.sender != nil {
		return
	}
	if g.speaks == nil {
		g.speaks = g.watch(connection(g.net()))
	}
	sender, err := g.speaks.AddTrack(g.voice.track)
	if err != nil {
		return
	}
	go drain(func(b []byte) (int, error) { n, _, err := sender.Read(b); return n, err })
	g.voice.sid, g.voice.sender = sid, sender
	go g.hum(g.voice)
	g.negotiate()
}

func (g *guest) negotiate() {
	if g.speaks == nil || g.socket == nil || g.speaks.SignalingState() != webrtc.SignalingStateStable {
		g.renegotiate = g.speaks != nil
		return
	}
	offer, err := g.speaks.CreateOffer(nil)
	if err != nil {
		return
	}
	said := described(g.speaks, offer)
	g.say(&livekit.SignalRequest{Message: &livekit.SignalRequest_Offer{Offer: said}})
}

func (g *guest) answered(sdp string) {
	if g.speaks == nil {
		return
	}
	if g.speaks.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: sdp}) != nil {
		return
	}
	g.speaksLater = add(g.speaks, g.speaksLater)
	if g.renegotiate {
		g.renegotiate = false
		g.negotiate()
	} else if g.voice != nil && g.voice.sender != nil {
		g.voice.answered = true
	}
}

// forget: it is no longer published, whoever ended it.
func (g *guest) forget() {
	gone := g.voice
	if gone == nil {
		return
	}
	g.voice = nil
	close(gone.over)
	if gone.sender != nil && g.speaks != nil && g.speaks.RemoveTrack(gone.sender) == nil {
		g.negotiate()
	}
}

// hum sends what everybody says as long as the voice is open, and now and then silence while it is not: of a track on
// which nothing ever came the engine tells nobody.
func (g *guest) hum(one *voice) {
	ticks := time.NewTicker(step)
	defer ticks.Stop()
	header := rtp.Header{Version: 2}
	for turn := 0; ; turn++ {
		select {
		case <-one.over:
			return
		case <-ticks.C:
		}
		header.Timestamp += 960
		payload, open := silence, one.open.Load()
		if open {
			payload = frames[turn%len(frames)]
		} else if turn%20 != 0 {
			continue
		}
		header.SequenceNumber++
		if one.track.WriteRTP(&rtp.Packet{Header: header, Payload: payload}) == nil && open {
			g.sent.Add(1)
		}
	}
}
