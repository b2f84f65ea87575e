"""What is heard in a real Chromium is the speaker whom the journal names, and nobody else."""

import re
import time

import pytest
from playwright.sync_api import Browser, Route, expect

from prachum.registry import links, taking
from prachum.rules.floor.turns import EndInterruption, InterruptSpeaker
from prachum.rules.order import DelegationId
from tests.browser.sounding import (
    BROWSERS_PITCH,
    PITCHES,
    Chamber,
    Delegates,
    Up,
    chromium,
    opened,
    until,
)
from tests.browser.states import CHAIR, asks, given, listed, taken_back
from tests.registry.hall import act
from tests.web.test_screens import faults

pytestmark = pytest.mark.engine
THAI, CHAIRS, NEXT = PITCHES["tha-head"], PITCHES["mys-head"], PITCHES["vnm-head"]
THA = DelegationId("THA")
VOICE = """async () => {
  const sending = (one) => one.getTransceivers().find(({ sender: { track } }) => track?.kind === 'audio')
  const connection = window.connections.find((one) => sending(one) !== undefined)
  const { mid, sender } = sending(connection)
  const agreed = connection.currentRemoteDescription.sdp.split('m=').find((part) => part.includes(`a=mid:${mid}\\r\\n`))
  const rows = [...(await sender.getStats()).values()]
  const { codecId } = rows.find(({ type }) => type === 'outbound-rtp')
  const { mimeType, clockRate } = rows.find(({ id }) => id === codecId)
  return [agreed, { mimeType, clockRate }, sender.getParameters().encodings[0].maxBitrate]
}"""
"""What the engine agreed that this browser's voice is sent as, and as what it is sent."""


def test_an_observer_presses_listen_and_hears_the_speaker_and_nobody_else(
    up: Up, watching: Browser, delegates: Delegates
) -> None:
    meeting = listed()
    delegates.hum(meeting, "tha-head", "mys-head", "vnm-head", "can-head")
    given(meeting)
    with opened(watching, up, meeting, None) as observer:
        expect(observer.page.locator("[data-act=listen]")).to_be_visible()
        observer.listen()
        observer.until_hearing(THAI)
        observer.until_hearing(CHAIRS)
        assert not observer.hears(NEXT)
        assert not observer.hears(PITCHES["can-head"])
        # The chair interrupts: the speaker goes on, 15 dB lower.
        before = observer.steady(THAI)
        act(meeting.id, InterruptSpeaker(), CHAIR)
        until(lambda: abs(before - observer.steady(THAI) - 15) < 3, "15 dB lower")
        act(meeting.id, EndInterruption(), CHAIR)
        until(lambda: abs(before - observer.steady(THAI)) < 3, "as loud as before")
        taken_back(meeting)
        observer.until_silent(THAI)
        observer.until_hearing(CHAIRS)


def test_the_chamber_waits_for_nothing_that_only_sound_needs(up: Up, watching: Browser) -> None:
    with opened(watching, up, listed(), None) as observer:
        refused: list[Route] = []

        def refuse(route: Route) -> None:
            refused.append(route)
            route.abort()

        observer.page.route("**/assets/sound-*.js", refuse)
        observer.page.reload()
        expect(observer.page.locator(".hall")).to_be_visible(timeout=40_000)
        listen = observer.page.locator("[data-act=listen]")
        for times in (1, 3):
            # Playwright answers only while the test asks it something.
            until(lambda times=times: listen.count() == 0 and len(refused) >= times, "it is asked for")  # type: ignore[misc]
        observer.page.unroute("**/assets/sound-*.js")
        observer.listen()


def test_thailand_asks_for_the_floor_is_heard_and_is_silent_when_it_is_taken_back(
    up: Up, watching: Browser, allowing: Browser, delegates: Delegates
) -> None:
    meeting = listed()
    ear = delegates.listen(meeting)
    with opened(watching, up, meeting, None) as observer, opened(allowing, up, meeting, "tha-head") as thailand:
        assert not faults(thailand.page)
        thailand.enter()
        observer.listen()
        asks(thailand)
        assert thailand.microphone() == "off"
        given(meeting)
        thailand.until_microphone("open")
        observer.until_hearing(BROWSERS_PITCH)
        until(lambda: ear.heard, "somebody else hears it too")
        expect(observer.page.locator(".tile.speaker video")).to_be_visible()
        assert not faults(thailand.page)
        # Whatever was open stays open, and what was shut stays shut.
        thailand.page.reload()
        thailand.until_microphone("open")
        observer.until_hearing(BROWSERS_PITCH)
        thailand.page.locator("[data-act=microphone]").click()
        observer.until_silent(BROWSERS_PITCH)
        thailand.page.reload()
        thailand.until_microphone("ready")
        thailand.page.locator("[data-act=microphone]").click()
        observer.until_hearing(BROWSERS_PITCH)
        taken_back(meeting)
        thailand.until_microphone("off")
        observer.until_silent(BROWSERS_PITCH)
        assert not ear.astray


