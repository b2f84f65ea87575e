import type { Words } from './index'
import { SOUND } from './sound'

/** A name among Thai words: a space stands only beside letters that are not Thai. */
function amid(name: string): string {
  return name.replace(/^(?![\u0e00-\u0e7f])/, ' ').replace(/(?<![\u0e00-\u0e7f])$/, ' ')
}

export const th: Words = {
  sound: SOUND.th,
  tabs: { speakers: 'ผู้กล่าว', agenda: 'วาระ', texts: 'เอกสาร', conclusions: 'ข้อสรุป', record: 'บันทึก', people: 'บุคคล', lines: 'สัญญาณ' },
  phases: { scheduled: 'ยังไม่เปิดประชุม', open: 'กำลังประชุม', suspended: 'พักการประชุม', closed: 'ปิดการประชุมแล้ว' },
  kinds: {
    statement: 'ถ้อยแถลง', for_bloc: 'ในนามกลุ่ม', right_of_reply: 'สิทธิตอบโต้', point_of_order: 'ประท้วงเรื่องระเบียบการประชุม',
    secretariat: 'ฝ่ายเลขานุการ',
  },
  standings: {
    presiding: 'ประธานที่ประชุม', 'co-chair': 'ประธานร่วม', head: 'หัวหน้าคณะผู้แทน', alternate: 'ผู้แทนสำรอง', adviser: 'ที่ปรึกษา',
    secretariat: 'ฝ่ายเลขานุการ', rapporteur: 'ผู้จัดทำรายงานการประชุม', technician: 'เจ้าหน้าที่เทคนิค', observer: 'ผู้สังเกตการณ์',
  },
  stands: {
    suspended: 'หยุดเวลา: พักการประชุม', chair_line: 'หยุดเวลา: สัญญาณของประธานขาด',
    line: 'หยุดเวลา: สัญญาณของผู้กล่าวขาด', interrupted: 'หยุดเวลา: ประธานกำลังกล่าว',
    point_of_order: 'หยุดเวลา: มีผู้ประท้วงเรื่องระเบียบการประชุม',
  },
  actions: {
    give_next: 'เชิญผู้กล่าวคนถัดไป', take_back: 'ให้ยุติการกล่าว', extend: 'ขยายเวลา', interrupt: 'ขอแทรกผู้กล่าว หรือให้กล่าวต่อ',
    rule: 'วินิจฉัยการประท้วง', ask: 'ขอกล่าวถ้อยแถลง หรือถอนคำขอ', point: 'ประท้วงเรื่องระเบียบการประชุม', yield: 'กล่าวจบแล้ว',
    object: 'คัดค้านเอกสาร', take_chair: 'รับทำหน้าที่ประธาน', call: 'เรียกฝ่ายเลขานุการ',
    microphone: 'เปิดหรือปิดไมโครโฟนของท่าน',
  },
  head: {
    chamber: 'ห้องประชุม', controls: 'ปุ่มควบคุม', panels: 'เอกสารและรายชื่อ', rehearsal: 'การซ้อม (จำลอง)',
    itemOf: (number, all) => `วาระที่ ${number} จาก ${all}`, itemEnds: 'พิจารณาถึงเวลา', itemEnded: 'เลยกำหนดเวลา',
    lookingOn: (n) => `รับชม ${n}`, lookingOnMeans: 'ผู้ที่ติดตามหรือฟังโดยไม่มีที่นั่ง',
  },
  link: {
    title: 'กำลังเข้าสู่การประชุม', joining: 'กำลังเข้าร่วม…', noAnswer: 'ยังไม่มีการตอบรับ กำลังลองใหม่…',
    state: { joining: 'กำลังเข้าร่วม', live: 'เชื่อมต่อแล้ว', lost: 'สัญญาณควบคุมขาด' },
    lost: 'สัญญาณควบคุมขาด', lostMeans: 'ข้อมูลที่เห็นอาจไม่เป็นปัจจุบัน และคำสั่งที่กดจะไปไม่ถึง กำลังเชื่อมต่อใหม่…',
    gone: 'ที่นั่งนี้ไม่ใช่ของท่านแล้ว', goneMeans: 'มีผู้อื่นใช้ที่นั่งนี้ หรือที่นั่งถูกเพิกถอน',
    refused: {
      401: 'ท่านต้องมีลิงก์ส่วนตัวหรือที่นั่งจึงจะเข้าประชุมนี้ได้', 403: 'ท่านไม่ได้รับอนุญาตให้เข้าประชุมนี้',
      404: 'ไม่มีการประชุมนี้ หรือท่านไม่มีสิทธิเห็น', 503: 'ขณะนี้ยังให้บริการการประชุมไม่ได้ กำลังลองใหม่…',
    },
    ended: { 'admission.expelled': 'ประธานหรือฝ่ายเลขานุการสั่งให้บุคคลนี้ออกจากที่ประชุม', 'admission.withdrawn': 'การรับรองบุคคลนี้ถูกเพิกถอน', 'seat.expired': 'ที่นั่งนี้หมดอายุแล้ว โปรดเปิดลิงก์ส่วนตัวอีกครั้ง' },
    back: 'บันทึกรายการไม่ใช่ฉบับที่หน้าจอนี้เคยเห็น',
    backMeans: (before, now) => `หน้าจอนี้เคยเห็นรายการที่ ${before} แต่บัดนี้บันทึกรายการสิ้นสุดที่รายการที่ ${now} และไม่มีรายการนั้น หรือมีรายการอื่นอยู่แทนที่`,
    backDo: 'อาจมีการกู้คืนจากข้อมูลสำรอง โปรดแจ้งฝ่ายเลขานุการก่อนดำเนินการต่อ พร้อมมอบบรรทัดด้านล่าง ซึ่งใช้พิสูจน์ได้ว่าเคยบันทึกสิ่งใดไว้',
    backAccept: 'แจ้งแล้ว ใช้บันทึกรายการนี้ต่อไป',
  },
  meeting: {
    course: 'การประชุม', leave: 'ออกจากห้อง', toMeetings: 'กลับไปที่การประชุมทั้งหมด', leaveMeans: 'ที่นั่งของท่านจะว่างลง ท่านกลับเข้ามาได้ด้วยลิงก์เดิม หรือเลือกที่นั่งใหม่', stay: 'อยู่ต่อ',
    opens: 'เปิดประชุมเวลา', present: (present, members) => `ภาคีที่มีสิทธิตัดสินใจมาแล้ว ${present} จาก ${members}`,
    neededToOpen: (n) => `ต้องมี ${n} จึงจะเปิดประชุมได้`, open: 'เปิดการประชุม', resume: 'ประชุมต่อ', suspend: 'พักการประชุม', suspendNow: 'พักการประชุมทันที', suspendWith: 'พักการประชุมพร้อมแจ้งเหตุผล…',
    close: 'ปิดการประชุม', closeMeans: 'เมื่อปิดแล้วจะดำเนินการใดในการประชุมนี้อีกไม่ได้ บันทึกการประชุมและตราประทับจะคงอยู่', reason: 'เหตุผล',
    reasonHint: 'ทุกคนจะเห็น เว้นว่างได้', suspendedMeans: 'จะประชุมต่อเมื่อประธานแจ้ง เวลาทั้งหมดหยุดอยู่',
    chairLineLost: 'สัญญาณของประธานขาด',
    chairLineMeans: (who, since) => `${who} สัญญาณขาดมาแล้ว ${since} เวลาและกำหนดทั้งหมดหยุดอยู่`,
    chairMayReturn: (n) => `ฝ่ายเลขานุการจะมอบหน้าที่ประธานให้ผู้อื่นได้ในอีก ${n} วินาที`, takeTheChair: 'รับทำหน้าที่ประธาน', handTheChair: 'มอบหน้าที่ประธาน',
    passTheChair: 'ส่งต่อหน้าที่ประธาน', toWhom: 'มอบให้', closed: 'ปิดการประชุมแล้ว', closedMeans: 'บันทึกรายการครบถ้วนแล้ว', record: 'อ่านบันทึกการประชุม', news: 'อ่านข่าวการประชุม',
    digest: 'ตราประทับของบันทึกรายการ',
  },
  floor: {
    callToOrder: 'เตือนให้อยู่ในระเบียบ', otherRequests: 'คำขออื่น', stage: 'เวที', hasFloor: 'กำลังกล่าว', hasFloorStopped: 'กำลังกล่าว (หยุดชั่วคราว)', nobody: 'ยังไม่มีผู้กล่าว', chairGives: 'ประธานจะเชิญผู้กล่าวคนถัดไป',
    noLimit: 'ไม่จำกัดเวลา', leftOf: (all) => `เหลือจาก ${all}`, overOf: (all) => `เกินจาก ${all}`,
    warnings: { last: 'โปรดสรุป', over: 'หมดเวลา' }, lessThan: (time) => `เหลือไม่ถึง ${time}`,
    presiding: 'ประธานที่ประชุม', presidingCoChair: 'ประธานร่วม ทำหน้าที่ประธาน', presidingLost: 'ประธานที่ประชุม · สัญญาณขาด', acting: 'ประธานเฉพาะกาล', coChair: 'ประธานร่วม', next: 'ผู้กล่าวคนถัดไป',
    onBehalfOf: (bloc) => `ในนาม${bloc}`, alignedWith: (names) => `ร่วมสนับสนุนถ้อยแถลง: ${names}`,
    list: 'รายชื่อผู้ขอกล่าว', listOpen: 'เปิดรับรายชื่อ', listClosed: 'ปิดรับรายชื่อแล้ว', byHand: 'เรียงโดยประธาน', listEmpty: 'ไม่มีผู้รอกล่าว',
    noItem: 'ยังไม่มีวาระที่เปิดอยู่', itemFirst: 'ยังไม่มีผู้กล่าวจนกว่าจะเปิดวาระ', notOnList: 'ท่านยังไม่อยู่ในรายชื่อ', replyOf: (n, all) => `ครั้งที่ ${n} จาก ${all}`,
    ask: 'ขอกล่าวถ้อยแถลง', withdraw: 'ถอนคำขอ', withdrawAt: (n) => `ถอนคำขอ (ลำดับที่ ${n})`, withdrawReply: 'ถอนคำขอใช้สิทธิตอบโต้',
    forBloc: 'ในนามกลุ่ม…', askForBloc: 'ขอกล่าวในนามกลุ่ม', bloc: 'กลุ่ม', aligned: 'สมาชิกที่ร่วมสนับสนุนถ้อยแถลง',
    yield: 'กล่าวจบแล้ว', raisePoint: 'ประท้วงเรื่องระเบียบการประชุม', withdrawPoint: 'ถอนการประท้วง',
    takeAsRead: 'ยื่นถ้อยแถลงเป็นลายลักษณ์อักษร…', takeAsReadMeans: 'ข้อความจะเข้าสู่บันทึกการประชุมในฐานะถ้อยแถลงของท่าน โดยจะไม่มีการเชิญกล่าว',
    statementText: 'ถ้อยแถลง', handIn: 'ยื่น',
    giveTo: (name) => `เชิญ${name}กล่าว`, give: 'เชิญ', takeBack: 'ให้ยุติการกล่าว', extend: '+1 นาที', interrupt: 'ขอแทรก', endInterruption: 'ให้กล่าวต่อ',
    earlier: (name) => `${name}: เลื่อนขึ้น`, later: (name) => `${name}: เลื่อนลง`, remove: (name) => `ตัด${name}ออกจากรายชื่อ`,
    add: 'เพิ่มในรายชื่อ', addNow: 'เพิ่ม', closeList: 'ปิดรับรายชื่อ', reopenList: 'เปิดรับรายชื่ออีกครั้ง',
    speakerStands: (name) => `เวลาของ${name}หยุดอยู่`, speakerStandsAt: (name, left) => `เวลาของ${name}หยุดอยู่ที่ ${left}`,
    chairHears: 'ประธานจะรับฟังแล้ววินิจฉัย', chairRules: 'จะดำเนินการอื่นใดไม่ได้จนกว่าประธานจะวินิจฉัย',
    hearPoint: (name) => `รับฟัง${name}`, rule: 'วินิจฉัย…', ruling: 'คำวินิจฉัย', rulingHint: 'เว้นว่างได้', wellTaken: 'การประท้วงฟังขึ้น', notWellTaken: 'การประท้วงฟังไม่ขึ้น',
  },
  agenda: {
    title: 'ระเบียบวาระการประชุม', provisional: 'ร่างระเบียบวาระ', adopted: 'รับรองแล้ว', adopt: 'รับรองระเบียบวาระ', item: (number) => `วาระที่ ${number}`,
    openItem: (number) => `เปิดวาระที่ ${number}`, open: 'เปิด', closeItem: 'ปิดวาระ', returnTo: 'กลับมาพิจารณา', postpone: 'เลื่อนออกไป', remove: 'ตัดออก',
    revise: 'แก้ไข', reviseItem: (number) => `แก้ไขวาระที่ ${number}`, addItem: 'เพิ่มวาระ', number: 'ลำดับ', itemTitle: 'ชื่อวาระ', minutesAllotted: 'จำนวนนาที',
    minutes: (n) => `${n} นาที`, spent: (time) => `ใช้ไป ${time}`,
    status: { to_come: 'ยังไม่ถึง', open: 'กำลังพิจารณา', closed: 'เสร็จสิ้น', postponed: 'เลื่อนออกไป' },
  },
  decisions: {
    enterText: 'ลงเอกสาร', nextVersion: 'ลงฉบับถัดไป', textTitle: 'ชื่อเอกสาร', before: 'เอกสารที่เสนอต่อที่ประชุม', beforeVersion: (n) => `เอกสารที่เสนอต่อที่ประชุม · ฉบับที่ ${n}`, textItself: 'ข้อความ', period: 'ช่วงเวลาคัดค้าน',
    over: 'พ้นช่วงเวลาแล้วและยังไม่รับรองเอกสาร เรื่องอยู่ที่ประธาน',
    stands: {
      missing: 'หยุด: บางหน้าจอยังไม่แสดงเอกสาร', quorum: 'หยุด: ไม่ครบองค์ประชุม', objection: 'หยุด: มีการคัดค้าน',
      suspended: 'หยุด: พักการประชุม', chair_line: 'หยุด: สัญญาณของประธานขาด', point_of_order: 'หยุด: มีผู้ประท้วงเรื่องระเบียบการประชุม',
    },
    screens: (n, all) => `แสดงเอกสารนี้แล้ว ${n} จาก ${all} หน้าจอ`, waitsFor: (names) => `กำลังรอ ${names}`, without: (names) => `ดำเนินการต่อโดยไม่มี ${names}`,
    objects: (name) => `${name}คัดค้าน`, objectsToChair: (name) => `${name}แจ้งการคัดค้านต่อท่านเท่านั้น`, youObjected: 'ท่านได้แจ้งการคัดค้านต่อประธานเท่านั้น',
    object: 'คัดค้าน', objectTitle: 'คัดค้านเอกสารนี้', objectOpenly: 'คัดค้านอย่างเปิดเผย', objectOpenlyMeans: 'ทุกคนจะเห็น และช่วงเวลาจะหยุด',
    objectToChair: 'แจ้งการคัดค้านต่อประธานเท่านั้น', objectToChairMeans: 'มีเพียงประธานที่ประชุมเท่านั้นที่เห็น ทั้งเวลานี้และภายหลัง', objectReason: 'เหตุผล (เว้นว่างได้)',
    proceed: 'ดำเนินการต่อโดยไม่รอ…', proceedMeans: (names) => `ช่วงเวลาจะเดินต่อแม้ ${names} อาจไม่เห็นเอกสาร และจะลงไว้ในบันทึกรายการ`,
    setAside: 'พักการพิจารณาเอกสาร…', whySetAside: 'เหตุใดจึงพักการพิจารณาเอกสาร',
    proposals: 'ข้อเสนอ', noProposals: 'ยังไม่มีการเสนอ', proposal: (n) => `ข้อเสนอที่ ${n}`, tabledBy: (name) => `เสนอโดย${name}`,
    withdrawn: 'ถอนแล้ว', supportedBy: (names) => `สนับสนุนโดย ${names}`, support: 'สนับสนุน', withdraw: 'ถอน', table: 'ยื่นข้อเสนอ', proposalTitle: 'ชื่อข้อเสนอ',
    area: (n) => `ด้านที่ ${n}`, areaTitle: 'ชื่อ', areaText: 'ข้อความ', addArea: 'เพิ่มอีกด้าน',
    texts: 'เอกสาร', noTexts: 'ไม่มีเอกสารที่รอการตัดสินใจ', nowBefore: (title) => `เสนอต่อที่ประชุม: ${title}`, version: (n) => `ฉบับที่ ${n}`, put: 'เสนอต่อที่ประชุม…', seconds: 'ช่วงเวลาคัดค้าน (วินาที)',
    decided: 'มติ', adopted: 'รับรองโดยฉันทามติ', wasSetAside: 'พักการพิจารณาเอกสาร', reservationOf: (name) => `ข้อสงวนของ${name}:`,
    explanationOf: (name) => `คำอธิบายท่าทีของ${name}:`, enterReservation: 'ตั้งข้อสงวน…', explainPosition: 'อธิบายท่าที…', statement: 'ถ้อยแถลง',
  },
  conclusions: {
    title: 'ข้อสรุป', none: 'ยังไม่มีข้อสรุป', meeting: 'ที่ประชุม', both: 'ทั้งสองฝ่าย',
    verbs: {
      discussed: 'หารือเรื่อง', exchanged_views: 'แลกเปลี่ยนความเห็นเรื่อง', noted: 'รับทราบ', stressed: 'เน้นย้ำ', supported: 'สนับสนุน', committed: 'มุ่งมั่นที่จะ', next_step: 'ขั้นตอนต่อไป',
    },
    stands: { entered: 'รอประธานยืนยัน', confirmed: 'ยืนยันแล้ว', sent_back: 'ส่งกลับ', corrected: 'แก้ไขแล้ว' },
    corrects: (id) => `แก้ไข ${id}`, correctedBy: (id) => `แก้ไขโดย ${id}`, confirm: 'ยืนยัน', sendBack: 'ส่งกลับ…', whySentBack: 'ควรแก้ไขสิ่งใด',
    enter: 'ลงข้อสรุป', correct: 'ลงใหม่…', underItem: 'ภายใต้วาระ', whose: 'ข้อสรุปของ', verb: 'การดำเนินการ', words: 'ข้อความ', point: (n) => `ข้อย่อยที่ ${n}`, addPoint: 'เพิ่มข้อย่อย',
  },
  delegations: {
    mine: 'คณะผู้แทนของท่าน', secretariat: 'ฝ่ายเลขานุการ', presidency: 'ฝ่ายประธาน', seats: 'ที่นั่ง', people: 'บุคคล', lock: 'ปิดประตูห้องประชุม', unlock: 'เปิดประตูห้องประชุม', locked: 'ปิดประตูแล้ว: ไม่รับผู้เข้าใหม่',
    presence: { away: 'ยังไม่มา', here: 'อยู่ในที่ประชุม', lost: 'สัญญาณขาด' }, notSeated: 'ยังไม่นั่งประจำที่', allowAdviser: 'อนุญาตให้กล่าว', silenceAdviser: 'ไม่อนุญาตให้กล่าวแล้ว',
    expel: 'สั่งให้ออกจากที่ประชุม…', expelWho: (name) => `สั่งให้${amid(name)}ออกจากที่ประชุม`, expelMeans: 'สัญญาณจะถูกตัดทันที สิทธิเข้าประชุมที่มีอยู่จะใช้อีกไม่ได้ และจะบันทึกการดำเนินการนี้ไว้',
    withdraw: 'เพิกถอนการรับรอง…', withdrawMeans: 'จะเข้าประชุมอีกไม่ได้ และสัญญาณจะถูกตัด', arrange: 'จัดที่นั่ง…', seatOrder: 'ลำดับที่นั่ง',
    orders: { alphabetical: 'ตามตัวอักษรของภาษานี้', precedence: 'ตามลำดับอาวุโส', lot: 'โดยการจับสลาก' }, seed: 'ค่าตั้งต้นของสลาก', seedHint: 'ทุกคนเห็น เพื่อให้จับสลากซ้ำได้ผลเดิม',
    drawnWith: (seed) => `จับสลากด้วยค่าตั้งต้น ${seed}`,
  },
  seats: {
    point: 'ประท้วง', floor: 'กล่าว', held: 'หยุด', lost: 'สัญญาณขาด', objects: 'คัดค้าน', missing: 'รออยู่', confirmed: 'แสดงแล้ว', chair: 'ประธาน', here: 'มาแล้ว', away: 'ไม่อยู่', desks: { secretariat: 'เลขาฯ', presidency: 'ประธาน' },
    place: (n) => `ที่ ${n}`,
  },
  seating: {
    title: 'เลือกที่นั่ง', take: 'เลือกที่นั่ง', change: 'เปลี่ยนที่นั่ง', means: 'นี่คือการซ้อม ผู้แทนจำลองจะสละที่นั่งให้ท่าน', sit: 'นั่งที่นี่', sure: 'ยืนยันนั่งที่นี่', yours: 'ที่นั่งของท่าน',
    held: 'ท่านจะพ้นจากที่นั่งปัจจุบัน', taken: 'มีผู้เยี่ยมชมอีกคนนั่งอยู่ และจะเสียที่นั่งนี้ไป', refused: 'ขณะนี้เลือกที่นั่งนี้จากที่นี่ไม่ได้',
  },
  record: { journal: 'บันทึกรายการ', interventions: 'ถ้อยแถลง', none: 'ยังไม่มีผู้กล่าว', takenAsRead: 'ยื่นเป็นลายลักษณ์อักษร', totals: 'เวลาที่กล่าว' },
  presence: {
    finish: 'ได้รับความช่วยเหลือแล้ว', call: 'เรียกฝ่ายเลขานุการ', states: { sent: 'ส่งแล้ว', seen: 'รับทราบแล้ว', coming: 'กำลังมา', failed: 'ส่งไม่สำเร็จ โปรดกดอีกครั้ง' }, calls: 'คำขอความช่วยเหลือ', noCalls: 'ไม่มีผู้เรียก',
    lines: 'สัญญาณ', delegation: 'คณะผู้แทน', line: 'สัญญาณ', delay: 'หน่วง', loss: 'สูญหาย', level: 'ระดับเสียง', notMeasured: 'ยังไม่ได้วัด', somebody: 'มีผู้เรียก', see: 'รับทราบ', come: 'กำลังไป',
  },
  control: {
    unknown: 'เซิร์ฟเวอร์ไม่รู้จักการกระทำนี้', notNow: 'ขณะนี้ยังทำไม่ได้', refused: 'ถูกปฏิเสธ', noAnswer: 'เซิร์ฟเวอร์ไม่ตอบ คำสั่งอาจยังไม่สำเร็จ', rule: 'ข้อ',
    linkLost: 'สัญญาณควบคุมขาด', close: 'ปิด',
  },
  settings: {
    title: 'ภาษาและปุ่มลัด', language: 'ภาษาที่แสดง', keys: 'ปุ่มลัด', keysOn: 'ใช้ปุ่มเดียวสำหรับการกระทำเร่งด่วน', keysHint: 'ใช้ได้เมื่อโฟกัสอยู่ที่เวทีหรือปุ่มควบคุม และจะไม่ทำงานขณะพิมพ์',
    keysReset: 'คืนค่าเดิม', keyTaken: 'ปุ่มนี้ใช้กับการกระทำอื่นแล้ว',
  },
  announce: {
    phases: { scheduled: 'ยังไม่เปิดประชุม', open: 'กำลังประชุม', suspended: 'พักการประชุม', closed: 'ปิดการประชุมแล้ว' },
    item: (number) => `เปิดวาระที่ ${number}`, hasFloor: (name) => `${name}กำลังกล่าว`, youHaveFloor: 'ท่านได้รับเชิญให้กล่าว', floorEnded: 'การกล่าวของท่านสิ้นสุดแล้ว', interrupted: 'ประธานขอแทรก หยุดเวลา และไมโครโฟนของท่านเบาลงชั่วคราว',
    youAreNext: 'ท่านเป็นผู้กล่าวคนถัดไป', point: (name) => `${name}ประท้วงเรื่องระเบียบการประชุม`, textPut: (title) => `มีเอกสารเสนอต่อที่ประชุม: ${title}`,
    adopted: (title) => `รับรองโดยฉันทามติ: ${title}`, setAside: (title) => `พักการพิจารณาเอกสาร: ${title}`, timeLeft: (time) => `เหลือ ${time}`, secondsLeft: 'โปรดสรุป', timeOver: 'หมดเวลาแล้ว',
  },
}
