/** What is said of sound and pictures; the other languages have the same keys, or the build fails. */
const en = {
  listen: 'Listen', listenWhy: 'The browser plays no sound before you press.', noSound: 'No sound comes out. Is a loudspeaker or headset connected?', volume: 'Volume',
  lost: 'Sound link lost', lostMeans: 'You hear nobody, and nobody hears you. The control link is another matter. Reconnecting…',
  refused: 'No sound link', refusedMeans: 'This browser is not admitted to the sound of the meeting. Trying again…',
  narrow: 'Your line or machine is slow', unseen: 'Your camera and screen wait, so that you are heard.', unshown: 'The pictures of others wait, so that you hear them.',
  belowStandard: 'Your voice is sent with less detail than interpreters need: a cable or another network helps.', comesBack: 'All comes back by itself when there is room.',
  thin: 'You hear voices with less detail.',
  givesWay: { pictures: 'pictures wait', detail: 'voice below the standard' },
  elsewhere: 'You are connected elsewhere', elsewhereMeans: 'Another tab or device of yours speaks. This one listens.', speakHere: 'Speak here instead',
  microphone: 'Microphone', open: 'Your microphone is open', shut: 'Shut my microphone', openIt: 'Open my microphone', isShut: 'Your microphone is shut',
  preparing: 'Microphone is being prepared', ready: 'Microphone ready, shut', agreed: 'It opens when the floor is given to you.',
  cannot: {
    blocked: 'This browser was not allowed to use the microphone.', missing: 'No microphone was found.', busy: 'The microphone could not be opened. Another program may be using it.',
    elsewhere: 'Another tab or device of yours speaks.', listening_only: 'You entered to listen only.',
  },
  beHeard: 'Be heard…', cannotCamera: 'The camera cannot be used.',
  mine: 'Sound and pictures', cameraOn: 'Turn my camera on', cameraOff: 'Turn my camera off', share: 'Share my screen', unshare: 'Stop sharing my screen', check: 'Check my devices…',
  pictures: 'Pictures', alsoShow: 'Show also', alsoShown: 'On demand',
  device: {
    title: 'Before you enter', again: 'My devices', means: 'Check that you are heard and seen. A headset by cable is best. Nobody hears or sees this.',
    allow: 'Use microphone and camera', allowMeans: 'The browser will ask you to allow it.', microphone: 'Microphone', camera: 'Camera', speaker: 'Loudspeaker', level: 'Level',
    quiet: 'Nothing is heard yet. Say something.', good: 'Good', loud: 'Too loud', hear: 'Hear yourself', recording: 'Speak for three seconds…', playing: 'This is you.',
    suppress: 'Take out noise', gain: 'Level my voice', cameraOn: 'Show me to the meeting', noPicture: 'No picture', usual: 'As the browser chooses',
    line: 'Line', lineStates: { off: 'Not tried', joining: 'Trying…', live: 'Good: sound can come and go.', lost: 'No sound link yet. Trying again…', refused: 'Not admitted to the sound.' },
    enter: 'Enter', listenOnly: 'Enter to listen only', save: 'Use these',
    blocked: 'The browser was not allowed to use them',
    how: {
      chromium: 'Press the sign before the address at the top of the window, allow “Microphone” and “Camera”, and try again.',
      firefox: 'Press the crossed-out microphone or the lock before the address, remove the block, and try again.',
      safari: 'Open Safari › Settings for This Website, choose “Allow” for camera and microphone, and try again.',
      other: 'Open this page’s permissions in your browser, allow microphone and camera, and try again.',
    },
    tryAgain: 'Try again', insecure: 'Browsers give a microphone to secure addresses only (https).',
  },
}

type Widened<T> = T extends string ? string : { readonly [K in keyof T]: Widened<T[K]> }