def test_a_microphone_sends_the_full_band_without_pauses_and_each_packet_twice(up: Up, allowing: Browser) -> None:
    meeting = listed()
    given(meeting)
    with opened(allowing, up, meeting, "tha-head") as thailand:
        thailand.enter()
        thailand.until_microphone("ready")
        agreed, sent, most = thailand.page.evaluate(VOICE)
        numbers = {codec: number for number, codec in re.findall(r"a=rtpmap:(\d+) (\S+)", agreed)}
        wishes = dict(re.findall(r"a=fmtp:(\d+) (\S+)", agreed))
        opus = dict(re.findall(r"(\w+)=(\d+)", wishes[numbers["opus/48000/2"]]))
        # Chromium is told the rate as its sender's, and by the engine's answer only what it may not exceed.
        assert min(most, int(opus.get("maxaveragebitrate", most))) >= 64_000, wishes
        assert opus.get("usedtx", "0") == "0", wishes
        assert set(wishes[numbers["red/48000/2"]].split("/")) == {numbers["opus/48000/2"]}
        # What comes first is what is sent; the browser's statistics name only what is inside of RED.
        assert agreed.split()[3] == numbers["red/48000/2"], agreed
        assert sent == {"mimeType": "audio/opus", "clockRate": 48_000}


def test_of_two_devices_of_one_person_one_speaks(up: Up, watching: Browser, allowing: Browser) -> None:
    meeting = listed()
    link = taking.link_of(links.issue(meeting, "tha-head"))
    assert link is not None
    sessions = [taking.enter(link, None) for _ in range(2)]
    with (
        opened(watching, up, meeting, None) as observer,
        opened(allowing, up, meeting, None, token=sessions[0]) as desk,
        opened(allowing, up, meeting, None, token=sessions[1]) as phone,
    ):
        observer.listen()
        desk.enter()
        asks(desk)
        given(meeting)
        desk.until_microphone("open")
        observer.until_hearing(BROWSERS_PITCH)
        phone.enter()
        expect(phone.page.get_by_text("You are connected elsewhere")).to_be_visible(timeout=40_000)
        assert (desk.microphone(), phone.microphone()) == ("open", "cannot")
        phone.page.locator("[data-act=speakHere]").click()
        desk.until_microphone("cannot")
        # Nobody agreed on this device that its microphone opens.
        phone.until_microphone("ready")
        observer.until_silent(BROWSERS_PITCH)
        phone.page.locator("[data-act=microphone]").click()
        observer.until_hearing(BROWSERS_PITCH)
        assert (desk.microphone(), phone.microphone()) == ("cannot", "open")


def test_a_microphone_is_not_opened_for_whoever_has_not_asked(up: Up, watching: Browser, allowing: Browser) -> None:
    meeting = listed()
    with opened(watching, up, meeting, None) as observer, opened(allowing, up, meeting, "tha-head") as thailand:
        thailand.enter()
        observer.listen()
        given(meeting)
        thailand.until_microphone("ready")
        time.sleep(1)
        assert not observer.hears(BROWSERS_PITCH)
        thailand.page.get_by_role("button", name="Open my microphone").click()
        observer.until_hearing(BROWSERS_PITCH)


def test_who_is_given_the_floor_before_the_answer_to_their_asking_has_come_is_heard_in_that_turn(
    up: Up, watching: Browser, allowing: Browser
) -> None:
    meeting = listed()
    commands = "**/commands/**"
    with opened(watching, up, meeting, None) as observer, opened(allowing, up, meeting, "tha-head") as thailand:
        thailand.enter()
        observer.listen()
        # What is asked is done, without an answer.
        thailand.page.route(commands, lambda route: route.fetch())
        asks(thailand)
        given(meeting)
        thailand.until_microphone("open")
        observer.until_hearing(BROWSERS_PITCH)
        taken_back(meeting)
        thailand.until_microphone("off")
        with thailand.page.expect_response(commands):
            thailand.page.unroute(commands)
        given(meeting)
        thailand.until_microphone("ready")


