package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/livekit/protocol/livekit"
	"github.com/pion/interceptor"
	"github.com/pion/transport/v4"
	"github.com/pion/webrtc/v4"
	"google.golang.org/protobuf/proto"
)

const patience = 10 * time.Second

// What all clients together received while it was measured.
var received struct {
	tracks, packets, bytes, lost atomic.Int64
	measuring                    atomic.Bool
	lock                         sync.Mutex
	late                         []float64
}

// A client is one participant, who subscribes to nothing by itself.
type client struct {
	socket           *websocket.Conn
	writing          sync.Mutex
	hears, speaks    *webrtc.PeerConnection
	hearsLater       []webrtc.ICECandidateInit
	speaksLater      []webrtc.ICECandidateInit
	joined, answered chan struct{}
	published        chan string
	sources          []*source
}

func join(address, token string, sources []*source) (*client, error) {
	asked := address + "/rtc?auto_subscribe=0&protocol=16&sdk=go&version=2.18.1&access_token=" + url.QueryEscape(token)
	socket, _, err := websocket.DefaultDialer.Dial(asked, nil)
	if err != nil {
		return nil, err
	}
	c := &client{socket: socket, sources: sources, joined: make(chan struct{}, 1), answered: make(chan struct{}, 1),
		published: make(chan string, 1)}
	go c.listen()
	if err := soon(c.joined, "joining"); err != nil || len(sources) == 0 {
		return c, err
	}
	return c, c.publish()
}

func soon[T any](happens <-chan T, what string) error {
	select {
	case <-happens:
		return nil
	case <-time.After(patience):
		return errors.New(what + " took too long")
	}
}

func (c *client) publish() error {
	c.speaks = connection(nil)
	for _, one := range c.sources {
		if err := one.makeTrack(); err != nil {
			return err
		}
		sender, err := c.speaks.AddTrack(one.track)
		if err != nil {
			return err
		}
		go drain(func(b []byte) (int, error) { n, _, err := sender.Read(b); return n, err })
		said := &livekit.AddTrackRequest{Cid: one.name, Name: one.name, DisableRed: true,
			Type: livekit.TrackType_AUDIO, Source: livekit.TrackSource_MICROPHONE}
		if one.video {
			said.Type, said.Source, said.Width, said.Height = livekit.TrackType_VIDEO, livekit.TrackSource_CAMERA, 640, 360
		}
		c.say(&livekit.SignalRequest{Message: &livekit.SignalRequest_AddTrack{AddTrack: said}})
		select {
		case one.sid = <-c.published:
		case <-time.After(patience):
			return errors.New("publishing took too long")
		}
	}
	offer, err := c.speaks.CreateOffer(nil)
	if err != nil {
		return err
	}
	said := described(c.speaks, offer)
	c.say(&livekit.SignalRequest{Message: &livekit.SignalRequest_Offer{Offer: said}})
	if err := soon(c.answered, "the answer"); err != nil {
		return err
	}
	for _, one := range c.sources {
		go one.run()
	}
	return nil
}

func (c *client) subscribe(sids []string) {
	said := &livekit.UpdateSubscription{TrackSids: sids, Subscribe: true}
	c.say(&livekit.SignalRequest{Message: &livekit.SignalRequest_Subscription{Subscription: said}})
}

func (c *client) say(said *livekit.SignalRequest) {
	written, _ := proto.Marshal(said)
	c.writing.Lock()
	defer c.writing.Unlock()
	_ = c.socket.WriteMessage(websocket.BinaryMessage, written)
}

// described sets a local description and returns it with all candidates.
func described(of *webrtc.PeerConnection, said webrtc.SessionDescription) *livekit.SessionDescription {
	gathered := webrtc.GatheringCompletePromise(of)
	_ = of.SetLocalDescription(said)
	<-gathered
	return &livekit.SessionDescription{Type: said.Type.String(), Sdp: of.LocalDescription().SDP, Id: 1}
}

func (c *client) listen() {
	go func() {
		for range time.Tick(5 * time.Second) {
			ping := &livekit.Ping{Timestamp: time.Now().UnixMilli()}
			c.say(&livekit.SignalRequest{Message: &livekit.SignalRequest_PingReq{PingReq: ping}})
		}
	}()
	for {
		_, read, err := c.socket.ReadMessage()
		if err != nil {
			return
		}
		heard := &livekit.SignalResponse{}
		if proto.Unmarshal(read, heard) == nil {
			c.hear(heard)
		}
	}
}