const th: Widened<typeof en> = {
  listen: 'ฟัง', listenWhy: 'เบราว์เซอร์จะไม่เล่นเสียงจนกว่าท่านจะกด', noSound: 'ไม่มีเสียงออก ท่านต่อลำโพงหรือชุดหูฟังไว้หรือไม่', volume: 'ระดับเสียง',
  lost: 'สัญญาณเสียงขาดหาย', lostMeans: 'ท่านไม่ได้ยินผู้ใด และไม่มีผู้ใดได้ยินท่าน สัญญาณควบคุมเป็นคนละส่วน กำลังเชื่อมต่อใหม่…',
  refused: 'ไม่มีสัญญาณเสียง', refusedMeans: 'เบราว์เซอร์นี้ไม่ได้รับอนุญาตให้เข้าถึงเสียงของการประชุม กำลังลองใหม่…',
  narrow: 'สัญญาณหรือเครื่องของท่านช้า', unseen: 'พักภาพจากกล้องและหน้าจอของท่านไว้ เพื่อให้ผู้อื่นได้ยินเสียงท่าน', unshown: 'พักภาพของผู้อื่นไว้ เพื่อให้ท่านได้ยินเสียง',
  belowStandard: 'เสียงของท่านส่งด้วยรายละเอียดต่ำกว่าที่ล่ามต้องการ การต่อสายหรือใช้เครือข่ายอื่นจะช่วยได้', comesBack: 'ทุกอย่างจะกลับมาเองเมื่อสัญญาณหรือเครื่องดีขึ้น',
  thin: 'ท่านได้ยินเสียงที่มีรายละเอียดน้อยลง',
  givesWay: { pictures: 'พักภาพไว้', detail: 'เสียงต่ำกว่ามาตรฐาน' },
  elsewhere: 'ท่านเชื่อมต่ออยู่ที่อื่น', elsewhereMeans: 'แท็บหรืออุปกรณ์อื่นของท่านเป็นผู้พูด ที่นี่ฟังเท่านั้น', speakHere: 'พูดจากที่นี่แทน',
  microphone: 'ไมโครโฟน', open: 'ไมโครโฟนของท่านเปิดอยู่', shut: 'ปิดไมโครโฟน', openIt: 'เปิดไมโครโฟน', isShut: 'ไมโครโฟนของท่านปิดอยู่',
  preparing: 'กำลังเตรียมไมโครโฟน', ready: 'ไมโครโฟนพร้อม ปิดอยู่', agreed: 'จะเปิดเมื่อท่านได้รับเชิญให้กล่าว',
  cannot: {
    blocked: 'เบราว์เซอร์ไม่ได้รับอนุญาตให้ใช้ไมโครโฟน', missing: 'ไม่พบไมโครโฟน', busy: 'เปิดไมโครโฟนไม่ได้ โปรแกรมอื่นอาจกำลังใช้อยู่',
    elsewhere: 'แท็บหรืออุปกรณ์อื่นของท่านเป็นผู้พูด', listening_only: 'ท่านเข้าร่วมเพื่อฟังเท่านั้น',
  },
  beHeard: 'ใช้ไมโครโฟน…', cannotCamera: 'ใช้กล้องไม่ได้',
  mine: 'เสียงและภาพ', cameraOn: 'เปิดกล้อง', cameraOff: 'ปิดกล้อง', share: 'แบ่งปันหน้าจอ', unshare: 'หยุดแบ่งปันหน้าจอ', check: 'ตรวจอุปกรณ์…',
  pictures: 'ภาพ', alsoShow: 'แสดงเพิ่ม', alsoShown: 'ตามที่เลือก',
  device: {
    title: 'ก่อนเข้าห้องประชุม', again: 'อุปกรณ์ของท่าน', means: 'ตรวจว่าผู้อื่นจะได้ยินและเห็นท่าน ชุดหูฟังแบบมีสายดีที่สุด ขณะนี้ไม่มีผู้ใดได้ยินหรือเห็น',
    allow: 'ใช้ไมโครโฟนและกล้อง', allowMeans: 'เบราว์เซอร์จะขออนุญาตท่าน', microphone: 'ไมโครโฟน', camera: 'กล้อง', speaker: 'ลำโพง', level: 'ระดับ',
    quiet: 'ยังไม่ได้ยินเสียง โปรดพูด', good: 'ดี', loud: 'ดังเกินไป', hear: 'ฟังเสียงตนเอง', recording: 'โปรดพูดสามวินาที…', playing: 'นี่คือเสียงของท่าน',
    suppress: 'ลดเสียงรบกวน', gain: 'ปรับระดับเสียงพูดให้สม่ำเสมอ', cameraOn: 'แสดงภาพของท่านต่อที่ประชุม', noPicture: 'ไม่มีภาพ', usual: 'ตามที่เบราว์เซอร์เลือก',
    line: 'สัญญาณ', lineStates: { off: 'ยังไม่ได้ลอง', joining: 'กำลังลอง…', live: 'ดี รับและส่งเสียงได้', lost: 'ยังไม่มีสัญญาณเสียง กำลังลองใหม่…', refused: 'ไม่ได้รับอนุญาตให้เข้าถึงเสียง' },
    enter: 'เข้าห้องประชุม', listenOnly: 'เข้าเพื่อฟังเท่านั้น', save: 'ใช้ค่านี้',
    blocked: 'เบราว์เซอร์ไม่ได้รับอนุญาตให้ใช้อุปกรณ์',
    how: {
      chromium: 'กดเครื่องหมายหน้าที่อยู่เว็บด้านบนของหน้าต่าง อนุญาต “ไมโครโฟน” และ “กล้อง” แล้วลองใหม่',
      firefox: 'กดรูปไมโครโฟนที่ถูกขีดหรือรูปกุญแจหน้าที่อยู่เว็บ ยกเลิกการปิดกั้น แล้วลองใหม่',
      safari: 'เปิด Safari › การตั้งค่าสำหรับเว็บไซต์นี้ เลือก “อนุญาต” สำหรับกล้องและไมโครโฟน แล้วลองใหม่',
      other: 'เปิดการอนุญาตของหน้านี้ในเบราว์เซอร์ อนุญาตไมโครโฟนและกล้อง แล้วลองใหม่',
    },
    tryAgain: 'ลองใหม่', insecure: 'เบราว์เซอร์ให้ใช้ไมโครโฟนเฉพาะที่อยู่เว็บที่ปลอดภัย (https)',
  },
}