def test_the_chair_alone_opens_the_chairs_microphone(up: Up, watching: Browser, allowing: Browser) -> None:
    meeting = listed()
    with opened(watching, up, meeting, None) as observer, opened(allowing, up, meeting, "mys-head") as chair:
        chair.enter()
        observer.listen()
        chair.until_microphone("ready")
        assert not observer.hears(BROWSERS_PITCH)
        stage = observer.page.locator(".tile.speaker")
        expect(stage).to_contain_text("Nobody has the floor")
        assert not stage.locator(".nameplate").count()
        chair.page.locator("main").press("m")
        chair.until_microphone("open")
        observer.until_hearing(BROWSERS_PITCH)
        # Nobody has the floor, and yet somebody is heard: the stage shows whom.
        for one in (observer, chair):
            expect(one.page.locator(".tile.speaker .party")).to_have_text("Malaysia", timeout=40_000)
            expect(one.page.locator(".tile.speaker")).to_contain_text("Nobody has the floor")
            expect(one.page.locator(".tile.small [data-person=mys-head]")).to_have_count(0)
        assert not faults(observer.page)
        chair.page.locator("main").press("m")
        observer.until_silent(BROWSERS_PITCH)
        expect(observer.page.locator(".tile.speaker .party")).to_have_count(0)


def test_what_the_chair_shares_and_shows_is_seen_until_it_is_turned_off(
    up: Up, watching: Browser, allowing: Browser
) -> None:
    meeting = listed()
    with opened(watching, up, meeting, None) as observer, opened(allowing, up, meeting, "mys-head") as chair:
        chair.enter()
        camera = observer.page.locator(".tile.small [data-person=mys-head] video.camera")
        screen = observer.page.locator("video.screen")
        expect(camera).to_be_visible(timeout=40_000)
        for sign, shown in (("screen", screen), ("camera", camera)):
            before = shown.count()
            chair.page.locator("[data-act=devices]").click()
            chair.page.locator(f"[data-act={sign}]").click()
            until(lambda shown=shown, before=before: shown.count() != before, sign)  # type: ignore[misc]
            chair.page.keyboard.press("Escape")
        until(lambda: screen.evaluate("(video) => video.videoWidth") > 0, "the screen is seen")
        assert not faults(observer.page)


def test_a_second_tab_listens_until_it_is_told_to_speak(up: Up, allowing: Browser) -> None:
    meeting = listed()
    with opened(allowing, up, meeting, "tha-head") as first:
        first.enter()
        given(meeting)
        first.until_microphone("ready")
        second = Chamber(first.page.context.new_page())
        second.page.goto(first.page.url)
        expect(second.page.get_by_text("You are connected elsewhere")).to_be_visible(timeout=40_000)
        assert second.microphone() == "cannot"
        assert first.microphone() == "ready"
        second.page.get_by_role("button", name="Speak here instead").click()
        expect(first.page.get_by_text("You are connected elsewhere")).to_be_visible(timeout=40_000)
        second.until_microphone("ready")


def test_who_does_not_allow_the_microphone_is_told_how_and_may_listen(
    up: Up, browser: Browser, hum: tuple[str, ...], delegates: Delegates
) -> None:
    asking = chromium(browser, *hum)
    meeting = listed()
    delegates.hum(meeting, "mys-head")
    with opened(asking, up, meeting, "tha-head", allowed=False) as thailand:
        thailand.page.locator("[data-act=useDevices]").click()
        told = thailand.page.locator("[data-obstacle=blocked]")
        expect(told).to_contain_text("allow “Microphone” and “Camera”", timeout=40_000)
        expect(thailand.page.locator("[data-act=enter]")).to_be_disabled()
        assert not faults(thailand.page)
        thailand.page.locator("[data-act=listenOnly]").click()
        expect(thailand.page.locator(".bar .acts .press.primary")).to_be_focused()
        thailand.until_hearing(CHAIRS)
        given(meeting)
        thailand.until_microphone("cannot")
    asking.close()