func (c *client) hear(heard *livekit.SignalResponse) {
	switch said := heard.Message.(type) {
	case *livekit.SignalResponse_Join:
		c.joined <- struct{}{}
	case *livekit.SignalResponse_TrackPublished:
		c.published <- said.TrackPublished.Track.Sid
	case *livekit.SignalResponse_Answer:
		_ = c.speaks.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: said.Answer.Sdp})
		c.speaksLater = add(c.speaks, c.speaksLater)
		c.answered <- struct{}{}
	case *livekit.SignalResponse_Offer:
		c.accept(said.Offer)
	case *livekit.SignalResponse_Trickle:
		var candidate webrtc.ICECandidateInit
		_ = json.Unmarshal([]byte(said.Trickle.CandidateInit), &candidate)
		if said.Trickle.Target == livekit.SignalTarget_PUBLISHER {
			c.speaksLater = add(c.speaks, append(c.speaksLater, candidate))
		} else {
			c.hearsLater = add(c.hears, append(c.hearsLater, candidate))
		}
	}
}

func (c *client) accept(offer *livekit.SessionDescription) {
	if c.hears == nil {
		c.hears = connection(nil)
		c.hears.OnTrack(receive)
	}
	said := webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer.Sdp}
	if c.hears.SetRemoteDescription(said) != nil {
		return
	}
	c.hearsLater = add(c.hears, c.hearsLater)
	if answer, err := c.hears.CreateAnswer(nil); err == nil {
		said := described(c.hears, answer)
		said.Id = offer.Id
		c.say(&livekit.SignalRequest{Message: &livekit.SignalRequest_Answer{Answer: said}})
	}
}

// add gives a connection the candidates that it can take, and returns those for which it is too early.
func add(to *webrtc.PeerConnection, candidates []webrtc.ICECandidateInit) []webrtc.ICECandidateInit {
	if to == nil || to.RemoteDescription() == nil {
		return candidates
	}
	for _, one := range candidates {
		_ = to.AddICECandidate(one)
	}
	return nil
}

func connection(through transport.Net) *webrtc.PeerConnection {
	media, registry, settings := &webrtc.MediaEngine{}, &interceptor.Registry{}, webrtc.SettingEngine{}
	opus := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2,
		SDPFmtpLine: "minptime=10;useinbandfec=1"}
	vp8 := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000, RTCPFeedback: []webrtc.RTCPFeedback{
		{Type: "nack"}, {Type: "nack", Parameter: "pli"}, {Type: "goog-remb"}, {Type: "ccm", Parameter: "fir"}}}
	must(media.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: opus, PayloadType: 111}, webrtc.RTPCodecTypeAudio))
	must(media.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: vp8, PayloadType: 96}, webrtc.RTPCodecTypeVideo))
	must(webrtc.ConfigureNack(media, registry))
	must(webrtc.ConfigureRTCPReports(registry))
	must(webrtc.ConfigureTWCCSender(media, registry))
	settings.SetIncludeLoopbackCandidate(true)
	settings.SetIPFilter(func(ip net.IP) bool { return ip.IsLoopback() })
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	if through != nil {
		settings.SetNet(through)
		settings.SetICETimeouts(5*time.Second, 10*time.Second, 2*time.Second)
	} else {
		settings.SetICETimeouts(20*time.Second, 40*time.Second, 2*time.Second)
	}
	made, err := webrtc.NewAPI(webrtc.WithMediaEngine(media), webrtc.WithInterceptorRegistry(registry),
		webrtc.WithSettingEngine(settings)).NewPeerConnection(webrtc.Configuration{})
	must(err)
	return made
}

// receive counts a track's packets, those that are missing, and how late every 23rd is.
func receive(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
	received.tracks.Add(1)
	go drain(func(b []byte) (int, error) { n, _, err := receiver.Read(b); return n, err })
	packet := make([]byte, 1500)
	for last, count := -1, 0; ; count++ {
		length, _, err := track.Read(packet)
		if err != nil {
			return
		}
		if !received.measuring.Load() {
			last = -1
			continue
		}
		received.packets.Add(1)
		received.bytes.Add(int64(length))
		number := int(binary.BigEndian.Uint16(packet[2:]))
		if gap := uint16(number - last); last >= 0 && gap > 1 && gap < 1000 {
			received.lost.Add(int64(gap) - 1)
		}
		last = number
		if sent := binary.BigEndian.Uint64(packet[length-8:]); count%23 == 0 && sent < now() {
			received.lock.Lock()
			received.late = append(received.late, float64(now()-sent)/1e6)
			received.lock.Unlock()
		}
	}
}

func drain(read func([]byte) (int, error)) {
	for thrown := make([]byte, 1500); ; {
		if _, err := read(thrown); err != nil {
			return
		}
	}
}
