import { readTexts } from './read-set.ts';

/** Messages in other scripts and languages, and such as are mixed. */
export const otherTexts = readTexts(
  'und',
  String.raw`
    ja1 3 東京の夜は静かです
    ja2 20 京都の寺を三日で見たいです
    ja3 30 私は猫が好きです
    ja4 31 カメラを買いました
    zh1 5 北京的冬天很冷
    zh2 25 我想学习做面包
    zh3 26 图书馆在学校旁边
    ru1 9 Мой кот спит на клавиатуре
    ru2 10 Море сегодня спокойное
    ar1 7 البحر هادئ الليلة
    ar2 8 أحب القهوة في الصباح
    he1 6 הים שקט הלילה
    gr1 14 Η θάλασσα είναι ήσυχη απόψε
    de1 12 Die Straße zum Hafen ist gesperrt.
    fr1 13 L'été dernier nous étions à la plage.
    mix1 2 The word for harbour in Japanese is 港, written みなと.
    mix2 18 ﬁnal ﬁgures: ①②③
    mix3 19 e-mail me at the usual address, not by fax
    mix4 21 👩‍🚀 astronauts train under water for months
    mix5 22 Use $where or {"$ne": null} and see what happens
  `,
);
