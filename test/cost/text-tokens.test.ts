import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LONGEST_READ, TEXT_TOKEN_ERROR, estimateTokens } from "../../shared/cost/text-tokens.ts";

/** Counts of `o200k_base` (gpt-tokenizer 4.0.0), taken once on 2026-11-25. */
const COUNTED: readonly [family: keyof typeof TEXT_TOKEN_ERROR.percent, text: string, exact: number][] = [
  [
    "english",
    "The ferry leaves at half past six, so we should pack the bags tonight and keep only the coats by the door. My sister called to say that the weather on the island has turned; there will be rain until Thursday, and the path along the cliffs is closed. We can still visit the lighthouse, because the keeper opens it on request, and there is a small bakery next to the harbour that sells bread from five in the morning.",
    88,
  ],
  [
    "english",
    "Measure the flour before you warm the milk. Yeast works slowly in a cold kitchen, and nothing you do later will repair dough that never rose. After twenty minutes, fold it twice, cover the bowl with a damp cloth and wait until it has doubled. Bake at 220 degrees for the first ten minutes, then lower the heat to 190 and leave the oven door shut until the crust is brown.",
    82,
  ],
  [
    "english",
    "Our quarterly report shows that revenue grew by 14% while the number of active customers stayed flat. Most of the increase came from larger contracts in the public sector. Support requests fell from 1,240 to 982 a month after we rewrote the onboarding guide, and the median time to first response is now under two hours. We expect infrastructure costs to rise next year.",
    76,
  ],
  [
    "german",
    "Am frühen Morgen lag noch Nebel über den Feldern, und die Straßenbahn fuhr so langsam, dass wir fast den Zug verpasst hätten. Meine Großmutter hatte belegte Brötchen eingepackt, dazu zwei Äpfel und eine Thermoskanne mit Tee. Im Abteil saß ein älterer Herr, der von seiner Arbeit als Uhrmacher erzählte und uns eine Taschenuhr zeigte, die seit über hundert Jahren läuft.",
    94,
  ],
  [
    "german",
    "Die Datenschutzgrundverordnung verpflichtet Unternehmen, personenbezogene Daten nur für festgelegte Zwecke zu verarbeiten. Betroffene können jederzeit Auskunft verlangen, und die Auskunft muss innerhalb eines Monats erteilt werden. Bei Verstößen drohen Bußgelder, die sich nach dem weltweiten Jahresumsatz richten. Eine Folgenabschätzung ist erforderlich, wenn ein hohes Risiko besteht.",
    78,
  ],
  [
    "french",
    "Le marché ouvre à huit heures, mais les meilleurs fromages partent avant neuf heures. Nous avons acheté des pêches, un peu de thym et une bouteille d'huile d'olive que le vendeur nous a fait goûter. L'après-midi, il faisait si chaud que nous sommes restés à l'ombre des platanes, à écouter les joueurs de pétanque se disputer gentiment sur chaque point.",
    85,
  ],
  [
    "french",
    "L'entreprise prévoit d'ouvrir deux nouveaux bureaux l'année prochaine, à Lyon et à Montréal. Les équipes techniques seront renforcées, tandis que le budget consacré à la publicité sera réduit d'un tiers. Selon la directrice financière, cette décision permettra d'équilibrer les comptes sans augmenter les prix pour les clients existants.",
    66,
  ],
  [
    "spanish",
    "La casa de mi abuelo estaba al final del camino, rodeada de almendros. Cada verano pintábamos las ventanas de azul y arreglábamos el tejado antes de que llegaran las lluvias. Por la noche cenábamos en el patio, con la radio encendida, y los vecinos venían a contar historias de cuando el pueblo todavía tenía estación de tren y un cine pequeño junto a la plaza.",
    84,
  ],
  [
    "chinese",
    "清晨的市场里人声鼎沸，卖菜的老人把刚摘下来的黄瓜摆成整齐的一排。我买了两斤西红柿、一把小葱和几个鸡蛋，准备回家做一顿简单的早饭。路过桥边的时候，看见几个孩子在河里放纸船，他们说要让船一直漂到大海去。",
    85,
  ],
  [
    "chinese",
    "公司计划在明年第一季度推出新的客户服务系统。该系统能够自动识别常见问题，并将复杂的请求转交给人工处理。根据测试结果，平均响应时间从十二分钟缩短到三分钟以内，客户满意度提高了百分之十五。",
    59,
  ],
  [
    "chinese",
    "图书馆在老楼的二层，旁边是音乐学校。每个星期六都有作家来和读者见面，孩子们会把读过的故事画成图画。办理借书证只需要出示身份证并填写一张简单的表格。",
    61,
  ],
  [
    "japanese",
    "朝の電車はいつもより空いていて、窓の外には雪をかぶった山が見えた。駅前の喫茶店でコーヒーを飲みながら、友人が来るのを待った。彼女は大学で歴史を教えていて、古い地図を集めるのが趣味だという。昼過ぎに二人で川沿いを歩き、小さな本屋に立ち寄った。",
    107,
  ],
  [
    "japanese",
    "このサービスでは、利用者が入力した文章をもとに料金を計算します。トークン数は推定値であり、実際の請求額とは異なる場合があります。正確な値が必要なときは、提供元の管理画面で使用量をご確認ください。エラーが発生した場合は、時間をおいてもう一度お試しください。",
    88,
  ],
  [
    "japanese",
    "図書館は古い建物の二階にあり、音楽学校のすぐ隣です。毎週土曜日には作家との交流会が開かれ、子どもたちは読んだ物語の絵を描きます。",
    57,
  ],
  [
    "korean",
    "아침 일찍 일어나 창문을 열었더니 마당에 눈이 하얗게 쌓여 있었다. 할머니는 벌써 부엌에서 된장찌개를 끓이고 계셨고, 동생은 장갑도 끼지 않은 채 눈사람을 만들고 있었다. 우리는 밥을 먹고 나서 뒷산에 올라가 마을을 내려다보았다.",
    90,
  ],
  [
    "korean",
    "이번 업데이트에서는 결제 화면의 속도를 개선하고 여러 가지 오류를 수정했습니다. 사용자는 설정 메뉴에서 알림 방식을 직접 선택할 수 있으며, 변경한 내용은 즉시 적용됩니다. 문의 사항이 있으면 고객 센터로 연락해 주시기 바랍니다.",
    58,
  ],
  [
    "korean",
    "도서관은 오래된 건물의 이층에 있고 음악 학교와 가깝습니다. 매주 토요일에는 작가와의 만남이 열리고, 아이들은 읽은 동화의 그림을 그립니다.",
    48,
  ],
  [
    "russian",
    "Утром в деревне было тихо, только на реке стучал мотор старой лодки. Дедушка чинил забор и рассказывал, как раньше здесь ходил паром, на котором возили сено и лошадей. К обеду приехали соседи, привезли свежий хлеб и яблоки, и мы долго сидели на веранде, разговаривая о том, какой будет зима.",
    95,
  ],
  [
    "russian",
    "Компания сообщила о росте выручки на двенадцать процентов по сравнению с прошлым годом. Основной вклад внесли новые продукты, представленные весной. Руководство считает, что в следующем квартале расходы на оборудование увеличатся, однако прибыль останется на прежнем уровне благодаря снижению издержек.",
    68,
  ],
  [
    "russian",
    "Библиотека находится на втором этаже старого здания, рядом с музыкальной школой. По субботам там проходят встречи с писателями, и дети рисуют иллюстрации к прочитанным сказкам. Чтобы записаться, достаточно показать паспорт и заполнить короткую анкету.",
    62,
  ],
  [
    "russian",
    "Если приложение не запускается, проверьте подключение к интернету и установите последнюю версию. Все данные сохраняются автоматически, поэтому после перезагрузки устройства вы сможете продолжить работу с того же места.",
    45,
  ],
  [
    "arabic",
    "استيقظت القرية باكرا على صوت المطر، وكانت الطرق مليئة بالماء والطين. جلس جدي قرب النافذة يشرب الشاي ويحكي لنا عن رحلته الأولى إلى المدينة، حين كان القطار يحتاج إلى يومين كاملين للوصول. بعد الظهر خرجنا إلى السوق واشترينا الخبز والتمر والجبن.",
    76,
  ],
  [
    "arabic",
    "أعلنت الشركة عن خطة جديدة لتحسين خدمة العملاء خلال العام القادم. تتضمن الخطة تدريب الموظفين على استخدام الأنظمة الحديثة وتقليل وقت الانتظار. وأكد المدير أن الأسعار لن ترتفع، وأن جميع المستخدمين سيحصلون على الميزات الجديدة مجانا.",
    55,
  ],
  [
    "arabic",
    "تقع المكتبة في الطابق الثاني من المبنى القديم بجانب مدرسة الموسيقى. كل يوم سبت يجتمع القراء مع الكتاب ويتحدثون عن الروايات الجديدة، ويمكن للأطفال أن يرسموا صورا من القصص التي قرؤوها.",
    53,
  ],
  [
    "arabic",
    "إذا لم يعمل التطبيق فتأكد من الاتصال بالإنترنت ثم ثبت آخر إصدار. يتم حفظ جميع البيانات تلقائيا، لذلك يمكنك متابعة العمل من نفس المكان بعد إعادة تشغيل الجهاز.",
    36,
  ],
  [
    "hindi",
    "सुबह की हवा में ठंडक थी और गाँव के लोग खेतों की ओर जा रहे थे। दादी ने चूल्हे पर चाय बनाई और हमें पुरानी कहानियाँ सुनाईं। दोपहर में हम नदी के किनारे गए, जहाँ बच्चे पतंग उड़ा रहे थे और नाव वाले अपनी नावें ठीक कर रहे थे।",
    72,
  ],
  [
    "hindi",
    "पुस्तकालय पुरानी इमारत की दूसरी मंज़िल पर है, संगीत विद्यालय के पास। हर शनिवार को वहाँ लेखक आते हैं और बच्चे कहानियों के चित्र बनाते हैं। सदस्य बनने के लिए केवल एक छोटा फ़ॉर्म भरना होता है।",
    56,
  ],
  [
    "code",
    "export async function readAll(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {\n  const parts: Uint8Array[] = [];\n  let size = 0;\n  for await (const part of stream) {\n    size += part.byteLength;\n    if (size > limit) throw new RangeError(`more than ${limit} bytes`);\n    parts.push(part);\n  }\n  const whole = new Uint8Array(size);\n  let offset = 0;\n  for (const part of parts) {\n    whole.set(part, offset);\n    offset += part.byteLength;\n  }\n  return whole;\n}",
    133,
  ],
  [
    "code",
    'def moving_average(values, window=5):\n    """Yield the mean of the last `window` values."""\n    if window <= 0:\n        raise ValueError("window must be positive")\n    queue, total = [], 0.0\n    for value in values:\n        queue.append(value)\n        total += value\n        if len(queue) > window:\n            total -= queue.pop(0)\n        yield total / len(queue)\n\nif __name__ == "__main__":\n    for mean in moving_average([1, 2, 3, 4, 5, 6], window=3):\n        print(f"{mean:.2f}")',
    134,
  ],
  [
    "code",
    "SELECT o.customer_id, COUNT(*) AS orders, SUM(o.total_cents) / 100.0 AS spent\nFROM orders AS o\nJOIN customers AS c ON c.id = o.customer_id\nWHERE o.created_at >= '2026-01-01' AND c.country IN ('DE', 'FR', 'NL')\nGROUP BY o.customer_id\nHAVING SUM(o.total_cents) > 50000\nORDER BY spent DESC\nLIMIT 25;",
    95,
  ],
  [
    "json",
    '{"id":"chatcmpl-8f2a91","object":"chat.completion","created":1764093600,"model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":{"role":"assistant","content":"The total is 42."},"finish_reason":"stop"}],"usage":{"prompt_tokens":1204,"completion_tokens":318,"total_tokens":1522,"prompt_tokens_details":{"cached_tokens":1024,"audio_tokens":0}}}',
    104,
  ],
  [
    "json",
    '{\n  "users": [\n    {\n      "id": 1,\n      "name": "Ada",\n      "roles": [\n        "admin",\n        "billing"\n      ],\n      "active": true,\n      "last_login": "2026-11-02T08:14:55Z"\n    },\n    {\n      "id": 2,\n      "name": "Noor",\n      "roles": [],\n      "active": false,\n      "last_login": null\n    }\n  ],\n  "page": {\n    "next": "eyJvZmZzZXQiOjUwfQ==",\n    "size": 50\n  }\n}',
    138,
  ],
  [
    "ukrainian",
    "Бібліотека розташована на другому поверсі старої будівлі поруч із музичною школою. Щосуботи там відбуваються зустрічі з письменниками, а діти малюють ілюстрації до прочитаних казок.",
    59,
  ],
];

