package main

import (
	"encoding/binary"
	"math/rand"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// A source is a microphone (80 bytes every 20 ms) or a camera (VP8 of an even bit rate), without anything in it but
// the moment of sending in its last eight bytes.
type source struct {
	name    string
	video   bool
	kbps    int
	silent  bool // a microphone that discontinuous transmission keeps to 2.5 packets a second
	track   *webrtc.TrackLocalStaticRTP
	sid     string
	number  uint16
	at      uint32
	picture uint16
}

const framesPerSecond, largest = 30, 1100

var begun = time.Now()

func now() uint64 { return uint64(time.Since(begun)) }

func (s *source) makeTrack() error {
	codec := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}
	if s.video {
		codec = webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}
	}
	track, err := webrtc.NewTrackLocalStaticRTP(codec, s.name, "stream-"+s.name)
	s.track = track
	return err
}

func (s *source) run() {
	every, send := 20*time.Millisecond, func(int) { s.sendSound(960) }
	switch {
	case s.video:
		every, send = time.Second/framesPerSecond, s.sendFrame
	case s.silent:
		every, send = 400*time.Millisecond, func(int) { s.sendSound(19200) }
	}
	time.Sleep(time.Duration(rand.Int63n(int64(every))))
	ticks := time.NewTicker(every)
	for turn := 0; ; turn++ {
		<-ticks.C
		send(turn)
	}
}

func (s *source) sendSound(step uint32) {
	s.at += step
	payload := make([]byte, 80)
	payload[0] = 0x78
	s.send(payload, false)
}

func (s *source) sendFrame(turn int) {
	s.at += 90000 / framesPerSecond
	s.picture = (s.picture + 1) & 0x7fff
	for left, first := s.kbps*1000/8/framesPerSecond, true; left > 0; left, first = left-largest, false {
		payload := make([]byte, 4+max(60, min(left, largest)))
		payload[0], payload[1] = 0x80, 0x80
		payload[2], payload[3] = 0x80|byte(s.picture>>8), byte(s.picture)
		if first {
			payload[0] |= 0x10
			describe(payload[4:], turn%(2*framesPerSecond) == 0)
		}
		s.send(payload, left <= largest)
	}
}

// describe writes the first bytes of a VP8 frame of 640 by 360.
func describe(frame []byte, key bool) {
	if !key {
		frame[0] = 0x11
		return
	}
	copy(frame, []byte{0x10, 0, 0, 0x9d, 0x01, 0x2a})
	binary.LittleEndian.PutUint16(frame[6:], 640)
	binary.LittleEndian.PutUint16(frame[8:], 360)
}

func (s *source) send(payload []byte, marked bool) {
	binary.BigEndian.PutUint64(payload[len(payload)-8:], now())
	s.number++
	header := rtp.Header{Version: 2, SequenceNumber: s.number, Timestamp: s.at, Marker: marked}
	_ = s.track.WriteRTP(&rtp.Packet{Header: header, Payload: payload})
}