const fr: Widened<typeof en> = {
  listen: 'Écouter', listenWhy: 'Le navigateur ne joue aucun son avant que vous n’ayez appuyé.', noSound: 'Aucun son ne sort. Un haut-parleur ou un casque est-il branché ?', volume: 'Volume',
  lost: 'Liaison sonore perdue', lostMeans: 'Vous n’entendez personne et personne ne vous entend. La liaison de commande est autre chose. Reconnexion…',
  refused: 'Pas de liaison sonore', refusedMeans: 'Ce navigateur n’est pas admis au son de la réunion. Nouvel essai…',
  narrow: 'Votre ligne ou votre appareil est lent', unseen: 'Votre caméra et votre écran attendent, pour que l’on vous entende.', unshown: 'Les images des autres attendent, pour que vous les entendiez.',
  belowStandard: 'Votre voix est envoyée avec moins de détail qu’il n’en faut aux interprètes\u00a0: un câble ou un autre réseau peut aider.', comesBack: 'Tout revient de soi-même dès qu’il y a de la place.',
  thin: 'Vous entendez les voix avec moins de détail.',
  givesWay: { pictures: 'images en attente', detail: 'voix au-dessous de la norme' },
  elsewhere: 'Votre connexion est ailleurs', elsewhereMeans: 'Un autre onglet ou appareil à vous parle. Celui-ci écoute.', speakHere: 'Parler ici',
  microphone: 'Microphone', open: 'Votre microphone est ouvert', shut: 'Fermer mon microphone', openIt: 'Ouvrir mon microphone', isShut: 'Votre microphone est fermé',
  preparing: 'Le microphone se prépare', ready: 'Microphone prêt, fermé', agreed: 'Il s’ouvre quand la parole vous est donnée.',
  cannot: {
    blocked: 'Ce navigateur n’a pas été autorisé à utiliser le microphone.', missing: 'Aucun microphone n’a été trouvé.', busy: 'Le microphone n’a pas pu être ouvert. Un autre programme l’utilise peut-être.',
    elsewhere: 'Un autre onglet ou appareil à vous parle.', listening_only: 'Vous suivez la réunion en écoute seule.',
  },
  beHeard: 'Se faire entendre…', cannotCamera: 'La caméra ne peut pas être utilisée.',
  mine: 'Son et images', cameraOn: 'Allumer ma caméra', cameraOff: 'Éteindre ma caméra', share: 'Partager mon écran', unshare: 'Ne plus partager mon écran', check: 'Vérifier mes appareils…',
  pictures: 'Images', alsoShow: 'Montrer aussi', alsoShown: 'À la demande',
  device: {
    title: 'Avant d’entrer', again: 'Mes appareils', means: 'Vérifiez qu’on vous entendra et vous verra. Un casque filaire convient le mieux. Personne n’entend ni ne voit ceci.',
    allow: 'Utiliser microphone et caméra', allowMeans: 'Le navigateur vous demandera de l’autoriser.', microphone: 'Microphone', camera: 'Caméra', speaker: 'Haut-parleur', level: 'Niveau',
    quiet: 'On n’entend encore rien. Dites quelque chose.', good: 'Bon', loud: 'Trop fort', hear: 'S’entendre', recording: 'Parlez trois secondes…', playing: 'C’est vous.',
    suppress: 'Ôter le bruit', gain: 'Égaliser ma voix', cameraOn: 'Me montrer à la réunion', noPicture: 'Pas d’image', usual: 'Au choix du navigateur',
    line: 'Ligne', lineStates: { off: 'Pas essayée', joining: 'Essai…', live: 'Bonne\u00a0: le son passe dans les deux sens.', lost: 'Pas encore de liaison sonore. Nouvel essai…', refused: 'Accès au son refusé.' },
    enter: 'Entrer', listenOnly: 'Entrer pour écouter seulement', save: 'Utiliser ceux-ci',
    blocked: 'Le navigateur n’a pas été autorisé à les utiliser',
    how: {
      chromium: 'Appuyez sur le signe qui précède l’adresse en haut de la fenêtre, autorisez «\u00a0Microphone\u00a0» et «\u00a0Caméra\u00a0», puis réessayez.',
      firefox: 'Appuyez sur le microphone barré ou le cadenas qui précède l’adresse, levez le blocage, puis réessayez.',
      safari: 'Ouvrez Safari › Réglages pour ce site web, choisissez «\u00a0Autoriser\u00a0» pour caméra et microphone, puis réessayez.',
      other: 'Ouvrez les autorisations de cette page dans votre navigateur, autorisez microphone et caméra, puis réessayez.',
    },
    tryAgain: 'Réessayer', insecure: 'Les navigateurs ne donnent de microphone qu’aux adresses sûres (https).',
  },
}

export const SOUND = { en, th, fr }