describe("the estimate of a text's tokens", () => {
  it.each(COUNTED)("is within the stated worst error for %s", (family, text, exact) => {
    const percent = (100 * (estimateTokens(text) - exact)) / exact;
    const { worst, mean } = TEXT_TOKEN_ERROR.percent[family];
    expect(Math.abs(percent)).toBeLessThanOrEqual(Math.max(Math.abs(worst), Math.abs(mean)) + 1);
  });

  it("is zero for no text", () => {
    expect(estimateTokens("")).toBe(0);
    expect(estimateTokens([])).toBe(0);
    expect(estimateTokens(["", ""])).toBe(0);
  });

  it("of a list is the sum of its texts", () => {
    expect(estimateTokens(["one two three", "four"])).toBe(estimateTokens("one two three") + estimateTokens("four"));
  });

  it("of a text longer than is read grows with its length", () => {
    const whole = "word ".repeat(LONGEST_READ / 5);
    expect(estimateTokens(whole)).toBe(LONGEST_READ / 5);
    expect(estimateTokens(whole.repeat(3))).toBe((3 * LONGEST_READ) / 5);
    expect(estimateTokens([whole, whole])).toBe((2 * LONGEST_READ) / 5);
  });

  it("is an integer from zero for any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" })), (text) => {
        const tokens = estimateTokens(text);
        expect(Number.isSafeInteger(tokens) && tokens >= 0).toBe(true);
      }),
    );
  });
});
