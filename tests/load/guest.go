package main

import (
	"context"
	"encoding/json"
	"log"
	"math/rand"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/livekit/protocol/livekit"
	"github.com/pion/transport/v4"
	"github.com/pion/transport/v4/stdnet"
	"github.com/pion/webrtc/v4"
	"google.golang.org/protobuf/proto"
)

const released, joins, scatter = 45 * time.Second, 5 * time.Second, 50 * time.Millisecond

// How long a browser waits before it opens a socket for the first time again, for the second, and so on.
var pauses = []time.Duration{0, 100 * time.Millisecond, 300 * time.Millisecond, 700 * time.Millisecond, time.Second}

// A guest is one person's line through the door.  It outlasts losses as a browser does, first with the connections that
// it has and then with new ones, until it leaves.
type guest struct {
	name, address, bearer   string
	lock                    sync.Mutex
	socket                  *websocket.Conn
	hears, speaks           *webrtc.PeerConnection
	hearsLater, speaksLater []webrtc.ICECandidateInit
	sid, wanted             string
	joined, permitted, left bool
	renegotiate, resumed    bool
	voice                   *voice
	deaf                    atomic.Bool // nothing that it sends arrives any more, as where a line is cut in silence
	heard, sent             atomic.Int64
	last, gap               atomic.Int64 // ms: when a packet was heard last, and the longest time without since it was told
	joins, resumes, refused int
}

func (g *guest) stay() {
	for tries := 0; !g.gone(); tries++ {
		if g.once() {
			tries = 0
		}
		time.Sleep(pauses[min(tries, len(pauses)-1)] + time.Duration(rand.Int63n(int64(scatter))))
	}
	g.lock.Lock()
	defer g.lock.Unlock()
	g.drop()
}

func (g *guest) gone() bool {
	g.lock.Lock()
	defer g.lock.Unlock()
	return g.left
}

// once opens a socket, and reads until it is lost; it tells whether it was open.
func (g *guest) once() bool {
	g.lock.Lock()
	asked := g.address + "/rtc?auto_subscribe=1&protocol=16&sdk=go&version=2.18.1"
	if g.sid != "" && (g.voice == nil || g.voice.answered) {
		asked += "&reconnect=1&sid=" + g.sid
	} else {
		g.drop()
	}
	g.lock.Unlock()
	dialer := websocket.Dialer{HandshakeTimeout: patience, NetDialContext: g.dial}
	socket, answer, err := dialer.Dial(asked, http.Header{"Authorization": {"Bearer " + g.bearer}})
	g.lock.Lock()
	if err == nil && g.left {
		_ = socket.Close()
	} else if err == nil {
		g.socket = socket
	}
	if answer != nil && err != nil {
		g.refused++
	}
	g.lock.Unlock()
	if err != nil {
		return false
	}
	defer socket.Close()
	late := time.AfterFunc(joins, func() { g.tooLate(socket) })
	defer late.Stop()
	for !g.gone() || g.deaf.Load() {
		_, read, err := socket.ReadMessage()
		if err != nil {
			break
		}
		heard := &livekit.SignalResponse{}
		if proto.Unmarshal(read, heard) == nil {
			g.take(heard)
		}
	}
	g.lock.Lock()
	defer g.lock.Unlock()
	was := g.joined
	g.joined, g.socket = false, nil
	return was
}

// tooLate: who was let in to no purpose tries again.
func (g *guest) tooLate(socket *websocket.Conn) {
	g.lock.Lock()
	defer g.lock.Unlock()
	if !g.joined {
		g.anew("was let in and told nothing")
		_ = socket.Close()
	}
}

// anew: the next socket begins with new connections, and why.
func (g *guest) anew(why string) {
	log.Printf("%s (%s) %s", g.name, g.sid, why)
	g.sid = ""
}

// watch begins anew where a connection has failed for good.
func (g *guest) watch(of *webrtc.PeerConnection) *webrtc.PeerConnection {
	of.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		if state != webrtc.PeerConnectionStateFailed {
			return
		}
		g.lock.Lock()
		defer g.lock.Unlock()
		if (g.hears == of || g.speaks == of) && g.socket != nil {
			g.anew(map[bool]string{true: "lost what it hears by", false: "lost what it speaks by"}[g.hears == of])
			_ = g.socket.Close()
		}
	})
	return of
}

func (g *guest) take(heard *livekit.SignalResponse) {
	g.lock.Lock()
	defer g.lock.Unlock()
	if !g.left {
		g.hear(heard)
		g.agree()
	}
}

func (g *guest) hear(heard *livekit.SignalResponse) {
	switch said := heard.Message.(type) {
	case *livekit.SignalResponse_Join:
		g.sid, g.joined, g.permitted = said.Join.Participant.Sid, true, speaks(said.Join.Participant)
		g.joins++
	case *livekit.SignalResponse_Reconnect:
		g.joined, g.resumed = true, true
		g.resumes++
	case *livekit.SignalResponse_Update:
		for _, one := range said.Update.Participants {
			if one.Sid == g.sid {
				g.learn(one)
			}
		}
	case *livekit.SignalResponse_TrackPublished:
		g.published(said.TrackPublished.Cid, said.TrackPublished.Track.Sid)
	case *livekit.SignalResponse_TrackUnpublished:
		if g.voice != nil && g.voice.sid == said.TrackUnpublished.TrackSid {
			g.forget()
		}
	case *livekit.SignalResponse_Answer:
		g.answered(said.Answer.Sdp)
	case *livekit.SignalResponse_Offer:
		g.accept(said.Offer)
	case *livekit.SignalResponse_Trickle:
		g.trickled(said.Trickle)
	case *livekit.SignalResponse_Leave:
		g.anew("was sent away: " + said.Leave.Reason.String())
		_ = g.socket.Close()
	}
}

// learn: what the engine says of us.  What it took back while no socket was open, it told nobody.
func (g *guest) learn(me *livekit.ParticipantInfo) {
	g.permitted = speaks(me)
	kept := func(one *livekit.TrackInfo) bool { return g.voice != nil && one.Sid == g.voice.sid }
	if g.resumed && g.voice != nil && !slices.ContainsFunc(me.Tracks, kept) {
		g.forget()
	}
	g.resumed = false
}

// speaks tells whether somebody may publish a microphone; no list of sources means all of them.
func speaks(one *livekit.ParticipantInfo) bool {
	said := one.GetPermission()
	sources := said.GetCanPublishSources()
	return said.GetCanPublish() && (len(sources) == 0 || slices.Contains(sources, livekit.TrackSource_MICROPHONE))
}

func (g *guest) trickled(said *livekit.TrickleRequest) {
	var candidate webrtc.ICECandidateInit
	if json.Unmarshal([]byte(said.CandidateInit), &candidate) != nil {
		return
	}
	if said.Target == livekit.SignalTarget_PUBLISHER {
		g.speaksLater = add(g.speaks, append(g.speaksLater, candidate))
	} else {
		g.hearsLater = add(g.hears, append(g.hearsLater, candidate))
	}
}

func (g *guest) accept(offer *livekit.SessionDescription) {
	if g.hears == nil {
		g.hears = g.watch(connection(g.net()))
		g.hears.OnTrack(g.listen)
	}
	said := webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer.Sdp}
	if err := g.hears.SetRemoteDescription(said); err != nil {
		log.Printf("%s (%s) cannot take offer %d: %v", g.name, g.sid, offer.Id, err)
		return
	}
	g.hearsLater = add(g.hears, g.hearsLater)
	if answer, err := g.hears.CreateAnswer(nil); err == nil {
		said := described(g.hears, answer)
		said.Id = offer.Id
		g.say(&livekit.SignalRequest{Message: &livekit.SignalRequest_Answer{Answer: said}})
	}
}

func (g *guest) listen(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
	go drain(func(b []byte) (int, error) { n, _, err := receiver.Read(b); return n, err })
	for packet := make([]byte, 1500); ; g.heard.Add(1) {
		if _, _, err := track.Read(packet); err != nil {
			return
		}
		now := time.Now().UnixMilli()
		if before := g.last.Swap(now); before > 0 && now-before > g.gap.Load() {
			g.gap.Store(now - before)
		}
	}
}

func (g *guest) say(said *livekit.SignalRequest) {
	if written, err := proto.Marshal(said); err == nil && g.socket != nil {
		_ = g.socket.WriteMessage(websocket.BinaryMessage, written)
	}
}

// leave ends the line: with a "word", by the "death" of the program, or as "cut" off in silence.
func (g *guest) leave(how string) {
	g.lock.Lock()
	defer g.lock.Unlock()
	g.left = true
	g.deaf.Store(how != "word")
	if how == "word" {
		said := &livekit.LeaveRequest{Reason: livekit.DisconnectReason_CLIENT_INITIATED}
		g.say(&livekit.SignalRequest{Message: &livekit.SignalRequest_Leave{Leave: said}})
	}
	if socket := g.socket; socket != nil {
		if how == "cut" {
			time.AfterFunc(released, func() { _ = socket.Close() })
		} else {
			_ = socket.Close()
		}
	}
}

// lose drops the socket alone, without a word; it will be opened again.
func (g *guest) lose() {
	g.lock.Lock()
	defer g.lock.Unlock()
	if g.socket != nil {
		_ = g.socket.NetConn().Close()
	}
}

// drop closes what there is of connections, so that the next socket begins anew.
func (g *guest) drop() {
	g.forget()
	for _, one := range []*webrtc.PeerConnection{g.hears, g.speaks} {
		if one != nil {
			go func() { _ = one.Close() }()
		}
	}
	g.hears, g.speaks, g.hearsLater, g.speaksLater, g.sid = nil, nil, nil, nil, ""
	g.permitted, g.renegotiate = false, false
}

// net is the network as long as the guest is not deaf: then nothing is sent.
func (g *guest) net() transport.Net { return cuttable{plainNet(), &g.deaf} }

func (g *guest) dial(ctx context.Context, network, address string) (net.Conn, error) {
	plain, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return cutStream{plain, &g.deaf}, nil
}

var plainNet = sync.OnceValue(func() *stdnet.Net {
	made, err := stdnet.NewNet()
	must(err)
	return made
})

type cuttable struct {
	*stdnet.Net
	cut *atomic.Bool
}

func (c cuttable) ListenUDP(network string, at *net.UDPAddr) (transport.UDPConn, error) {
	made, err := c.Net.ListenUDP(network, at)
	return cutPackets{made, c.cut}, err
}

type cutPackets struct {
	transport.UDPConn
	cut *atomic.Bool
}

func (c cutPackets) WriteTo(packet []byte, to net.Addr) (int, error) {
	if c.cut.Load() {
		return len(packet), nil
	}
	return c.UDPConn.WriteTo(packet, to)
}

type cutStream struct {
	net.Conn
	cut *atomic.Bool
}

func (c cutStream) Write(written []byte) (int, error) {
	if c.cut.Load() {
		return len(written), nil
	}
	return c.Conn.Write(written)
}
